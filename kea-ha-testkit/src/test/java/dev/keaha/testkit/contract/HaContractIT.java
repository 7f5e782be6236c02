package dev.keaha.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.DhcpService;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.testkit.real.Installation;
import dev.keaha.testkit.real.RealKea;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Real Kea goes through its states as it is recorded; {@link HaContractTest} holds the fake against the same. What
 * differs is played again, since a busy machine can keep a server from its heartbeat.
 */
@EnabledIf(value = "isNight", disabledReason = "Takes minutes and a quiet machine: profile nightly")
class HaContractIT {

    private static final boolean RECORD = Boolean.getBoolean("contract.record");
    /** A regular expression: the scenarios that are played. */
    private static final String ONLY = System.getProperty("contract.only", ".*");

    private static final boolean NIGHTLY = RECORD || Boolean.getBoolean("kea.ha.nightly");
    private static final int SIDE_BY_SIDE = 20;
    private static final int TRIES = 3;

    static boolean isNight() {
        return NIGHTLY;
    }

    @TestFactory
    Stream<DynamicTest> realKeaMovesAsItIsRecorded() {
        ExecutorService executor = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        List<DynamicTest> tests = new ArrayList<>();
        for (Installation installation : RealKea.installed()) {
            for (DhcpService service : DhcpService.values()) {
                String name = Recording.name(installation.generation().number(), service, "transitions");
                Map<Scenario, Future<JsonObject>> played = new LinkedHashMap<>();
                for (Scenario one : HaScenarios.of(service)) {
                    if (one.name().matches(ONLY)) {
                        played.put(one, executor.submit(() -> play(installation, service, one)));
                    }
                }
                tests.add(DynamicTest.dynamicTest(name, () -> {
                    executor.shutdown();
                    compare(name, installation, service, played);
                }));
            }
        }
        return tests.stream();
    }

    private static JsonObject play(Installation installation, DhcpService service, Scenario one) {
        Setting setting = new Setting(service, one.mode(), one.parameters());
        try (RealSubject kea = RealSubject.start(installation.generation(), setting)) {
            Stage stage = new Stage(kea, setting);
            one.body().accept(stage);
            return stage.result();
        }
    }

    private static void compare(
            String name, Installation installation, DhcpService service, Map<Scenario, Future<JsonObject>> played)
            throws InterruptedException {
        Recording recording = Recording.read(name);
        Map<String, JsonArray> seen = new TreeMap<>();
        List<String> differences = new ArrayList<>();
        for (Map.Entry<Scenario, Future<JsonObject>> one : played.entrySet()) {
            String scenario = one.getKey().name();
            Optional<String> difference = Optional.empty();
            try {
                JsonObject result = one.getValue().get();
                difference = difference(recording, scenario, result);
                for (int i = 1; i < TRIES && difference.isPresent() && !RECORD; i++) {
                    result = play(installation, service, one.getKey());
                    difference = difference(recording, scenario, result);
                }
                seen.put(scenario, JsonArray.of(List.of(result)));
            } catch (ExecutionException e) {
                difference = Optional.of("\n  " + e.getCause());
            }
            difference.ifPresent(text -> differences.add(scenario + text));
        }
        if (RECORD) {
            Recording.write(name, recording.with(seen));
        }
        System.out.println(name + ": " + seen.size() + " scenarios, " + differences.size() + " differences");
        assertThat(differences).isEmpty();
    }

    private static Optional<String> difference(Recording recording, String scenario, JsonObject result) {
        return recording
                .heard(scenario)
                .map(recorded -> Moves.difference((JsonObject) recorded.get(0), result))
                .orElse(Optional.of("\n  is not recorded"));
    }
}
