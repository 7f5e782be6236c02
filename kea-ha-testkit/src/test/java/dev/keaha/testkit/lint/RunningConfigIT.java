package dev.keaha.testkit.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.ControlAgentConfig;
import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaConfigFile;
import dev.keaha.ha.HaMode;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import dev.keaha.testkit.real.Installation;
import dev.keaha.testkit.real.RealKea;
import dev.keaha.testkit.real.RealServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a running daemon answers goes through the model and back to the daemon, and is the same. */
class RunningConfigIT {

    /** What all-keys.json says of the machine it is for rather than of DHCP. */
    private static final List<String> OF_THE_MACHINE = List.of(
            "interfaces-config",
            "control-socket",
            "control-sockets",
            "lease-database",
            "hosts-database",
            "hosts-databases",
            "config-control",
            "hooks-libraries",
            "loggers",
            "data-directory",
            "server-tag",
            "dhcp4o6-port",
            "comment");

    static Stream<Installation> installed() {
        return RealKea.installed().stream();
    }

    static Stream<Arguments> servers() {
        return RealKea.installed().stream()
                .flatMap(installation ->
                        Stream.of(DhcpService.values()).map(service -> Arguments.of(installation, service)));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void comesBackTheSameWithEverythingSwitchedOn(Installation installation, DhcpService service) throws Exception {
        RealKea.of(installation.generation(), service, HaMode.HOT_STANDBY).run(kea -> {
            RealServer server = kea.server("server1");
            KeaConfig own = KeaConfigFile.read("server1", Files.readString(server.configurationFile()))
                    .config();
            KeaConfig everything = withAllKeys(own, installation);
            JsonObject set = ControlSocketCommands.send(server, "config-set", everything.tree());
            assertThat(ControlSocketCommands.result(set)).as("%s", set).isZero();

            JsonObject first = running(server);
            KeaConfig config = KeaConfig.of(first);
            assertThat(config.unknownKeys(kea.version())).isEmpty();
            KeaConfig typed = service == DhcpService.DHCP4 ? config.with(config.dhcp4()) : config.with(config.dhcp6());
            assertThat(typed.tree().toJson()).isEqualTo(config.tree().toJson());

            JsonObject back = ControlSocketCommands.send(server, "config-set", typed.tree());
            assertThat(ControlSocketCommands.result(back)).as("%s", back).isZero();
            assertThat(running(server)).isEqualTo(first);
        });
    }

    @ParameterizedTest
    @MethodSource("installed")
    void theAgentsOwnIsTypedAndComesBackTheSame(Installation installation) throws Exception {
        RealKea.of(installation.generation(), DhcpService.DHCP4, HaMode.HOT_STANDBY)
                .controlAgents()
                .run(kea -> {
                    RealServer server = kea.server("server1");
                    JsonObject first = runningAgent(server);
                    ControlAgentConfig agent = ControlAgentConfig.of(first);
                    assertThat(agent.unknownKeys(kea.version())).isEmpty();
                    JsonObject typed = agent.with(agent.view()).tree();
                    assertThat(typed.toJson()).isEqualTo(first.without("hash").toJson());

                    JsonObject back = askAgent(server, Json.object("command", "config-set", "arguments", typed));
                    assertThat(ControlSocketCommands.result(back))
                            .as("%s", back)
                            .isZero();
                    assertThat(runningAgent(server)).isEqualTo(first);
                });
    }

    private static JsonObject runningAgent(RealServer server) throws Exception {
        return askAgent(server, Json.object("command", "config-get"))
                .object("arguments")
                .orElseThrow();
    }

    /** What the agent itself answers: a list of one. */
    private static JsonObject askAgent(RealServer server, JsonObject command) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.agentEndpoint().orElseThrow())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(command.toJson()))
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        return Json.parseObject("{\"answers\":" + answer + "}")
                .array("answers")
                .orElseThrow()
                .objects()
                .findFirst()
                .orElseThrow();
    }

    /** The answer with the hash that Kea 2.4 and newer put into it. */
    private static JsonObject running(RealServer server) throws Exception {
        return ControlSocketCommands.send(server, "config-get", JsonObject.empty())
                .object("arguments")
                .orElseThrow();
    }

    static KeaConfig withAllKeys(KeaConfig own, Installation installation) throws Exception {
        String directory = own.service() == DhcpService.DHCP4 ? "kea4" : "kea6";
        Path file = installation.root().resolve("usr/share/doc/kea/examples/" + directory + "/all-keys.json");
        JsonObject all = KeaConfigFile.read(file.toString(), Files.readString(file))
                .config()
                .dhcp();
        for (String name : OF_THE_MACHINE) {
            all = all.without(name);
        }
        JsonObject more = all;
        return own.with(dhcp -> dhcp.patched(more).with("dhcp-ddns", Json.object("enable-updates", false)));
    }
}
