package dev.keaha.testkit.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.DhcpService;
import dev.keaha.config.Finding;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaLint;
import dev.keaha.json.Json;
import dev.keaha.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lint refuses exactly what real Kea refused, by the record of what it said. */
class RecordedVerdictsTest {

    /** Seed and count are those of the record. */
    private static final List<JsonValue> CASES = HaCases.of(2026, 6000);

    /** One line of the record. */
    record Recorded(KeaVersion version, DhcpService service, String verdicts) {

        boolean refused(int index) {
            return (Character.digit(verdicts.charAt(index / 4), 16) >> (3 - index % 4) & 1) == 1;
        }

        int count() {
            return 4 * verdicts.length();
        }

        @Override
        public String toString() {
            return version + " " + service;
        }
    }

    static List<Recorded> recorded() throws IOException {
        List<Recorded> all = new ArrayList<>();
        try (InputStream in = RecordedVerdictsTest.class.getResourceAsStream("kea-verdicts.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.startsWith("#")) {
                    String[] words = line.split(" ");
                    all.add(new Recorded(
                            KeaVersion.parse(words[0]), DhcpService.of(words[1]).orElseThrow(), words[2]));
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void lintAgreesWithKea(Recorded recorded) {
        assertThat(recorded.count()).isEqualTo(CASES.size());
        List<String> disagreements = new ArrayList<>();
        for (int i = 0; i < CASES.size(); i++) {
            boolean refused = refuses(recorded.version(), recorded.service(), CASES.get(i));
            if (refused != recorded.refused(i)) {
                disagreements.add((refused ? "only lint refuses " : "only Kea refuses ") + CASES.get(i));
            }
        }
        assertThat(disagreements).isEmpty();
    }

    @Test
    void theCasesAreThoseThatWereRecorded() {
        assertThat(Json.value(CASES).fingerprint()).hasToString("f3d183824971443dcfa8a8a1de29a7c0");
    }

    @Test
    void theRecordHoldsBothVerdictsInNumber() throws IOException {
        assertThat(recorded()).hasSize(6).allSatisfy(recorded -> {
            long refused = IntStream.range(0, recorded.count())
                    .filter(recorded::refused)
                    .count();
            assertThat(recorded.count()).isGreaterThanOrEqualTo(3000);
            assertThat(refused).isBetween(500L, recorded.count() - 500L);
        });
    }

    static boolean refuses(KeaVersion version, DhcpService service, JsonValue relationships) {
        return HaLint.check(config(service, relationships), version).stream()
                .anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }

    static KeaConfig config(DhcpService service, JsonValue relationships) {
        return KeaConfig.of(
                service,
                Json.object(
                        "hooks-libraries",
                        Json.array(Json.object(
                                "library",
                                "/usr/lib/x86_64-linux-gnu/kea/hooks/libdhcp_ha.so",
                                "parameters",
                                Json.object("high-availability", relationships)))));
    }
}
