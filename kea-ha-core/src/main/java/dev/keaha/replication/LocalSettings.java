package dev.keaha.replication;

import dev.keaha.config.DhcpService;
import dev.keaha.config.Finding;
import dev.keaha.config.HookLibrary;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaListKeys;
import dev.keaha.config.KeaVersion;
import dev.keaha.config.Translation;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonChange;
import dev.keaha.json.JsonDiff;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonPath;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonValue;
import dev.keaha.json.ListKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to each peer and is never replicated (spec row B8), as a table of paths with a reason each. Paths are
 * relative to {@code Dhcp4} or {@code Dhcp6}, in the text form of {@link JsonPath}; {@code *} stands for any member and
 * {@code [*]} for any element. What stands under a local path is local with it.
 *
 * <p>A local setting that the peer does not have stays absent there. A list element that the peer does not have at all
 * comes from the source with everything inside it; {@link Overlay#adopted} names the local settings among that.
 *
 * @param entries the table
 */
public record LocalSettings(List<Entry> entries) {

    /**
     * One local setting.
     *
     * @param service the daemon that has it; empty for both
     * @param since the first version of Kea that has it; empty for all
     * @param until the last version of Kea that has it; empty for all
     * @param path which settings, {@code *} for any
     * @param reason why it belongs to the peer, for people
     */
    public record Entry(
            Optional<DhcpService> service,
            Optional<KeaVersion> since,
            Optional<KeaVersion> until,
            JsonPath path,
            String reason) {

        static Entry of(String path, String reason) {
            return new Entry(Optional.empty(), Optional.empty(), Optional.empty(), JsonPath.parse(path), reason);
        }

        private Entry onlyIn(DhcpService daemon) {
            return new Entry(Optional.of(daemon), since, until, path, reason);
        }

        private Entry since(int major, int minor, int patch) {
            return new Entry(service, Optional.of(KeaVersion.of(major, minor, patch)), until, path, reason);
        }

        private Entry until(int major, int minor, int patch) {
            return new Entry(service, since, Optional.of(KeaVersion.of(major, minor, patch)), path, reason);
        }

        boolean appliesTo(DhcpService daemon) {
            return service.isEmpty() || service.get() == daemon;
        }

        private boolean isIn(KeaVersion version) {
            return since.map(first -> version.compareTo(first) >= 0).orElse(true)
                    && until.map(last -> version.compareTo(last) <= 0).orElse(true);
        }

        private JsonObject toJson() {
            JsonObject json = Json.object("path", path.toString(), "reason", reason);
            json = Stored.with(json, "service", service.map(DhcpService::word));
            json = Stored.with(json, "since", since.map(KeaVersion::toString));
            return Stored.with(json, "until", until.map(KeaVersion::toString));
        }

        private static Entry fromJson(JsonObject json) {
            return new Entry(
                    json.text("service").flatMap(DhcpService::of),
                    json.text("since").map(KeaVersion::parse),
                    json.text("until").map(KeaVersion::parse),
                    JsonPath.parse(Stored.text(json, "path")),
                    Stored.text(json, "reason"));
        }
    }

    /** Nothing is local but {@code this-server-name}, which always names the peer itself. */
    public static final LocalSettings NONE = new LocalSettings(List.of());

    /** What Kea's servers do not share as a rule (Kea manual; kea-reference 5.2). */
    public static final LocalSettings DEFAULT = new LocalSettings(defaults());

    /** Copies the list. */
    public LocalSettings {
        entries = List.copyOf(entries);
    }

    private static List<Entry> defaults() {
        List<Entry> table = new ArrayList<>();
        table.add(Entry.of("control-socket", "each server has its own way in"));
        table.add(Entry.of("control-sockets", "each server has its own way in").since(2, 7, 2));
        table.add(Entry.of("interfaces-config", "interface names and addresses belong to the host"));
        table.add(
                Entry.of("server-id", "two servers must not have the same DUID").onlyIn(DhcpService.DHCP6));
        table.add(Entry.of("server-tag", "the tag names one server in a configuration backend"));
        table.add(Entry.of("config-control", "the way to a configuration backend belongs to the host"));
        table.add(Entry.of("data-directory", "paths belong to the host"));
        for (String database : List.of("lease-database", "hosts-database", "hosts-databases")) {
            table.add(Entry.of(database, "paths, hosts and credentials of databases belong to the host"));
        }
        table.add(Entry.of("dhcp-ddns.sender-ip", "an address of the host"));
        table.add(Entry.of("dhcp-ddns.sender-port", "a port of the host"));
        table.add(Entry.of("multi-threading.thread-pool-size", "depends on the host's processors"));
        table.add(Entry.of("loggers[*].output_options", "paths belong to the host"));
        table.add(Entry.of("loggers[*].output-options", "paths belong to the host")
                .since(2, 5, 1));

        for (String level : List.of("", "shared-networks[*].")) {
            for (DhcpService daemon : DhcpService.values()) {
                List<Entry> subnets = new ArrayList<>();
                network(subnets, level + daemon.subnets() + "[*].");
                subnets.stream()
                        .filter(entry -> entry.appliesTo(daemon))
                        .map(entry -> entry.onlyIn(daemon))
                        .forEach(table::add);
            }
        }
        network(table, "shared-networks[*].");
        for (String level : List.of("", "client-classes[*].")) {
            serverIdentifier(table, level);
        }

        table.add(Entry.of("hooks-libraries[*].library", "distributions keep the libraries in different directories"));
        for (String database : List.of("mysql", "pgsql")) {
            Entry hook = Entry.of(
                    "hooks-libraries[libdhcp_" + database + ".so]", "goes with the host's own choice of databases");
            table.add(hook.since(2, 7, 4));
            table.add(Entry.of("hooks-libraries[libdhcp_" + database + "_cb.so]", hook.reason())
                    .until(2, 7, 3));
        }
        String ha = "hooks-libraries[" + HookLibrary.HA + "].parameters.high-availability[*].";
        table.add(Entry.of(ha + "this-server-name", "says which peer the server is"));
        for (String file : List.of("trust-anchor", "cert-file", "key-file")) {
            table.add(Entry.of(ha + file, "paths belong to the host"));
            table.add(Entry.of(ha + "peers[*]." + file, "paths belong to the host"));
        }
        for (String login : List.of("user", "password", "password-file")) {
            table.add(Entry.of(ha + "peers[*].basic-auth-" + login, "credentials belong to the server that uses them"));
        }
        table.add(Entry.of(ha + "peers[*].basic-auth-user-file", "credentials belong to the server that uses them")
                .since(3, 1, 2));
        for (String threads : List.of("http-listener-threads", "http-client-threads")) {
            table.add(Entry.of(ha + "multi-threading." + threads, "depends on the host's processors"));
        }
        table.add(Entry.of("hooks-libraries[libdhcp_run_script.so].parameters.name", "paths belong to the host"));
        String log = "hooks-libraries[libdhcp_legal_log.so].parameters.";
        table.add(Entry.of(log + "path", "paths belong to the host"));
        for (String database :
                List.of("name", "host", "port", "user", "password", "trust-anchor", "cert-file", "key-file")) {
            table.add(Entry.of(log + database, "paths, hosts and credentials of databases belong to the host"));
        }
        String radius = "hooks-libraries[libdhcp_radius.so].parameters.";
        table.add(Entry.of(radius + "bindaddr", "an address of the host"));
        table.add(Entry.of(radius + "dictionary", "paths belong to the host"));
        return table;
    }

    private static void network(List<Entry> table, String level) {
        table.add(Entry.of(level + "interface", "interface names belong to the host"));
        table.add(Entry.of(level + "4o6-interface", "interface names belong to the host")
                .onlyIn(DhcpService.DHCP4));
        serverIdentifier(table, level);
    }

    private static void serverIdentifier(List<Entry> table, String level) {
        // In DHCPv6 the code means something else.
        table.add(Entry.of(level + "option-data[code=54]", "dhcp-server-identifier is the server's own address")
                .onlyIn(DhcpService.DHCP4));
    }

    /**
     * This table and one entry more.
     *
     * @param path which settings, as in {@link JsonPath#parse}, {@code *} for any
     * @param reason why it belongs to the peer, for people
     * @return a new table
     * @throws IllegalArgumentException when the text is no path, or is the empty one
     */
    public LocalSettings with(String path, String reason) {
        Entry entry = Entry.of(path, reason);
        if (entry.path().equals(JsonPath.root())) {
            throw new IllegalArgumentException("The whole configuration cannot be local: give a path");
        }
        List<Entry> more = new ArrayList<>(entries);
        more.add(entry);
        return new LocalSettings(more);
    }

    /**
     * This table without the entries of a path.
     *
     * @param path exactly as the entry has it
     * @return a new table
     * @throws IllegalArgumentException when no entry has this path
     */
    public LocalSettings without(String path) {
        JsonPath gone = JsonPath.parse(path);
        List<Entry> fewer =
                entries.stream().filter(entry -> !entry.path().equals(gone)).toList();
        if (fewer.size() == entries.size()) {
            throw new IllegalArgumentException("No local setting has the path '" + path + "'");
        }
        return new LocalSettings(fewer);
    }

    /**
     * Makes the configuration that a peer shall have: what is shared from the source, what is local from the peer.
     *
     * @param source the source's configuration
     * @param own the peer's own
     * @param peer the peer's name, which becomes {@code this-server-name}
     * @return the configuration for the peer, and what had to be taken from the source for lack of an own value
     * @throws IllegalArgumentException when the two are of different services
     */
    public Overlay overlay(KeaConfig source, KeaConfig own, String peer) {
        if (source.service() != own.service()) {
            throw new IllegalArgumentException("Cannot bring " + source.service() + " onto " + own.service());
        }
        KeaListKeys keys = KeaListKeys.of(source.service());
        Merging merging = new Merging(keys);
        List<Entry> applying = entries.stream()
                .filter(entry -> entry.appliesTo(source.service()))
                .toList();
        JsonObject merged =
                merging.objects(List.of(Pattern.of(applying, keys)), JsonPath.root(), source.dhcp(), own.dhcp());
        return new Overlay(KeaConfig.of(source.service(), named(merged, peer)), merging.adopted, List.of(), List.of());
    }

    /**
     * As {@link #overlay(KeaConfig, KeaConfig, String)}, also between two generations of Kea: the source's configuration
     * is translated first, and what a server of the peer's version would refuse is found beforehand.
     *
     * @param source the source's configuration
     * @param from the version of Kea at the source
     * @param own the peer's own
     * @param to the version of Kea at the peer
     * @param peer the peer's name, which becomes {@code this-server-name}
     * @return the configuration for the peer, with what could not be carried over, and why it must not be sent where that
     *     is so
     * @throws IllegalArgumentException when the two are of different services
     */
    public Overlay overlay(KeaConfig source, KeaVersion from, KeaConfig own, KeaVersion to, String peer) {
        if (Translation.sameGeneration(from, to)) {
            return overlay(source, own, peer);
        }
        Translation translation = Translation.of(source, from, own, to);
        Overlay overlay = overlay(translation.config(), own, peer);
        List<String> refusals = new ArrayList<>(translation.refusals());
        List<Finding> running = own.problems(to);
        overlay.config().problems(to).stream()
                .filter(problem -> problem.severity() == Finding.Severity.ERROR && !running.contains(problem))
                .forEach(problem -> refusals.add(problem.path() + ": " + problem.text()));
        Pattern local = Pattern.of(entries, KeaListKeys.of(own.service()));
        List<Translation.Remark> remarks = translation.remarks().stream()
                .filter(remark -> !local.covers(remark.path()))
                .toList();
        return new Overlay(overlay.config(), overlay.adopted(), remarks, refusals);
    }

    /** The entries that mean something for a daemon of any version. */
    LocalSettings forService(DhcpService service) {
        return new LocalSettings(
                entries.stream().filter(entry -> entry.appliesTo(service)).toList());
    }

    /**
     * The entries that mean something for a daemon.
     *
     * @param service the daemon
     * @param version its version
     * @return a smaller table
     */
    public LocalSettings forServer(DhcpService service, KeaVersion version) {
        return new LocalSettings(forService(service).entries().stream()
                .filter(entry -> entry.isIn(version))
                .toList());
    }

    /**
     * What would change on a peer if the source's configuration were brought there.
     *
     * @param source the source's configuration
     * @param own the peer's own
     * @param peer the peer's name
     * @return the differences outside the local settings, from the peer's value to the one it would get
     */
    public List<JsonChange> differences(KeaConfig source, KeaConfig own, String peer) {
        return changes(own, overlay(source, own, peer).config());
    }

    static List<JsonChange> changes(KeaConfig from, KeaConfig to) {
        return JsonDiff.between(from.dhcp(), to.dhcp(), KeaListKeys.of(from.service()))
                .changes();
    }

    /**
     * For people: one line for each reason with what it is given for. Paths are shortened: a hook's parameters are named
     * with its file, and what is local in a shared network too is named once. {@link #toJson} has them in full.
     */
    @Override
    public String toString() {
        Map<String, Set<String>> byReason = new LinkedHashMap<>();
        for (Entry entry : entries) {
            byReason.computeIfAbsent(entry.reason(), reason -> new LinkedHashSet<>())
                    .add(brief(entry.path())
                            + entry.since()
                                    .map(first -> " (since " + first + ")")
                                    .orElse("")
                            + entry.until().map(last -> " (until " + last + ")").orElse(""));
        }
        return byReason.entrySet().stream()
                .map(each -> each.getKey() + ": " + String.join(", ", each.getValue()))
                .collect(java.util.stream.Collectors.joining("\n"));
    }

    private static String brief(JsonPath path) {
        return path.toString()
                .replaceFirst("^shared-networks\\[\\*]\\.", "")
                .replaceFirst("^hooks-libraries\\[(.*?)]\\.parameters\\.(high-availability\\[\\*]\\.)?", "$1 ");
    }

    /**
     * This table as JSON.
     *
     * @return a list of {@code {"path","reason"}}, with {@code "service"}, {@code "since"} and {@code "until"} where it is
     *     not for all
     */
    public JsonArray toJson() {
        return JsonArray.of(entries.stream().map(Entry::toJson).toList());
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @param json the list
     * @return the table
     * @throws IllegalArgumentException when the list is anything else
     */
    public static LocalSettings fromJson(JsonArray json) {
        return new LocalSettings(json.objects().map(Entry::fromJson).toList());
    }

    private static JsonObject named(JsonObject dhcp, String peer) {
        return dhcp.array("hooks-libraries").isEmpty()
                ? dhcp
                : dhcp.withArray("hooks-libraries", hooks -> hooks.map(hook -> isHa(hook) ? named(hook, peer) : hook));
    }

    private static boolean isHa(JsonValue hook) {
        return hook instanceof JsonObject object && HookLibrary.fileName(object).equals(HookLibrary.HA);
    }

    private static JsonValue named(JsonValue hook, String peer) {
        JsonObject object = (JsonObject) hook;
        return object.object("parameters")
                        .flatMap(p -> p.array("high-availability"))
                        .isEmpty()
                ? object
                : object.withObject(
                        "parameters",
                        parameters -> parameters.withArray(
                                "high-availability",
                                list -> list.map(
                                        entry -> entry instanceof JsonObject relationship && hasPeer(relationship, peer)
                                                ? relationship.with("this-server-name", new JsonString(peer))
                                                : entry)));
    }

    private static boolean hasPeer(JsonObject relationship, String peer) {
        return relationship
                .array("peers")
                .orElse(JsonArray.empty())
                .objects()
                .anyMatch(entry -> entry.text("name").filter(peer::equals).isPresent());
    }

    /** The table as a tree, so that a walk leaves out whatever no path leads into. */
    private static final class Pattern {
        private static final String ANY = "*";

        private final Map<String, Pattern> members = new LinkedHashMap<>();
        private final Map<String, Pattern> elements = new LinkedHashMap<>();
        private boolean local;

        static Pattern of(List<Entry> entries, KeaListKeys keys) {
            Pattern root = new Pattern();
            for (Entry entry : entries) {
                Pattern at = root;
                String list = "";
                for (JsonPath.Step step : entry.path().steps()) {
                    at = step instanceof JsonPath.Key key
                            ? at.members.computeIfAbsent(key.name(), name -> new Pattern())
                            : at.elements.computeIfAbsent(keys.canonical(list, keyOf(step)), name -> new Pattern());
                    list = step instanceof JsonPath.Key key ? key.name() : "";
                }
                at.local = true;
            }
            return root;
        }

        /** Whether what stands at this path is local, by itself or with what is around it. */
        boolean covers(JsonPath path) {
            List<Pattern> at = List.of(this);
            for (JsonPath.Step step : path.steps()) {
                at = step instanceof JsonPath.Key key ? members(at, key.name()) : elements(at, keyOf(step));
                if (isLocal(at)) {
                    return true;
                }
            }
            return false;
        }

        private static String keyOf(JsonPath.Step step) {
            return step instanceof JsonPath.Element element
                    ? element.key()
                    : String.valueOf(((JsonPath.Index) step).at());
        }

        static List<Pattern> members(List<Pattern> at, String name) {
            return at.stream()
                    .flatMap(pattern -> java.util.stream.Stream.of(pattern.members.get(name), pattern.members.get(ANY)))
                    .filter(java.util.Objects::nonNull)
                    .toList();
        }

        static List<Pattern> elements(List<Pattern> at, String key) {
            List<Pattern> found = new ArrayList<>(2);
            for (Pattern pattern : at) {
                Pattern exact = pattern.elements.get(key);
                Pattern any = pattern.elements.get(ANY);
                if (exact != null) {
                    found.add(exact);
                }
                if (any != null) {
                    found.add(any);
                }
            }
            return found;
        }

        static boolean isLocal(List<Pattern> at) {
            return at.stream().anyMatch(pattern -> pattern.local);
        }

        /** The names that some pattern could lead to. */
        static List<String> names(List<Pattern> at, JsonObject source, JsonObject own) {
            Set<String> names = new LinkedHashSet<>();
            for (Pattern pattern : at) {
                names.addAll(pattern.members.keySet());
            }
            if (names.remove(ANY)) {
                names.addAll(source.names());
                names.addAll(own.names());
            }
            return List.copyOf(names);
        }
    }

    private static final class Merging {
        private final ListKeys keys;
        private final List<JsonPath> adopted = new ArrayList<>();

        Merging(ListKeys keys) {
            this.keys = keys;
        }

        JsonObject objects(List<Pattern> patterns, JsonPath at, JsonObject source, JsonObject own) {
            if (source.equals(own)) {
                return source;
            }
            JsonObject result = source;
            for (String name : Pattern.names(patterns, source, own)) {
                List<Pattern> inside = Pattern.members(patterns, name);
                JsonValue theirs = source.get(name);
                JsonValue ours = own.get(name);
                if (Pattern.isLocal(inside)) {
                    result = ours == null ? result.without(name) : result.with(name, ours);
                } else if (theirs instanceof JsonArray list) {
                    JsonArray mine = ours instanceof JsonArray other ? other : JsonArray.empty();
                    result = result.with(name, lists(inside, at.key(name), name, list, mine));
                } else if (theirs instanceof JsonObject object) {
                    JsonObject mine = ours instanceof JsonObject other ? other : JsonObject.empty();
                    result = result.with(name, objects(inside, at.key(name), object, mine));
                } else if (theirs == null) {
                    result = onlyOurs(inside, at.key(name), name, result, ours);
                }
            }
            return result;
        }

        /** The source has nothing here: only what is local remains of ours. */
        private JsonObject onlyOurs(
                List<Pattern> patterns, JsonPath at, String name, JsonObject result, @Nullable JsonValue ours) {
            if (ours instanceof JsonObject object) {
                JsonObject kept = objects(patterns, at, JsonObject.empty(), object);
                return kept.size() == 0 ? result : result.with(name, kept);
            }
            if (ours instanceof JsonArray list) {
                JsonArray kept = lists(patterns, at, name, JsonArray.empty(), list);
                return kept.size() == 0 ? result : result.with(name, kept);
            }
            return result;
        }

        private JsonArray lists(List<Pattern> patterns, JsonPath at, String name, JsonArray source, JsonArray own) {
            if (source.equals(own)) {
                return source;
            }
            JsonArray inPlace = inPlace(patterns, at, name, source, own);
            if (inPlace != null) {
                return inPlace;
            }
            Map<String, JsonValue> theirs = byKey(name, source);
            Map<String, JsonValue> ours = byKey(name, own);
            boolean keyed = keys.keyed(name, source).isPresent();
            Map<String, JsonValue> result = new LinkedHashMap<>();
            theirs.forEach((key, element) -> {
                List<Pattern> inside = Pattern.elements(patterns, key);
                if (Pattern.isLocal(inside)) {
                    return;
                }
                JsonPath path = keyed ? at.element(key) : at.index(Integer.parseInt(key));
                JsonValue mine = ours.get(key);
                if (inside.isEmpty() || !(element instanceof JsonObject object)) {
                    result.put(key, element);
                } else if (mine instanceof JsonObject other) {
                    result.put(key, objects(inside, path, object, other));
                } else {
                    adopt(inside, path, object);
                    result.put(key, element);
                }
            });
            return insert(patterns, ours, result);
        }

        /**
         * The merged list where each element that differs stands at the same place in both, as in most changes of a large
         * list; null where it is not so simple.
         */
        private @Nullable JsonArray inPlace(
                List<Pattern> patterns, JsonPath at, String name, JsonArray source, JsonArray own) {
            if (source.size() != own.size()) {
                return null;
            }
            List<JsonValue> result = new ArrayList<>(source.elements());
            for (int i = 0; i < result.size(); i++) {
                if (source.get(i).equals(own.get(i))) {
                    continue;
                }
                String key = source.get(i) instanceof JsonObject object ? keys.key(name, object) : null;
                if (key == null || !(own.get(i) instanceof JsonObject mine) || !key.equals(keys.key(name, mine))) {
                    return null;
                }
                List<Pattern> inside = Pattern.elements(patterns, key);
                result.set(
                        i,
                        Pattern.isLocal(inside)
                                ? mine
                                : objects(inside, at.element(key), (JsonObject) source.get(i), mine));
            }
            return JsonArray.of(result);
        }

        /** Adds our local elements, each behind the one that it followed before. */
        private static JsonArray insert(
                List<Pattern> patterns, Map<String, JsonValue> ours, Map<String, JsonValue> shared) {
            List<String> order = new ArrayList<>(shared.keySet());
            Map<String, JsonValue> all = new LinkedHashMap<>(shared);
            int after = -1;
            for (Map.Entry<String, JsonValue> mine : ours.entrySet()) {
                if (Pattern.isLocal(Pattern.elements(patterns, mine.getKey()))) {
                    order.add(++after, mine.getKey());
                    all.put(mine.getKey(), mine.getValue());
                } else if (shared.containsKey(mine.getKey())) {
                    after = order.indexOf(mine.getKey());
                }
            }
            List<JsonValue> elements = new ArrayList<>();
            for (String key : order) {
                elements.add(java.util.Objects.requireNonNull(all.get(key)));
            }
            return JsonArray.of(elements);
        }

        private Map<String, JsonValue> byKey(String name, JsonArray list) {
            Map<String, JsonValue> byKey = new LinkedHashMap<>();
            keys.keyed(name, list).ifPresentOrElse(byKey::putAll, () -> {
                for (int i = 0; i < list.size(); i++) {
                    byKey.put(String.valueOf(i), list.get(i));
                }
            });
            return byKey;
        }

        /** Kea fills in empty strings for what is not set; there is nothing to take over. */
        private void note(JsonPath path, JsonValue value) {
            if (!value.equals(new JsonString(""))) {
                adopted.add(path);
            }
        }

        /** Notes the local settings inside an element that is new to the peer. */
        private void adopt(List<Pattern> patterns, JsonPath at, JsonObject element) {
            for (String name : Pattern.names(patterns, element, JsonObject.empty())) {
                List<Pattern> inside = Pattern.members(patterns, name);
                JsonValue value = element.get(name);
                if (value != null && Pattern.isLocal(inside)) {
                    note(at.key(name), value);
                } else if (value instanceof JsonObject object) {
                    adopt(inside, at.key(name), object);
                } else if (value instanceof JsonArray list) {
                    boolean keyed = keys.keyed(name, list).isPresent();
                    byKey(name, list).forEach((key, inner) -> {
                        List<Pattern> deeper = Pattern.elements(inside, key);
                        JsonPath path =
                                keyed ? at.key(name).element(key) : at.key(name).index(Integer.parseInt(key));
                        if (Pattern.isLocal(deeper)) {
                            note(path, inner);
                        } else if (inner instanceof JsonObject object) {
                            adopt(deeper, path, object);
                        }
                    });
                }
            }
        }
    }
}
