package dev.keaha.replication;

import dev.keaha.json.Fingerprint;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Where a run is, and what it has learnt of the peer that it is at. A value: what changes it makes a new one. */
final class RunPosition {

    /** Why it is not known what a peer runs. */
    enum Doubt {
        /** It is known. */
        NONE,
        /** It refused, which may have taken its hooks away. */
        REFUSED,
        /** It refused with the code that says that its configuration is broken. */
        BROKEN,
        /** There was no answer. */
        NO_ANSWER,
        /** The run was cut off. */
        CUT_OFF;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    // Written only while a new position is made.
    private int task;
    private RunPhase phase = RunPhase.TEST;
    private Instant since;
    private Instant until;
    private int tries;
    private Doubt doubt = Doubt.NONE;
    private boolean puttingBack;
    private boolean reloaded;
    private boolean lookedAgain;
    private boolean pairBroken;
    private String why = "";
    private List<String> differing = List.of();
    private Optional<Fingerprint> own = Optional.empty();
    private boolean locked;
    private boolean handed;
    private boolean restarted;
    private Optional<PeerOutcome> ending = Optional.empty();
    private Optional<Instant> beat = Optional.empty();
    private long age = -1;
    private boolean shown;
    private int returns;
    private int cleanups;
    private int delta;
    private boolean undoing;
    private boolean pushAnyway;

    private RunPosition(Instant now) {
        since = now;
        until = now;
    }

    private RunPosition(RunPosition other) {
        task = other.task;
        phase = other.phase;
        since = other.since;
        until = other.until;
        tries = other.tries;
        doubt = other.doubt;
        puttingBack = other.puttingBack;
        reloaded = other.reloaded;
        lookedAgain = other.lookedAgain;
        pairBroken = other.pairBroken;
        why = other.why;
        differing = other.differing;
        own = other.own;
        locked = other.locked;
        handed = other.handed;
        restarted = other.restarted;
        ending = other.ending;
        beat = other.beat;
        age = other.age;
        shown = other.shown;
        returns = other.returns;
        cleanups = other.cleanups;
        delta = other.delta;
        undoing = other.undoing;
        pushAnyway = other.pushAnyway;
    }

    static RunPosition at(int task, RunPhase phase, Instant now) {
        RunPosition position = new RunPosition(now);
        position.task = task;
        position.phase = phase;
        return position;
    }

    /** The index of the task; as many as there are tasks when all are done. */
    int task() {
        return task;
    }

    /** What is sent, or was sent last. */
    RunPhase phase() {
        return phase;
    }

    /** When the phase began. */
    Instant since() {
        return since;
    }

    /** How long it may go on asking. */
    Instant until() {
        return until;
    }

    /** How often it was tried already. */
    int tries() {
        return tries;
    }

    /** Why it is not known what the peer runs. */
    Doubt doubt() {
        return doubt;
    }

    /** Whether the previous configuration is being put back. */
    boolean puttingBack() {
        return puttingBack;
    }

    /** Whether that was tried with the file on the peer's disk. */
    boolean reloaded() {
        return reloaded;
    }

    /** Whether it was asked for its state once more after its partner. */
    boolean lookedAgain() {
        return lookedAgain;
    }

    /** Whether the partner is lost or did not return to its normal state. */
    boolean pairBroken() {
        return pairBroken;
    }

    /** What went wrong, for the outcome's text. */
    String why() {
        return why;
    }

    /** What is different from the target in what was read back. */
    List<String> differing() {
        return differing;
    }

    /** What was read back. */
    Optional<Fingerprint> own() {
        return own;
    }

    /** Whether we may have switched the peer's DHCP service off. */
    boolean locked() {
        return locked;
    }

    /** Whether its partner may be serving in its place. */
    boolean handed() {
        return handed;
    }

    /** Whether its HA may have been restarted. */
    boolean restarted() {
        return restarted;
    }

    /** How it will have ended when it serves again; its text is {@link #why}. */
    Optional<PeerOutcome> ending() {
        return ending;
    }

    /** When it last sent a heartbeat, as far as seen. */
    Optional<Instant> beat() {
        return beat;
    }

    /** How many seconds ago that was by its own account, when it was asked last; below 0 when it was not asked. */
    long age() {
        return age;
    }

    /** Whether its partner has seen it ready. */
    boolean shown() {
        return shown;
    }

    /** How often its partner stopped serving in its place without success. */
    int returns() {
        return returns;
    }

    /** Which of the deltas it is at. */
    int delta() {
        return delta;
    }

    /** Whether deltas that were made are being undone. */
    boolean undoing() {
        return undoing;
    }

    /** Whether it is known to run something else than before, by our own doing. */
    boolean pushAnyway() {
        return pushAnyway;
    }

    RunPosition withPushAnyway() {
        return with(next -> next.pushAnyway = true);
    }

    private RunPosition with(Consumer<RunPosition> change) {
        RunPosition next = new RunPosition(this);
        change.accept(next);
        return next;
    }

