package dev.keaha.testkit.real;

import dev.keaha.config.DhcpService;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.PeerRole;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration files of a relationship, before the test changes them: two subnets, no network interface, memfile
 * leases, and for each server its own name, addresses, sockets and paths.
 */
record RelationshipConfiguration(
        Installation installation,
        DhcpService service,
        HaMode mode,
        List<PeerLayout> peers,
        Duration heartbeatDelay,
        Duration maxResponseDelay,
        List<String> hooks,
        @Nullable Credentials credentials) {

    private RealKea.Generation generation() {
        return installation.generation();
    }

    /** The relationship as {@code self} has it. */
    JsonObject relationship(PeerLayout self) {
        JsonArray all = JsonArray.empty();
        for (PeerLayout peer : peers) {
            JsonObject entry = Json.object(
                    "name", peer.name(),
                    "url", peer.peerUrl().toString(),
                    "role", peer.role().word());
            // only a Control Agent asks its peers who they are
            if (credentials != null && peer.peerUrl().equals(peer.agent())) {
                entry = entry.with("basic-auth-user", Json.value(credentials.user()))
                        .with("basic-auth-password", Json.value(credentials.password()));
            }
            all = all.with(entry);
        }
        return Json.object(
                "this-server-name", self.name(),
                "mode", mode.word(),
                "heartbeat-delay", heartbeatDelay.toMillis(),
                "max-response-delay", maxResponseDelay.toMillis(),
                "max-unacked-clients", 0,
                "peers", all);
    }

    /** The {@code Dhcp4} or {@code Dhcp6} object of {@code self}. */
    JsonObject daemon(PeerLayout self, JsonObject relationship) {
        JsonArray libraries = Json.array(
                Json.object("library", installation.hook("lease_cmds")),
                Json.object(
                        "library",
                        installation.hook("ha"),
                        "parameters",
                        Json.object("high-availability", Json.array(relationship))));
        for (String hook : hooks) {
            libraries = libraries.with(Json.object("library", installation.hook(hook)));
        }
        JsonObject unix = unixSocket(self);
        JsonObject dhcp = Json.object(
                "interfaces-config", Json.object("interfaces", Json.array()),
                "lease-database",
                        Json.object("type", "memfile", "persist", true, "name", self.inside(PeerLayout.LEASES)));
        dhcp = generation().hasHttpSocket()
                ? dhcp.with("control-sockets", Json.array(unix, httpSocket(self.endpoint())))
                : dhcp.with("control-socket", unix);
        if (service == DhcpService.DHCP6) {
            // each makes its own DUID; the usual kind needs a network interface other than loopback
            dhcp = dhcp.with("server-id", Json.object("type", "EN"));
            if (generation() == RealKea.Generation.V2_2) {
                // where it keeps the DUID; the later generations take that from the environment
                dhcp = dhcp.with("data-directory", Json.value(self.inside()));
            }
        }
        return dhcp.with("hooks-libraries", libraries)
                .with("valid-lifetime", Json.value(3600))
                .with(service.subnets(), subnets())
                .with("loggers", loggers("kea-" + service.word(), self.inside(PeerLayout.DAEMON_LOG)));
    }

    /** The {@code Control-agent} object of {@code self}. */
    JsonObject agent(PeerLayout self, URI agent) {
        JsonObject configuration = Json.object(
                "http-host", agent.getHost(),
                "http-port", agent.getPort(),
                "control-sockets", Json.object(service.word(), unixSocket(self)),
                "loggers", loggers("kea-ctrl-agent", self.inside(PeerLayout.AGENT_LOG)));
        return credentials == null ? configuration : configuration.with("authentication", credentials.authentication());
    }

    private static JsonObject unixSocket(PeerLayout self) {
        return Json.object("socket-type", "unix", "socket-name", self.inside(PeerLayout.SOCKET));
    }

    private JsonObject httpSocket(URI endpoint) {
        JsonObject socket = Json.object(
                "socket-type", "http", "socket-address", endpoint.getHost(), "socket-port", endpoint.getPort());
        return credentials == null ? socket : socket.with("authentication", credentials.authentication());
    }

    private JsonArray subnets() {
        return service == DhcpService.DHCP4
                ? Json.array(
                        subnet(1, "192.0.2.0/24", "192.0.2.10 - 192.0.2.99", "192.0.2.100 - 192.0.2.199"),
                        subnet(
                                2,
                                "198.51.100.0/24",
                                "198.51.100.10 - 198.51.100.99",
                                "198.51.100.100 - 198.51.100.199"))
                : Json.array(
                        subnet(1, "2001:db8:1::/64", "2001:db8:1::1:0/112", "2001:db8:1::2:0/112"),
                        subnet(2, "2001:db8:2::/64", "2001:db8:2::1:0/112", "2001:db8:2::2:0/112"));
    }

    private JsonObject subnet(int id, String prefix, String first, String second) {
        List<String> serving = new ArrayList<>();
        for (PeerLayout peer : peers) {
            if (peer.role().equals(PeerRole.PRIMARY) || peer.role().equals(PeerRole.SECONDARY)) {
                serving.add(peer.name());
            }
        }
        JsonArray pools = mode.equals(HaMode.LOAD_BALANCING)
                ? Json.array(pool(first, serving.get(0)), pool(second, serving.get(1)))
                : Json.array(Json.object("pool", first), Json.object("pool", second));
        return Json.object("id", id, "subnet", prefix, "pools", pools);
    }

    private JsonObject pool(String range, String server) {
        String scope = "HA_" + server;
        JsonValue classes = Json.array(scope);
        return generation() == RealKea.Generation.V3_0
                ? Json.object("pool", range, "client-classes", classes)
                : Json.object("pool", range, "client-class", scope);
    }

    private JsonArray loggers(String name, String file) {
        String options = generation() == RealKea.Generation.V2_2 ? "output_options" : "output-options";
        return Json.array(
                Json.object("name", name, "severity", "INFO", options, Json.array(Json.object("output", file))));
    }
}
