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
    private static final String POSITION = " (<wire>:0:62)";

    private final DhcpService service;
    private final KeaVersion version;
    private final Generation generation;
    private final List<Long> ids = new ArrayList<>();
    private final List<String> prefixes = new ArrayList<>();
    private long nextId = 1;

    private ConfigRules(DhcpService service, KeaVersion version) {
        this.service = service;
        this.version = version;
        this.generation = Generation.of(service, version);
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

    /**
     * Parses a configuration.
     *
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
            if (!known.has(name) && !name.equals("comment")) {
                refuseAt("unsupported global configuration parameter: " + name);
            }
        }
        types(dhcp, known);
        hooks(dhcp);
        sockets(dhcp);
        options(dhcp, dhcp);
        lists(dhcp, "client-classes").forEach(entry -> options(dhcp, entry));
        for (JsonObject network : lists(dhcp, "shared-networks").toList()) {
            spurious(network, "shared-network");
            if (network.text("name").isEmpty()) {
                refuseAt("Shared-network parsing failed: missing parameter 'name'");
            }
            options(dhcp, network);
            lists(network, service.subnets()).forEach(subnet -> subnet(dhcp, subnet));
        }
        lists(dhcp, service.subnets()).forEach(subnet -> subnet(dhcp, subnet));
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
                default -> true;
            };
            if (!fits) {
                String article = type.equals("integer") ? "an " : "a ";
                throw new Refused("'" + name + "' parameter is not " + article + type);
            }
            if (type.equals("list") && !(value instanceof JsonArray)) {
                refuseAt("listValue() called on non-list Element in");
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
        if (value != null && !(value instanceof JsonArray)) {
            refuseAt("listValue() called on non-list Element in");
        }
        return of.array(name).orElse(JsonArray.empty()).objects();
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
        Optional<String> prefix = subnet.text("subnet");
        if (prefix.isEmpty()) {
            refuseAt("subnet configuration failed: mandatory 'subnet' parameter is missing for a subnet being"
                    + " configured");
        }
        if (AddressRange.parse(prefix.orElseThrow()).isEmpty() || !prefix.get().contains("/")) {
            refuseAt("subnet configuration failed: Invalid subnet syntax (prefix/len expected):" + prefix.get());
        }
        long id = subnet.integer("id").orElse(0);
        if (version.atLeast(2, 5, 0)) {
            if (!subnet.has("id")) {
                refuseAt("subnet configuration failed: missing parameter 'id'");
            }
            if (id < 1 || id > 4294967294L) {
                throw new Refused("subnet configuration failed: The 'id' value (" + id
                        + ") is not within expected range: (1 - 4294967294)");
            }
        } else if (id == 0) {
            id = nextId++;
        }
        for (JsonObject pool : lists(subnet, "pools").toList()) {
            pool(dhcp, subnet, pool);
        }
        lists(subnet, "pd-pools").forEach(pool -> spurious(pool, "pd-pool"));
        lifetimes(subnet);
        options(dhcp, subnet);
        reservations(dhcp, subnet);
        String family = service == DhcpService.DHCP4 ? "IPv4" : "IPv6";
        if (ids.contains(id)) {
            refuseAt("ID of the new " + family + " subnet '" + id + "' is already in use");
        }
        String shown = AddressRange.parse(prefix.get()).orElseThrow() + "";
        if (prefixes.contains(shown)) {
            refuseAt("subnet with the prefix of '" + prefix.get() + "' already exists");
        }
        ids.add(id);
        prefixes.add(shown);
    }

    private void pool(JsonObject dhcp, JsonObject subnet, JsonObject pool) {
        spurious(pool, "pool");
        String text = pool.text("pool").orElse("");
        Optional<AddressRange> range = AddressRange.parse(text);
        if (range.isEmpty()) {
            refuseAt("invalid pool definition: " + text
                    + ". There are two acceptable formats <min address-max address> or <prefix/len>");
        }
        String prefix = subnet.text("subnet").orElseThrow();
        if (!range.orElseThrow().isIn(prefix)) {
            refuseAt("subnet configuration failed: a pool of type "
                    + (service == DhcpService.DHCP4 ? "V4" : "IA_NA")
                    + ", with the following address range: " + range.get().first() + "-"
                    + range.get().last()
                    + " does not match the prefix of a subnet: " + prefix + " to which it is being added");
        }
        options(dhcp, pool);
    }

    /** A lifetime lies between its own bounds. */
    private static void lifetimes(JsonObject subnet) {
        if (!subnet.has("valid-lifetime")) {
            return;
        }
        long value = subnet.integer("valid-lifetime").orElse(0);
        long min = subnet.integer("min-valid-lifetime").orElse(value);
        long max = subnet.integer("max-valid-lifetime").orElse(value);
        if (value < min) {
            refuseAt("subnet configuration failed: the value of min-valid-lifetime (" + min
                    + ") is not less than (default) valid-lifetime (" + value + ")");
        }
        if (value > max) {
            refuseAt("subnet configuration failed: the value of (default) valid-lifetime (" + value
                    + ") is not less than max-valid-lifetime (" + max + ")");
        }
    }

    private void reservations(JsonObject dhcp, JsonObject subnet) {
        lists(subnet, "reservations").forEach(reservation -> options(dhcp, reservation));
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
            int slash = library.lastIndexOf('/');
            String directory = slash < 0 ? "" : library.substring(0, slash);
            if (version.atLeast(2, 6, 3) && slash >= 0 && !directory.equals(HOOKS)) {
                refuseAt("hooks library configuration error: invalid path specified: '" + directory
                        + "', supported path is '" + HOOKS + "'");
            }
            boolean known = generation.commandsOf(library.substring(slash + 1)).isPresent();
            if (!known || slash >= 0 && !directory.equals(HOOKS)) {
                missing.add(library);
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
