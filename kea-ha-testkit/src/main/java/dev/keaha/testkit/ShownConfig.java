package dev.keaha.testkit;

import dev.keaha.config.DhcpService;
import dev.keaha.config.HookLibrary;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** How a daemon shows a configuration that it was given: with its version's defaults filled in, members sorted. */
final class ShownConfig {

    private static final List<String> NESTED = List.of(
            "dhcp-ddns",
            "expired-leases-processing",
            "multi-threading",
            "sanity-checks",
            "dhcp-queue-control",
            "server-id");
    private final Generation generation;
    private final DhcpService service;
    private final boolean hasSocketList;
    private final boolean hasClassLists;
    private final StandardOptions options;
    private final Inheritance inheritance;
    private long nextId = 1;

    private ShownConfig(DhcpService service, KeaVersion version, JsonArray definitions) {
        this.generation = Generation.of(service, version);
        this.service = service;
        this.options = new StandardOptions(generation, service.word(), definitions);
        this.hasSocketList = version.atLeast(2, 7, 2);
        this.hasClassLists = version.atLeast(2, 7, 4);
        this.inheritance = new Inheritance(generation);
    }

    static KeaConfig of(KeaConfig given, KeaVersion version) {
        JsonArray definitions = given.dhcp().array("option-def").orElse(JsonArray.empty());
        return KeaConfig.of(
                given.service(), new ShownConfig(given.service(), version, definitions).globals(given.dhcp()));
    }

