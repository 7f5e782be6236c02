package dev.keaha.following;

import dev.keaha.config.KeaConfig;
import dev.keaha.json.Fingerprint;
import dev.keaha.json.Json;
import dev.keaha.json.JsonValue;
import dev.keaha.replication.PeerOutcome;
import dev.keaha.replication.PeerResult;
import dev.keaha.replication.PlanStep;
import dev.keaha.replication.ReplicationPlan;
import dev.keaha.replication.ReplicationReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decides after each look whether the source's configuration is brought to the others: pure functions, so that the same
 * input always has the same answer.
 *
 * <p>A difference is replicated as soon as it is seen, whoever made it: on the source it goes to the others (spec rows
 * S14, B5), on another peer it is overwritten (S15), and a peer that returns is brought up (S11). It is not where the plan
 * says so, where it is paused, where the peers differed already when the relationship was added (S8), where the source's
 * configuration looks wrong ({@link ConfigGuard}), and for a while where the same was tried in vain.
 */
public final class Following {

    private Following() {}

    /**
     * Takes one step.
     *
     * @param memory what the step before left
     * @param plan what a replication would do now
     * @param common the last configuration that all had in common, against which the source's is measured; empty where
     *     there was none, then each peer's own is
     * @param now the time
     * @param policy what the embedding product decided
     * @return what to do, and the memory for the next step
     */
    public static FollowStep next(
            FollowMemory memory, ReplicationPlan plan, Optional<KeaConfig> common, Instant now, FollowPolicy policy) {
        Map<String, Fingerprint> differences = differences(plan);
        List<String> differing = differences.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(memory.noted().get(entry.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        FollowMemory noted = memory.withNoted(differences);
        FollowStep step = decide(noted, plan, common, now, policy);
        return new FollowStep(step.memory(), step.action(), differing);
    }

    private static FollowStep decide(
            FollowMemory memory, ReplicationPlan plan, Optional<KeaConfig> common, Instant now, FollowPolicy policy) {
        if (memory.paused()) {
            return nothing(memory, "It is paused.");
        }
        if (!plan.refusals().isEmpty()) {
            return nothing(memory, plan.refusals().get(0).text());
        }
        if (plan.steps().isEmpty()) {
            return atRest(memory, plan, now);
        }
        Fingerprint source = source(plan);
        Optional<Hold> hold = hold(memory, plan, common, policy);
        if (hold.isPresent()) {
            Optional<FollowMemory.Held> held =
                    Optional.of(new FollowMemory.Held(source, hold.get().code()));
            return new FollowStep(
                    memory.withHeld(held), new FollowAction.Decide(hold.get(), !held.equals(memory.held())), List.of());
        }
        FollowMemory free = memory.withHeld(Optional.empty()).withAdmitted(true);
        Fingerprint situation = situation(plan);
        boolean early = memory.failed()
                .filter(failed -> failed.situation().equals(situation) && now.isBefore(failed.notBefore()))
                .isPresent();
        return early
                ? nothing(free, "The same was tried in vain; it is tried again later.")
                : new FollowStep(free, new FollowAction.Replicate(), List.of());
    }

    private static FollowStep nothing(FollowMemory memory, String why) {
        return new FollowStep(memory, new FollowAction.Nothing(why), List.of());
    }

    private static FollowStep atRest(FollowMemory memory, ReplicationPlan plan, Instant now) {
        FollowMemory rested = plan.upToDate()
                ? memory.withHeld(Optional.empty()).withFailed(Optional.empty()).withAdmitted(true)
                : memory;
        Set<String> due = rested.unwritten().entrySet().stream()
                .filter(entry -> !now.isBefore(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        return due.isEmpty()
                ? nothing(rested, "Nothing is to be done.")
                : new FollowStep(rested, new FollowAction.Write(due), List.of());
    }

    private static Optional<Hold> hold(
            FollowMemory memory, ReplicationPlan plan, Optional<KeaConfig> common, FollowPolicy policy) {
        Fingerprint source = source(plan);
        if (memory.consented().filter(source::equals).isPresent()) {
            return Optional.empty();
        }
        boolean sameAsWhenAdded = memory.held()
                .filter(held -> held.code() == Hold.Code.DIFFERED_WHEN_ADDED)
                .map(held -> held.source().equals(source))
                .orElse(true);
        if (!memory.admitted() && policy.whenAdded() == WhenAdded.HOLD && sameAsWhenAdded) {
            return Optional.of(new Hold(
                    Hold.Code.DIFFERED_WHEN_ADDED,
                    "The peers differed already when the relationship was added: "
                            + plan.steps().stream().map(PlanStep::peer).collect(Collectors.joining(", "))
                            + " would be overwritten with the configuration of "
                            + plan.source().orElse("") + ".",
                    "Look at the plan, then consent to it, or change the source."));
        }
        KeaConfig after = plan.sourceConfig().orElseThrow();
        return common.isPresent()
                ? ConfigGuard.check(common.get(), after, policy)
                : plan.steps().stream()
                        .flatMap(step -> ConfigGuard.check(step.madeFrom().config(), after, policy).stream())
                        .findFirst();
    }

    /**
     * Learns how a replication ended.
     *
     * @param memory what the step left that asked for it
     * @param plan what there was to do, as that step saw it
     * @param report how it ended
     * @param now the time
     * @param policy what the embedding product decided
     * @return the memory for the next step
     */
    public static FollowMemory learn(
            FollowMemory memory, ReplicationPlan plan, ReplicationReport report, Instant now, FollowPolicy policy) {
        Set<String> wanted = plan.steps().stream().map(PlanStep::peer).collect(Collectors.toSet());
        boolean done = report.refusals().isEmpty()
                && report.peers().stream()
                        .filter(peer -> wanted.contains(peer.name()))
                        .allMatch(peer -> peer.outcome().applied() || peer.outcome() == PeerOutcome.UP_TO_DATE);
        Fingerprint situation = situation(plan);
        int failures = 1
                + memory.failed()
                        .filter(failed -> failed.situation().equals(situation))
                        .map(FollowMemory.Failed::times)
                        .orElse(0);
        FollowMemory learnt = memory.withFailed(
                done
                        ? Optional.empty()
                        : Optional.of(
                                new FollowMemory.Failed(situation, failures, now.plus(policy.retryAfter(failures)))));
        return learn(learnt, report, now, policy);
    }

    /**
     * Learns of what a change or a replication that was asked for left unwritten.
     *
     * @param memory what the last step left
     * @param report how it ended
     * @param now the time
     * @param policy what the embedding product decided
     * @return the memory for the next step
     */
    public static FollowMemory learn(FollowMemory memory, ReplicationReport report, Instant now, FollowPolicy policy) {
        Map<String, Instant> unwritten = new TreeMap<>(memory.unwritten());
        for (PeerResult peer : report.peers()) {
            if (peer.outcome() == PeerOutcome.NOT_PERSISTED) {
                unwritten.put(peer.name(), now.plus(policy.firstRetry()));
            } else if (peer.outcome().applied()) {
                unwritten.remove(peer.name());
            }
        }
        return memory.withUnwritten(unwritten);
    }

    /**
     * Learns how trying again to write went.
     *
     * @param memory what the last step left
     * @param peer the peer
     * @param written whether its disk now has what it runs
     * @param now the time
     * @param policy what the embedding product decided
     * @return the memory for the next step
     */
    public static FollowMemory learnWritten(
            FollowMemory memory, String peer, boolean written, Instant now, FollowPolicy policy) {
        Map<String, Instant> unwritten = new TreeMap<>(memory.unwritten());
        if (written) {
            unwritten.remove(peer);
        } else {
            unwritten.put(peer, now.plus(policy.lastRetry()));
        }
        return memory.withUnwritten(unwritten);
    }

    private static Fingerprint source(ReplicationPlan plan) {
        return plan.sourceConfig().orElseThrow().fingerprint();
    }

    /** What there is to do: the same source, to be brought to the same peers as they are. */
    private static Fingerprint situation(ReplicationPlan plan) {
        List<String> parts = new ArrayList<>();
        parts.add(source(plan).toString());
        for (PlanStep step : plan.steps()) {
            parts.add(step.peer());
            parts.add(step.action().toString());
            parts.add(step.madeFrom().config().fingerprint().toString());
        }
        return Json.value(parts).fingerprint();
    }

    private static Map<String, Fingerprint> differences(ReplicationPlan plan) {
        Map<String, Fingerprint> differences = new TreeMap<>();
        plan.changes().forEach((peer, changes) -> {
            if (plan.source().filter(peer::equals).isEmpty()) {
                List<JsonValue> all = new ArrayList<>();
                changes.forEach(change -> all.add(Json.array(
                        change.path().toString(),
                        change.change().from() == null
                                ? ""
                                : change.change().from().fingerprint().toString(),
                        change.change().to() == null
                                ? ""
                                : change.change().to().fingerprint().toString())));
                differences.put(peer, Json.value(all).fingerprint());
            }
        });
        return differences;
    }
}
