package dev.keaha.config;

import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonBoolean;
import dev.keaha.json.JsonNull;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonPath;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A server's configuration as a server of another generation of Kea takes it. What has another name there gets it; what
 * the other does not know is left out; what only the other knows stays there as it is. So do the hook libraries that it
 * loads, whose set differs between generations (some became free with 3.0, those of databases were joined), and what
 * decides whether it listens for its partner, which needs no answer from the partner's generation.
 *
 * @param config the translated configuration; nothing in it is unknown to the version it is for, as far as it was known
 *     to the one that it comes from
 * @param remarks what could not be carried over although it says something, in the order written
 * @param refusals why this configuration must not be brought to that version at all; empty where it may
 */
public record Translation(KeaConfig config, List<Remark> remarks, List<String> refusals) {

    /**
     * Something that is not carried over.
     *
     * @param path where, relative to {@code Dhcp4} or {@code Dhcp6}
     * @param text a sentence for people, without values
     */
    public record Remark(JsonPath path, String text) {

        @Override
        public String toString() {
            return path + ": " + text;
        }
    }

    /** One thing under two names, the older of which every version takes. */
    private record Renaming(
            String old,
            String now,
            Function<JsonValue, @Nullable JsonValue> forward,
            Function<JsonValue, @Nullable JsonValue> back) {}

    private static final List<Renaming> RENAMINGS = List.of(
            new Renaming("output_options", "output-options", same -> same, same -> same),
            new Renaming("require-client-classes", "evaluate-additional-classes", same -> same, same -> same),
            new Renaming("only-if-required", "only-in-additional-list", same -> same, same -> same),
            new Renaming("client-class", "client-classes", Translation::list, Translation::single),
            new Renaming(
                    "ddns-use-conflict-resolution",
                    "ddns-conflict-resolution-mode",
                    Translation::resolutionMode,
                    Translation::resolves));

    private static final JsonString CHECK = new JsonString("check-with-dhcid");
    private static final JsonString NO_CHECK = new JsonString("no-check-with-dhcid");

    /** What a version that knows a key does anyway: whoever leaves it out for another one loses nothing. */
    private static final Map<String, JsonValue> USUAL = Map.of(
            "allocator", new JsonString("iterative"),
            "pd-allocator", new JsonString("iterative"),
            "extended-info-checks", new JsonString("fix"),
            "allow-address-registration", JsonBoolean.of(true),
            "offer-lifetime", Json.value(0),
            "pool-id", Json.value(0),
            "max-rejected-lease-updates", Json.value(10));

    private static final String THRESHOLD = "cache-threshold";
    private static final JsonValue USUAL_THRESHOLD = Json.parse("0.25");

    /** What some versions show where nothing was written, and others do not. */
    private static final Map<String, JsonValue> SHOWN = Map.of(
            THRESHOLD,
            USUAL_THRESHOLD,
            "preferred-lifetime",
            Json.value(3600),
            "min-preferred-lifetime",
            Json.value(3600),
            "max-preferred-lifetime",
            Json.value(3600));

    /** Their defaults changed, and what is shown of them does not say whether anybody wrote it. */
    private static final List<String> OF_THE_LISTENER = List.of("multi-threading", "restrict-commands");

    private static final Set<String> DATABASES =
            Set.of("libdhcp_mysql.so", "libdhcp_pgsql.so", "libdhcp_mysql_cb.so", "libdhcp_pgsql_cb.so");
    private static final String REJECTED = "max-rejected-lease-updates";
    private static final KeaVersion REJECTED_SINCE = KeaVersion.of(2, 3, 1);

    /** Copies the lists. */
    public Translation {
        remarks = List.copyOf(remarks);
        refusals = List.copyOf(refusals);
    }

    /**
     * Whether two servers speak of the same settings.
     *
     * @param one a version
     * @param other another
     * @return true when their first two numbers are the same
     */
    public static boolean sameGeneration(KeaVersion one, KeaVersion other) {
        return one.major() == other.major() && one.minor() == other.minor();
    }

