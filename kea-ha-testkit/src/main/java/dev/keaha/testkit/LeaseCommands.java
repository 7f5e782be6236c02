package dev.keaha.testkit;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.ResultCode;
import dev.keaha.config.DhcpService;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The commands of the lease_cmds hook, by which partners exchange leases. */
final class LeaseCommands {

    private final Daemon daemon;
    private final boolean v4;
    private final String family;

    private LeaseCommands(Daemon daemon) {
        this.daemon = daemon;
        this.v4 = daemon.service() == DhcpService.DHCP4;
        this.family = v4 ? "IPv4" : "IPv6";
    }

    static void register(Map<String, Daemon.Handler> handlers, Daemon daemon) {
        LeaseCommands commands = new LeaseCommands(daemon);
        commands.add(handlers, "add", commands::addLease);
        commands.add(handlers, "update", commands::update);
        commands.add(handlers, "get", commands::get);
        commands.add(handlers, "get-all", commands::all);
        commands.add(handlers, "get-page", commands::page);
        commands.add(handlers, "del", commands::delete);
        commands.add(handlers, "wipe", commands::wipe);
        if (daemon.service() == DhcpService.DHCP6) {
            commands.add(handlers, "bulk-apply", commands::bulkApply);
        }
    }

    private void add(
            Map<String, Daemon.Handler> handlers, String name, Function<@Nullable JsonValue, KeaAnswer> command) {
        handlers.put(daemon.leaseCommand(name), (arguments, reply) -> reply.accept(command.apply(arguments)));
    }

    private static Refused bad(String text) {
        return new Refused(text);
    }

    /** A conflict with what the server has or is configured to, which was an ordinary error before 2.3.1. */
    private Refused conflict(String text) {
        return new Refused(daemon.version().atLeast(2, 3, 1) ? ResultCode.CONFLICT : ResultCode.ERROR, text);
    }

    /** Arguments that must be there, in the words of most of these commands. */
    private static JsonObject map(@Nullable JsonValue arguments, String without) {
        if (arguments == null) {
            throw bad(without);
        }
        return map(arguments);
    }

    private static JsonObject map(JsonValue arguments) {
        if (arguments instanceof JsonObject object) {
            return object;
        }
        throw bad("get(string) called on a non-map Element in" + ConfigRules.POSITION);
    }

    private static JsonObject mapElse(@Nullable JsonValue arguments, String text) {
        if (arguments instanceof JsonObject object) {
            return object;
        }
        throw bad(text);
    }

    // ---- one lease

    private KeaAnswer addLease(@Nullable JsonValue arguments) {
        JsonObject lease = lease(map(arguments, "no parameters specified for the command"));
        String address = lease.text("ip-address").orElseThrow();
        if (stored(lease).isPresent()) {
            throw conflict(family + " lease already exists.");
        }
        daemon.leases().put(lease);
        return KeaAnswer.done("Lease for address " + address + ", subnet-id "
                + lease.integer("subnet-id").orElse(0) + " added.");
    }

    private KeaAnswer update(@Nullable JsonValue arguments) {
        JsonObject given = map(arguments, "no parameters specified for " + daemon.leaseCommand("update") + " command");
        rejectIfAsked();
        JsonObject lease = lease(given);
        boolean exists = stored(lease).isPresent();
        if (!exists && !given.bool("force-create").orElse(false)) {
            throw conflict("failed to update the lease with address "
                    + lease.text("ip-address").orElseThrow()
                    + " either because the lease has been deleted or it has changed in the database, in both cases a"
                    + " retry might succeed");
        }
        daemon.leases().put(lease);
        return KeaAnswer.done(family + (exists ? " lease updated." : " lease added."));
    }

    private void rejectIfAsked() {
        if (daemon.server().faults().rejectsLeases()) {
            throw conflict("Invalid subnet-id: No " + family + " subnet with subnet-id=0 currently configured.");
        }
    }

    private Optional<JsonObject> stored(JsonObject lease) {
        return daemon.leases()
                .get(
                        lease.text("type").orElse(""),
                        Ip.parse(lease.text("ip-address").orElseThrow()).orElseThrow());
    }

