package dev.keaha.testkit;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.ResultCode;
import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The commands of the subnet_cmds hook for subnets: they change the configuration and restart nothing. */
final class SubnetCommands {

    private final Daemon daemon;
    private final String list;
    private final String family;

    private SubnetCommands(Daemon daemon) {
        this.daemon = daemon;
        this.list = daemon.service().subnets();
        this.family = daemon.service() == DhcpService.DHCP4 ? "IPv4" : "IPv6";
    }

    static void register(Map<String, Daemon.Handler> handlers, Daemon daemon) {
        SubnetCommands commands = new SubnetCommands(daemon);
        commands.add(handlers, "-list", arguments -> commands.list());
        commands.add(handlers, "-get", commands::get);
        commands.add(handlers, "-add", commands::addSubnet);
        commands.add(handlers, "-update", commands::update);
        commands.add(handlers, "-del", commands::delete);
        commands.add(handlers, "-delta-add", arguments -> commands.delta("-delta-add", arguments, Delta::add));
        commands.add(handlers, "-delta-del", arguments -> commands.delta("-delta-del", arguments, Delta::remove));
    }

    private void add(
            Map<String, Daemon.Handler> handlers, String suffix, Function<@Nullable JsonValue, KeaAnswer> command) {
        handlers.put(list + suffix, (arguments, reply) -> reply.accept(command.apply(arguments)));
    }

    private JsonObject dhcp() {
        return daemon.config().dhcp();
    }

    private Stream<JsonObject> networks() {
        return dhcp().array("shared-networks").orElse(JsonArray.empty()).objects();
    }

    private Stream<JsonObject> subnetsOf(JsonObject level) {
        return level.array(list).orElse(JsonArray.empty()).objects();
    }

    private Optional<JsonObject> find(long id) {
        return Stream.concat(subnetsOf(dhcp()), networks().flatMap(this::subnetsOf))
                .filter(subnet -> idOf(subnet) == id)
                .findFirst();
    }

    private static long idOf(JsonObject subnet) {
        return subnet.integer("id").orElse(0);
    }

    private KeaAnswer list() {
        List<JsonObject> found = Stream.concat(
                        subnetsOf(dhcp()).map(subnet -> entry(subnet).with("shared-network-name", Json.value(null))),
                        networks()
                                .flatMap(network -> subnetsOf(network)
                                        .map(subnet -> entry(subnet)
                                                .with(
                                                        "shared-network-name",
                                                        Json.value(network.text("name")
                                                                .orElse(""))))))
                .sorted(java.util.Comparator.comparingLong(SubnetCommands::idOf))
                .toList();
        return new KeaAnswer(
                found.isEmpty() ? ResultCode.EMPTY : ResultCode.SUCCESS,
                found.size() + " " + family + (found.size() == 1 ? " subnet" : " subnets") + " found",
                Json.object("subnets", found));
    }

    private static JsonObject entry(JsonObject subnet) {
        return Json.object("id", idOf(subnet), "subnet", subnet.text("subnet").orElse(""));
    }

    private KeaAnswer get(@Nullable JsonValue arguments) {
        JsonObject given = required("-get", arguments);
        if (given.size() != 1) {
            throw new Refused("invalid number of arguments " + given.size() + " for the '" + list
                    + "-get' command. Expecting 'id' or 'subnet'");
        }
        if (!given.has("id") && !given.has("subnet")) {
            throw new Refused("'id' or 'subnet' parameter required");
        }
        Optional<String> prefix = given.text("subnet");
        Optional<JsonObject> found = prefix.isPresent()
                ? Stream.concat(subnetsOf(dhcp()), networks().flatMap(this::subnetsOf))
                        .filter(subnet -> subnet.text("subnet").equals(prefix))
                        .findFirst()
                : find(given.integer("id").orElse(0));
        if (found.isEmpty()) {
            return new KeaAnswer(
                    ResultCode.EMPTY,
                    prefix.map(text -> "No " + text + " subnet found")
                            .orElse("No subnet with id " + given.integer("id").orElse(0) + " found"),
                    null);
        }
        JsonObject subnet = found.get();
        return new KeaAnswer(
                ResultCode.SUCCESS,
                "Info about " + family + " subnet " + name(subnet) + " returned",
                Json.object(list, Json.array(subnet.without("reservations"))));
    }

