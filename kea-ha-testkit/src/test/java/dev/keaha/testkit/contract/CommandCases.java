package dev.keaha.testkit.contract;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaVersion;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Every command's answers, wanted and refused. The pair is in load-balancing; its state does not matter here. */
final class CommandCases {

    private final Family family;
    private final KeaVersion version;
    private final List<Case> cases = new ArrayList<>();

    private CommandCases(DhcpService service, KeaVersion version) {
        this.family = new Family(service);
        this.version = version;
    }

    static List<Case> of(DhcpService service, KeaVersion version) {
        CommandCases all = new CommandCases(service, version);
        all.daemon();
        all.shapes();
        all.http();
        all.service();
        all.haArguments();
        all.configTree();
        all.configurations();
        all.haSections();
        all.shown();
        all.writing();
        all.leases();
        if (version.atLeast(3, 0, 0)) {
            all.subnets();
            all.reservations();
        }
        return List.copyOf(all.cases);
    }

    private void add(String name, Consumer<Talk> body) {
        cases.add(new Case(name, body));
    }

    // ---- the daemon itself

    private void daemon() {
        add("daemon/version-get", talk -> talk.send("version-get"));
        add("daemon/list-commands", talk -> talk.send("list-commands"));
        add("daemon/unknown command", talk -> talk.send("no-such-command"));
        add("daemon/server-tag-get", talk -> talk.send("server-tag-get"));
        add("daemon/config-backend-pull", talk -> talk.send("config-backend-pull"));
        add("daemon/status-get after a start", talk -> talk.send("status-get"));
        add("daemon/config-hash-get", talk -> talk.send("config-hash-get"));
        add("daemon/config-get", talk -> talk.send("config-get"));
        add("daemon/the hash is that of config-get", talk -> {
            String got = hash(talk.ask("server1", "config-get", null));
            String alone = hash(talk.ask("server1", "config-hash-get", null));
            talk.note(got.equals(alone));
        });
        add("daemon/the hash stays when the same is set", talk -> {
            JsonObject answer = (JsonObject) talk.ask("server1", "config-get", null);
            JsonObject tree = answer.object("arguments").orElseThrow();
            talk.send("config-set", tree.without("hash"));
            talk.note(hash(answer).equals(hash(talk.ask("server1", "config-get", null))));
            talk.back();
        });
        add("daemon/the hash changes with the configuration", talk -> {
            String before = hash(talk.ask("server1", "config-get", null));
            talk.set(dhcp -> dhcp.with("valid-lifetime", Json.value(1800)));
            talk.note(before.equals(hash(talk.ask("server1", "config-get", null))));
            talk.back();
            talk.note(before.equals(hash(talk.ask("server1", "config-get", null))));
        });
    }

    private static String hash(Object answer) {
        return ((JsonObject) answer)
                .object("arguments")
                .flatMap(arguments -> arguments.text("hash"))
                .orElse("");
    }

    /** Arguments that a command does not expect. */
    private void shapes() {
        Map<String, Object> shapes = new LinkedHashMap<>();
        shapes.put("empty object", JsonObject.empty());
        shapes.put("unknown member", Json.object("nonsense", 1));
        shapes.put("list", Json.array());
        shapes.put("text", "nonsense");
        List<String> commands = new ArrayList<>(List.of(
                "version-get",
                "list-commands",
                "status-get",
                "server-tag-get",
                "config-hash-get",
                "config-test",
                "config-set",
                "config-write",
                "dhcp-disable",
                "dhcp-enable",
                "ha-heartbeat",
                "ha-continue",
                "ha-scopes",
                "ha-sync",
                "ha-maintenance-cancel",
                "ha-maintenance-notify"));
        for (String what : List.of("add", "update", "get", "get-all", "get-page", "del")) {
            commands.add(family.lease(what));
        }
        if (!family.v4()) {
            commands.add("lease6-bulk-apply");
        }
        if (version.atLeast(3, 0, 0)) {
            for (String what : List.of("list", "get", "add", "update", "del", "delta-add", "delta-del")) {
                commands.add(family.subnets() + "-" + what);
            }
            for (String what : List.of("add", "update", "get", "get-all", "del")) {
                commands.add("reservation-" + what);
            }
        }
        for (String command : commands) {
            if (!List.of("version-get", "list-commands", "status-get").contains(command)) {
                add("arguments/" + command + " without", talk -> {
                    talk.send(command);
                    restore(talk, command);
                });
            }
            shapes.forEach((name, shape) -> add("arguments/" + command + " " + name, talk -> {
                talk.send(command, shape);
                restore(talk, command);
            }));
        }
    }

    private static void restore(Talk talk, String command) {
        if (command.equals("config-write")) {
            talk.back();
            talk.ask("server1", "config-write", null);
        }
        if (command.equals("dhcp-disable")) {
            talk.ask("server1", "dhcp-enable", null);
        }
    }

    // ---- HTTP

