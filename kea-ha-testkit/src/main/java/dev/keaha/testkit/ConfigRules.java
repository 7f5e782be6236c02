package dev.keaha.testkit;

import dev.keaha.config.DhcpService;
import dev.keaha.config.HookLibrary;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonBoolean;
import dev.keaha.json.JsonNumber;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a daemon refuses when it parses a configuration, which is before it changes anything. It does not look into the
 * parameters of hook libraries (kea-reference 1.6).
 */
final class ConfigRules {

    /** Where Debian's packages keep the hook libraries; a daemon from 2.6.3 on takes no others. */
    static final String HOOKS = "/usr/lib/x86_64-linux-gnu/kea/hooks";

    // Kea appends the place in the text that it was sent; nobody should read anything into it
    static final String POSITION = " (<wire>:0:62)";

    private static final String IN_SUBNET = "subnet configuration failed: ";
    private static final long LAST_ID = 4294967294L;

    private final DhcpService service;
    private final KeaVersion version;
    private final Generation generation;
    private final Inheritance inheritance;
    private final List<Long> ids = new ArrayList<>();
    private final List<String> prefixes = new ArrayList<>();
    private long nextId = 1;

    private ConfigRules(DhcpService service, KeaVersion version) {
        this.service = service;
        this.version = version;
        this.generation = Generation.of(service, version);
        this.inheritance = new Inheritance(generation);
    }