    private static String name(JsonObject subnet) {
        return subnet.text("subnet").orElse("") + " (id " + idOf(subnet) + ")";
    }

    private JsonObject required(String suffix, @Nullable JsonValue arguments) {
        if (arguments == null) {
            throw new Refused("no arguments specified for the '" + list + suffix + "' command");
        }
        if (arguments instanceof JsonObject object) {
            return object;
        }
        throw new Refused("arguments specified for the '" + list + suffix + "' command are not a map");
    }

    /** The one subnet that a command brings. */
    private JsonObject given(String suffix, @Nullable JsonValue arguments) {
        JsonObject given = required(suffix, arguments);
        if (given.size() != 1) {
            throw new Refused("invalid number of arguments " + given.size() + " for the '" + list + suffix
                    + "' command. Expecting '" + list + "' list");
        }
        JsonArray subnets = given.array(list)
                .orElseThrow(
                        () -> new Refused("missing '" + list + "' argument for the '" + list + suffix + "' command"));
        if (subnets.size() != 1 || !(subnets.get(0) instanceof JsonObject subnet)) {
            throw new Refused(
                    "invalid number of subnets specified for the '" + list + suffix + "' command. Expected one subnet");
        }
        return subnet;
    }

    private KeaAnswer addSubnet(@Nullable JsonValue arguments) {
        JsonObject subnet = given("-add", arguments);
        withoutReservations("-add", subnet);
        apply(daemon.config().with(dhcp -> dhcp.withArray(list, subnets -> subnets.with(subnet))));
        return changed(subnet, "added");
    }

    private KeaAnswer update(@Nullable JsonValue arguments) {
        JsonObject subnet = given("-update", arguments);
        exists(subnet);
        withoutReservations("-update", subnet);
        if (isTaken(subnet)) {
            throw new Refused("Unable to update subnet '" + idOf(subnet) + "' in the configuration");
        }
        apply(replaced(
                idOf(subnet),
                old -> Optional.of(
                        old.array("reservations").isPresent()
                                ? subnet.with(
                                        "reservations",
                                        old.array("reservations").get())
                                : subnet)));
        return changed(subnet, "updated");
    }

    private KeaAnswer delta(
            String suffix, @Nullable JsonValue arguments, java.util.function.BinaryOperator<JsonObject> change) {
        JsonObject subnet = given(suffix, arguments);
        exists(subnet);
        withoutReservations(suffix, subnet);
        if (!subnet.has("subnet")) {
            throw new Refused("subnet configuration failed: mandatory 'subnet' parameter is missing for a subnet being"
                    + " configured (<wire>:0:60)");
        }
        apply(replaced(idOf(subnet), old -> Optional.of(change.apply(old, subnet))));
        return changed(subnet, "updated");
    }

    private void withoutReservations(String suffix, JsonObject subnet) {
        if (subnet.array("reservations").filter(all -> all.size() > 0).isPresent()) {
            throw new Refused("must not specify host reservations with '" + list + suffix + "'."
                    + (suffix.equals("-add") ? " Use 'reservation-add' to add a reservation to a subnet" : ""));
        }
    }

    private boolean isTaken(JsonObject subnet) {
        return Stream.concat(subnetsOf(dhcp()), networks().flatMap(this::subnetsOf))
                .anyMatch(other ->
                        idOf(other) != idOf(subnet) && other.text("subnet").equals(subnet.text("subnet")));
    }

    private void exists(JsonObject subnet) {
        if (find(idOf(subnet)).isEmpty()) {
            throw new Refused("Can't find subnet '" + idOf(subnet) + "' to update");
        }
    }

