package dev.keaha.testkit;

import dev.keaha.config.DhcpService;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.PeerRole;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.util.List;
import java.util.Map;

/**
 * The configuration files of a relationship, before the test changes them: two subnets with pools, options and a
 * reservation, and for each server its own name, addresses, interface, sockets and paths.
 */
record FakeConfiguration(
        DhcpService service, HaMode mode, List<FakePeer> peers, Map<String, JsonValue> parameters, List<String> hooks) {

    JsonObject dhcp(FakePeer self) {
        JsonObject unix = Json.object("socket-type", "unix", "socket-name", self.socket());
        JsonObject dhcp = Json.object(
                "interfaces-config", Json.object("interfaces", Json.array("eth-" + self.name())),
                "lease-database",
                        Json.object(
                                "type",
                                "memfile",
                                "persist",
                                true,
                                "name",
                                "/var/lib/kea/" + self.name() + "-leases.csv"),
                "valid-lifetime", 3600,
                "hooks-libraries", libraries(self));
        dhcp = self.hasAgent()
                ? dhcp.with("control-socket", unix)
                : dhcp.with("control-sockets", Json.array(unix, httpSocket(self)));
        String outputs = self.version().atLeast(2, 4, 0) ? "output-options" : "output_options";
        return dhcp.with(service.subnets(), subnets(self))
                .with(
                        "loggers",
                        Json.array(Json.object(
                                "name",
                                "kea-" + service.word(),
                                "severity",
                                "INFO",
                                outputs,
                                Json.array(Json.object("output", "/var/log/kea/" + self.name() + ".log")))));
    }

    private static JsonObject httpSocket(FakePeer self) {
        JsonObject socket =
                Json.object("socket-type", "http", "socket-address", self.host(), "socket-port", self.managementPort());
        // from 3.1 on Kea insists on authentication or TLS
        return self.version().atLeast(3, 1, 0)
                ? socket.with("authentication", Json.object("type", "basic", "realm", "kea", "clients", Json.array()))
                : socket;
    }

    private JsonArray libraries(FakePeer self) {
        JsonArray libraries = Json.array(
                library("lease_cmds"),
                library("ha").with("parameters", Json.object("high-availability", Json.array(relationship(self)))));
        for (String hook : hooks) {
            libraries = libraries.with(library(hook));
        }
        return libraries;
    }

    private static JsonObject library(String name) {
        return Json.object("library", ConfigRules.HOOKS + "/libdhcp_" + name + ".so");
    }

    private JsonObject relationship(FakePeer self) {
        JsonObject relationship = Json.object("this-server-name", self.name(), "mode", mode.word());
        for (Map.Entry<String, JsonValue> parameter : parameters.entrySet()) {
            relationship = relationship.with(parameter.getKey(), parameter.getValue());
        }
        return relationship.with(
                "peers",
                JsonArray.of(peers.stream()
                        .map(peer -> Json.object(
                                "name", peer.name(),
                                "url", peer.url(),
                                "role", peer.role().word()))
                        .toList()));
    }

    private JsonArray subnets(FakePeer self) {
        return service == DhcpService.DHCP4
                ? Json.array(
                        subnet(self, 1, "192.0.2.0/24", "192.0.2.10 - 192.0.2.99", "192.0.2.100 - 192.0.2.199")
                                .with("option-data", option("routers", "192.0.2.1"))
                                .with("reservations", reservation("ip-address", "192.0.2.200")),
                        subnet(
                                        self,
                                        2,
                                        "198.51.100.0/24",
                                        "198.51.100.10 - 198.51.100.99",
                                        "198.51.100.100 - 198.51.100.199")
                                .with("option-data", option("routers", "198.51.100.1")))
                : Json.array(
                        subnet(self, 1, "2001:db8:1::/64", "2001:db8:1::1:0/112", "2001:db8:1::2:0/112")
                                .with("option-data", option("dns-servers", "2001:db8:1::1"))
                                .with("reservations", reservation("ip-addresses", List.of("2001:db8:1::200"))),
                        subnet(self, 2, "2001:db8:2::/64", "2001:db8:2::1:0/112", "2001:db8:2::2:0/112")
                                .with("option-data", option("dns-servers", "2001:db8:2::1")));
    }

    private static JsonArray option(String name, String data) {
        return Json.array(Json.object("name", name, "data", data));
    }

    private static JsonArray reservation(String kind, Object address) {
        return Json.array(Json.object("hw-address", "1a:1b:1c:1d:1e:1f", kind, address, "hostname", "printer.example"));
    }

    private JsonObject subnet(FakePeer self, int id, String prefix, String first, String second) {
        List<String> scopes = peers.stream()
                .filter(peer -> List.of(PeerRole.PRIMARY, PeerRole.SECONDARY).contains(peer.role()))
                .map(FakePeer::name)
                .toList();
        JsonArray pools = mode.equals(HaMode.LOAD_BALANCING)
                ? Json.array(pool(self, first, scopes.get(0)), pool(self, second, scopes.get(1)))
                : Json.array(Json.object("pool", first), Json.object("pool", second));
        return Json.object("id", id, "subnet", prefix, "pools", pools);
    }

    private static JsonObject pool(FakePeer self, String range, String scope) {
        return self.version().atLeast(2, 7, 4)
                ? Json.object("pool", range, "client-classes", Json.array("HA_" + scope))
                : Json.object("pool", range, "client-class", "HA_" + scope);
    }
}