    private void http() {
        String status = "{\"command\":\"version-get\",\"service\":[\"" + family.service() + "\"]}";
        add("http/GET", talk -> talk.raw("", request -> request.GET()));
        add(
                "http/PUT",
                talk -> talk.raw(
                        "",
                        request -> request.header("Content-Type", "application/json")
                                .PUT(BodyPublishers.ofString(status))));
        add("http/DELETE", talk -> talk.raw("", request -> request.DELETE()));
        add("http/no content type", talk -> talk.raw(status, request -> {}));
        for (String type : List.of(
                "text/plain",
                "application/json; charset=utf-8",
                "application/json;charset=UTF-8",
                "application/jsonp",
                "text/json",
                "APPLICATION/JSON")) {
            add("http/content type " + type, talk -> talk.raw(status, request -> request.header("Content-Type", type)));
        }
        // Kea may close the connection before its answer is read
        add(
                "http/chunked",
                talk -> talk.note(talk.isRefused(request -> request.header("Content-Type", "application/json")
                        .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(status))))));
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("empty body", "");
        bodies.put("half an object", "{");
        bodies.put("no JSON", "nonsense");
        bodies.put("trailing comma", "{\"command\":\"version-get\",}");
        bodies.put("more after the end", "{\"command\":\"version-get\"} more");
        bodies.put("comment", "{\"command\":\"version-get\" /* c */, # d\n\"service\":[\"" + family.service() + "\"]}");
        bodies.put("slash comment", "{\"command\":\"version-get\", // d\n\"service\":[\"" + family.service() + "\"]}");
        bodies.put("a list", "[]");
        bodies.put("a list of commands", "[" + status + "]");
        bodies.put("a number", "1");
        bodies.put("a text", "\"version-get\"");
        bodies.put("no command", "{\"service\":[\"" + family.service() + "\"]}");
        bodies.put("command is a number", "{\"command\":1}");
        bodies.put("command is a list", "{\"command\":[\"version-get\"]}");
        bodies.put(
                "unknown member",
                "{\"command\":\"version-get\",\"nonsense\":1,\"service\":[\"" + family.service() + "\"]}");
        bodies.put(
                "command twice",
                "{\"command\":\"version-get\",\"command\":\"no-such-command\",\"service\":[\"" + family.service()
                        + "\"]}");
        bodies.forEach((name, body) -> add("http/" + name, talk -> talk.raw(body)));
        add("service/none", talk -> talk.raw("{\"command\":\"no-such-command\"}"));
        add("service/empty", talk -> talk.raw("{\"command\":\"no-such-command\",\"service\":[]}"));
        add("service/text", talk -> talk.raw("{\"command\":\"version-get\",\"service\":\"dhcp4\"}"));
        add("service/unknown", talk -> talk.raw("{\"command\":\"version-get\",\"service\":[\"dhcp9\"]}"));
        add(
                "service/the other family",
                talk -> talk.raw(
                        "{\"command\":\"version-get\",\"service\":[\"" + (family.v4() ? "dhcp6" : "dhcp4") + "\"]}"));
        add(
                "service/this and an unknown one",
                talk -> talk.raw("{\"command\":\"version-get\",\"service\":[\"" + family.service() + "\",\"dhcp9\"]}"));
        add(
                "service/an unknown one and this",
                talk -> talk.raw("{\"command\":\"version-get\",\"service\":[\"dhcp9\",\"" + family.service() + "\"]}"));
    }

    // ---- the DHCP service

    private void service() {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("origin user", Json.object("origin", "user"));
        arguments.put("origin ha-partner", Json.object("origin", "ha-partner"));
        arguments.put("origin unknown", Json.object("origin", "bogus"));
        arguments.put("origin empty", Json.object("origin", ""));
        arguments.put("origin number", Json.object("origin", 1));
        arguments.put("origin fraction", Json.object("origin", 1.5));
        arguments.put("origin list", Json.object("origin", Json.array()));
        arguments.put("origin-id 1", Json.object("origin-id", 1));
        arguments.put("origin-id 2000", Json.object("origin-id", 2000));
        arguments.put("origin-id text", Json.object("origin-id", "user"));
        arguments.put("origin-id wins", Json.object("origin-id", 2000, "origin", "user"));
        arguments.put("max-period 20", Json.object("max-period", 20));
        arguments.put("max-period 0", Json.object("max-period", 0));
        arguments.put("max-period negative", Json.object("max-period", -1));
        arguments.put("max-period text", Json.object("max-period", "20"));
        arguments.put("max-period and origin bad", Json.object("max-period", 0, "origin", "bogus"));
        arguments.forEach((name, value) -> {
            for (String command : List.of("dhcp-disable", "dhcp-enable")) {
                add("service/" + command + " " + name, talk -> {
                    talk.send(command, value);
                    talk.note(locks(talk));
                    talk.ask("server1", "dhcp-enable", Json.object("origin", "user"));
                    talk.ask("server1", "dhcp-enable", Json.object("origin", "ha-partner"));
                    talk.ask("server1", "dhcp-enable", Json.object("origin-id", 2000));
                });
            }
        });
        add("service/a user's lock outlives a config-set", talk -> {
            talk.send("dhcp-disable");
            talk.set(UnaryOperator.identity());
            talk.note(locks(talk));
            talk.send("dhcp-enable");
            talk.note(locks(talk));
        });
        add("service/a partner's lock and a config-set", talk -> {
            talk.send("dhcp-disable", Json.object("origin", "ha-partner"));
            talk.set(UnaryOperator.identity());
            talk.note(locks(talk));
            talk.ask("server1", "dhcp-enable", Json.object("origin", "ha-partner"));
        });
        add("service/a user does not lift a partner's lock", talk -> {
            talk.send("dhcp-disable", Json.object("origin", "ha-partner"));
            talk.send("dhcp-enable");
            talk.note(locks(talk));
            talk.ask("server1", "dhcp-enable", Json.object("origin", "ha-partner"));
        });
        add("service/max-period ends", talk -> {
            talk.send("dhcp-disable", Json.object("max-period", 1));
            talk.subject().pass(java.time.Duration.ofMillis(1500));
            talk.note(locks(talk));
        });
    }

    /** What holds the service, apart from HA's own state; 2.2 does not tell. */
    private static Object locks(Talk talk) {
        JsonObject status = (JsonObject) talk.ask("server1", "status-get", null);
        return status.object("arguments")
                .flatMap(arguments -> arguments.object("dhcp-state"))
                .map(state -> state.without("disabled-by-local-command").without("globally-disabled"))
                .orElse(JsonObject.empty());
    }

    // ---- HA commands

    private void haArguments() {
        for (String command : List.of("ha-heartbeat", "ha-continue", "ha-sync-complete-notify")) {
            for (String name : List.of("server1", "server2", "nobody", "")) {
                add(
                        "ha/" + command + " server-name '" + name + "'",
                        talk -> talk.note(heartless(talk.ask("server1", command, Json.object("server-name", name)))));
            }
            add(
                    "ha/" + command + " server-name is a number",
                    talk -> talk.note(heartless(talk.ask("server1", command, Json.object("server-name", 1)))));
        }
        Map<String, Object> scopes = new LinkedHashMap<>();
        scopes.put("text", "server1");
        scopes.put("number in it", Json.array(1));
        scopes.put("unknown", Json.array("bogus"));
        scopes.put("known and unknown", Json.array("server1", "bogus"));
        scopes.put("none", Json.array());
        scopes.put("own", Json.array("server1"));
        scopes.put("both", Json.array("server2", "server1"));
        scopes.put("twice", Json.array("server1", "server1"));
        scopes.forEach((name, value) ->
                add("ha/ha-scopes " + name, talk -> talk.send("ha-scopes", Json.object("scopes", value))));
        add(
                "ha/ha-scopes server-name nobody",
                talk -> talk.send("ha-scopes", Json.object("scopes", Json.array(), "server-name", "nobody")));
        Map<String, Object> sync = new LinkedHashMap<>();
        sync.put("itself", Json.object("server-name", "server1"));
        sync.put("nobody", Json.object("server-name", "nobody"));
        sync.put("a number", Json.object("server-name", 1));
        sync.put("max-period 0", Json.object("server-name", "server2", "max-period", 0));
        sync.put("max-period text", Json.object("server-name", "server2", "max-period", "a"));
        sync.put("max-period alone", Json.object("max-period", 1));
        sync.forEach((name, value) -> add("ha/ha-sync " + name, talk -> talk.send("ha-sync", value)));
        Map<String, Object> notify = new LinkedHashMap<>();
        notify.put("cancel is a text", Json.object("cancel", "yes"));
        notify.put("state is a number", Json.object("cancel", true, "state", 1));
        notify.put("cancelled out of place", Json.object("cancel", true));
        notify.put("cancelled out of place by name", Json.object("cancel", true, "server-name", "server2"));
        notify.put("for nobody", Json.object("cancel", true, "server-name", "nobody"));
        notify.forEach((name, value) ->
                add("ha/ha-maintenance-notify " + name, talk -> talk.send("ha-maintenance-notify", value)));
        Map<String, Object> complete = new LinkedHashMap<>();
        complete.put("origin-id text", Json.object("origin-id", "x"));
        complete.put("origin text", Json.object("origin", "x"));
        complete.put("origin-id", Json.object("origin-id", 2000));
        complete.put("origin", Json.object("origin", 2000));
        complete.forEach((name, value) ->
                add("ha/ha-sync-complete-notify " + name, talk -> talk.send("ha-sync-complete-notify", value)));
    }

    /** An answer without what depends on the state at the moment. */
    private static Object heartless(Object answer) {
        JsonObject object = (JsonObject) answer;
        return object.has("arguments")
                ? object.with(
                        "arguments",
                        Json.value(object.object("arguments").orElseThrow().names().stream()
                                .sorted()
                                .toList()))
                : object;
    }

    // ---- configurations

    private void configTree() {
        String root = family.service().root();
        String other = family.v4() ? "Dhcp6" : "Dhcp4";
        Map<String, UnaryOperator<JsonObject>> trees = new LinkedHashMap<>();
        trees.put("other root", tree -> Json.object(other, JsonObject.empty()));
        trees.put("both roots", tree -> tree.with(other, JsonObject.empty()));
        trees.put("hash", tree -> tree.with("hash", Json.value("x")));
        trees.put("Logging", tree -> tree.with("Logging", JsonObject.empty()));
        trees.put("two more", tree -> tree.with("hash", Json.value("x")).with("Logging", JsonObject.empty()));
        trees.put("root is null", tree -> Json.object(root, null));
        trees.put("root is a list", tree -> Json.object(root, Json.array()));
        trees.put("root is a text", tree -> Json.object(root, "x"));
        trees.forEach((name, change) -> {
            for (String command : List.of("config-test", "config-set")) {
                add(
                        "tree/" + command + " " + name,
                        talk -> talk.send(command, change.apply(talk.config(UnaryOperator.identity()))));
            }
        });
    }

    private UnaryOperator<JsonObject> subnet(UnaryOperator<JsonObject> change) {
        return dhcp -> dhcp.withArray(
                family.subnets(),
                subnets -> subnets.map(value -> {
                    JsonObject subnet = (JsonObject) value;
                    return subnet.integer("id").orElse(0) == 1 ? change.apply(subnet) : subnet;
                }));
    }

    private UnaryOperator<JsonObject> more(JsonObject subnet) {
        return dhcp -> dhcp.withArray(family.subnets(), subnets -> subnets.with(subnet));
    }

    private static UnaryOperator<JsonObject> put(String name, Object value) {
        return dhcp -> dhcp.with(name, Json.value(value));
    }

    private UnaryOperator<JsonObject> hook(String library) {
        return dhcp -> dhcp.withArray("hooks-libraries", hooks -> hooks.with(Json.object("library", library)));
    }

    private void configurations() {
        Map<String, UnaryOperator<JsonObject>> changes = new LinkedHashMap<>();
        changes.put("unchanged", UnaryOperator.identity());
        changes.put("unknown global", put("nonsense", 1));
        changes.put("unknown global that is null", put("nonsense", null));
        changes.put("valid-lifetime text", put("valid-lifetime", "x"));
        changes.put("valid-lifetime negative", put("valid-lifetime", -1));
        changes.put("valid-lifetime fraction", put("valid-lifetime", 1.5));
        changes.put("valid-lifetime null", put("valid-lifetime", null));
        changes.put("calculate-tee-times text", put("calculate-tee-times", "yes"));
        changes.put("t1-percent text", put("t1-percent", "x"));
        changes.put("server-tag number", put("server-tag", 1));
        changes.put("user-context text", put("user-context", "x"));
        changes.put("subnets are an object", put(family.subnets(), JsonObject.empty()));
        changes.put("subnets are null", put(family.subnets(), null));
        changes.put("a subnet is a number", put(family.subnets(), Json.array(1)));
        changes.put("no subnets", dhcp -> dhcp.without(family.subnets()));
        changes.put("networks are an object", put("shared-networks", JsonObject.empty()));
        changes.put("loggers are an object", put("loggers", JsonObject.empty()));
        changes.put("one more subnet", more(family.subnet(3)));
        changes.put("id twice", more(family.subnet(3).with("id", Json.value(1))));
        changes.put("prefix twice", more(family.subnet(1).with("id", Json.value(3))));
        changes.put("no id", more(family.subnet(3).without("id")));
        changes.put(
                "two without id",
                dhcp -> more(family.subnet(3).without("id"))
                        .apply(more(family.subnet(4).without("id")).apply(dhcp)));
        changes.put(
                "all without id",
                dhcp -> dhcp.withArray(
                        family.subnets(), subnets -> subnets.map(value -> ((JsonObject) value).without("id"))));
        changes.put("id 0", more(family.subnet(3).with("id", Json.value(0))));
        changes.put("id too large", more(family.subnet(3).with("id", Json.value(4294967295L))));
        changes.put("id negative", more(family.subnet(3).with("id", Json.value(-3))));
        changes.put("id text", more(family.subnet(3).with("id", Json.value("x"))));
        changes.put("no prefix", more(Json.object("id", 3)));
        changes.put("prefix nonsense", more(Json.object("id", 3, "subnet", "nonsense")));
        changes.put("prefix without length", more(Json.object("id", 3, "subnet", family.address(3, 0))));
        changes.put(
                "prefix with a host part",
                more(Json.object(
                        "id",
                        3,
                        "subnet",
                        family.prefix(3).replace(family.v4() ? ".0/" : "::/", family.v4() ? ".5/" : "::5/"))));
        changes.put(
                "prefix of the other family",
                more(Json.object("id", 3, "subnet", family.v4() ? "2001:db8:3::/64" : "192.0.3.0/24")));
        changes.put("prefix length too large", more(Json.object("id", 3, "subnet", family.address(3, 0) + "/129")));
        changes.put("prefix number", more(Json.object("id", 3, "subnet", 5)));
        changes.put("unknown subnet member", subnet(put("nonsense", 1)));
        changes.put("subnet valid-lifetime text", subnet(put("valid-lifetime", "x")));
        changes.put("pools are an object", subnet(put("pools", JsonObject.empty())));
        changes.put("pool elsewhere", subnet(put("pools", Json.array(Json.object("pool", family.pool(9, 1, 9))))));
        changes.put(
                "pool half elsewhere",
                subnet(put(
                        "pools", Json.array(Json.object("pool", family.address(1, 5) + "-" + family.address(9, 9))))));
        changes.put("pool nonsense", subnet(put("pools", Json.array(Json.object("pool", "x")))));
        changes.put("pool backwards", subnet(put("pools", Json.array(Json.object("pool", family.pool(1, 9, 1))))));
        changes.put("pool missing", subnet(put("pools", Json.array(JsonObject.empty()))));
        changes.put(
                "pool as prefix",
                subnet(put(
                        "pools",
                        Json.array(Json.object("pool", family.address(1, 16) + (family.v4() ? "/28" : "/124"))))));
        changes.put(
                "pools overlap",
                subnet(put(
                        "pools",
                        Json.array(
                                Json.object("pool", family.pool(1, 10, 20)),
                                Json.object("pool", family.pool(1, 20, 30))))));
        changes.put(
                "unknown pool member",
                subnet(put("pools", Json.array(Json.object("pool", family.pool(1, 10, 20), "nonsense", 1)))));
        changes.put(
                "min above valid",
                subnet(subnet ->
                        subnet.with("valid-lifetime", Json.value(100)).with("min-valid-lifetime", Json.value(200))));
        changes.put(
                "max below valid",
                subnet(subnet ->
                        subnet.with("valid-lifetime", Json.value(100)).with("max-valid-lifetime", Json.value(50))));
        changes.put(
                "min and max alone",
                subnet(subnet ->
                        subnet.with("min-valid-lifetime", Json.value(50)).with("max-valid-lifetime", Json.value(200))));
        changes.put("option bad value", put("option-data", Json.array(family.option("x"))));
        changes.put(
                "option two values",
                put("option-data", Json.array(family.option(family.address(1, 1) + ", " + family.address(1, 2)))));
        changes.put(
                "option one of two bad", put("option-data", Json.array(family.option(family.address(1, 1) + ", x"))));
        changes.put(
                "option unknown name",
                put("option-data", Json.array(Json.object("name", "no-such-option", "data", "x"))));
        changes.put(
                "option unknown code",
                put(
                        "option-data",
                        Json.array(
                                Json.object("code", family.v4() ? 230 : 2300, "data", "0102", "csv-format", false))));
        changes.put("option neither name nor code", put("option-data", Json.array(Json.object("data", "x"))));
        changes.put(
                "option unknown member",
                put(
                        "option-data",
                        Json.array(family.option(family.address(1, 1)).with("nonsense", Json.value(1)))));
        changes.put("option in a subnet bad", subnet(put("option-data", Json.array(family.option("x")))));
        changes.put(
                "option of the other family",
                put("option-data", Json.array(family.option(family.v4() ? "2001:db8::1" : "192.0.2.1"))));
        changes.put("reservation", subnet(put("reservations", Json.array(family.reservation(1, 200)))));
        changes.put("reservation elsewhere", subnet(put("reservations", Json.array(family.reservation(9, 200)))));
        changes.put(
                "reservation without identifier",
                subnet(put("reservations", Json.array(family.reservation(1, 200).without("hw-address")))));
        changes.put(
                "reservation with two identifiers",
                subnet(put("reservations", Json.array(family.reservation(1, 200).with("duid", Json.value("01:02"))))));
        changes.put(
                "reservation of nothing",
                subnet(put("reservations", Json.array(Json.object("hw-address", "01:02:03:04:05:06")))));
        changes.put(
                "reservation twice",
                subnet(put("reservations", Json.array(family.reservation(1, 200), family.reservation(1, 201)))));
        changes.put(
                "reservation of one address twice",
                subnet(put(
                        "reservations",
                        Json.array(
                                family.reservation(1, 200),
                                family.reservation(1, 200).with("hw-address", Json.value("01:02:03:04:05:07"))))));
        changes.put(
                "reservation unknown member",
                subnet(put("reservations", Json.array(family.reservation(1, 200).with("nonsense", Json.value(1))))));
        changes.put(
                "network",
                put(
                        "shared-networks",
                        Json.array(Json.object("name", "net", family.subnets(), Json.array(family.subnet(5))))));
        changes.put(
                "network without name",
                put("shared-networks", Json.array(Json.object(family.subnets(), Json.array(family.subnet(5))))));
        changes.put(
                "network twice",
                put("shared-networks", Json.array(Json.object("name", "net"), Json.object("name", "net"))));
        changes.put(
                "network unknown member",
                put("shared-networks", Json.array(Json.object("name", "net", "nonsense", 1))));
        changes.put(
                "network with an id of the others",
                put(
                        "shared-networks",
                        Json.array(Json.object(
                                "name",
                                "net",
                                family.subnets(),
                                Json.array(family.subnet(5).with("id", Json.value(1)))))));
        changes.put("class", put("client-classes", Json.array(Json.object("name", "c", "test", "member('ALL')"))));
        changes.put("class without name", put("client-classes", Json.array(Json.object("test", "member('ALL')"))));
        changes.put(
                "class twice", put("client-classes", Json.array(Json.object("name", "c"), Json.object("name", "c"))));
        changes.put("library missing", hook("/usr/lib/x86_64-linux-gnu/kea/hooks/libdhcp_nope.so"));
        changes.put("library elsewhere", hook("/opt/kea/hooks/libdhcp_nope.so"));
        changes.put("library bare and missing", hook("libdhcp_nope.so"));
        changes.put("libraries are an object", put("hooks-libraries", JsonObject.empty()));
        changes.put(
                "library without name",
                dhcp -> dhcp.withArray("hooks-libraries", hooks -> hooks.with(JsonObject.empty())));
        if (!version.atLeast(2, 7, 2)) {
            // later it would take away the socket that is used here
            changes.put("control-sockets beside control-socket", put("control-sockets", Json.array()));
        }
        changes.forEach((name, change) -> add("config/" + name, talk -> {
            talk.both(change);
            talk.note(commands(talk));
            talk.back();
        }));
        add("config/a bare library name", talk -> {
            talk.both(dhcp -> dhcp.withArray(
                    "hooks-libraries",
                    hooks -> hooks.map(value -> {
                        JsonObject hook = (JsonObject) value;
                        return hook.text("library").orElse("").endsWith("lease_cmds.so")
                                ? hook.with("library", Json.value("libdhcp_lease_cmds.so"))
                                : hook;
                    })));
            talk.note(commands(talk));
            talk.back();
        });
        add("config/without lease_cmds", talk -> {
            talk.both(dhcp -> dhcp.withArray(
                    "hooks-libraries",
                    hooks -> hooks.without(value ->
                            ((JsonObject) value).text("library").orElse("").endsWith("lease_cmds.so"))));
            talk.note(commands(talk));
            talk.send(family.lease("get-all"));
            talk.back();
        });
        add("config/without ha", talk -> {
            talk.both(dhcp -> dhcp.withArray(
                    "hooks-libraries",
                    hooks -> hooks.without(value ->
                            ((JsonObject) value).text("library").orElse("").endsWith("libdhcp_ha.so"))));
            talk.note(commands(talk));
            talk.send("ha-heartbeat");
            talk.send("status-get");
            talk.back();
        });
        add("config/without hooks", talk -> {
            talk.both(dhcp -> dhcp.without("hooks-libraries"));
            talk.send("list-commands");
            talk.back();
        });
        add("config/ha before lease_cmds", talk -> {
            talk.both(dhcp -> dhcp.withArray("hooks-libraries", hooks -> {
                JsonArray reversed = JsonArray.empty();
                for (int i = hooks.size() - 1; i >= 0; i--) {
                    reversed = reversed.with(hooks.get(i));
                }
                return reversed;
            }));
            talk.note(commands(talk));
            talk.back();
        });
        add("config/config-reload drops what was not written", talk -> {
            talk.set(more(family.subnet(3)));
            talk.send("config-reload");
            talk.send("config-get");
        });
    }

    /** Which hooks are there. */
    private static Object commands(Talk talk) {
        JsonObject answer = (JsonObject) talk.ask("server1", "list-commands", null);
        List<String> names = answer.array("arguments").orElseThrow().texts().toList();
        return Json.object(
                "ha", names.contains("ha-heartbeat"),
                "leases", names.contains("lease4-get-page"),
                "subnets", names.contains("subnet4-add"));
    }

    private void haSections() {
        Map<String, UnaryOperator<JsonObject>> changes = new LinkedHashMap<>();
        changes.put("this-server-name of nobody", Talk.relationship(put("this-server-name", "nobody")));
        changes.put("this-server-name of the partner", Talk.relationship(put("this-server-name", "server2")));
        changes.put("this-server-name blank", Talk.relationship(put("this-server-name", "  ")));
        changes.put("this-server-name with blanks", Talk.relationship(put("this-server-name", " server1 ")));
        changes.put("this-server-name number", Talk.relationship(put("this-server-name", 1)));
        changes.put("no this-server-name", Talk.relationship(one -> one.without("this-server-name")));
        changes.put("no mode", Talk.relationship(one -> one.without("mode")));
        changes.put("mode unknown", Talk.relationship(put("mode", "both")));
        changes.put("mode number", Talk.relationship(put("mode", 1)));
        changes.put("no peers", Talk.relationship(one -> one.without("peers")));
        changes.put("peers empty", Talk.relationship(put("peers", Json.array())));
        changes.put("peers an object", Talk.relationship(put("peers", JsonObject.empty())));
        changes.put("a peer is a text", Talk.relationship(put("peers", Json.array("server1"))));
        changes.put("unknown member", Talk.relationship(put("nonsense", 1)));
        changes.put("hot-standby with a secondary", Talk.relationship(put("mode", "hot-standby")));
        changes.put("passive-backup with a secondary", Talk.relationship(put("mode", "passive-backup")));
        changes.put("two primaries", peer("server2", put("role", "primary")));
        changes.put("no primary", peer("server1", put("role", "secondary")));
        changes.put("a standby in load-balancing", peer("server2", put("role", "standby")));
        changes.put("a backup instead of a secondary", peer("server2", put("role", "backup")));
        changes.put("role unknown", peer("server2", put("role", "boss")));
        changes.put("no role", peer("server2", one -> one.without("role")));
        changes.put("no name", peer("server2", one -> one.without("name")));
        changes.put("no url", peer("server2", one -> one.without("url")));
        changes.put("name blank", peer("server2", put("name", " ")));
        changes.put("name twice", peer("server2", put("name", "server1")));
        changes.put("url of a host name", peer("server2", put("url", "http://localhost:8000/")));
        changes.put("url nonsense", peer("server2", put("url", "nonsense")));
        changes.put("url empty", peer("server2", put("url", "")));
        changes.put("url ftp", peer("server2", put("url", "ftp://127.0.0.1:8000/")));
        changes.put("url https without TLS", peer("server2", put("url", "https://127.0.0.1:8000/")));
        changes.put("url without port", peer("server2", put("url", "http://127.0.0.9/")));
        changes.put("url of IPv6", peer("server2", put("url", "http://[::1]:8009/")));
        changes.put("unknown peer member", peer("server2", put("nonsense", 1)));
        changes.put("auto-failover text", peer("server2", put("auto-failover", "yes")));
        changes.put("auto-failover false", peer("server2", put("auto-failover", false)));
        changes.put("basic-auth-user with a colon", peer("server2", put("basic-auth-user", "a:b")));
        changes.put(
                "basic-auth-user",
                peer(
                        "server2",
                        one -> one.with("basic-auth-user", Json.value("a"))
                                .with("basic-auth-password", Json.value("b"))));
        changes.put("basic-auth-user empty", peer("server2", put("basic-auth-user", "")));
        changes.put(
                "password and password file",
                peer(
                        "server2",
                        one -> one.with("basic-auth-user", Json.value("a"))
                                .with("basic-auth-password", Json.value("b"))
                                .with("basic-auth-password-file", Json.value("x"))));
        changes.put("trust-anchor alone", Talk.relationship(put("trust-anchor", "ca.pem")));
        changes.put(
                "one more backup",
                Talk.relationship(one -> one.withArray(
                        "peers",
                        peers -> peers.with(
                                Json.object("name", "server3", "url", "http://127.0.0.3:8003/", "role", "backup")))));
        for (String name : List.of("heartbeat-delay", "max-response-delay", "max-ack-delay")) {
            for (Object value : List.of(0, 1, 65535, 65536, -1, "1", 1.5)) {
                changes.put(name + " " + Json.value(value), Talk.relationship(put(name, value)));
            }
        }
        for (String name : List.of(
                "max-unacked-clients",
                "delayed-updates-limit",
                "max-rejected-lease-updates",
                "sync-timeout",
                "sync-page-limit")) {
            for (Object value : List.of(0, 4294967295L, 4294967296L, -1, "1")) {
                changes.put(name + " " + Json.value(value), Talk.relationship(put(name, value)));
            }
        }
        for (String name : List.of(
                "send-lease-updates", "sync-leases", "wait-backup-ack", "restrict-commands", "require-client-certs")) {
            for (Object value : List.of(true, false, "true", 1)) {
                changes.put(name + " " + Json.value(value), Talk.relationship(put(name, value)));
            }
        }
        changes.put("multi-threading list", Talk.relationship(put("multi-threading", Json.array())));
        changes.put(
                "multi-threading unknown member",
                Talk.relationship(put("multi-threading", Json.object("nonsense", 1))));
        changes.put(
                "multi-threading text",
                Talk.relationship(put("multi-threading", Json.object("enable-multi-threading", "yes"))));
        changes.put(
                "multi-threading threads negative",
                Talk.relationship(put("multi-threading", Json.object("http-client-threads", -1))));
        changes.put("state-machine list", Talk.relationship(put("state-machine", Json.array())));
        changes.put("state-machine without states", Talk.relationship(put("state-machine", JsonObject.empty())));
        changes.put(
                "state paused",
                Talk.relationship(put("state-machine", states(Json.object("state", "waiting", "pause", "once")))));
        changes.put(
                "state unknown",
                Talk.relationship(put("state-machine", states(Json.object("state", "nowhere", "pause", "once")))));
        changes.put(
                "state unavailable",
                Talk.relationship(put("state-machine", states(Json.object("state", "unavailable", "pause", "never")))));
        changes.put(
                "state without pause", Talk.relationship(put("state-machine", states(Json.object("state", "ready")))));
        changes.put(
                "pause unknown",
                Talk.relationship(put("state-machine", states(Json.object("state", "ready", "pause", "maybe")))));
        changes.put(
                "state twice",
                Talk.relationship(put(
                        "state-machine",
                        states(
                                Json.object("state", "ready", "pause", "once"),
                                Json.object("state", "ready", "pause", "once")))));
        changes.put("no relationship", Talk.highAvailability(list -> JsonArray.empty()));
        changes.put("relationship is a text", Talk.highAvailability(list -> Json.array("x")));
        changes.put(
                "relationships are an object",
                Talk.parameters(parameters -> parameters.with("high-availability", JsonObject.empty())));
        changes.put("no high-availability", Talk.parameters(parameters -> parameters.without("high-availability")));
        changes.put(
                "unknown parameter beside", Talk.parameters(parameters -> parameters.with("nonsense", Json.value(1))));
        changes.put("two relationships in load-balancing", Talk.highAvailability(list -> list.with(list.get(0))));
        changes.forEach((name, change) -> add("ha section/" + name, talk -> {
            talk.both(change);
            talk.note(commands(talk));
            talk.back();
        }));
        add("ha section/after a broken one", talk -> {
            talk.set(Talk.relationship(put("this-server-name", "nobody")));
            talk.send("ha-heartbeat");
            talk.send("status-get");
            talk.send("list-commands");
            talk.send(family.lease("get-all"));
            talk.send("config-get");
            talk.send("config-test", talk.config(UnaryOperator.identity()));
            talk.set(UnaryOperator.identity());
            talk.note(commands(talk));
            talk.back();
        });
        add("ha section/a configuration refused in parsing leaves the hooks", talk -> {
            talk.set(put("nonsense", 1));
            talk.note(commands(talk));
        });
    }

    private static JsonObject states(JsonObject... states) {
        return Json.object("states", List.of(states));
    }

    private static UnaryOperator<JsonObject> peer(String name, UnaryOperator<JsonObject> change) {
        return Talk.relationship(one -> one.withArray(
                "peers",
                peers -> peers.map(value -> {
                    JsonObject peer = (JsonObject) value;
                    return peer.text("name").orElse("").equals(name) ? change.apply(peer) : peer;
                })));
    }

    /** What config-get makes of a configuration. */
    private void shown() {
        JsonArray options = Json.array(family.option(family.address(1, 1)));
        Map<String, UnaryOperator<JsonObject>> changes = new LinkedHashMap<>();
        changes.put(
                "options everywhere",
                dhcp -> subnet(subnet -> subnet.with("option-data", options)
                                .with(
                                        "pools",
                                        Json.array(
                                                Json.object("pool", family.pool(1, 16, 31), "option-data", options))))
                        .apply(dhcp.with(
                                "option-data",
                                Json.array(
                                        family.option(family.address(1, 1)).with("always-send", Json.value(true))))));
        changes.put(
                "option by code",
                put(
                        "option-data",
                        Json.array(Json.object("code", family.v4() ? 3 : 23, "data", family.address(1, 1)))));
        changes.put(
                "option of its own",
                dhcp -> dhcp.with(
                                "option-def",
                                Json.array(Json.object(
                                        "name", "mine", "code", family.v4() ? 222 : 2222, "type", "string")))
                        .with("option-data", Json.array(Json.object("name", "mine", "data", "x"))));
        changes.put(
                "timers",
                dhcp -> dhcp.with("renew-timer", Json.value(900))
                        .with("rebind-timer", Json.value(1800))
                        .with("valid-lifetime", Json.value(3000))
                        .with("max-valid-lifetime", Json.value(6000)));
        changes.put(
                "timers of a subnet",
                subnet(subnet -> subnet.with("renew-timer", Json.value(90))
                        .with("valid-lifetime", Json.value(200))
                        .with("min-valid-lifetime", Json.value(100))));
        changes.put("min alone in a subnet", subnet(put("min-valid-lifetime", 100)));
        changes.put(
                "reservations",
                dhcp -> subnet(put(
                                "reservations",
                                Json.array(
                                        family.reservation(1, 200),
                                        Json.object("duid", "01:02:03", "hostname", "other", "option-data", options))))
                        .apply(dhcp.with(
                                "reservations",
                                Json.array(Json.object("hw-address", "0A:02:03:04:05:07", "hostname", "global")))));
        changes.put(
                "networks",
                put(
                        "shared-networks",
                        Json.array(
                                Json.object(
                                        "name",
                                        "net",
                                        "option-data",
                                        options,
                                        "valid-lifetime",
                                        700,
                                        "relay",
                                        Json.object("ip-addresses", Json.array(family.address(9, 1))),
                                        family.subnets(),
                                        Json.array(
                                                family.subnet(5),
                                                family.subnet(6).with("valid-lifetime", Json.value(600)))),
                                Json.object("name", "empty", "user-context", Json.object("a", 1)))));
        changes.put(
                "classes",
                put(
                        "client-classes",
                        Json.array(
                                Json.object("name", "b", "test", "member('ALL')", "option-data", options),
                                Json.object("name", "a"))));
        changes.put(
                "subnets out of order",
                dhcp -> more(family.subnet(4))
                        .apply(more(family.subnet(9))
                                .apply(more(family.subnet(3)).apply(dhcp))));
        changes.put(
                "contexts",
                subnet(subnet -> subnet.with("user-context", Json.object("x", Json.object("y", Json.array(1, null))))));
        changes.put(
                "a comment in a subnet",
                subnet(subnet -> subnet.with("comment", Json.value("c")).with("user-context", Json.object("x", 1))));
        changes.put("a comment", put("comment", "d"));
        changes.put(
                "subnet members",
                subnet(subnet -> subnet.with("relay", Json.object("ip-addresses", Json.array(family.address(9, 1))))
                        .with("reservations-global", Json.value(true))
                        .with("ddns-send-updates", Json.value(false))
                        .with("store-extended-info", Json.value(true))
                        .with("calculate-tee-times", Json.value(true))
                        .with("t1-percent", Json.value(0.4))));
        changes.put(
                "relationship defaults",
                Talk.relationship(one -> one.with("max-ack-delay", Json.value(5000))
                        .with("multi-threading", Json.object("http-client-threads", 2))));
        changes.put(
                "nested globals",
                dhcp -> dhcp.with("expired-leases-processing", Json.object("max-reclaim-leases", 5))
                        .with("dhcp-ddns", Json.object("enable-updates", false))
                        .with("sanity-checks", Json.object("lease-checks", "fix"))
                        .with("multi-threading", Json.object("enable-multi-threading", true, "thread-pool-size", 3)));
        changes.put(
                "pools",
                subnet(put(
                        "pools",
                        Json.array(
                                Json.object("pool", family.address(1, 64) + "-" + family.address(1, 127)),
                                Json.object("pool", family.address(1, 32) + (family.v4() ? "/28" : "/124")),
                                Json.object("pool", family.pool(1, 1, 1))))));
        if (!family.v4()) {
            changes.put(
                    "prefix pools",
                    subnet(put(
                            "pd-pools",
                            Json.array(
                                    Json.object("prefix", "2001:db8:8000::", "prefix-len", 48, "delegated-len", 64)))));
            changes.put("preferred-lifetime", put("preferred-lifetime", 1000));
        }
        changes.forEach((name, change) -> add("shown/" + name, talk -> {
            talk.set(change);
            talk.send("config-get");
            talk.back();
        }));
    }

    private void writing() {
        for (Object name : List.of("", "other.json", "sub/other.json", 1)) {
            add("write/to " + Json.value(name), talk -> talk.send("config-write", Json.object("filename", name)));
        }
        add("write/elsewhere", talk -> {
            // an older daemon writes wherever it is told to
            if (version.atLeast(2, 6, 3)) {
                talk.send("config-write", Json.object("filename", "/etc/other.json"));
                talk.send("config-write", Json.object("filename", "../other.json"));
            }
        });
        add("write/what is written comes back", talk -> {
            talk.set(more(family.subnet(3)));
            talk.send("config-write");
            talk.set(UnaryOperator.identity());
            talk.send("config-reload");
            talk.send("config-get");
            talk.set(dhcp -> dhcp.withArray(
                    family.subnets(),
                    subnets -> subnets.without(
                            value -> ((JsonObject) value).integer("id").orElse(0) == 3)));
            talk.send("config-write");
            talk.send("config-reload");
            talk.back();
            talk.ask("server1", "config-write", null);
        });
        add("write/after a broken HA section", talk -> {
            talk.set(Talk.relationship(put("this-server-name", "nobody")));
            talk.send("config-write");
            talk.send("config-reload");
            talk.note(commands(talk));
        });
    }

    // ---- leases

    private void leases() {
        String add = family.lease("add");
        String update = family.lease("update");
        String get = family.lease("get");
        String page = family.lease("get-page");
        String all = family.lease("get-all");
        String del = family.lease("del");
        Consumer<Talk> none = talk -> {
            for (int host : List.of(20, 21, 22, 30)) {
                talk.ask("server1", del, Json.object("ip-address", family.address(1, host)));
            }
            talk.ask("server1", del, Json.object("ip-address", family.address(2, 20)));
        };
        Map<String, Consumer<Talk>> steps = new LinkedHashMap<>();
        steps.put("add", talk -> talk.send(add, family.lease(1, 20)));
        steps.put("add twice", talk -> {
            talk.send(add, family.lease(1, 20));
            talk.send(add, family.lease(1, 20));
        });
        steps.put("add and get", talk -> {
            talk.send(
                    add,
                    family.lease(1, 20).with("expire", Json.value(1900000000L)).with("valid-lft", Json.value(100)));
            talk.send(get, Json.object("ip-address", family.address(1, 20)));
        });
        steps.put("add with everything", talk -> {
            talk.send(
                    add,
                    family.lease(1, 21)
                            .with("subnet-id", Json.value(1))
                            .with("hostname", Json.value("h."))
                            .with("fqdn-fwd", Json.value(true))
                            .with("fqdn-rev", Json.value(true))
                            .with("state", Json.value(1))
                            .with("user-context", Json.object("a", 1))
                            .with("comment", Json.value("c"))
                            .with("expire", Json.value(1900000000L))
                            .with("valid-lft", Json.value(100)));
            talk.send(get, Json.object("ip-address", family.address(1, 21)));
        });
        steps.put(
                "add without address",
                talk -> talk.send(add, family.lease(1, 20).without("ip-address")));
        steps.put("add without identifier", talk -> talk.send(add, Json.object("ip-address", family.address(1, 20))));
        steps.put("add outside", talk -> talk.send(add, family.lease(9, 20)));
        steps.put(
                "add to an unknown subnet",
                talk -> talk.send(add, family.lease(1, 20).with("subnet-id", Json.value(9))));
        steps.put(
                "add to another subnet",
                talk -> talk.send(add, family.lease(1, 20).with("subnet-id", Json.value(2))));
        steps.put(
                "add nonsense address",
                talk -> talk.send(add, family.lease(1, 20).with("ip-address", Json.value("x"))));
        steps.put("get missing", talk -> talk.send(get, Json.object("ip-address", family.address(1, 77))));
        steps.put("get by identifier", talk -> {
            talk.send(add, family.lease(1, 20));
            talk.send(
                    get,
                    family.v4()
                            ? Json.object(
                                    "identifier-type", "hw-address", "identifier", "01:02:03:04:05:06", "subnet-id", 1)
                            : Json.object(
                                    "identifier-type",
                                    "duid",
                                    "identifier",
                                    "01:02:03:04:05:06",
                                    "iaid",
                                    7,
                                    "subnet-id",
                                    1));
        });
        steps.put(
                "update missing", talk -> talk.send(update, family.lease(1, 20).with("subnet-id", Json.value(1))));
        steps.put("update missing with force-create", talk -> {
            talk.send(
                    update,
                    family.lease(1, 20).with("subnet-id", Json.value(1)).with("force-create", Json.value(true)));
            talk.send(get, Json.object("ip-address", family.address(1, 20)));
        });
        steps.put("update", talk -> {
            talk.send(add, family.lease(1, 20));
            talk.send(
                    update, family.lease(1, 20).with("subnet-id", Json.value(1)).with("hostname", Json.value("new")));
            talk.send(get, Json.object("ip-address", family.address(1, 20)));
        });
        steps.put(
                "update of a partner",
                talk -> talk.send(
                        update,
                        family.lease(1, 20)
                                .with("subnet-id", Json.value(1))
                                .with("force-create", Json.value(true))
                                .with("origin", Json.value("ha-partner"))
                                .with("expire", Json.value(1900000000L))
                                .with("valid-lft", Json.value(100))));
        steps.put(
                "update of a partner with an unknown subnet",
                talk -> talk.send(
                        update,
                        family.lease(9, 20)
                                .with("subnet-id", Json.value(9))
                                .with("force-create", Json.value(true))
                                .with("origin", Json.value("ha-partner"))));
        steps.put("del", talk -> {
            talk.send(add, family.lease(1, 20));
            talk.send(del, Json.object("ip-address", family.address(1, 20)));
            talk.send(del, Json.object("ip-address", family.address(1, 20)));
        });
        steps.put("page of none", talk -> talk.send(page, Json.object("from", "start", "limit", 5)));
        steps.put("pages", talk -> {
            for (int host : List.of(22, 20, 21)) {
                talk.ask(
                        "server1",
                        add,
                        family.lease(1, host)
                                .with("expire", Json.value(1900000000L))
                                .with("valid-lft", Json.value(100))
                                .with(family.v4() ? "hw-address" : "duid", Json.value("01:02:03:04:05:" + host)));
            }
            talk.send(page, Json.object("from", "start", "limit", 2));
            talk.send(page, Json.object("from", family.address(1, 21), "limit", 2));
            talk.send(page, Json.object("from", family.address(1, 22), "limit", 2));
            talk.send(all);
            talk.send(all, Json.object("subnets", Json.array(1)));
            talk.send(all, Json.object("subnets", Json.array(2)));
        });
        steps.put("page from nonsense", talk -> talk.send(page, Json.object("from", "x", "limit", 2)));
        steps.put("page without limit", talk -> talk.send(page, Json.object("from", "start")));
        steps.put("page without from", talk -> talk.send(page, Json.object("limit", 2)));
        steps.put("page of 0", talk -> talk.send(page, Json.object("from", "start", "limit", 0)));
        if (!family.v4()) {
            String bulk = "lease6-bulk-apply";
            steps.put("bulk", talk -> {
                talk.send(
                        bulk,
                        Json.object("leases", Json.array(family.lease(1, 20).with("subnet-id", Json.value(1)))));
                talk.send(
                        bulk,
                        Json.object(
                                "deleted-leases",
                                Json.array(Json.object("ip-address", family.address(1, 20), "type", "IA_NA"))));
                talk.send(
                        bulk,
                        Json.object(
                                "deleted-leases",
                                Json.array(Json.object("ip-address", family.address(1, 20), "type", "IA_NA"))));
            });
            steps.put(
                    "bulk with an unknown subnet",
                    talk -> talk.send(
                            bulk,
                            Json.object("leases", Json.array(family.lease(1, 20).with("subnet-id", Json.value(9))))));
            steps.put(
                    "bulk of a partner with an unknown subnet",
                    talk -> talk.send(
                            bulk,
                            Json.object(
                                    "origin",
                                    "ha-partner",
                                    "leases",
                                    Json.array(family.lease(1, 20).with("subnet-id", Json.value(9))))));
        }
        steps.forEach((name, step) -> add("lease/" + name, talk -> {
            none.accept(talk);
            step.accept(talk);
            none.accept(talk);
        }));
    }

    // ---- subnets and reservations

    private void subnets() {
        String add = family.subnets() + "-add";
        String get = family.subnets() + "-get";
        String list = family.subnets() + "-list";
        String update = family.subnets() + "-update";
        String del = family.subnets() + "-del";
        String deltaAdd = family.subnets() + "-delta-add";
        String deltaDel = family.subnets() + "-delta-del";
        UnaryOperator<JsonObject> in = subnet -> Json.object(family.subnets(), Json.array(subnet));
        JsonObject three = family.subnet(3);
        Map<String, Consumer<Talk>> steps = new LinkedHashMap<>();
        steps.put("list", talk -> talk.send(list));
        steps.put("get", talk -> talk.send(get, Json.object("id", 1)));
        steps.put("get by prefix", talk -> talk.send(get, Json.object("subnet", family.prefix(1))));
        steps.put("get missing", talk -> talk.send(get, Json.object("id", 9)));
        steps.put("get missing by prefix", talk -> talk.send(get, Json.object("subnet", family.prefix(9))));
        steps.put("get two members", talk -> talk.send(get, Json.object("id", 1, "subnet", family.prefix(1))));
        steps.put("add", talk -> {
            talk.send(add, in.apply(three.with("pools", Json.array(Json.object("pool", family.pool(3, 10, 20))))));
            talk.send(list);
            talk.send("config-get");
        });
        steps.put("add twice", talk -> {
            talk.send(add, in.apply(three));
            talk.send(add, in.apply(three));
            talk.send(add, in.apply(three.with("id", Json.value(4))));
        });
        steps.put("add none", talk -> talk.send(add, Json.object(family.subnets(), Json.array())));
        steps.put(
                "add two", talk -> talk.send(add, Json.object(family.subnets(), Json.array(three, family.subnet(4)))));
        steps.put("add without id", talk -> talk.send(add, in.apply(three.without("id"))));
        steps.put("add without prefix", talk -> talk.send(add, in.apply(Json.object("id", 3))));
        steps.put("add nonsense", talk -> talk.send(add, in.apply(Json.object("id", 3, "subnet", "x"))));
        steps.put("add unknown member", talk -> talk.send(add, in.apply(three.with("nonsense", Json.value(1)))));
        steps.put(
                "add of the other family",
                talk -> talk.send(add, Json.object(family.v4() ? "subnet6" : "subnet4", Json.array(three))));
        steps.put(
                "add with a bad pool",
                talk -> talk.send(add, in.apply(three.with("pools", Json.array(Json.object("pool", "x"))))));
        steps.put("add with a reservation", talk -> {
            talk.send(add, in.apply(three.with("reservations", Json.array(family.reservation(3, 200)))));
            talk.send(get, Json.object("id", 3));
            talk.send("config-get");
        });
        steps.put("update", talk -> {
            talk.send(add, in.apply(three));
            talk.send(update, in.apply(three.with("valid-lifetime", Json.value(50))));
            talk.send(get, Json.object("id", 3));
        });
        steps.put("update missing", talk -> talk.send(update, in.apply(three)));
        steps.put("update prefix", talk -> {
            talk.send(add, in.apply(three));
            talk.send(update, in.apply(family.subnet(4).with("id", Json.value(3))));
            talk.send(get, Json.object("id", 3));
        });
        steps.put("update to a prefix of another", talk -> {
            talk.send(add, in.apply(three));
            talk.send(update, in.apply(family.subnet(1).with("id", Json.value(3))));
        });
        steps.put("update forgets what it is not told, but for reservations", talk -> {
            talk.send(add, in.apply(three.with("pools", Json.array(Json.object("pool", family.pool(3, 10, 20))))));
            talk.send(
                    "reservation-add",
                    Json.object(
                            "reservation",
                            family.reservation(3, 200).with("subnet-id", Json.value(3)),
                            "operation-target",
                            "memory"));
            talk.send(update, in.apply(three));
            talk.send("config-get");
            talk.send(deltaAdd, in.apply(three.with("renew-timer", Json.value(9))));
            talk.send("config-get");
        });
        steps.put("update with a reservation", talk -> {
            talk.send(add, in.apply(three));
            talk.send(update, in.apply(three.with("reservations", Json.array(family.reservation(3, 200)))));
            talk.send(deltaAdd, in.apply(three.with("reservations", Json.array(family.reservation(3, 200)))));
        });
        steps.put("delta-add lifetime alone", talk -> {
            talk.send(add, in.apply(three));
            talk.send(deltaAdd, in.apply(three.with("valid-lifetime", Json.value(99))));
            talk.send(
                    deltaAdd,
                    in.apply(three.with("valid-lifetime", Json.value(99))
                            .with("min-valid-lifetime", Json.value(99))
                            .with("max-valid-lifetime", Json.value(99))));
            talk.send(get, Json.object("id", 3));
        });
        steps.put("delta-add without prefix", talk -> {
            talk.send(add, in.apply(three));
            talk.send(deltaAdd, in.apply(Json.object("id", 3, "valid-lifetime", 99)));
        });
        steps.put("delta-add missing", talk -> talk.send(deltaAdd, in.apply(three)));
        steps.put("delta-add option and pool", talk -> {
            talk.send(
                    add,
                    in.apply(three.with("option-data", Json.array(family.option(family.address(3, 1))))
                            .with("pools", Json.array(Json.object("pool", family.pool(3, 10, 20))))));
            talk.send(
                    deltaAdd,
                    in.apply(three.with("option-data", Json.array(family.option(family.address(3, 2))))
                            .with("pools", Json.array(Json.object("pool", family.pool(3, 30, 40))))));
            talk.send(get, Json.object("id", 3));
            talk.send(
                    deltaDel,
                    in.apply(three.with(
                                    "option-data",
                                    Json.array(Json.object(
                                            "name",
                                            family.option("").text("name").orElseThrow())))
                            .with("pools", Json.array(Json.object("pool", family.pool(3, 10, 20))))));
            talk.send(get, Json.object("id", 3));
        });
        steps.put("delta-del lifetime", talk -> {
            talk.send(add, in.apply(three.with("valid-lifetime", Json.value(99)).with("renew-timer", Json.value(9))));
            talk.send(deltaDel, in.apply(three.with("renew-timer", Json.value(1))));
            talk.send(get, Json.object("id", 3));
            talk.send(
                    deltaDel,
                    in.apply(three.with("valid-lifetime", Json.value(1))
                            .with("min-valid-lifetime", Json.value(1))
                            .with("max-valid-lifetime", Json.value(1))));
            talk.send(get, Json.object("id", 3));
        });
        steps.put("del", talk -> {
            talk.send(add, in.apply(three));
            talk.send(del, Json.object("id", 3));
            talk.send(del, Json.object("id", 3));
        });
        steps.put("del by prefix", talk -> talk.send(del, Json.object("subnet", family.prefix(3))));
        steps.forEach((name, step) -> add("subnet/" + name, talk -> {
            step.accept(talk);
            talk.back();
        }));
    }

    private void reservations() {
        JsonObject one = family.reservation(1, 200).with("subnet-id", Json.value(1));
        UnaryOperator<JsonObject> memory =
                reservation -> Json.object("reservation", reservation, "operation-target", "memory");
        JsonObject byAddress =
                Json.object("subnet-id", 1, "ip-address", family.address(1, 200), "operation-target", "memory");
        JsonObject byHardware = Json.object(
                "subnet-id",
                1,
                "identifier-type",
                "hw-address",
                "identifier",
                "01:02:03:04:05:06",
                "operation-target",
                "memory");
        Map<String, Consumer<Talk>> steps = new LinkedHashMap<>();
        steps.put("add", talk -> {
            talk.send("reservation-add", memory.apply(one));
            talk.send("reservation-get", byAddress);
            talk.send("reservation-get", byHardware);
            talk.send("reservation-get-all", Json.object("subnet-id", 1, "operation-target", "memory"));
            talk.send("config-get");
        });
        steps.put("add twice", talk -> {
            talk.send("reservation-add", memory.apply(one));
            talk.send("reservation-add", memory.apply(one));
        });
        steps.put("add to the database", talk -> talk.send("reservation-add", Json.object("reservation", one)));
        for (String target : List.of("database", "all", "default", "nonsense")) {
            steps.put(
                    "add to " + target,
                    talk -> talk.send("reservation-add", Json.object("reservation", one, "operation-target", target)));
            steps.put("get from " + target, talk -> {
                talk.send("reservation-add", memory.apply(one));
                talk.send("reservation-get", byAddress.with("operation-target", Json.value(target)));
            });
            steps.put("del from " + target, talk -> {
                talk.send("reservation-add", memory.apply(one));
                talk.send("reservation-del", byAddress.with("operation-target", Json.value(target)));
            });
        }
        steps.put(
                "add to an unknown subnet",
                talk -> talk.send("reservation-add", memory.apply(one.with("subnet-id", Json.value(9)))));
        steps.put("add globally", talk -> {
            talk.send("reservation-add", memory.apply(one.with("subnet-id", Json.value(0))));
            talk.send("config-get");
        });
        steps.put("add without subnet", talk -> talk.send("reservation-add", memory.apply(one.without("subnet-id"))));
        steps.put(
                "add without identifier",
                talk -> talk.send("reservation-add", memory.apply(one.without("hw-address"))));
        steps.put(
                "add nothing",
                talk -> talk.send(
                        "reservation-add",
                        memory.apply(Json.object("subnet-id", 1, "hw-address", "01:02:03:04:05:06"))));
        steps.put(
                "add unknown member",
                talk -> talk.send("reservation-add", memory.apply(one.with("nonsense", Json.value(1)))));
        steps.put("get missing", talk -> talk.send("reservation-get", byAddress));
        steps.put(
                "get-all of none",
                talk -> talk.send("reservation-get-all", Json.object("subnet-id", 1, "operation-target", "memory")));
        steps.put("update", talk -> {
            talk.send("reservation-add", memory.apply(one));
            talk.send("reservation-update", memory.apply(one.with("hostname", Json.value("new"))));
            talk.send("reservation-get", byAddress);
        });
        steps.put("update missing", talk -> talk.send("reservation-update", memory.apply(one)));
        steps.put("del", talk -> {
            talk.send("reservation-add", memory.apply(one));
            talk.send("reservation-del", byAddress);
            talk.send("reservation-del", byAddress);
        });
        steps.put("del by identifier", talk -> {
            talk.send("reservation-add", memory.apply(one));
            talk.send("reservation-del", byHardware);
        });
        steps.forEach((name, step) -> add("reservation/" + name, talk -> {
            step.accept(talk);
            talk.back();
        }));
    }
}
