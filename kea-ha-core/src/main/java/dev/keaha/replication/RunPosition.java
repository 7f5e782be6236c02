package dev.keaha.replication;

import dev.keaha.json.Fingerprint;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a run is, and what it has learnt of the peer that it is at.
 *
 * @param task the index of the task; as many as there are tasks when all are done
 * @param phase what is sent, or was sent last
 * @param since when the phase began
 * @param until how long it may go on asking
 * @param tries how often it was tried already
 * @param doubt why it is not known what the peer runs
 * @param puttingBack whether the previous configuration is being put back
 * @param reloaded whether that was tried with the file on the peer's disk
 * @param lookedAgain whether it was asked for its state once more after its partner
 * @param pairBroken whether the partner is lost or did not return to its normal state
 * @param why what went wrong, for the outcome's text
 * @param differing what is different from the target in what was read back
 * @param own what was read back
 */
record RunPosition(
        int task,
        RunPhase phase,
        Instant since,
        Instant until,
        int tries,
        Doubt doubt,
        boolean puttingBack,
        boolean reloaded,
        boolean lookedAgain,
        boolean pairBroken,
        String why,
        List<String> differing,
        Optional<Fingerprint> own) {

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
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    RunPosition {
        differing = List.copyOf(differing);
    }

    static RunPosition at(int task, Instant now) {
        return new RunPosition(
                task,
                RunPhase.TEST,
                now,
                now,
                0,
                Doubt.NONE,
                false,
                false,
                false,
                false,
                "",
                List.of(),
                Optional.empty());
    }

    RunPosition phase(RunPhase next, Instant now, Duration within) {
        return new RunPosition(
                task,
                next,
                now,
                now.plus(within),
                0,
                doubt,
                puttingBack,
                reloaded,
                lookedAgain,
                pairBroken,
                why,
                differing,
                own);
    }

    RunPosition tryAgain() {
        return new RunPosition(
                task,
                phase,
                since,
                until,
                tries + 1,
                doubt,
                puttingBack,
                reloaded,
                lookedAgain,
                pairBroken,
                why,
                differing,
                own);
    }

    RunPosition doubting(Doubt now, String because) {
        return new RunPosition(
                task,
                phase,
                since,
                until,
                tries,
                now,
                puttingBack,
                reloaded,
                lookedAgain,
                pairBroken,
                because,
                differing,
                own);
    }

    RunPosition puttingBack(String because) {
        return new RunPosition(
                task,
                phase,
                since,
                until,
                tries,
                Doubt.NONE,
                true,
                false,
                false,
                pairBroken,
                because,
                List.of(),
                Optional.empty());
    }

    RunPosition reloading() {
        return new RunPosition(
                task, phase, since, until, tries, doubt, true, true, lookedAgain, pairBroken, why, differing, own);
    }

    RunPosition lookingAgain() {
        return new RunPosition(
                task, phase, since, until, tries, doubt, puttingBack, reloaded, true, pairBroken, why, differing, own);
    }

    RunPosition withPairBroken() {
        return new RunPosition(
                task, phase, since, until, tries, doubt, puttingBack, reloaded, lookedAgain, true, why, differing, own);
    }

    RunPosition withReadBack(List<String> different, Fingerprint what) {
        return new RunPosition(
                task,
                phase,
                since,
                until,
                tries,
                doubt,
                puttingBack,
                reloaded,
                lookedAgain,
                pairBroken,
                why,
                different,
                Optional.of(what));
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
                "differing", differing);
        return Stored.with(json, "own", own.map(Fingerprint::toString));
    }

    static RunPosition fromJson(JsonObject json) {
        return new RunPosition(
                Math.toIntExact(Stored.number(json, "task")),
                Stored.word(RunPhase.class, Stored.text(json, "phase")),
                Stored.instant(json, "since"),
                Stored.instant(json, "until"),
                Math.toIntExact(Stored.number(json, "tries")),
                Stored.word(Doubt.class, Stored.text(json, "doubt")),
                Stored.bool(json, "puttingBack"),
                Stored.bool(json, "reloaded"),
                Stored.bool(json, "lookedAgain"),
                Stored.bool(json, "pairBroken"),
                Stored.text(json, "why"),
                json.array("differing").orElse(JsonArray.empty()).texts().toList(),
                json.text("own").map(Fingerprint::parse));
    }
}
