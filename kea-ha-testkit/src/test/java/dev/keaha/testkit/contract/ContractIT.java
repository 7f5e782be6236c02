package dev.keaha.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.DhcpService;
import dev.keaha.ha.HaMode;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.testkit.real.Installation;
import dev.keaha.testkit.real.RealKea;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Real Kea answers as it is recorded; {@link ContractTest} holds the fake against the same recording. */
class ContractIT {

    private static final boolean RECORD = Boolean.getBoolean("contract.record");
    private static final int TRIES = 3;

    @TestFactory
    Stream<DynamicTest> realKeaAnswersAsItIsRecorded() {
        ExecutorService executor = Executors.newFixedThreadPool(6);
        List<DynamicTest> tests = new ArrayList<>();
        for (Installation installation : RealKea.installed()) {
            for (DhcpService service : DhcpService.values()) {
                String name = Recording.name(installation.generation().number(), service, "commands");
                Future<Map<String, JsonArray>> heard = executor.submit(() -> hear(installation, service));
                tests.add(DynamicTest.dynamicTest(name, () -> compare(name, heard.get())));
            }
        }
        executor.shutdown();
        return tests.stream();
    }

    private static Map<String, JsonArray> hear(Installation installation, DhcpService service) {
        Setting setting = Setting.of(service, HaMode.LOAD_BALANCING);
        try (RealSubject kea = RealSubject.start(installation.generation(), setting)) {
            Map<String, JsonArray> heard = new TreeMap<>();
            Optional<Recording> recording = RECORD
                    ? Optional.empty()
                    : Optional.of(Recording.read(
                            Recording.name(installation.generation().number(), service, "commands")));
            JsonObject base = kea.file("server1");
            // nobody else touches server1
            kea.kill("server2");
            for (Case one : CommandCases.of(service, kea.version())) {
                // Kea closes a connection right behind some refusals, and the answer may be lost with it
                for (int i = 0; i < TRIES && (i == 0 || isOther(recording, one.name(), heard)); i++) {
                    Talk talk = new Talk(kea, base);
                    one.body().accept(talk);
                    heard.put(one.name(), talk.heard());
                }
            }
            return heard;
        }
    }

    private static boolean isOther(Optional<Recording> recording, String name, Map<String, JsonArray> heard) {
        return recording
                .filter(recorded -> !recorded.heard(name).equals(Optional.of(heard.get(name))))
                .isPresent();
    }

    private static void compare(String name, Map<String, JsonArray> heard) {
        if (RECORD) {
            Recording.write(name, heard);
            return;
        }
        Recording recording = Recording.read(name);
        List<String> differences = new ArrayList<>();
        heard.forEach((one, now) -> {
            if (!recording.heard(one).filter(now::equals).isPresent()) {
                differences.add(one + "\n  recorded " + recording.heard(one) + "\n  now " + now);
            }
        });
        System.out.println(name + ": " + heard.size() + " cases, " + differences.size() + " differences");
        assertThat(differences).isEmpty();
    }
}
