package dev.keaha.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.DhcpService;
import dev.keaha.ha.HaMode;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fake answers as real Kea did, but for the differences that docs/testkit.md lists; those must be real ones. */
class ContractTest {

    private static final Map<String, String> VERSIONS = Map.of("2.2", "2.2.0", "2.6", "2.6.3", "3.0", "3.0.4");

    @ParameterizedTest
    @CsvSource({"2.2,DHCP4", "2.2,DHCP6", "2.6,DHCP4", "2.6,DHCP6", "3.0,DHCP4", "3.0,DHCP6"})
    void theFakeAnswersAsRealKeaDid(String generation, DhcpService service) {
        Recording recording = Recording.read(Recording.name(generation, service, "commands"));
        KnownDifferences known = KnownDifferences.read();
        Map<String, String> differences = new LinkedHashMap<>();
        List<Case> cases;
        try (FakeSubject kea =
                FakeSubject.start(VERSIONS.get(generation), Setting.of(service, HaMode.LOAD_BALANCING))) {
            cases = CommandCases.of(service, kea.version());
            JsonObject base = kea.file("server1");
            // nobody else touches server1
            kea.kill("server2");
            for (Case one : cases) {
                Optional<JsonArray> real = recording.heard(one.name());
                Talk talk = new Talk(kea, base);
                one.body().accept(talk);
                if (real.isEmpty() || !real.get().equals(talk.heard())) {
                    differences.put(one.name(), Difference.of(real, talk.heard()));
                }
            }
        }
        List<String> unlisted = new ArrayList<>();
        differences.forEach((name, text) -> {
            if (!known.covers(generation, service, name)) {
                unlisted.add(name + text);
            }
        });
        List<String> listedButEqual = cases.stream()
                .map(Case::name)
                .filter(name -> known.covers(generation, service, name) && !differences.containsKey(name))
                .toList();
        System.out.println("Kea " + generation + " " + service + ": " + cases.size() + " cases, " + differences.size()
                + " differences, all of them listed: " + unlisted.isEmpty());
        assertThat(cases).hasSizeGreaterThanOrEqualTo(250).hasSize(recording.size());
        assertThat(unlisted).isEmpty();
        assertThat(listedButEqual)
                .as("listed in docs/testkit.md, but there is no difference")
                .isEmpty();
    }

    @Test
    void theListOfDifferencesIsReadable() {
        assertThat(KnownDifferences.read().rows())
                .allSatisfy(row -> assertThat(row.why()).isNotBlank());
    }
}
