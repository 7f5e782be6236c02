package dev.keaha.testkit;

import dev.keaha.command.KeaAnswer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a test has arranged to go wrong at one server, by command. */
final class Faults {

    private final Set<String> lost = new HashSet<>();
    private final Map<String, Duration> delays = new HashMap<>();
    private final Map<String, KeaAnswer> refusals = new HashMap<>();
    private boolean rejectsLeases;
    private boolean cleansLeaseFile;

    void loseAnswer(String command) {
        lost.add(command);
    }

    /** Whether this answer is to be lost; the next one is not. */
    boolean losesAnswer(String command) {
        return lost.remove(command);
    }

    void delay(String command, Duration delay) {
        delays.put(command, delay);
    }

    Duration delay(String command) {
        return delays.getOrDefault(command, Duration.ZERO);
    }

    void refuse(String command, KeaAnswer refusal) {
        refusals.put(command, refusal);
    }

    Optional<KeaAnswer> refusal(String command) {
        return Optional.ofNullable(refusals.get(command));
    }

    void rejectLeases(boolean on) {
        rejectsLeases = on;
    }

    boolean rejectsLeases() {
        return rejectsLeases;
    }

    void cleanLeaseFile(boolean on) {
        cleansLeaseFile = on;
    }

    boolean cleansLeaseFile() {
        return cleansLeaseFile;
    }

    void clear() {
        lost.clear();
        delays.clear();
        refusals.clear();
        rejectsLeases = false;
        cleansLeaseFile = false;
    }
}