    /**
     * Reads the arguments of {@code config-test} and {@code config-set}.
     *
     * @return Kea's words when they cannot be a configuration, else empty
     */
    static Optional<String> arguments(DhcpService service, @Nullable JsonValue arguments) {
        if (arguments == null) {
            return Optional.of("Missing mandatory 'arguments' parameter.");
        }
        if (!(arguments instanceof JsonObject object)) {
            return Optional.of(
                    "Error during command processing: get(string) called on a non-map Element in (<wire>:0:40)");
        }
        String root = service.root();
        if (!object.has(root)) {
            return Optional.of("Missing mandatory '" + root + "' parameter.");
        }
        if (object.object(root).isEmpty()) {
            return Optional.of("'" + root + "' parameter expected to be a map.");
        }
        List<String> others = object.names().stream()
                .filter(name -> !name.equals(root))
                .sorted()
                .toList();
        if (others.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder("Unsupported '" + others.get(0) + "' parameter");
        others.stream()
                .skip(1)
                .forEach(name -> text.append(" (and '").append(name).append("')"));
        return Optional.of(text.append('.').toString());
    }

    /** What {@code config-set} stumbles over before it parses, and {@code config-test} does not look at. */
    static Optional<String> loggers(KeaConfig config) {
        JsonValue loggers = config.dhcp().get("loggers");
        return loggers == null || loggers instanceof JsonArray
                ? Optional.empty()
                : Optional.of("Error during command processing: listValue() called on non-list Element in" + POSITION);
    }

    /**
     * Parses a configuration.*
     * @return Kea's words when it is refused, else empty
     */
    static Optional<String> check(KeaConfig config, KeaVersion version) {
        try {
            new ConfigRules(config.service(), version).globals(config.dhcp());
            return Optional.empty();
        } catch (Refused refused) {
            return Optional.of(refused.text());
        }
    }

    private static void refuseAt(String text) {
        throw new Refused(text + POSITION);
    }

    private void globals(JsonObject dhcp) {
        JsonObject known = parameters("global");
        for (String name : dhcp.names()) {
            // in a file it has become a part of the user context by now
            if (!known.has(name) || name.equals("comment")) {
                refuseAt("unsupported global configuration parameter: " + name);
            }
        }
        if (dhcp.has("server-tag") && dhcp.text("server-tag").isEmpty()) {
            refuseAt("invalid type specified for parameter 'server-tag'");
        }
        hooks(dhcp);
        sockets(dhcp);
        options(dhcp, dhcp);
        classes(dhcp);
        ReservationRules reservations = new ReservationRules(service, version, POSITION);
        lists(dhcp, "reservations").forEach(reservations::check);
        JsonObject above = inheritance.handedDown(inheritance.derived(generation.object("globals"), dhcp));
        networks(dhcp, above);
        for (JsonObject subnet : lists(dhcp, service.subnets()).toList()) {
            subnet(dhcp, inheritance.derived(above, subnet));
        }
    }

    private void classes(JsonObject dhcp) {
        List<String> names = new ArrayList<>();
        for (JsonObject one : lists(dhcp, "client-classes").toList()) {
            String name = one.text("name").orElse("");
            if (name.isEmpty()) {
                refuseAt("missing parameter 'name'");
            } else if (names.contains(name)) {
                refuseAt("Can't add class: Client Class: " + name + " has already been defined");
            }
            names.add(name);
            options(dhcp, one);
        }
    }

    private void networks(JsonObject dhcp, JsonObject above) {
        // older DHCPv4 daemons tell the place of an error once less
        String more = service == DhcpService.DHCP6 || version.atLeast(2, 7, 2) ? POSITION : "";
        List<String> names = new ArrayList<>();
        for (JsonObject network : lists(dhcp, "shared-networks").toList()) {
            try {
                spurious(inheritance.derived(above, network), "shared-network");
            } catch (Refused refused) {
                throw new Refused(refused.text() + more);
            }
            String name = network.text("name").orElse("");
            if (name.isEmpty()) {
                throw new Refused("missing parameter 'name'" + POSITION + more);
            }
            options(dhcp, network);
            JsonObject below = inheritance.handedDown(inheritance.derived(above, network));
            for (JsonObject subnet : lists(network, service.subnets()).toList()) {
                subnet(dhcp, inheritance.derived(below, subnet));
            }
            if (names.contains(name)) {
                refuseAt("duplicate network '" + name + "' found in the configuration");
            }
            names.add(name);
        }
    }

    private JsonObject parameters(String of) {
        return generation.object("parameters").object(of).orElse(JsonObject.empty());
    }

    private static void types(JsonObject given, JsonObject known) {
        for (String name : given.names()) {
            String type = known.text(name).orElse("any");
            JsonValue value = given.get(name);
            boolean fits = switch (type) {
                case "integer" ->
                    value instanceof JsonNumber number && number.spelling().matches("-?\\d+");
                case "real" -> value instanceof JsonNumber;
                case "boolean" -> value instanceof JsonBoolean;
                case "string" -> value instanceof JsonString;
                case "list" -> value instanceof JsonArray;
                case "map" -> value instanceof JsonObject;
                default -> true;
            };
            if (!fits) {
                String article = type.equals("integer") ? "an " : "a ";
                throw new Refused("'" + name + "' parameter is not " + article + type);
            }
        }
    }

    private void spurious(JsonObject given, String kind) {
        JsonObject known = parameters(kind);
        for (String name : given.names()) {
            if (!known.has(name)) {
                throw new Refused("spurious '" + name + "' parameter");
            }
        }
        types(given, known);
    }

    private static Stream<JsonObject> lists(JsonObject of, String name) {
        JsonValue value = of.get(name);
        if (value == null) {
            return Stream.empty();
        }
        if (!(value instanceof JsonArray list)) {
            throw new Refused("listValue() called on non-list Element in" + POSITION);
        }
        return list.elements().stream().map(element -> {
            if (element instanceof JsonObject object) {
                return object;
            }
            throw new Refused("get(string) called on a non-map Element in" + POSITION);
        });
    }

    private void options(JsonObject dhcp, JsonObject of) {
        StandardOptions options = new StandardOptions(
                generation, service.word(), dhcp.array("option-def").orElse(JsonArray.empty()));
        lists(of, "option-data").forEach(option -> {
            spurious(option, "option");
            options.problem(option).ifPresent(ConfigRules::refuseAt);
        });
    }

    private void subnet(JsonObject dhcp, JsonObject subnet) {
        spurious(subnet, "subnet");
        for (JsonObject pool : lists(subnet, "pools").toList()) {
            pool(dhcp, pool);
        }
        lists(subnet, "pd-pools").forEach(pool -> spurious(pool, "pd-pool"));
        String prefix = prefix(subnet);
        long id = id(subnet);
        try {
            Inheritance.LIFETIMES.forEach(name -> Triplet.of(subnet, name));
        } catch (Refused refused) {
            throw new Refused(IN_SUBNET + refused.text());
        }
        fit(subnet, prefix);
        options(dhcp, subnet);
        String shown = String.valueOf(AddressRange.parse(prefix).orElseThrow());
        if (ids.contains(id)) {
            refuseAt("ID of the new " + family() + " subnet '" + id + "' is already in use");
        }
        if (prefixes.contains(shown)) {
            refuseAt("subnet with the prefix of '" + prefix + "' already exists");
        }
        ids.add(id);
        prefixes.add(shown);
        new ReservationRules(service, version, POSITION)
                .checkAll(subnet, lists(subnet, "reservations").toList());
    }

    private String family() {
        return service == DhcpService.DHCP4 ? "IPv4" : "IPv6";
    }

    private String prefix(JsonObject subnet) {
        String text = subnet.text("subnet").orElse("");
        int slash = text.indexOf('/');
        int bits = service == DhcpService.DHCP4 ? 32 : 128;
        Optional<Ip> address = Ip.parse(slash < 0 ? "" : text.substring(0, slash));
        if (text.isEmpty()) {
            refuseAt(IN_SUBNET + "mandatory 'subnet' parameter is missing for a subnet being configured");
        } else if (address.isEmpty() || !text.substring(slash + 1).matches("\\d{1,9}")) {
            refuseAt(IN_SUBNET + "Invalid subnet syntax (prefix/len expected):" + text);
        } else if (Integer.parseInt(text.substring(slash + 1)) > address.get().bits()) {
            refuseAt(IN_SUBNET + "Invalid prefix length specified for subnet: " + text.substring(slash + 1));
        } else if (address.get().bits() != bits) {
            throw new Refused(
                    IN_SUBNET + "Non " + family() + " prefix " + address.get() + " specified in " + service.subnets());
        }
        return text;
    }

    private long id(JsonObject subnet) {
        boolean required = version.atLeast(2, 5, 0);
        if (required && !subnet.has("id")) {
            refuseAt(IN_SUBNET + "missing parameter 'id'");
        }
        long id = subnet.integer("id").orElse(0);
        long first = required ? 1 : 0;
        if (id < first || id > LAST_ID) {
            throw new Refused(IN_SUBNET + "The 'id' value (" + id + ") is not within expected range: (" + first + " - "
                    + LAST_ID + ")");
        }
        return id == 0 ? nextId++ : id;
    }

    private void pool(JsonObject dhcp, JsonObject pool) {
        spurious(pool, "pool");
        Optional<String> text = pool.text("pool");
        if (text.isEmpty()) {
            refuseAt("Mandatory 'pool' entry missing in definition:");
        }
        if (AddressRange.parse(text.orElseThrow()).isEmpty()) {
            refuseAt(
                    AddressRange.isBackwards(text.get())
                            ? "Failed to create pool defined by: " + text.get().replace(" ", "")
                            : "invalid pool definition: " + text.get()
                                    + ". There are two acceptable formats <min address-max address> or <prefix/len>");
        }
        options(dhcp, pool);
    }

    /** The pools lie in their subnet, and apart from each other. */
    private void fit(JsonObject subnet, String prefix) {
        List<AddressRange> before = new ArrayList<>();
        for (JsonObject pool : lists(subnet, "pools").toList()) {
            AddressRange range =
                    AddressRange.parse(pool.text("pool").orElse("")).orElseThrow();
            String problem = !range.isIn(prefix)
                    ? " does not match the prefix of a"
                    : before.stream().anyMatch(range::overlaps) ? " overlaps with an existing pool in the" : "";
            if (!problem.isEmpty()) {
                refuseAt(IN_SUBNET + "a pool of type " + (service == DhcpService.DHCP4 ? "V4" : "IA_NA")
                        + ", with the following address range: " + range.first() + "-" + range.last() + problem
                        + " subnet: " + prefix + " to which it is being added");
            }
            before.add(range);
        }
    }

    private void sockets(JsonObject dhcp) {
        if (version.atLeast(3, 1, 0)) {
            lists(dhcp, "control-sockets")
                    .filter(socket -> socket.text("socket-type").orElse("").equals("http"))
                    .filter(socket -> socket.object("authentication").isEmpty())
                    .findFirst()
                    .ifPresent(socket -> refuseAt("Unsecured HTTP control channel"));
        }
    }

    private void hooks(JsonObject dhcp) {
        List<String> missing = new ArrayList<>();
        for (JsonObject hook : lists(dhcp, "hooks-libraries").toList()) {
            String library = hook.text("library").orElse("");
            if (library.isEmpty()) {
                refuseAt("hooks library configuration error: one or more hooks-libraries elements are missing the name"
                        + " of the library");
            }
            int slash = library.lastIndexOf('/');
            String directory = slash < 0 ? "" : library.substring(0, slash);
            if (version.atLeast(2, 6, 3) && slash >= 0 && !directory.equals(HOOKS)) {
                refuseAt("hooks library configuration error: invalid path specified: '" + directory
                        + "', supported path is '" + HOOKS + "'");
            }
            boolean known = generation.commandsOf(library.substring(slash + 1)).isPresent();
            if (!known || slash >= 0 && !directory.equals(HOOKS)) {
                missing.add(version.atLeast(2, 6, 3) && slash < 0 ? HOOKS + "/" + library : library);
            }
        }
        if (!missing.isEmpty()) {
            refuseAt("hooks libraries failed to validate - library or libraries in error are: "
                    + String.join(", ", missing));
        }
    }

    /**
     * Loads the hook libraries, which comes after everything else and cannot be undone.
     *
     * @return whether all of them load
     */
    static boolean hooksLoad(KeaConfig config, KeaVersion version) {
        for (HookLibrary library : config.hookLibraries()) {
            if (!version.atLeast(2, 6, 3) && !library.library().contains("/")) {
                return false;
            }
            if (library.fileName().equals(HookLibrary.HA)
                    && !HaSection.isValid(library.parameters().orElse(JsonObject.empty()), version)) {
                return false;
            }
        }
        return true;
    }
}
