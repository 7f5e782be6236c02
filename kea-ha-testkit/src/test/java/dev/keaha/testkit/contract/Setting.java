package dev.keaha.testkit.contract;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaMode;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How a subject is configured, be it fake or real, apart from what belongs to the machine.
 *
 * @param service DHCPv4 or DHCPv6
 * @param mode how the servers share the work
 * @param parameters of the relationship, beside the timers
 */
record Setting(DhcpService service, HaMode mode, JsonObject parameters) {

    static final Duration HEARTBEAT = Duration.ofSeconds(1);
    static final Duration MAX_RESPONSE = Duration.ofSeconds(4);

    private static final Set<String> OF_THE_MACHINE = Set.of(
            "control-socket",
            "control-sockets",
            "lease-database",
            "loggers",
            "data-directory",
            "hooks-libraries",
            "multi-threading");

    static Setting of(DhcpService service, HaMode mode) {
        return new Setting(service, mode, Json.object("max-unacked-clients", 0));
    }

    List<String> hooks(KeaVersion version) {
        return version.atLeast(3, 0, 0) ? List.of("subnet_cmds", "host_cmds") : List.of();
    }

    /** The configuration of a server: what belongs to the machine stays, the rest is the same everywhere. */
    JsonObject configuration(JsonObject dhcp) {
        Family family = new Family(service);
        JsonObject result = Json.object("interfaces-config", Json.object("interfaces", Json.array()));
        for (String name : dhcp.names()) {
            if (OF_THE_MACHINE.contains(name)) {
                result = result.with(name, java.util.Objects.requireNonNull(dhcp.get(name)));
            }
        }
        boolean scoped = mode.equals(HaMode.LOAD_BALANCING);
        JsonArray subnets = JsonArray.empty();
        for (int id = 1; id <= 2; id++) {
            JsonArray pools = scoped
                    ? Json.array(
                            pool(family.pool(id, 10, 49), "HA_server1"), pool(family.pool(id, 50, 99), "HA_server2"))
                    : Json.array(Json.object("pool", family.pool(id, 10, 99)));
            subnets = subnets.with(family.subnet(id).with("pools", pools));
        }
        return result.with("valid-lifetime", Json.value(3600)).with(family.subnets(), subnets);
    }

    /** {@code client-class} is understood by every version, and shown by 3.0 as {@code client-classes}. */
    private static JsonObject pool(String range, String scope) {
        return Json.object("pool", range, "client-class", scope);
    }
}
