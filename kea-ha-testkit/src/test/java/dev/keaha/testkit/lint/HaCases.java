package dev.keaha.testkit.lint;

import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * HA configurations that are good, and broken in every way that Kea looks at: alone, in pairs and at random. The same seed
 * gives the same cases in the same order for ever, since what real Kea said of them is recorded.
 */
final class HaCases {

    /** Values that are wrong somewhere, right elsewhere. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-1",
            "1",
            "65535",
            "65536",
            "4294967295",
            "4294967296",
            "1.0",
            "1e3",
            "1.5",
            "9223372036854775807",
            "9223372036854775808",
            "\"\"",
            "\" \"",
            "\"server1\"",
            "\" server1 \"",
            "\"x:y\"",
            "\"true\"",
            "\"10\"",
            "[]",
            "{}",
            "[null]",
            "[{}]");

    private static final List<String> URLS = List.of(
            "http://127.0.0.1:47001/",
            "http://127.0.0.1",
            "http://127.0.0.1/",
            "http://127.0.0.1:47001",
            "http://[::1]:47001/",
            "http://[::1]",
            "http://[127.0.0.1]:47001/",
            "http://[::1]x",
            "http://[::1%lo]:1/",
            "http://localhost:47001/",
            "http://127.0.0.1:x/",
            "http://127.0.0.1:/",
            "http://127.0.0.1:",
            "http://127.0.0.1:70000/",
            "http://127.0.0.1:-1/",
            "http://127.0.0.1:+1/",
            "http://127.0.0.1:4294967295/",
            "http://127.0.0.1:4294967296/",
            "http://127.0.0.1:-4294967296/",
            "http://127.0.0.1:00000080/",
            "http://127.0.0.1: 80/",
            "http://127.0.0.1:80 /",
            "http://127.0.0.1:0x50/",
            "http://127.0.0.01/",
            "http://127.0.0/",
            "http://127.1/",
            "http://256.0.0.1/",
            "http://127.0.0.1./",
            "http:// 127.0.0.1/",
            "http://",
            "http:///",
            "http://:80/",
            "http://[]/",
            "http://[::1/",
            "http://::1/",
            "http://[::1::]/",
            "http://[1::2::3]/",
            "http://[1:2:3:4:5:6:7:8]/",
            "http://[1:2:3:4:5:6:7::]/",
            "http://[::2:3:4:5:6:7:8]/",
            "http://[1:2:3:4:5:6:7:8::]/",
            "http://[1:2:3:4:5:6:7]/",
            "http://[::ffff:1.2.3.4]/",
            "http://[1.2.3.4::]/",
            "http://[::12345]/",
            "http://[::g]/",
            "http://[1:2:3:4:5:6:1.2.3.4]/",
            "http://[1:2:3:4:5:6:7:1.2.3.4]/",
            "http://[:1::]/",
            "http://[1::1:]/",
            "http://[:::]/",
            "HTTP://127.0.0.1/",
            "ftp://127.0.0.1/",
            "//127.0.0.1/",
            "127.0.0.1:8000",
            ":",
            "",
            "http:/127.0.0.1/",
            "http:127.0.0.1",
            "https://127.0.0.1:47001/",
            "https://[::1]/",
            "https://x",
            "https:/",
            "http://user:pw@127.0.0.1/",
            "http://127.0.0.1/a:b",
            "http://127.0.0.1/a/b?c#d",
            "http://127.0.0.1:80/a:b",
            "http://127.0.0.1?x");

    private static final List<String> FLAGS = List.of(
            "send-lease-updates", "sync-leases", "wait-backup-ack", "require-client-certs", "restrict-commands");
    private static final List<String> NUMBERS = List.of(
            "heartbeat-delay",
            "max-response-delay",
            "max-ack-delay",
            "max-unacked-clients",
            "delayed-updates-limit",
            "max-rejected-lease-updates",
            "sync-timeout",
            "sync-page-limit");
    private static final List<String> TEXTS =
            List.of("this-server-name", "mode", "trust-anchor", "cert-file", "key-file");
    private static final List<String> PEER_TEXTS = List.of(
            "name", "url", "role", "trust-anchor", "cert-file", "key-file", "basic-auth-user", "basic-auth-password");

    private final Map<String, UnaryOperator<JsonArray>> breaks = new LinkedHashMap<>();

    private HaCases() {}

    /** Some cases, each the list of relationships that stands under {@code high-availability}. */
    static List<JsonValue> of(long seed, int count) {
        HaCases cases = new HaCases();
        cases.describe();
        List<UnaryOperator<JsonArray>> all = List.copyOf(cases.breaks.values());
        List<JsonValue> made = new ArrayList<>();
        for (JsonArray base : bases()) {
            made.add(base);
            all.forEach(one -> made.add(one.apply(base)));
        }
        for (String odd : VALUES) {
            made.add(Json.parse(odd));
            made.add(Json.array(Json.parse(odd)));
        }
        SplittableRandom random = new SplittableRandom(seed);
        while (made.size() < count) {
            JsonArray list = bases().get(random.nextInt(bases().size()));
            for (int n = 2 + random.nextInt(2); n > 0; n--) {
                list = all.get(random.nextInt(all.size())).apply(list);
            }
            made.add(list);
        }
        return List.copyOf(made.subList(0, count));
    }

