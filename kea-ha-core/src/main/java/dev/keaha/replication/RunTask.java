package dev.keaha.replication;

import dev.keaha.command.RunningConfig;
import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaState;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the execution of a {@link PlanStep} needs of it.
 *
 * @param deltas the commands of a delta, in order
 * @param fallback how to bring what a delta does not; empty where the policy lets nothing else be done
 * @param abilities which of the commands of deltas the peer has
 * @param handOver what handing over needs; empty where its partner never stands in for it
 */
record RunTask(
        String peer,
        KeaVersion version,
        boolean source,
        StepAction action,
        RunningConfig madeFrom,
        KeaConfig target,
        List<DeltaStep> deltas,
        Optional<StepAction> fallback,
        Set<String> abilities,
        Optional<HandOver> handOver,
        Optional<String> partner,
        HaState normal,
        Duration answerWithin,
        Duration normalWithin) {

    RunTask {
        deltas = List.copyOf(deltas);
        abilities = Set.copyOf(abilities);
    }

    static RunTask of(PlanStep step) {
        return new RunTask(
                step.peer(),
                step.version(),
                step.source(),
                step.action(),
                step.madeFrom(),
                step.target(),
                step.deltas(),
                step.fallback(),
                step.abilities(),
                step.handOver(),
                step.partner(),
                step.normal(),
                step.answerWithin(),
                step.normalWithin());
    }

    /** The configuration it runs before the push, and is put back to if need be. */
    KeaConfig previous() {
        return madeFrom.config();
    }

    /** This task for another target; a delta that cannot express it becomes a full push where that may be. */
    RunTask withTarget(KeaConfig other) {
        if (action != StepAction.DELTA) {
            return with(action, other, deltas);
        }
        Optional<List<DeltaStep>> steps = DeltaSteps.between(previous(), other, abilities);
        if (steps.isEmpty() && fallback.isPresent()) {
            return with(fallback.get(), other, List.of());
        }
        return with(action, other, steps.orElse(deltas));
    }

    /** This task by other deltas. */
    RunTask withDeltas(List<DeltaStep> others) {
        return with(action, target, others);
    }

    /** This task as a full push. */
    RunTask withAction(StepAction other) {
        return with(other, target, deltas);
    }

    private RunTask with(StepAction how, KeaConfig what, List<DeltaStep> steps) {
        return new RunTask(
                peer,
                version,
                source,
                how,
                madeFrom,
                what,
                steps,
                fallback,
                abilities,
                handOver,
                partner,
                normal,
                answerWithin,
                normalWithin);
    }

    /** Whether its partner serves while it is changed, and has to be well before and after. */
    boolean leansOnPartner() {
        return (action == StepAction.CONFIG_SET || isHandedOver()) && partner.isPresent();
    }

    boolean isHandedOver() {
        return action == StepAction.CONFIG_SET_HANDED_OVER;
    }

    RunPhase firstPhase() {
        return action == StepAction.DELTA ? RunPhase.DELTA_LOOK : RunPhase.TEST;
    }

    JsonObject toJson() {
        JsonObject json = Json.object(
                "peer", peer,
                "version", version.toString(),
                "source", source,
                "action", action.toString(),
                "normal", normal.word(),
                "answerWithin", answerWithin.toMillis(),
                "normalWithin", normalWithin.toMillis());
        if (action == StepAction.DELTA) {
            // The whole configurations are not needed to take up a delta, and writing ten thousand subnets takes
            // longer.
            json = json.with(
                    "deltas",
                    JsonArray.of(deltas.stream().map(DeltaStep::toJson).toList()));
        } else {
            json = json.with("previous", previous().tree()).with("target", target.tree());
        }
        json = Stored.with(json, "hash", madeFrom.hash());
        json = handOver.isEmpty() ? json : json.with("handOver", handOver.get().toJson());
        return Stored.with(json, "partner", partner);
    }

    static RunTask fromJson(JsonObject json, DhcpService service) {
        boolean whole = json.has("previous");
        KeaConfig none = KeaConfig.of(service, Json.object());
        return new RunTask(
                Stored.text(json, "peer"),
                KeaVersion.parse(Stored.text(json, "version")),
                Stored.bool(json, "source"),
                Stored.word(StepAction.class, Stored.text(json, "action")),
                new RunningConfig(whole ? Stored.config(json, "previous") : none, json.text("hash")),
                whole ? Stored.config(json, "target") : none,
                whole ? List.of() : DeltaStep.list(json),
                Optional.empty(),
                Set.of(),
                json.object("handOver").map(HandOver::fromJson),
                json.text("partner"),
                HaState.of(Stored.text(json, "normal")),
                Duration.ofMillis(Stored.number(json, "answerWithin")),
                Duration.ofMillis(Stored.number(json, "normalWithin")));
    }
}
