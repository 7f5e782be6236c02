package dev.keaha.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.DhcpService;
import dev.keaha.ha.HaMode;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import dev.keaha.testkit.real.RealKea;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hub and spoke on real Kea: server2 is the standby of server1, and under the name of hub that of server3 (B11). */
class HubIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void tellsOfAllRelationshipsOfAHub() throws Exception {
        int port = freePort();
        RealKea.of(RealKea.Generation.V3_0, DhcpService.DHCP4, HaMode.HOT_STANDBY)
                .backups(1)
                .configuration("server1", dhcp -> in(dhcp, first(dhcp, "server1")))
                .configuration("server2", dhcp -> in(dhcp, first(dhcp, "server2"), second(dhcp, "hub", port)))
                .configuration("server3", dhcp -> in(dhcp, second(dhcp, "server3", port)))
                .run(this::live);
    }

    /** A hub listens for each relationship's partners on a port of its own. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void live(RealKea kea) {
        JsonObject well = statusUntil(kea, page -> level(page).equals("full"));
        assertThat(health(well)).isEqualTo("ok");
        assertThat(healths(well)).containsExactly("ok", "ok");

        kea.server("server3").kill();
        JsonObject impaired = statusUntil(kea, page -> level(page).equals("alone"));
        assertThat(health(impaired)).isEqualTo("impaired");
        assertThat(healths(impaired)).containsExactly("ok", "impaired");
        CommandLineRun text = status(kea, "server2");
        assertThat(text.exitCode()).isEqualTo(ExitCode.PART);
        assertThat(text.out())
                .startsWith("Impaired  (dhcp4, one server in 2 relationships)\n"
                        + "Its configuration may be changed: alone. hub is the source, and nobody else can serve its"
                        + " clients.\n\nOK  (dhcp4, hot-standby)\n")
                .contains("\n\nImpaired  (dhcp4, hot-standby)\nSource of truth: hub   Replication: on\n");

        CommandLineRun spoke = status(kea, "server1", "--json");
        assertThat(spoke.exitCode()).as(spoke.out() + spoke.err()).isZero();
        assertThat(spoke.json().names()).containsExactly("service", "health", "relationships");
        assertThat(healths(spoke.json())).containsExactly("ok");
    }

    /** Looks at the hub until it is as wanted. */
    private JsonObject statusUntil(RealKea kea, Predicate<JsonObject> wanted) {
        long end = System.nanoTime() + SOON.toNanos();
        while (true) {
            CommandLineRun run = status(kea, "server2", "--json");
            if (run.exitCode() != ExitCode.ERROR && wanted.test(run.json())) {
                return run.json();
            }
            assertThat(System.nanoTime()).as(run.out() + run.err()).isLessThan(end);
        }
    }

    private CommandLineRun status(RealKea kea, String asked, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("status", kea.server(asked).endpoint().toString(), "--timeout", "5s"));
        arguments.addAll(List.of("--store", directory.resolve("store").toString()));
        Map<String, List<String>> peers = Map.of(
                "server1", List.of("server2"),
                "server2", List.of("server1", "server3"));
        for (String peer : peers.get(asked)) {
            arguments.addAll(List.of("--peer", peer + "=" + kea.server(peer).endpoint()));
        }
        arguments.addAll(List.of(more));
        return CommandLineRun.of(arguments.toArray(String[]::new));
    }

    /** What may be pushed to the hub. */
    private static String level(JsonObject page) {
        return page.object("push").flatMap(push -> push.text("level")).orElse("");
    }

    private static String health(JsonObject page) {
        return page.text("health").orElse("");
    }

    private static List<String> healths(JsonObject page) {
        return page.array("relationships")
                .orElseThrow()
                .objects()
                .map(HubIT::health)
                .toList();
    }

    private static JsonObject first(JsonObject dhcp, String self) {
        return relationship(dhcp, self, peer(dhcp, "server1", "primary"), peer(dhcp, "server2", "standby"));
    }

    private static JsonObject second(JsonObject dhcp, String self, int port) {
        JsonObject hub = peer(dhcp, "server2", "standby");
        URI url = URI.create(hub.text("url").orElseThrow());
        return relationship(
                dhcp,
                self,
                peer(dhcp, "server3", "primary"),
                hub.with("name", Json.value("hub"))
                        .with("url", Json.value("http://" + url.getHost() + ":" + port + "/")));
    }

    private static JsonObject relationship(JsonObject dhcp, String self, JsonObject primary, JsonObject standby) {
        return given(dhcp).with("this-server-name", Json.value(self)).with("peers", Json.array(primary, standby));
    }

    private static JsonObject given(JsonObject dhcp) {
        return parameters(dhcp)
                .array("high-availability")
                .orElseThrow()
                .objects()
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject peer(JsonObject dhcp, String name, String role) {
        return given(dhcp)
                .array("peers")
                .orElseThrow()
                .objects()
                .filter(peer -> peer.text("name").filter(name::equals).isPresent())
                .findFirst()
                .orElseThrow()
                .with("role", Json.value(role));
    }

    private static boolean isHa(JsonValue hook) {
        return hook instanceof JsonObject library
                && library.object("parameters")
                        .filter(parameters -> parameters.has("high-availability"))
                        .isPresent();
    }

    private static JsonObject parameters(JsonObject dhcp) {
        return dhcp.array("hooks-libraries")
                .orElseThrow()
                .objects()
                .filter(HubIT::isHa)
                .findFirst()
                .flatMap(hook -> hook.object("parameters"))
                .orElseThrow();
    }

    private static JsonObject in(JsonObject dhcp, JsonObject... relationships) {
        JsonObject parameters = parameters(dhcp).with("high-availability", Json.array((Object[]) relationships));
        return dhcp.withArray(
                "hooks-libraries",
                (JsonArray hooks) ->
                        hooks.map(hook -> isHa(hook) ? ((JsonObject) hook).with("parameters", parameters) : hook));
    }
}
