package dev.keaha.testkit;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.ResultCode;
import dev.keaha.config.DhcpService;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The commands of the host_cmds hook on the reservations in the configuration; there is no host database. */
final class ReservationCommands {

    private static final Set<String> TARGETS = Set.of("memory", "database", "all", "default");

    private final Daemon daemon;
    private final ReservationRules rules;
    private final List<String> identifiers;

    private ReservationCommands(Daemon daemon) {
        this.daemon = daemon;
        this.rules = new ReservationRules(daemon.service(), daemon.version(), " (:0:0)");
        this.identifiers = daemon.service() == DhcpService.DHCP4
                ? List.of("hw-address", "duid", "circuit-id", "client-id", "flex-id")
                : List.of("hw-address", "duid", "flex-id");
    }

    static void register(Map<String, Daemon.Handler> handlers, Daemon daemon) {
        ReservationCommands commands = new ReservationCommands(daemon);
        commands.add(handlers, "reservation-add", commands::addReservation);
        commands.add(handlers, "reservation-update", commands::update);
        commands.add(handlers, "reservation-del", commands::delete);
        commands.add(handlers, "reservation-get", commands::get);
        commands.add(handlers, "reservation-get-all", commands::all);
    }

    private void add(
            Map<String, Daemon.Handler> handlers, String name, Function<@Nullable JsonValue, KeaAnswer> command) {
        handlers.put(name, (arguments, reply) -> reply.accept(command.apply(arguments)));
    }

    private String family() {
        return daemon.service() == DhcpService.DHCP4 ? "IPv4" : "IPv6";
    }

    private static JsonObject map(@Nullable JsonValue arguments) {
        if (arguments instanceof JsonObject object) {
            return object;
        }
        throw new Refused("Parameters missing or are not a map.");
    }

    private static String target(JsonObject given) {
        String target = given.text("operation-target").orElse("default");
        if (!TARGETS.contains(target)) {
            throw new Refused("The 'operation-target' value (" + target
                    + ") is not within expected set: (memory, database, all, default)");
        }
        return target;
    }

    private static boolean inMemory(String target) {
        return target.equals("memory") || target.equals("all");
    }

    private JsonArray reservations(long subnet) {
        JsonObject level = subnet == 0 ? daemon.config().dhcp() : subnet(subnet);
        return level.array("reservations").orElse(JsonArray.empty());
    }

    private JsonObject subnet(long id) {
        return subnets()
                .filter(subnet -> subnet.integer("id").orElse(0) == id)
                .findFirst()
                .orElseThrow(() -> new Refused(family() + " subnet with ID of '" + id + "' is not configured"));
    }

    private Stream<JsonObject> subnets() {
        String list = daemon.service().subnets();
        JsonObject dhcp = daemon.config().dhcp();
        return Stream.concat(
                dhcp.array(list).orElse(JsonArray.empty()).objects(),
                dhcp.array("shared-networks")
                        .orElse(JsonArray.empty())
                        .objects()
                        .flatMap(network ->
                                network.array(list).orElse(JsonArray.empty()).objects()));
    }

    private void change(long subnet, UnaryOperator<JsonArray> change) {
        String list = daemon.service().subnets();
        UnaryOperator<JsonObject> level = object -> object.withArray("reservations", change);
        UnaryOperator<JsonObject> subnets = object -> object.array(list).isEmpty()
                ? object
                : object.withArray(
                        list,
                        all -> all.map(value -> value instanceof JsonObject one
                                        && one.integer("id").orElse(0) == subnet
                                ? level.apply(one)
                                : value));
        daemon.amend(daemon.config()
                .with(dhcp -> subnet == 0
                        ? level.apply(dhcp)
                        : subnets.apply(dhcp)
                                .withArray(
                                        "shared-networks",
                                        networks -> networks.map(value ->
                                                value instanceof JsonObject one ? subnets.apply(one) : value))));
    }

    private KeaAnswer addReservation(@Nullable JsonValue arguments) {
        if (arguments == null) {
            throw new Refused("no parameters specified for the command");
        }
        if (!(arguments instanceof JsonObject given)) {
            throw new Refused("get(string) called on a non-map Element in" + ConfigRules.POSITION);
        }
        JsonObject reservation =
                given.object("reservation").orElseThrow(() -> new Refused("reservation must be specified"));
        String target = target(given);
        long subnet = subnetOf(reservation);
        reservations(subnet);
        rules.check(reservation.without("subnet-id"));
        if (!inMemory(target)) {
            throw new Refused("Host database not available, cannot add host.");
        }
        if (find(subnet, reservation).isPresent()) {
            throw rules.alreadyAdded(reservation, subnet);
        }
        change(subnet, all -> all.with(reservation.without("subnet-id")));
        return KeaAnswer.done("Host added.");
    }