    RunPosition phase(RunPhase other, Instant now, Duration within) {
        return with(next -> {
            next.phase = other;
            next.since = now;
            next.until = now.plus(within);
            next.tries = 0;
        });
    }

    RunPosition tryAgain() {
        return with(next -> next.tries++);
    }

    RunPosition doubting(Doubt now, String because) {
        return with(next -> {
            next.doubt = now;
            next.why = because;
        });
    }

    RunPosition puttingBack(String because) {
        return with(next -> {
            next.doubt = Doubt.NONE;
            next.puttingBack = true;
            next.reloaded = false;
            next.lookedAgain = false;
            next.why = because;
            next.differing = List.of();
            next.own = Optional.empty();
        });
    }

    RunPosition reloading() {
        return with(next -> {
            next.puttingBack = true;
            next.reloaded = true;
        });
    }

    RunPosition lookingAgain() {
        return with(next -> next.lookedAgain = true);
    }

    RunPosition withPairBroken() {
        return with(next -> next.pairBroken = true);
    }

    RunPosition withReadBack(List<String> different, Fingerprint what) {
        return with(next -> {
            next.differing = List.copyOf(different);
            next.own = Optional.of(what);
        });
    }

    RunPosition withLock(boolean on) {
        return with(next -> next.locked = on);
    }

    RunPosition withHanded(boolean on) {
        return with(next -> next.handed = on);
    }

    RunPosition withRestarted(boolean was) {
        return with(next -> next.restarted = was);
    }

    RunPosition ending(PeerOutcome outcome, String because) {
        return with(next -> {
            next.ending = Optional.of(outcome);
            next.why = because;
        });
    }

    RunPosition withBeat(Optional<Instant> at) {
        return with(next -> {
            next.beat = at;
            next.age = -1;
        });
    }

    RunPosition withAge(long seconds) {
        return with(next -> next.age = seconds);
    }

    RunPosition withShown(boolean seen) {
        return with(next -> next.shown = seen);
    }

    RunPosition returning() {
        return with(next -> next.returns++);
    }

    /** How often a lease file cleanup was waited for. */
    int cleanups() {
        return cleanups;
    }

    RunPosition afterCleanup() {
        return with(next -> next.cleanups++);
    }

    RunPosition withDelta(int index) {
        return with(next -> next.delta = index);
    }

    RunPosition undoing(String because) {
        return with(next -> {
            next.delta = 0;
            next.undoing = true;
            next.why = because;
        });
    }

    JsonObject toJson() {
        JsonObject json = Json.object(
                "task", task,
                "phase", phase.toString(),
                "since", since.toString(),
                "until", until.toString(),
                "tries", tries,
                "doubt", doubt.toString(),
                "puttingBack", puttingBack,
                "reloaded", reloaded,
                "lookedAgain", lookedAgain,
                "pairBroken", pairBroken,
                "why", why,
                "differing", differing,
                "locked", locked,
                "handed", handed,
                "restarted", restarted,
                "age", age,
                "shown", shown,
                "returns", returns,
                "cleanups", cleanups,
                "delta", delta,
                "undoing", undoing,
                "pushAnyway", pushAnyway);
        json = Stored.with(json, "own", own.map(Fingerprint::toString));
        json = Stored.with(json, "ending", ending.map(PeerOutcome::toString));
        return Stored.with(json, "beat", beat.map(Instant::toString));
    }

    static RunPosition fromJson(JsonObject json) {
        RunPosition read = new RunPosition(Stored.instant(json, "since"));
        read.task = Math.toIntExact(Stored.number(json, "task"));
        read.phase = Stored.word(RunPhase.class, Stored.text(json, "phase"));
        read.until = Stored.instant(json, "until");
        read.tries = Math.toIntExact(Stored.number(json, "tries"));
        read.doubt = Stored.word(Doubt.class, Stored.text(json, "doubt"));
        read.puttingBack = Stored.bool(json, "puttingBack");
        read.reloaded = Stored.bool(json, "reloaded");
        read.lookedAgain = Stored.bool(json, "lookedAgain");
        read.pairBroken = Stored.bool(json, "pairBroken");
        read.why = Stored.text(json, "why");
        read.differing =
                json.array("differing").orElse(JsonArray.empty()).texts().toList();
        read.own = json.text("own").map(Fingerprint::parse);
        read.locked = Stored.bool(json, "locked");
        read.handed = Stored.bool(json, "handed");
        read.restarted = Stored.bool(json, "restarted");
        read.ending = json.text("ending").map(word -> Stored.word(PeerOutcome.class, word));
        read.beat = json.has("beat") ? Optional.of(Stored.instant(json, "beat")) : Optional.empty();
        read.age = Stored.number(json, "age");
        read.shown = Stored.bool(json, "shown");
        read.returns = Math.toIntExact(Stored.number(json, "returns"));
        read.cleanups = Math.toIntExact(Stored.number(json, "cleanups"));
        read.delta = Math.toIntExact(Stored.number(json, "delta"));
        read.undoing = Stored.bool(json, "undoing");
        read.pushAnyway = Stored.bool(json, "pushAnyway");
        return read;
    }
}