    /** The lease that arguments describe. */
    private JsonObject lease(JsonObject given) {
        String text = given.text("ip-address").orElseThrow(() -> bad("missing parameter 'ip-address' (<wire>:0:40)"));
        Ip address = Ip.parse(text)
                .filter(ip -> ip.bits() == (v4 ? 32 : 128))
                .orElseThrow(() -> bad("Failed to convert '" + text
                        + "' to address: Failed to convert string to address '" + text
                        + "': Invalid argument(<wire>:0:54)"));
        JsonObject subnet = subnet(given, address);
        for (String required : v4 ? List.of("hw-address") : List.of("duid", "iaid")) {
            if (!given.has(required)) {
                throw bad("missing parameter '" + required + "' (<wire>:0:40)");
            }
        }
        long lifetime = given.integer("valid-lft")
                .orElse(subnet.integer("valid-lifetime").orElse(7200));
        long cltt = given.has("expire")
                ? given.integer("expire").orElse(0) - lifetime
                : given.integer("cltt").orElse(daemon.clock().getEpochSecond());
        JsonObject lease = JsonObject.empty();
        if (given.text("client-id").isPresent() && v4) {
            lease = lease.with("client-id", Json.value(given.text("client-id").get()));
        }
        lease = lease.with("cltt", Json.value(cltt));
        if (!v4) {
            lease = lease.with("duid", Json.value(given.text("duid").orElse("")));
        }
        lease = lease.with("fqdn-fwd", Json.value(given.bool("fqdn-fwd").orElse(false)))
                .with("fqdn-rev", Json.value(given.bool("fqdn-rev").orElse(false)))
                .with("hostname", Json.value(given.text("hostname").orElse("")));
        if (given.text("hw-address").isPresent()) {
            lease = lease.with("hw-address", Json.value(given.text("hw-address").get()));
        }
        if (!v4) {
            lease = lease.with("iaid", Json.value(given.integer("iaid").orElse(0)));
        }
        lease = lease.with("ip-address", Json.value(address.toString()));
        if (!v4) {
            lease = lease.with(
                    "preferred-lft",
                    Json.value(given.integer("preferred-lft")
                            .orElse(subnet.integer("preferred-lifetime")
                                    .orElse(subnet.integer("valid-lifetime").orElse(lifetime)))));
        }
        lease = lease.with("state", Json.value(given.integer("state").orElse(0)))
                .with("subnet-id", Json.value(subnet.integer("id").orElse(0)));
        if (!v4) {
            lease = lease.with("type", Json.value(type(given)));
        }
        JsonObject context = given.object("user-context").orElse(JsonObject.empty());
        if (given.text("comment").isPresent()) {
            context = context.with("comment", Json.value(given.text("comment").get()));
        }
        if (context.size() > 0) {
            lease = lease.with("user-context", context);
        }
        return lease.with("valid-lft", Json.value(lifetime));
    }

    private static String type(JsonObject given) {
        return given.text("type").orElse("IA_NA");
    }