    /**
     * Translates a configuration for a server.
     *
     * @param source the configuration, as a server shows it
     * @param from that server's version
     * @param own the configuration of the server that it is for, as that one shows it
     * @param to the version of that one
     * @return the configuration, the given one where both are of one generation
     * @throws IllegalArgumentException when the two are of different services
     */
    public static Translation of(KeaConfig source, KeaVersion from, KeaConfig own, KeaVersion to) {
        if (source.service() != own.service()) {
            throw new IllegalArgumentException("Cannot bring " + source.service() + " onto " + own.service());
        }
        if (sameGeneration(from, to)) {
            return new Translation(source, List.of(), List.of());
        }
        return new Translator(source.service(), from, to).translate(source, own);
    }

    private static @Nullable JsonValue list(JsonValue one) {
        return one.equals(new JsonString("")) ? JsonArray.empty() : Json.array(one);
    }

    private static @Nullable JsonValue single(JsonValue list) {
        return list instanceof JsonArray array && array.size() == 1 ? array.get(0) : null;
    }

    private static @Nullable JsonValue resolutionMode(JsonValue resolves) {
        return resolves.equals(JsonBoolean.of(false)) ? NO_CHECK : CHECK;
    }

    private static @Nullable JsonValue resolves(JsonValue mode) {
        return mode.equals(CHECK) ? JsonBoolean.of(true) : mode.equals(NO_CHECK) ? JsonBoolean.of(false) : null;
    }

    private static final class Translator {
        private final DhcpService service;
        private final KeaVersion from;
        private final KeaVersion to;
        private final KeaListKeys keys;
        private final List<Remark> remarks = new ArrayList<>();
        private final List<String> refusals = new ArrayList<>();

        Translator(DhcpService service, KeaVersion from, KeaVersion to) {
            this.service = service;
            this.from = from;
            this.to = to;
            this.keys = KeaListKeys.of(service);
        }

        Translation translate(KeaConfig source, KeaConfig own) {
            Class<?> view = KeyCheck.view(service);
            JsonObject known = known(source.dhcp(), view, JsonPath.root());
            JsonObject all = withOwn(known, own.dhcp(), view, JsonPath.root());
            JsonObject mine = own.dhcp();
            all = taken("multi-threading", all, mine);
            // With several threads Kea switches the queue off, whatever is said.
            if (all.object("dhcp-queue-control").isPresent()) {
                JsonObject queue = mine.object("dhcp-queue-control").orElse(JsonObject.empty());
                all = all.withObject("dhcp-queue-control", control -> taken("enable-queue", control, queue));
            }
            JsonArray hooks = hooks(
                    all.array("hooks-libraries").orElse(JsonArray.empty()),
                    mine.array("hooks-libraries").orElse(JsonArray.empty()));
            all = hooks.size() == 0 ? all.without("hooks-libraries") : all.with("hooks-libraries", hooks);
            return new Translation(KeaConfig.of(service, all), remarks, refusals);
        }

        // What the other version knows of the source's.

        private JsonObject known(JsonObject object, Class<?> view, JsonPath at) {
            Map<String, KeyCheck.Member> members = KeyCheck.members(view);
            Map<String, JsonValue> result = new LinkedHashMap<>();
            object.forEach((name, value) -> {
                Renaming renaming = renaming(name, members);
                if (renaming == null) {
                    keep(name, value, members.get(name), at.key(name), result);
                    return;
                }
                boolean forward = name.equals(renaming.old());
                String other = forward ? renaming.now() : renaming.old();
                JsonValue translated = (forward ? renaming.forward() : renaming.back()).apply(value);
                if (translated == null) {
                    leaveOut(name, value, at.key(name));
                } else {
                    keep(other, translated, members.get(other), at.key(name), result);
                }
            });
            return result.equals(object.toMap()) ? object : JsonObject.of(result);
        }

