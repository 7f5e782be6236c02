package dev.keaha.replication;

import dev.keaha.command.RunningConfig;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaState;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/** What the execution of a {@link PlanStep} needs of it. */
record RunTask(
        String peer,
        KeaVersion version,
        boolean source,
        StepAction action,
        RunningConfig madeFrom,
        KeaConfig target,
        Optional<String> partner,
        HaState normal,
        Duration answerWithin,
        Duration normalWithin) {

    static RunTask of(PlanStep step) {
        return new RunTask(
                step.peer(),
                step.version(),
                step.source(),
                step.action(),
                step.madeFrom(),
                step.target(),
                step.partner(),
                step.normal(),
                step.answerWithin(),
                step.normalWithin());
    }

    /** The configuration it runs before the push, and is put back to if need be. */
    KeaConfig previous() {
        return madeFrom.config();
    }

    RunTask withTarget(KeaConfig other) {
        return new RunTask(peer, version, source, action, madeFrom, other, partner, normal, answerWithin, normalWithin);
    }

    /** Whether its partner serves while it is changed, and has to be well before and after. */
    boolean leansOnPartner() {
        return action == StepAction.CONFIG_SET && partner.isPresent();
    }

    JsonObject toJson() {
        JsonObject json = Json.object(
                "peer", peer,
                "version", version.toString(),
                "source", source,
                "action", action.toString(),
                "previous", previous().tree(),
                "target", target.tree(),
                "normal", normal.word(),
                "answerWithin", answerWithin.toMillis(),
                "normalWithin", normalWithin.toMillis());
        json = Stored.with(json, "hash", madeFrom.hash());
        return Stored.with(json, "partner", partner);
    }

    static RunTask fromJson(JsonObject json) {
        return new RunTask(
                Stored.text(json, "peer"),
                KeaVersion.parse(Stored.text(json, "version")),
                Stored.bool(json, "source"),
                Stored.word(StepAction.class, Stored.text(json, "action")),
                new RunningConfig(Stored.config(json, "previous"), json.text("hash")),
                Stored.config(json, "target"),
                json.text("partner"),
                HaState.of(Stored.text(json, "normal")),
                Duration.ofMillis(Stored.number(json, "answerWithin")),
                Duration.ofMillis(Stored.number(json, "normalWithin")));
    }
}
