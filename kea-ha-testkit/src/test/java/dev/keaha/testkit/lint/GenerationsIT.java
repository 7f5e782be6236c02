package dev.keaha.testkit.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaConfigFile;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaMode;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import dev.keaha.replication.ConfigDiff;
import dev.keaha.replication.LocalSettings;
import dev.keaha.replication.Overlay;
import dev.keaha.testkit.real.Installation;
import dev.keaha.testkit.real.RealKea;
import dev.keaha.testkit.real.RealServer;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Configurations with everything switched on, brought from each generation of real Kea to each other one. */
class GenerationsIT {

    private record Running(KeaVersion version, KeaConfig config) {}

    static Stream<Arguments> servers() {
        List<Installation> all = RealKea.installed();
        return Stream.of(DhcpService.values())
                .flatMap(service -> all.stream().map(target -> Arguments.of(service, target)));
    }

    /** What a server of each generation shows, with all keys of that generation. */
    private static Map<RealKea.Generation, Running> sources(DhcpService service) throws Exception {
        Map<RealKea.Generation, Running> sources = new EnumMap<>(RealKea.Generation.class);
        for (Installation installation : RealKea.installed()) {
            RealKea.of(installation.generation(), service, HaMode.HOT_STANDBY).run(kea -> {
                RealServer server = kea.server("server1");
                set(server, RunningConfigIT.withAllKeys(written(server), installation));
                sources.put(installation.generation(), new Running(kea.version(), running(server)));
            });
        }
        return sources;
    }

    @ParameterizedTest
    @MethodSource("servers")
    void areTakenAsTheyWereMeant(DhcpService service, Installation target) throws Exception {
        Map<RealKea.Generation, Running> sources = sources(service);
        RealKea.of(target.generation(), service, HaMode.HOT_STANDBY).run(kea -> {
            RealServer server = kea.server("server2");
            KeaConfig own = running(server);
            for (Running source : sources.values()) {
                KeaConfig shared = unguarded(inRelationshipOf(own, source.config()));
                if (target.generation() == RealKea.Generation.V2_2) {
                    // it takes this, and never shows it
                    shared = shared.with(dhcp -> dhcp.without("compatibility"));
                }
                Overlay overlay =
                        LocalSettings.DEFAULT.overlay(shared, source.version(), own, kea.version(), "server2");
                assertThat(overlay.refusals()).isEmpty();

                set(server, overlay.config());

                String what = source.version() + " -> " + kea.version();
                KeaConfig taken = running(server);
                assertThat(ConfigDiff.between(overlay.config(), taken).differences())
                        .as("%s: nothing that was sent is gone or another value", what)
                        .allMatch(difference -> difference.change().from() == null);
                Overlay again =
                        LocalSettings.DEFAULT.overlay(shared, source.version(), taken, kea.version(), "server2");
                assertThat(ConfigDiff.between(again.config(), taken).toString().lines())
                        .as("%s: nothing is left to be sent", what)
                        .isEmpty();
                assertThat(local(taken)).as("%s: what is local", what).isEqualTo(local(own));
                JsonObject commands = ControlSocketCommands.send(server, "list-commands", JsonObject.empty());
                assertThat(commands.array("arguments").orElseThrow().texts())
                        .as("%s: HA is loaded", what)
                        .contains("ha-heartbeat");
            }
        });
    }

    /** What the peer keeps, as far as these servers have it. */
    private static JsonObject local(KeaConfig config) {
        JsonObject local = JsonObject.empty();
        for (String name :
                List.of("control-socket", "control-sockets", "interfaces-config", "lease-database", "server-id")) {
            local = config.dhcp().has(name) ? local.with(name, config.dhcp().get(name)) : local;
        }
        JsonObject logger = config.dhcp()
                .array("loggers")
                .orElseThrow()
                .objects()
                .findFirst()
                .orElseThrow();
        return local.with("logger", logger.without("severity").without("debuglevel"))
                .with(
                        "libraries",
                        Json.value(config.hookLibraries().stream()
                                .map(library -> library.library())
                                .toList()));
    }

    /** The servers of two relationships have different addresses; in one relationship they have the same. */
    private static KeaConfig inRelationshipOf(KeaConfig own, KeaConfig source) {
        return source.with(dhcp -> dhcp.with("hooks-libraries", own.dhcp().get("hooks-libraries")));
    }

    /** Options for some classes only have no equal before 3.0, and are refused there. */
    private static KeaConfig unguarded(KeaConfig config) {
        return config.with(dhcp -> dhcp.withArray(
                "option-data", options -> options.map(option -> ((JsonObject) option).without("client-classes"))));
    }

    private static KeaConfig written(RealServer server) throws Exception {
        return KeaConfigFile.read(server.toString(), Files.readString(server.configurationFile()))
                .config();
    }

    private static KeaConfig running(RealServer server) throws Exception {
        return KeaConfig.of(ControlSocketCommands.send(server, "config-get", JsonObject.empty())
                .object("arguments")
                .orElseThrow());
    }

    private static void set(RealServer server, KeaConfig config) throws Exception {
        JsonObject answer = ControlSocketCommands.send(server, "config-set", config.tree());
        assertThat(ControlSocketCommands.result(answer)).as("%s", answer).isZero();
    }
}
