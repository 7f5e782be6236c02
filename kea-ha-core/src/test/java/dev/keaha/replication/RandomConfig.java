package dev.keaha.replication;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.ha.HaMode;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonNumber;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Makes configurations of a server of a load-balancing trio from a seed, and changes them. */
final class RandomConfig {

    private final Random random;

    RandomConfig(long seed) {
        this.random = new Random(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    private boolean sometimes() {
        return random.nextInt(3) == 0;
    }

    /** The shared settings are random, the local ones are the peer's and random as well. */
    KeaConfig config(String peer) {
        JsonObject dhcp = Trio.config(HaMode.LOAD_BALANCING, peer).dhcp();
        dhcp = dhcp.with("subnet4", subnets(0)).with("valid-lifetime", JsonNumber.of(below(3)));
        dhcp = sometimes() ? dhcp.with("shared-networks", networks()) : dhcp;
        dhcp = sometimes() ? dhcp.with("option-data", options(peer)) : dhcp;
        dhcp = sometimes() ? dhcp.with("client-classes", named("class")) : dhcp;
        dhcp = sometimes() ? dhcp.with("loggers", loggers(peer)) : dhcp;
        dhcp = sometimes() ? dhcp.with("dhcp-ddns", own(peer, "sender-ip", "enable-updates")) : dhcp;
        dhcp = sometimes() ? dhcp.with("multi-threading", own(peer, "thread-pool-size", "packet-queue-size")) : dhcp;
        dhcp = sometimes() ? dhcp.without("interfaces-config") : dhcp;
        dhcp = sometimes() ? dhcp.with("hosts-database", Json.object("host", "db-" + peer)) : dhcp;
        dhcp = sometimes() ? dhcp.withArray("hooks-libraries", hooks -> shuffled(hooks.with(hook(peer)))) : dhcp;
        return KeaConfig.of(DhcpService.DHCP4, dhcp);
    }

    /** Some of its settings are those of another configuration, at any depth. */
    KeaConfig edited(KeaConfig config) {
        return KeaConfig.of(config.service(), (JsonObject)
                mixed(config.dhcp(), config(Trio.PRIMARY).dhcp()));
    }

    private JsonValue mixed(JsonValue one, JsonValue other) {
        if (one instanceof JsonObject a && other instanceof JsonObject b) {
            JsonObject result = a;
            for (String name : b.names()) {
                JsonValue old = a.get(name);
                JsonValue now = java.util.Objects.requireNonNull(b.get(name));
                if (below(4) == 0 && !name.equals("id")) {
                    result = result.with(name, old == null ? now : mixed(old, now));
                }
            }
            for (String name : a.names()) {
                result = below(40) == 0 && !name.equals("id") ? result.without(name) : result;
            }
            return result;
        }
        if (one instanceof JsonArray a && other instanceof JsonArray b && !b.equals(JsonArray.empty())) {
            return switch (below(4)) {
                case 0 -> shuffled(a);
                case 1 -> a.without(element -> below(3) == 0);
                case 2 -> mixedByKey(a, b);
                default -> a.map(element -> sometimes() ? mixed(element, b.get(below(b.size()))) : element);
            };
        }
        return other;
    }

    /** Elements of both, none of them twice. */
    private JsonArray mixedByKey(JsonArray one, JsonArray other) {
        JsonArray result = one;
        for (JsonValue element : other) {
            String key = key(element);
            if (one.elements().stream().noneMatch(own -> key(own).equals(key)) && sometimes()) {
                result = result.with(element);
            }
        }
        return sometimes() ? shuffled(result) : result;
    }

    private static String key(JsonValue element) {
        if (!(element instanceof JsonObject object)) {
            return element.toJson();
        }
        for (String name : List.of("id", "name", "pool", "hw-address", "library")) {
            if (object.has(name)) {
                return String.valueOf(object.get(name)).replaceAll(".*/", "");
            }
        }
        return element.toJson();
    }

    private JsonObject hook(String peer) {
        return switch (below(3)) {
            case 0 -> Json.object("library", "/" + peer + "/libdhcp_mysql.so");
            case 1 ->
                Json.object("library", "/" + peer + "/libdhcp_run_script.so", "parameters", own(peer, "name", "sync"));
            default -> Json.object("library", "/" + peer + "/libdhcp_stat_cmds.so");
        };
    }

    private JsonObject own(String peer, String local, String shared) {
        JsonObject object = sometimes() ? JsonObject.empty() : Json.object(local, local + "-" + peer);
        return object.with(shared, JsonNumber.of(below(2)));
    }

    private JsonArray subnets(int from) {
        return each(from, id -> {
            JsonObject subnet = Json.object("id", id, "subnet", "10.0." + id + ".0/24");
            subnet = sometimes() ? subnet.with("interface", new JsonString("eth" + below(3))) : subnet;
            subnet = sometimes() ? subnet.with("option-data", options("subnet" + below(2))) : subnet;
            subnet = sometimes() ? subnet.with("reservations", reservations()) : subnet;
            return sometimes() ? subnet.with("pools", Json.array(Json.object("pool", "10.0." + id + ".1-9"))) : subnet;
        });
    }

    private JsonArray networks() {
        return each(
                0,
                id -> Json.object(
                        "name", "net" + id, "interface", "eth" + below(3), "subnet4", subnets(100 + id * 20)));
    }

    private JsonArray reservations() {
        return each(0, id -> Json.object("hw-address", "aa:00:00:00:00:0" + id % 10, "hostname", "h" + below(2)));
    }

    private JsonArray options(String peer) {
        JsonArray options = each(0, id -> Json.object("name", "option" + id, "data", "d" + below(2)));
        return sometimes()
                ? options.with(Json.object("name", "dhcp-server-identifier", "data", "address-of-" + peer))
                : options;
    }

    private JsonArray named(String prefix) {
        return each(0, id -> Json.object("name", prefix + id, "test", "t" + below(2)));
    }

    private JsonArray loggers(String peer) {
        return each(
                0,
                id -> Json.object(
                        "name",
                        "logger" + id,
                        "severity",
                        "s" + below(2),
                        "output-options",
                        Json.array("file-" + peer)));
    }

    private JsonArray each(int from, java.util.function.IntFunction<JsonObject> make) {
        TreeSet<Integer> ids = new TreeSet<>();
        for (int n = below(5); n > 0; n--) {
            ids.add(from + below(7));
        }
        List<JsonValue> elements = new ArrayList<>();
        ids.forEach(id -> elements.add(make.apply(id)));
        return shuffled(JsonArray.of(elements));
    }

    private JsonArray shuffled(JsonArray array) {
        List<JsonValue> elements = new ArrayList<>(array.elements());
        Collections.shuffle(elements, random);
        return JsonArray.of(elements);
    }
}