    /** Good ones of every mode, a trio and a hub among them. */
    private static List<JsonArray> bases() {
        return List.of(
                Json.array(relationship("load-balancing", "server", "primary", "secondary")),
                Json.array(relationship("load-balancing", "server", "primary", "secondary", "backup", "backup")),
                Json.array(relationship("hot-standby", "server", "primary", "standby")),
                Json.array(relationship("hot-standby", "server", "primary", "standby", "backup")),
                Json.array(relationship("passive-backup", "server", "primary", "backup")),
                Json.array(relationship("passive-backup", "server", "primary")),
                Json.array(
                        relationship("hot-standby", "server", "primary", "standby"),
                        relationship("hot-standby", "other", "primary", "standby")));
    }

    /** No listener and no threads: whether a port is free is not what is judged. */
    private static JsonObject relationship(String mode, String prefix, String... roles) {
        List<JsonValue> peers = new ArrayList<>();
        for (int i = 0; i < roles.length; i++) {
            String url = "http://127.0.0.1:" + (47001 + i) + "/";
            peers.add(Json.object("name", prefix + (i + 1), "url", url, "role", roles[i]));
        }
        return Json.object(
                "this-server-name",
                prefix + "1",
                "mode",
                mode,
                "multi-threading",
                Json.object("enable-multi-threading", false),
                "peers",
                JsonArray.of(peers));
    }

    private void describe() {
        for (String value : VALUES) {
            JsonValue json = Json.parse(value);
            for (List<String> names :
                    List.of(FLAGS, NUMBERS, TEXTS, List.of("peers", "multi-threading", "state-machine", "zz"))) {
                names.forEach(name -> set(name, json));
            }
            PEER_TEXTS.forEach(name -> peer(1, name, json));
            peer(0, "auto-failover", json);
            peer(0, "name", json);
            for (String name : List.of("http-listener-threads", "http-client-threads", "http-dedicated-listener")) {
                set("multi-threading", Json.object("enable-multi-threading", false, name, json));
            }
            state(Json.object("state", json));
            state(Json.object("state", "ready", "pause", json));
            set("state-machine", Json.object("states", json));
            set("state-machine", Json.object("states", Json.array(json)));
        }
        TEXTS.forEach(this::remove);
        remove("peers");
        List.of("name", "url", "role").forEach(name -> change("no " + name, 1, peer -> peer.without(name)));
        URLS.forEach(url -> peer(1, "url", Json.value(url)));
        List.of("load-balancing", "hot-standby", "passive-backup").forEach(mode -> set("mode", Json.value(mode)));
        for (int index = 0; index < 3; index++) {
            for (String role : List.of("primary", "secondary", "standby", "backup", "Primary", "")) {
                peer(index, "role", Json.value(role));
            }
        }
        List.of("server1", "server2", "server3", "server9", "Server1", " server2\t", "\nserver1", "\rserver1")
                .forEach(name -> {
                    set("this-server-name", Json.value(name));
                    peer(1, "name", Json.value(name));
                });
        List.of("waiting", "unavailable", "hot-standby", "backup", "nowhere")
                .forEach(state -> state(Json.object("state", state, "pause", "once")));
        List.of("once", "always", "never", "ONCE")
                .forEach(pause -> state(Json.object("state", "ready", "pause", pause)));
        set(
                "state-machine",
                Json.object("states", Json.array(Json.object("state", "ready"), Json.object("state", "ready"))));
        set(
                "state-machine",
                Json.object("states", Json.array(Json.object("state", "ready"), Json.object("state", "waiting"))));
        change(
                "file and password",
                1,
                peer -> peer.with("basic-auth-password", Json.value("x"))
                        .with("basic-auth-password-file", Json.value("none")));
        change(
                "user and password",
                1,
                peer -> peer.with("basic-auth-user", Json.value("kea"))
                        .with("basic-auth-password", Json.value("1234")));
        change(
                "no tls here",
                1,
                peer -> peer.with("trust-anchor", Json.value(""))
                        .with("cert-file", Json.value(""))
                        .with("key-file", Json.value("")));
        breaks.put("one more", list -> list.with(relationship("hot-standby", "more", "primary", "standby")));
        breaks.put(
                "one more, balancing",
                list -> list.with(relationship("load-balancing", "more", "primary", "secondary")));
        breaks.put(
                "one more, a name twice",
                list -> list.with(relationship("hot-standby", "server", "primary", "standby")));
        breaks.put("nothing", list -> JsonArray.empty());
    }

    private void state(JsonObject state) {
        set("state-machine", Json.object("states", Json.array(state)));
    }

    private void set(String name, JsonValue value) {
        first(name + " " + value, relationship -> relationship.with(name, value));
    }

    private void remove(String name) {
        first("no " + name, relationship -> relationship.without(name));
    }

    private void peer(int index, String name, JsonValue value) {
        change(name + " " + value, index, peer -> peer.with(name, value));
    }

    private void change(String what, int index, UnaryOperator<JsonObject> change) {
        first(
                "peer " + index + " " + what,
                relationship -> relationship
                        .array("peers")
                        .filter(peers -> peers.size() > index && peers.get(index) instanceof JsonObject)
                        .map(peers -> {
                            List<JsonValue> changed = new ArrayList<>(peers.elements());
                            changed.set(index, change.apply((JsonObject) peers.get(index)));
                            return relationship.with("peers", JsonArray.of(changed));
                        })
                        .orElse(relationship));
    }

    private void first(String what, UnaryOperator<JsonObject> change) {
        breaks.put(what, list -> {
            if (list.size() == 0 || !(list.get(0) instanceof JsonObject relationship)) {
                return list;
            }
            List<JsonValue> changed = new ArrayList<>(list.elements());
            changed.set(0, change.apply(relationship));
            return JsonArray.of(changed);
        });
    }
}
