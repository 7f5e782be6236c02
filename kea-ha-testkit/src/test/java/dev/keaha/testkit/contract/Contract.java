package dev.keaha.testkit.contract;

import dev.keaha.config.DhcpService;
import dev.keaha.ha.HaMode;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds the fake against what is recorded of real Kea. */
final class Contract {

    private static final Map<String, String> VERSIONS = Map.of("2.2", "2.2.0", "2.6", "2.6.3", "3.0", "3.0.4");

    private final String generation;
    private final DhcpService service;
    private final KnownDifferences known = KnownDifferences.read();
    private final boolean toTheEnd;
    private final Map<String, String> differences = new LinkedHashMap<>();
    private int tried;

    private Contract(String generation, DhcpService service, boolean toTheEnd) {
        this.generation = generation;
        this.service = service;
        this.toTheEnd = toTheEnd;
    }

    /**
     * Every command, wanted and refused.
     *
     * @param toTheEnd false to end at the first difference that is not listed
     */
    static Contract commands(String generation, DhcpService service, boolean toTheEnd) {
        Contract contract = new Contract(generation, service, toTheEnd);
        contract.tryCommands();
        return contract;
    }

    /**
     * Every scenario of HA.
     *
     * @param toTheEnd false to end at the first difference that is not listed
     */
    static Contract transitions(String generation, DhcpService service, boolean toTheEnd) {
        Contract contract = new Contract(generation, service, toTheEnd);
        contract.tryTransitions();
        return contract;
    }

    private void tryCommands() {
        Recording recording = Recording.read(Recording.name(generation, service, "commands"));
        try (FakeSubject kea =
                FakeSubject.start(VERSIONS.get(generation), Setting.of(service, HaMode.LOAD_BALANCING))) {
            JsonObject base = kea.file("server1");
            // nobody else touches server1
            kea.kill("server2");
            for (Case one : CommandCases.of(service, kea.version())) {
                Optional<JsonArray> real = recording.heard(one.name());
                Talk talk = new Talk(kea, base);
                one.body().accept(talk);
                boolean same = real.isPresent() && real.get().equals(talk.heard());
                if (ends(one.name(), same ? Optional.empty() : Optional.of(Difference.of(real, talk.heard())))) {
                    return;
                }
            }
        }
    }

    private void tryTransitions() {
        Recording recording = Recording.read(Recording.name(generation, service, "transitions"));
        for (Scenario one : HaScenarios.of(service)) {
            Optional<JsonArray> real = recording.heard(one.name());
            Optional<String> difference = real.isEmpty()
                    ? Optional.of("\n  is not recorded")
                    : Moves.difference((JsonObject) real.get().get(0), play(one));
            if (ends(one.name(), difference)) {
                return;
            }
        }
    }

    private JsonObject play(Scenario one) {
        Setting setting = new Setting(service, one.mode(), one.parameters());
        try (FakeSubject kea = FakeSubject.start(VERSIONS.get(generation), setting)) {
            Stage stage = new Stage(kea, setting);
            one.body().accept(stage);
            return stage.result();
        }
    }

    /** Keeps what was found, and tells whether that is enough. */
    private boolean ends(String name, Optional<String> difference) {
        tried++;
        differences.put(name, difference.orElse(""));
        return difference.isPresent() && !isListed(name) && !toTheEnd;
    }

    private boolean isListed(String name) {
        return known.covers(generation, service, name);
    }

    int tried() {
        return tried;
    }

    /** Where the fake differs from real Kea and docs/testkit.md does not say so. */
    List<String> unlisted() {
        return differences.entrySet().stream()
                .filter(one -> !one.getValue().isEmpty() && !isListed(one.getKey()))
                .map(one -> one.getKey() + one.getValue())
                .toList();
    }

    /** Where the fake does what real Kea does and docs/testkit.md says otherwise. */
    List<String> listedButEqual() {
        return differences.entrySet().stream()
                .filter(one -> one.getValue().isEmpty() && isListed(one.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public String toString() {
        long found =
                differences.values().stream().filter(text -> !text.isEmpty()).count();
        return "Kea " + generation + " " + service + ": " + tried + " cases, " + found + " differences, "
                + unlisted().size() + " of them not listed in docs/testkit.md";
    }
}