        /** How the other version calls this; null where it has the same name. */
        private @Nullable Renaming renaming(String name, Map<String, KeyCheck.Member> members) {
            for (Renaming renaming : RENAMINGS) {
                boolean old = name.equals(renaming.old());
                if (old || name.equals(renaming.now())) {
                    KeyCheck.Member now = members.get(renaming.now());
                    boolean here = now != null && members.containsKey(renaming.old());
                    return here
                                    && now.span().since().isPresent()
                                    && old == now.span().holds(to)
                            ? renaming
                            : null;
                }
            }
            return null;
        }

        private void keep(
                String name,
                JsonValue value,
                KeyCheck.@Nullable Member member,
                JsonPath at,
                Map<String, JsonValue> result) {
            if (member != null && !member.span().holds(to)) {
                leaveOut(name, value, at);
            } else if (member != null && member.inner().isPresent()) {
                result.put(name, inside(name, value, member.inner().get(), at));
            } else {
                result.put(name, value);
            }
        }

        private JsonValue inside(String list, JsonValue value, Class<?> view, JsonPath at) {
            if (value instanceof JsonObject object) {
                return known(object, view, at);
            }
            if (!(value instanceof JsonArray array)) {
                return value;
            }
            List<JsonValue> elements = new ArrayList<>(array.size());
            for (int i = 0; i < array.size(); i++) {
                elements.add(
                        array.get(i) instanceof JsonObject element
                                ? known(element, view, place(list, element, i, at))
                                : array.get(i));
            }
            return JsonArray.of(elements);
        }

        private JsonPath place(String list, JsonObject element, int index, JsonPath at) {
            String key = keys.key(list, element);
            return key == null ? at.index(index) : at.element(key);
        }

        private void leaveOut(String name, JsonValue value, JsonPath at) {
            if (saysNothing(name, value)) {
                return;
            }
            if (name.equals("client-classes")) {
                refusals.add("Kea " + to + " has no way to say " + at
                        + ", and without it clients would get what is not for them.");
            } else {
                remarks.add(new Remark(at, "left out, since Kea " + to + " does not know it"));
            }
        }

        private static boolean saysNothing(String name, JsonValue value) {
            return value == JsonNull.NULL
                    || value.equals(JsonBoolean.of(false))
                    || value.equals(new JsonString(""))
                    || value instanceof JsonArray array && array.size() == 0
                    || value instanceof JsonObject object && object.size() == 0
                    || value.equals(USUAL.get(name));
        }

        // What only the other version knows.

        private JsonObject withOwn(JsonObject translated, JsonObject own, Class<?> view, JsonPath at) {
            Map<String, KeyCheck.Member> members = KeyCheck.members(view);
            Map<String, JsonValue> result = translated.toMap();
            own.forEach((name, value) -> {
                KeyCheck.Member member = members.get(name);
                JsonValue theirs = translated.get(name);
                if (member == null) {
                    return;
                }
                if (!member.span().holds(from) && !isTranslated(name, members)) {
                    result.put(name, value);
                    if (!saysNothing(name, value)) {
                        remarks.add(
                                new Remark(at.key(name), "stays as it is, since Kea " + from + " does not know it"));
                    }
                } else if (theirs == null) {
                    if (value.equals(SHOWN.get(name))) {
                        result.put(name, value);
                    }
                } else if (member.inner().isPresent() && !theirs.equals(value)) {
                    result.put(
                            name,
                            withOwnInside(name, theirs, value, member.inner().get(), at.key(name)));
                }
            });
            if (!own.has(THRESHOLD) && USUAL_THRESHOLD.equals(result.get(THRESHOLD))) {
                result.remove(THRESHOLD);
            }
            return JsonObject.of(result);
        }

        private static boolean isTranslated(String name, Map<String, KeyCheck.Member> members) {
            return RENAMINGS.stream()
                    .anyMatch(renaming -> renaming.now().equals(name) && members.containsKey(renaming.old()));
        }