    private JsonObject subnet(JsonObject given, Ip address) {
        List<JsonObject> subnets = subnets().toList();
        long id = given.integer("subnet-id").orElse(0);
        if (id == 0) {
            return subnets.stream()
                    .filter(subnet -> address.isIn(subnet.text("subnet").orElse("")))
                    .findFirst()
                    .orElseThrow(() ->
                            conflict("subnet-id not specified and failed to find a subnet for address " + address));
        }
        JsonObject subnet = subnets.stream()
                .filter(candidate -> candidate.integer("id").orElse(0) == id)
                .findFirst()
                .orElseThrow(() -> conflict(
                        "Invalid subnet-id: No " + family + " subnet with subnet-id=" + id + " currently configured."));
        String prefix = subnet.text("subnet").orElse("");
        if (!address.isIn(prefix)) {
            throw conflict("The address " + address + " does not belong to subnet " + prefix + ", subnet-id=" + id);
        }
        return subnet;
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

    private KeaAnswer get(@Nullable JsonValue arguments) {
        JsonObject given = mapElse(arguments, "Parameters missing or are not a map.");
        return find(given)
                .map(lease -> new KeaAnswer(ResultCode.SUCCESS, family + " lease found.", lease))
                .orElseGet(() -> new KeaAnswer(ResultCode.EMPTY, "Lease not found.", null));
    }

    private Optional<JsonObject> find(JsonObject given) {
        Optional<String> text = given.text("ip-address");
        if (text.isPresent()) {
            Ip address = Ip.parse(text.get())
                    .orElseThrow(() -> bad("Failed to convert string to address '" + text.get() + "'"));
            return daemon.leases().get(v4 ? "" : type(given), address);
        }
        if (!given.has("subnet-id")) {
            throw bad("Mandatory 'subnet-id' parameter missing.");
        }
        String kind = given.text("identifier-type").orElse("");
        String identifier = given.text("identifier").orElse("");
        return daemon.leases()
                .all()
                .filter(lease -> lease.integer("subnet-id").orElse(0)
                        == given.integer("subnet-id").orElse(-1))
                .filter(lease -> lease.text(kind).filter(identifier::equals).isPresent())
                .findFirst();
    }

    private KeaAnswer delete(@Nullable JsonValue arguments) {
        JsonObject given = mapElse(arguments, "Parameters missing or are not a map.");
        Optional<JsonObject> lease = find(given);
        if (lease.isEmpty()) {
            return new KeaAnswer(ResultCode.EMPTY, family + " lease not found.", null);
        }
        remove(lease.get());
        return KeaAnswer.done(family + " lease deleted.");
    }

    private void remove(JsonObject lease) {
        daemon.leases()
                .remove(
                        lease.text("type").orElse(""),
                        Ip.parse(lease.text("ip-address").orElseThrow()).orElseThrow());
    }

    // ---- many leases

    private KeaAnswer found(List<JsonObject> leases, boolean counted) {
        JsonObject answer =
                counted ? Json.object("count", leases.size(), "leases", leases) : Json.object("leases", leases);
        return new KeaAnswer(
                leases.isEmpty() ? ResultCode.EMPTY : ResultCode.SUCCESS,
                leases.size() + " " + family + " lease(s) found.",
                answer);
    }

    private KeaAnswer all(@Nullable JsonValue arguments) {
        if (arguments == null) {
            return found(daemon.leases().all().toList(), false);
        }
        boolean sorted = !v4 && daemon.version().atLeast(2, 4, 0);
        JsonArray subnets = map(arguments).array("subnets").orElseThrow(() -> bad("'subnets' parameter not specified"));
        return found(
                (sorted ? daemon.leases().all() : daemon.leases().allAsAdded())
                        .filter(lease -> subnets.elements()
                                .contains(Json.value(lease.integer("subnet-id").orElse(0))))
                        .toList(),
                false);
    }

    private KeaAnswer page(@Nullable JsonValue arguments) {
        JsonObject given =
                map(arguments, "no parameters specified for the " + daemon.leaseCommand("get-page") + " command");
        String from = given.text("from").orElseThrow(() -> bad("'from' parameter not specified"));
        Optional<Ip> after = Ip.parse(from);
        if (!given.has("limit")) {
            throw bad("'limit' parameter not specified");
        }
        if (after.isEmpty() && !from.equals("start")) {
            throw bad("'from' parameter value is neither 'start' keyword nor a valid " + family + " address");
        }
        long limit = given.integer("limit").orElseThrow(() -> bad("'limit' parameter must be a number"));
        if (limit == 0) {
            throw bad("page size of retrieved leases must not be 0");
        }
        return found(daemon.leases().page(after, limit), true);
    }

    private KeaAnswer wipe(@Nullable JsonValue arguments) {
        List<Long> ids = arguments instanceof JsonObject given && given.has("subnet-id")
                ? List.of(given.integer("subnet-id").orElse(0))
                : subnets().map(subnet -> subnet.integer("id").orElse(0)).toList();
        int count = ids.stream().mapToInt(daemon.leases()::removeIn).sum();
        String deprecated =
                daemon.version().atLeast(2, 4, 0) && !daemon.version().atLeast(2, 7, 0)
                        ? " WARNING: " + daemon.leaseCommand("wipe") + " is deprecated!"
                        : "";
        return new KeaAnswer(
                count == 0 ? ResultCode.EMPTY : ResultCode.SUCCESS,
                "Deleted " + count + " " + family + " lease(s) from subnet(s) "
                        + ids.stream().map(String::valueOf).collect(Collectors.joining(" ")) + deprecated,
                null);
    }

    private KeaAnswer bulkApply(@Nullable JsonValue arguments) {
        JsonObject given = mapElse(arguments, "Command arguments missing or a not a map.");
        if (!given.has("leases") && !given.has("deleted-leases")) {
            throw bad("neither 'deleted-leases' nor 'leases' parameter specified");
        }
        if (daemon.server().faults().rejectsLeases() && given.has("origin")) {
            return rejected(given);
        }
        List<JsonObject> wanted = new ArrayList<>();
        try {
            given.array("leases").orElse(JsonArray.empty()).objects().forEach(lease -> wanted.add(lease(lease)));
        } catch (Refused conflict) {
            throw bad(conflict.text());
        }
        List<JsonObject> failed = new ArrayList<>();
        int done = wanted.size();
        wanted.forEach(daemon.leases()::put);
        for (JsonObject deleted : given.array("deleted-leases")
                .orElse(JsonArray.empty())
                .objects()
                .toList()) {
            Optional<JsonObject> lease = find(deleted);
            lease.ifPresent(this::remove);
            if (lease.isPresent()) {
                done++;
            } else {
                failed.add(Json.object(
                        "error-message",
                        "lease not found",
                        "ip-address",
                        deleted.text("ip-address").orElse(""),
                        "result",
                        3,
                        "type",
                        type(deleted)));
            }
        }
        return new KeaAnswer(
                done == 0 ? ResultCode.EMPTY : ResultCode.SUCCESS,
                "Bulk apply of " + done + " IPv6 leases completed.",
                failed.isEmpty() ? null : Json.object("failed-deleted-leases", failed));
    }

    private KeaAnswer rejected(JsonObject given) {
        int code = daemon.version().atLeast(2, 3, 1) ? 4 : 1;
        List<JsonObject> failed = given.array("leases")
                .orElse(JsonArray.empty())
                .objects()
                .map(lease -> Json.object(
                        "error-message",
                        "Invalid subnet-id: No IPv6 subnet with subnet-id=0 currently configured.",
                        "ip-address",
                        lease.text("ip-address").orElse(""),
                        "result",
                        code,
                        "type",
                        type(lease)))
                .toList();
        return new KeaAnswer(
                ResultCode.EMPTY, "Bulk apply of 0 IPv6 leases completed.", Json.object("failed-leases", failed));
    }
}
