package dev.keaha.replication;

import dev.keaha.command.RunningConfig;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.config.Translation;
import dev.keaha.ha.HaState;
import dev.keaha.ha.PeerRole;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One step of a plan: one peer is brought onto its new configuration.
 *
 * @param peer the peer's name
 * @param role its role
 * @param version which Kea it is
 * @param source whether it is the source, whose configuration is edited
 * @param action how
 * @param deltas the changes that are sent as commands; empty for a full push
 * @param fallback how to bring what commands turn out not to; empty where there is no other way, or the policy refuses it
 * @param abilities which of the commands for single elements the peer has
 * @param handOver how its partner stands in for it; empty where it does not
 * @param interruption what it is expected to cost the clients
 * @param madeFrom the peer's configuration that this step was made from, with Kea's hash where a look at that is enough
 *     to see that it still runs; it holds secrets in clear
 * @param target the configuration it shall have; it holds secrets in clear
 * @param changes what is different between the two
 * @param adopted local settings that the peer takes over from the source for lack of its own
 * @param remarks what could not be carried over from another generation of Kea
 * @param partner who serves with it; empty for a backup and in passive-backup
 * @param normal the HA state in which it, and its partner, are at work
 * @param answerWithin how long a command that carries a configuration may take
 * @param normalWithin how long it may take until it and its partner are back at work
 */
public record PlanStep(
        String peer,
        PeerRole role,
        KeaVersion version,
        boolean source,
        StepAction action,
        List<DeltaStep> deltas,
        Optional<StepAction> fallback,
        Set<String> abilities,
        Optional<HandOver> handOver,
        Interruption interruption,
        RunningConfig madeFrom,
        KeaConfig target,
        List<ConfigDifference> changes,
        List<JsonPath> adopted,
        List<Translation.Remark> remarks,
        Optional<String> partner,
        HaState normal,
        Duration answerWithin,
        Duration normalWithin) {

    /** Copies the lists. */
    public PlanStep {
        changes = List.copyOf(changes);
        adopted = List.copyOf(adopted);
        remarks = List.copyOf(remarks);
        deltas = List.copyOf(deltas);
        abilities = Set.copyOf(abilities);
    }

    /**
     * Whether it restarts the peer's HA state machine.
     *
     * @return true when it does
     */
    public boolean disruptive() {
        return action.isDisruptive();
    }

    /**
     * Whether the user must consent to it ({@link ReplicationPolicy#allowInterruption}): nobody is served for longer than
     * a second, and it is not the short way of a lone survivor, which is the best that can be had.
     *
     * @return true when it needs consent
     */
    public boolean needsConsent() {
        return action != StepAction.CONFIG_SET_ALONE && interruption.stopsService();
    }

    JsonObject toJson() {
        return Json.object(
                "peer", peer,
                "action", action.toString(),
                "disruptive", disruptive(),
                "interruption", interruption.toJson(),
                "adopted", adopted.stream().map(JsonPath::toString).toList(),
                "remarks", remarks.stream().map(Translation.Remark::toString).toList());
    }
}