        private JsonValue withOwnInside(String list, JsonValue theirs, JsonValue own, Class<?> view, JsonPath at) {
            if (theirs instanceof JsonObject object && own instanceof JsonObject mine) {
                return withOwn(object, mine, view, at);
            }
            if (!(theirs instanceof JsonArray array) || !(own instanceof JsonArray all)) {
                return theirs;
            }
            Optional<Map<String, JsonObject>> mine = keys.keyed(list, all);
            List<JsonValue> elements = new ArrayList<>(array.size());
            for (int i = 0; i < array.size(); i++) {
                JsonValue element = array.get(i);
                JsonValue same = null;
                if (element instanceof JsonObject object) {
                    String key = keys.key(list, object);
                    same = key != null && mine.isPresent()
                            ? mine.get().get(key)
                            : key == null && i < all.size() ? all.get(i) : null;
                }
                elements.add(
                        same instanceof JsonObject other
                                ? withOwn((JsonObject) element, other, view, place(list, other, i, at))
                                : element);
            }
            return JsonArray.of(elements);
        }

        // Hook libraries.

        private JsonArray hooks(JsonArray theirs, JsonArray own) {
            Map<String, JsonObject> shared = new LinkedHashMap<>();
            theirs.objects().forEach(hook -> shared.put(HookLibrary.fileName(hook), hook));
            JsonPath at = JsonPath.root().key("hooks-libraries");
            List<JsonValue> result = new ArrayList<>();
            for (JsonValue mine : own) {
                String name = mine instanceof JsonObject hook ? HookLibrary.fileName(hook) : "";
                JsonObject same = shared.remove(name);
                if (same == null && !DATABASES.contains(name)) {
                    remarks.add(
                            new Remark(at.element(name), "stays loaded, since each generation has its own libraries"));
                }
                result.add(
                        same == null
                                ? mine
                                : name.equals(HookLibrary.HA) ? ha(same, (JsonObject) mine, at.element(name)) : same);
            }
            for (String name : shared.keySet()) {
                if (!DATABASES.contains(name)) {
                    remarks.add(new Remark(
                            at.element(name), "not loaded there, since each generation has its own libraries"));
                }
            }
            return JsonArray.of(result);
        }

        private JsonObject ha(JsonObject theirs, JsonObject own, JsonPath at) {
            JsonArray mine = relationships(own);
            List<JsonValue> result = new ArrayList<>();
            for (JsonValue each : relationships(theirs)) {
                int index = result.size();
                JsonValue same = index < mine.size() ? mine.get(index) : JsonNull.NULL;
                JsonPath path = at.key("parameters").key("high-availability").index(index);
                result.add(
                        each instanceof JsonObject entry
                                ? relationship(entry, same instanceof JsonObject o ? o : JsonObject.empty(), path)
                                : each);
            }
            return result.isEmpty()
                    ? theirs
                    : theirs.withObject("parameters", all -> all.with("high-availability", JsonArray.of(result)));
        }

        private static JsonArray relationships(JsonObject hook) {
            return hook.object("parameters")
                    .flatMap(parameters -> parameters.array("high-availability"))
                    .orElse(JsonArray.empty());
        }

        private JsonObject relationship(JsonObject theirs, JsonObject own, JsonPath at) {
            JsonObject result = theirs;
            for (String name : OF_THE_LISTENER) {
                result = taken(name, result, own);
            }
            if (to.compareTo(REJECTED_SINCE) < 0 && result.has(REJECTED)) {
                leaveOut(REJECTED, Objects.requireNonNull(result.get(REJECTED)), at.key(REJECTED));
                return result.without(REJECTED);
            }
            return from.compareTo(REJECTED_SINCE) < 0 ? taken(REJECTED, result, own) : result;
        }

        private static JsonObject taken(String name, JsonObject into, JsonObject own) {
            JsonValue mine = own.get(name);
            return mine == null ? into.without(name) : into.with(name, mine);
        }
    }
}
