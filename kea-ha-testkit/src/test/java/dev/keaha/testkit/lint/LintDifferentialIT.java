package dev.keaha.testkit.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.DhcpService;
import dev.keaha.config.HookLibrary;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaConfigFile;
import dev.keaha.ha.HaMode;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import dev.keaha.testkit.real.Installation;
import dev.keaha.testkit.real.RealKea;
import dev.keaha.testkit.real.RealServer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lint and real Kea judge the same HA configurations, and agree on all of them. */
class LintDifferentialIT {

    /** Its own cases after those that are recorded too; printed with the number compared. */
    private static final long SEED = 2027;

    private static final int COUNT = 3_500;

    static Stream<Arguments> servers() {
        return RealKea.installed().stream()
                .map(Installation::generation)
                .flatMap(generation ->
                        Stream.of(DhcpService.values()).map(service -> Arguments.of(generation, service)));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void lintAgreesWithKea(RealKea.Generation generation, DhcpService service) throws Exception {
        List<JsonValue> cases = HaCases.of(SEED, COUNT);
        RealKea.of(generation, service, HaMode.HOT_STANDBY).run(kea -> {
            RealServer server = kea.server("server1");
            KeaConfig running = KeaConfigFile.read("server1", Files.readString(server.configurationFile()))
                    .config();
            List<String> disagreements = new ArrayList<>();
            for (JsonValue relationships : cases) {
                KeaConfig config = withRelationships(running, relationships);
                JsonObject answer = ControlSocketCommands.send(server, "config-set", config.tree());
                boolean refused = ControlSocketCommands.result(answer) != 0;
                if (refused != RecordedVerdictsTest.refuses(kea.version(), service, relationships)) {
                    disagreements.add((refused ? "only Kea refuses " : "only lint refuses ") + relationships + ": "
                            + answer.text("text").orElse(""));
                }
            }
            System.out.println("Lint and Kea " + kea.version() + " " + service + " compared on " + cases.size()
                    + " HA configurations of seed " + SEED + ": " + disagreements.size() + " disagreements");
            assertThat(disagreements).isEmpty();
        });
    }

    /** The configuration with the HA hook alone, so that nothing else is asked of Kea. */
    private static KeaConfig withRelationships(KeaConfig config, JsonValue relationships) {
        String library = config.hookLibrary(HookLibrary.HA).orElseThrow().library();
        return config.with(dhcp -> dhcp.with(
                "hooks-libraries",
                Json.array(Json.object(
                        "library", library, "parameters", Json.object("high-availability", relationships)))));
    }
}