    /** Kea's own hash of a configuration that it shows. */
    static String hash(KeaConfig shown) {
        StringBuilder text = new StringBuilder();
        write(shown.tree(), text);
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(sha.digest(text.toString().getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static void write(JsonValue value, StringBuilder out) {
        if (value instanceof JsonObject object) {
            out.append("{ ");
            String separator = "";
            for (Map.Entry<String, JsonValue> member : new TreeMap<>(object.toMap()).entrySet()) {
                out.append(separator)
                        .append(new JsonString(member.getKey()).toJson())
                        .append(": ");
                write(member.getValue(), out);
                separator = ", ";
            }
            out.append(" }");
        } else if (value instanceof JsonArray array) {
            out.append("[ ");
            String separator = "";
            for (JsonValue element : array) {
                out.append(separator);
                write(element, out);
                separator = ", ";
            }
            out.append(" ]");
        } else {
            out.append(value.toJson());
        }
    }

    private JsonObject globals(JsonObject given) {
        JsonObject defaults = generation.object("globals");
        JsonObject shown = over(defaults, commented(given));
        for (String name : NESTED) {
            if (defaults.has(name)) {
                shown = shown.with(name, over(defaults.object(name).orElseThrow(), object(given, name)));
            }
        }
        shown = shown.with(
                        "interfaces-config",
                        over(
                                generation.object("interfaces-config").with("interfaces", JsonArray.empty()),
                                object(given, "interfaces-config")))
                .withArray("hooks-libraries", hooks -> hooks.map(this::hook))
                .withArray("loggers", loggers -> loggers.map(this::logger))
                .withArray("option-data", options -> options.map(this::option))
                .withArray("option-def", this::optionDefinitions);
        if (given.array("client-classes").isPresent()) {
            shown = shown.withArray("client-classes", classes -> classes.map(this::clientClass));
        }
        if (given.array("reservations").isPresent()) {
            shown = shown.withArray("reservations", this::reservations);
        }
        if (hasSocketList) {
            shown = sockets(shown);
        }
        JsonObject above = inheritance.handedDown(shown);
        // networks come first, and so are numbered first where there is no id
        JsonArray networks =
                shown.array("shared-networks").orElse(JsonArray.empty()).map(each(network -> network(network, above)));
        JsonArray subnets = shown.array(service.subnets())
                .orElse(JsonArray.empty())
                .map(each(subnet -> subnet(subnet, above, false)));
        return sorted(shown.with(service.subnets(), inOrder(subnets, ShownConfig::idOf))
                .with(
                        "shared-networks",
                        inOrder(networks, network -> network.text("name").orElse(""))));
    }

    private static long idOf(JsonObject subnet) {
        return subnet.integer("id").orElse(0);
    }

    private static <K extends Comparable<K>> JsonArray inOrder(JsonArray list, Function<JsonObject, K> key) {
        return JsonArray.of(list.objects().sorted(Comparator.comparing(key)).toList());
    }

    private static UnaryOperator<JsonValue> each(UnaryOperator<JsonObject> change) {
        return value -> value instanceof JsonObject object ? change.apply(object) : value;
    }

    private static JsonObject object(JsonObject of, String name) {
        return of.object(name).orElse(JsonObject.empty());
    }

    private static JsonObject over(JsonObject defaults, JsonObject given) {
        JsonObject result = defaults;
        for (String name : given.names()) {
            result = result.with(name, java.util.Objects.requireNonNull(given.get(name)));
        }
        return result;
    }

    /** A comment ends as a part of the user context, or nowhere when it comes over the control channel. */
    private static JsonObject commented(JsonObject given) {
        return given.without("comment");
    }

    private JsonObject sockets(JsonObject shown) {
        Optional<JsonObject> single = shown.object("control-socket");
        JsonObject result = shown.without("control-socket");
        if (single.isPresent() && !result.has("control-sockets")) {
            result = result.with("control-sockets", Json.array(single.get()));
        }
        return result;
    }

    private JsonValue hook(JsonValue value) {
        if (!(value instanceof JsonObject hook)
                || !hook.text("library").orElse("").endsWith(HookLibrary.HA)
                || hook.object("parameters").isEmpty()) {
            return value;
        }
        return hook.withObject(
                "parameters",
                parameters -> parameters.withArray("high-availability", list -> list.map(each(this::relationship))));
    }

    private JsonObject relationship(JsonObject given) {
        boolean loadBalancing = given.text("mode").orElse("").equals("load-balancing");
        JsonObject defaults = generation.object("high-availability");
        return over(defaults.with("delayed-updates-limit", Json.value(loadBalancing ? 100 : 0)), given)
                .with("multi-threading", over(object(defaults, "multi-threading"), object(given, "multi-threading")))
                .withArray("peers", peers -> peers.map(each(peer -> over(Json.object("auto-failover", true), peer))));
    }

    private JsonValue logger(JsonValue value) {
        String outputs = generation.text("logger-outputs");
        return each(logger -> {
                    JsonObject shown = over(generation.object("logger"), logger);
                    if (hasSocketList || outputs.equals("output-options")) {
                        Optional<JsonArray> old = shown.array("output_options");
                        if (old.isPresent()) {
                            shown = shown.without("output_options").with(outputs, old.get());
                        }
                    } else {
                        // 2.2 overlooks the new spelling
                        shown = shown.without("output-options");
                    }
                    return shown.withArray(
                            outputs, list -> list.map(each(out -> over(generation.object("logger-output"), out))));
                })
                .apply(value);
    }

    private JsonValue option(JsonValue value) {
        return each(option -> {
                    String space = option.text("space").orElse(service.word());
                    JsonObject shown = over(generation.object("option-data"), commented(option))
                            .with("space", Json.value(space));
                    Optional<StandardOptions.Option> known = options.find(option);
                    if (known.isPresent()) {
                        shown = shown.with("code", Json.value(known.get().code()))
                                .with("name", Json.value(known.get().name()));
                    }
                    return shown;
                })
                .apply(value);
    }

    private JsonArray optionDefinitions(JsonArray given) {
        return given.map(each(definition -> over(generation.object("option-def"), definition)));
    }

    private JsonValue clientClass(JsonValue value) {
        return each(given -> {
                    JsonObject shown = over(generation.object("client-class"), commented(given))
                            .withArray("option-data", options -> options.map(this::option));
                    return shown.has("option-def") ? shown.withArray("option-def", this::optionDefinitions) : shown;
                })
                .apply(value);
    }

    /** In the order of what identifies them. */
    private JsonArray reservations(JsonArray given) {
        return JsonArray.of(given.map(this::reservation)
                .objects()
                .sorted(Comparator.comparing(ShownConfig::identifier))
                .toList());
    }

    private static String identifier(JsonObject reservation) {
        return List.of("hw-address", "duid", "circuit-id", "client-id", "flex-id").stream()
                .flatMap(kind -> reservation.text(kind).stream())
                .findFirst()
                .orElse("")
                .replace(":", "");
    }

    private JsonValue reservation(JsonValue value) {
        return each(given -> {
                    JsonObject shown = over(generation.object("reservation"), commented(given))
                            .withArray("option-data", options -> options.map(this::option));
                    for (String name : List.of("hw-address", "duid", "client-id")) {
                        Optional<String> identifier = given.text(name);
                        if (identifier.isPresent()) {
                            String lower = identifier.get().toLowerCase(Locale.ROOT);
                            shown = shown.with(
                                    name, Json.value(name.equals("client-id") ? lower.replace(":", "") : lower));
                        }
                    }
                    return shown;
                })
                .apply(value);
    }

    private JsonObject network(JsonObject given, JsonObject above) {
        JsonObject derived = inheritance.derived(above, given);
        JsonObject below = inheritance.handedDown(derived);
        JsonObject shown = lifetimes(over(generation.object("shared-network"), derived.without("comment")));
        JsonObject relay = object(shown, "relay");
        boolean relayed = relay.array("ip-addresses").filter(a -> a.size() > 0).isPresent();
        return shown.withArray("option-data", list -> list.map(this::option))
                .withArray(
                        service.subnets(),
                        subnets -> inOrder(
                                subnets.map(each(subnet -> subnet(
                                        relayed && !subnet.has("relay") ? subnet.with("relay", relay) : subnet,
                                        below,
                                        true))),
                                ShownConfig::idOf));
    }

    private JsonObject subnet(JsonObject given, JsonObject above, boolean inNetwork) {
        JsonObject defaults = generation.object("subnet");
        JsonObject derived = inheritance.derived(above, given);
        JsonObject shown =
                lifetimes(over(inNetwork ? defaults.without("rapid-commit") : defaults, derived.without("comment")));
        if (idOf(given) == 0) {
            shown = shown.with("id", Json.value(nextId++));
        }
        shown = shown.withArray("option-data", list -> list.map(this::option))
                .withArray("reservations", this::reservations)
                .withArray("pools", this::pools);
        return shown.has("pd-pools")
                ? shown.withArray(
                        "pd-pools",
                        pools -> pools.map(each(pool -> over(generation.object("pd-pool"), commented(pool))
                                .withArray("option-data", list -> list.map(this::option)))))
                : shown;
    }

    /** In the order of their addresses. */
    private JsonArray pools(JsonArray pools) {
        return JsonArray.of(pools.objects()
                .sorted(Comparator.comparing(
                        pool -> AddressRange.parse(pool.text("pool").orElse(""))
                                .orElseThrow()
                                .first()))
                .map(this::pool)
                .toList());
    }

    private JsonObject pool(JsonObject given) {
        JsonObject shown = over(generation.object("pool"), commented(given))
                .with(
                        "pool",
                        Json.value(AddressRange.parse(given.text("pool").orElse(""))
                                .orElseThrow()
                                .toString()))
                .withArray("option-data", list -> list.map(this::option));
        Optional<String> single = shown.text("client-class");
        return hasClassLists && single.isPresent()
                ? shown.without("client-class").with("client-classes", Json.array(single.get()))
                : shown;
    }

    private static JsonObject lifetimes(JsonObject level) {
        JsonObject result = level;
        for (String name : Inheritance.LIFETIMES) {
            Optional<Triplet> triplet = Triplet.of(level, name);
            if (triplet.isPresent()) {
                result = result.with(name, Json.value(triplet.get().value()))
                        .with("min-" + name, Json.value(triplet.get().min()))
                        .with("max-" + name, Json.value(triplet.get().max()));
            }
        }
        return result;
    }

    private static JsonObject sorted(JsonObject object) {
        Map<String, JsonValue> members = new TreeMap<>();
        object.toMap().forEach((name, value) -> members.put(name, sorted(value)));
        return JsonObject.of(members);
    }

    private static JsonValue sorted(JsonValue value) {
        return value instanceof JsonObject object
                ? sorted(object)
                : value instanceof JsonArray array ? array.map(ShownConfig::sorted) : value;
    }
}