    private long subnetOf(JsonObject reservation) {
        if (reservation.has("subnet-id")) {
            return reservation.integer("subnet-id").orElse(0);
        }
        Optional<Ip> address = reservation
                .text("ip-address")
                .or(() -> reservation
                        .array("ip-addresses")
                        .orElse(JsonArray.empty())
                        .texts()
                        .findFirst())
                .flatMap(Ip::parse);
        String hint = address.flatMap(ip -> subnets()
                        .filter(subnet -> ip.isIn(subnet.text("subnet").orElse("")))
                        .findFirst()
                        .map(subnet -> (daemon.service() == DhcpService.DHCP4
                                        ? " The address '" + ip + "' belongs"
                                        : " Reserved IPv6 addresses belong")
                                + " to subnet '"
                                + subnet.text("subnet").orElse("") + "' id "
                                + subnet.integer("id").orElse(0) + "."))
                .orElse("");
        throw new Refused("Mandatory 'subnet-id' parameter missing." + hint);
    }

    private Optional<JsonObject> find(long subnet, JsonObject like) {
        return reservations(subnet)
                .objects()
                .filter(one -> identifiers.stream()
                        .anyMatch(kind ->
                                like.text(kind).isPresent() && normal(one, kind).equals(normal(like, kind))))
                .findFirst();
    }

    private static Optional<String> normal(JsonObject reservation, String kind) {
        return reservation.text(kind).map(text -> text.replace(":", "").toLowerCase(java.util.Locale.ROOT));
    }

    private static void required(JsonObject given) {
        if (!given.has("subnet-id")) {
            throw new Refused("missing parameter 'subnet-id'" + ConfigRules.POSITION);
        }
    }

    /** Finds by address or by identifier, as reservation-get and -del ask. */
    private Optional<JsonObject> asked(JsonObject given) {
        required(given);
        long subnet = given.integer("subnet-id").orElse(0);
        Optional<String> address = given.text("ip-address");
        if (address.isPresent()) {
            return reservations(subnet)
                    .objects()
                    .filter(one -> one.text("ip-address").equals(address)
                            || one.array("ip-addresses")
                                    .orElse(JsonArray.empty())
                                    .texts()
                                    .anyMatch(address.get()::equals))
                    .findFirst();
        }
        return find(
                subnet,
                Json.object(
                        given.text("identifier-type").orElse(""),
                        given.text("identifier").orElse("")));
    }

    private KeaAnswer update(@Nullable JsonValue arguments) {
        if (arguments == null) {
            throw new Refused("invalid command: does not contain mandatory 'arguments'");
        }
        if (!(arguments instanceof JsonObject given)) {
            throw new Refused(
                    "invalid command: expected 'arguments' to be a map, got " + Elements.kind(arguments) + " instead");
        }
        JsonObject reservation = given.object("reservation")
                .orElseThrow(() -> new Refused("invalid command: expected 'reservation' as the sole parameter inside"
                        + " the 'arguments' map, didn't get it instead"));
        if (!inMemory(target(given))) {
            throw new Refused("Unable to update a host because there is no hosts-database configured.");
        }
        long subnet = subnetOf(reservation);
        JsonObject old = find(subnet, reservation).orElseThrow(() -> new Refused("Host not updated (not found)."));
        change(subnet, all -> all.map(one -> one.equals(old) ? reservation.without("subnet-id") : one));
        return KeaAnswer.done("Host updated.");
    }

    private KeaAnswer delete(@Nullable JsonValue arguments) {
        JsonObject given = map(arguments);
        required(given);
        if (!inMemory(target(given))) {
            throw new Refused("Unable to delete a host because there is no hosts-database configured.");
        }
        Optional<JsonObject> found = asked(given);
        if (found.isEmpty()) {
            return new KeaAnswer(ResultCode.EMPTY, "Host not deleted (not found).", null);
        }
        change(given.integer("subnet-id").orElse(0), all -> all.without(one -> one.equals(found.get())));
        return KeaAnswer.done("Host deleted.");
    }

    private KeaAnswer get(@Nullable JsonValue arguments) {
        JsonObject given = map(arguments);
        required(given);
        boolean looks = !target(given).equals("database");
        return asked(given)
                .filter(found -> looks)
                .map(found -> new KeaAnswer(
                        ResultCode.SUCCESS,
                        "Host found.",
                        found.with(
                                "subnet-id",
                                Json.value(given.integer("subnet-id").orElse(0)))))
                .orElseGet(() -> new KeaAnswer(ResultCode.EMPTY, "Host not found.", null));
    }

    private KeaAnswer all(@Nullable JsonValue arguments) {
        JsonObject given = map(arguments);
        required(given);
        target(given);
        long subnet = given.integer("subnet-id").orElse(0);
        List<JsonObject> hosts = reservations(subnet)
                .objects()
                .map(one -> one.with("subnet-id", Json.value(subnet)))
                .toList();
        return new KeaAnswer(
                hosts.isEmpty() ? ResultCode.EMPTY : ResultCode.SUCCESS,
                hosts.size() + " " + family() + " host(s) found.",
                Json.object("hosts", hosts));
    }
}
