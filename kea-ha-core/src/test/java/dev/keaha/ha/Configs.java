package dev.keaha.ha;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;

/** Configurations that tests begin with. */
final class Configs {

    /** The specification's example: a load-balancing trio that takes a lost partner for down at once. */
    static final JsonObject TRIO = Json.parseObject("""
            {
              "this-server-name": "server1",
              "mode": "load-balancing",
              "heartbeat-delay": 1000,
              "max-response-delay": 10000,
              "max-ack-delay": 5000,
              "max-unacked-clients": 0,
              "peers": [
                {"name": "server1", "url": "http://192.0.2.1:8001/", "role": "primary", "auto-failover": true},
                {"name": "server2", "url": "http://192.0.2.2:8001/", "role": "secondary", "auto-failover": true},
                {"name": "server3", "url": "http://192.0.2.3:8001/", "role": "backup", "auto-failover": false}
              ]
            }""");

    /** A hot-standby pair with nothing but what is required. */
    static final JsonObject PAIR = Json.parseObject("""
            {
              "this-server-name": "server1",
              "mode": "hot-standby",
              "peers": [
                {"name": "server1", "url": "http://192.0.2.1:8001/", "role": "primary"},
                {"name": "server2", "url": "http://192.0.2.2:8001/", "role": "standby"}
              ]
            }""");

    private Configs() {}

    /** A DHCPv4 server with these relationships, lease_cmds loaded first. */
    static KeaConfig with(JsonObject... relationships) {
        return with(DhcpService.DHCP4, "/usr/lib/x86_64-linux-gnu/kea/hooks/", Json.array((Object[]) relationships));
    }

    static KeaConfig with(DhcpService service, String directory, JsonArray relationships) {
        return KeaConfig.of(
                service,
                Json.object(
                        "hooks-libraries",
                        Json.array(
                                Json.object("library", directory + "libdhcp_lease_cmds.so"),
                                Json.object(
                                        "library",
                                        directory + "libdhcp_ha.so",
                                        "parameters",
                                        Json.object("high-availability", relationships)))));
    }
}