    private KeaAnswer delete(@Nullable JsonValue arguments) {
        JsonObject given = required("-del", arguments);
        if (given.size() != 1) {
            throw new Refused("invalid number of arguments specified for the '" + list
                    + "-del command. Expected subnet identifier");
        }
        long id = given.integer("id")
                .orElseThrow(() -> new Refused("subnet identifier is required for the '" + list + "-del' command"));
        Optional<JsonObject> found = find(id);
        if (found.isEmpty()) {
            return new KeaAnswer(ResultCode.EMPTY, "no subnet with id " + id + " found", null);
        }
        apply(replaced(id, old -> Optional.empty()));
        return new KeaAnswer(
                ResultCode.SUCCESS,
                family + " subnet " + name(found.get()) + " deleted",
                Json.object("subnets", Json.array(entry(found.get()))));
    }

    private KeaConfig replaced(long id, Function<JsonObject, Optional<JsonObject>> change) {
        UnaryOperator<JsonObject> level = object -> object.array(list).isEmpty()
                ? object
                : object.withArray(
                        list,
                        subnets -> JsonArray.of(subnets.objects()
                                .flatMap(subnet ->
                                        (idOf(subnet) == id ? change.apply(subnet) : Optional.of(subnet)).stream())
                                .toList()));
        return daemon.config()
                .with(dhcp -> level.apply(dhcp)
                        .withArray(
                                "shared-networks",
                                networks -> networks.map(network ->
                                        network instanceof JsonObject object ? level.apply(object) : network)));
    }

    private void apply(KeaConfig wanted) {
        ConfigRules.check(wanted, daemon.version()).ifPresent(text -> {
            throw new Refused(
                    text.startsWith("ID of") || text.contains("already exists")
                            ? text.replaceFirst(" \\(<wire>:0:\\d+\\)$", "")
                            : text);
        });
        daemon.amend(wanted);
    }

    private KeaAnswer changed(JsonObject subnet, String how) {
        return new KeaAnswer(
                ResultCode.SUCCESS, family + " subnet " + how, Json.object("subnets", Json.array(entry(subnet))));
    }

    /** What delta commands do to a subnet: members replace members, lists are joined by what their elements mean. */
    private static final class Delta {

        private static final Map<String, List<String>> KEYS = Map.of(
                "option-data", List.of("name", "code"),
                "pools", List.of("pool"),
                "pd-pools", List.of("prefix"));

        static JsonObject add(JsonObject old, JsonObject delta) {
            JsonObject result = old;
            for (String name : delta.names()) {
                JsonValue value = java.util.Objects.requireNonNull(delta.get(name));
                if (KEYS.containsKey(name) && value instanceof JsonArray more) {
                    JsonArray joined = without(result.array(name).orElse(JsonArray.empty()), more, KEYS.get(name));
                    for (JsonValue element : more) {
                        joined = joined.with(element);
                    }
                    result = result.with(name, joined);
                } else {
                    result = result.with(name, value);
                }
            }
            return result;
        }

        static JsonObject remove(JsonObject old, JsonObject delta) {
            JsonObject result = old;
            for (String name : delta.names()) {
                JsonValue value = delta.get(name);
                if (KEYS.containsKey(name) && value instanceof JsonArray less) {
                    result = result.with(
                            name, without(result.array(name).orElse(JsonArray.empty()), less, KEYS.get(name)));
                } else if (!name.equals("id") && !name.equals("subnet")) {
                    result = result.without(name);
                }
            }
            return result;
        }

        private static JsonArray without(JsonArray from, JsonArray those, @Nullable List<String> keys) {
            return from.without(element -> element instanceof JsonObject object
                    && those.objects()
                            .anyMatch(other -> keys != null
                                    && keys.stream()
                                            .anyMatch(key -> meaning(object, key)
                                                    .filter(meant -> meaning(other, key)
                                                            .filter(meant::equals)
                                                            .isPresent())
                                                    .isPresent())));
        }

        private static Optional<String> meaning(JsonObject element, String key) {
            return Optional.ofNullable(element.get(key))
                    .map(value -> key.equals("pool")
                            ? AddressRange.parse(element.text(key).orElse(""))
                                    .map(AddressRange::toString)
                                    .orElse("")
                            : value.toString());
        }
    }
}
