package dev.keaha.controller;

import dev.keaha.config.KeaConfig;
import dev.keaha.following.FollowAction;
import dev.keaha.following.FollowMemory;
import dev.keaha.following.FollowPolicy;
import dev.keaha.following.FollowStep;
import dev.keaha.following.Following;
import dev.keaha.ha.RelationshipId;
import dev.keaha.health.Effect;
import dev.keaha.health.PeerVerdict;
import dev.keaha.health.Verdict;
import dev.keaha.json.Fingerprint;
import dev.keaha.replication.ArchivedConfig;
import dev.keaha.replication.ConfigMerge;
import dev.keaha.replication.PeerNote;
import dev.keaha.replication.PeerOutcome;
import dev.keaha.replication.PeerResult;
import dev.keaha.replication.ReplicationPlan;
import dev.keaha.replication.ReplicationReport;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A relationship that is kept an eye on: looks, tells what is new, and does what {@link Following} decides. Safe for use by
 * several threads; {@link #turn} is called by one at a time.
 */
final class Watched {

    private final ManagedRelationship relationship;
    private final RelationshipId id;
    private final RelationshipStore store;
    private final FollowPolicy policy;
    private final Clock clock;
    private final Consumer<HaEvent> events;
    private final HaMetrics metrics;

    private volatile @Nullable Sight latest;
    private @Nullable ConfigMerge undecided;
    private @Nullable String failure;
    /** Whether a run may have been cut off, in an earlier life or by an exception. */
    private boolean unfinished = true;

    private final Map<String, Fingerprint> settled = new HashMap<>();

    // Guarded by this.
    private FollowMemory memory;
    private boolean forgotten;

    Watched(
            ManagedRelationship relationship,
            RelationshipStore store,
            FollowPolicy policy,
            Clock clock,
            Consumer<HaEvent> events,
            HaMetrics metrics) {
        this.relationship = relationship;
        this.id = relationship.id();
        this.store = store;
        this.policy = policy;
        this.clock = clock;
        this.events = events;
        this.metrics = metrics;
        Optional<FollowMemory> known = store.following(id).map(FollowMemory::fromJson);
        this.memory = known.orElse(FollowMemory.EMPTY);
        if (known.isEmpty()) {
            store.saveFollowing(id, memory.toJson());
        }
    }

    ManagedRelationship relationship() {
        return relationship;
    }

    Optional<Sight> latest() {
        return Optional.ofNullable(latest);
    }

    synchronized FollowMemory memory() {
        return memory;
    }

    synchronized void remember(UnaryOperator<FollowMemory> change) {
        FollowMemory changed = change.apply(memory);
        if (!changed.equals(memory) && !forgotten) {
            store.saveFollowing(id, changed.toJson());
            memory = changed;
        }
    }

    /** A turn that is under way keeps nothing any more. */
    synchronized void forget() {
        forgotten = true;
    }

    /** Looks once, and does what is to be done. Nothing that goes wrong comes out of it but as an event. */
    void turn() {
        try {
            if (unfinished) {
                relationship.finish(line -> {}).ifPresent(this::ended);
                unfinished = false;
            }
            Optional<Survey> seen = relationship.look();
            if (seen.isPresent()) {
                follow(seen.get());
            }
            failure = null;
        } catch (InterruptedRunException closed) {
            unfinished = true;
        } catch (RuntimeException e) {
            unfinished = true;
            String text = e.getClass().getSimpleName() + ": " + e.getMessage();
            metrics.count(HaMetrics.Counter.FAILURES, id, Map.of(), 1);
            if (!text.equals(failure)) {
                failure = text;
                events.accept(new HaEvent.WatchFailed(id, clock.instant(), text));
            }
        }
    }

    private void follow(Survey survey) {
        ReplicationPlan plan = relationship.plan(survey);
        tell(survey, plan);
        relationship.agreed(plan);
        settle(survey, plan);
        if (undecided(survey)) {
            return;
        }
        FollowStep step = decide(plan);
        if (step.action() instanceof FollowAction.Replicate) {
            replicate();
        } else if (step.action() instanceof FollowAction.Write write) {
            write.peers().stream().sorted().forEach(this::write);
        }
    }

    /** What a stand-in accepted and nobody has decided about is told once, and carried over where the policy says so. */
    private boolean undecided(Survey survey) {
        Optional<ConfigMerge> merge = relationship.undecided(survey);
        if (merge.isEmpty()) {
            undecided = null;
            return false;
        }
        if (!merge.get().equals(undecided)) {
            undecided = merge.get();
            events.accept(new HaEvent.MergeUndecided(id, clock.instant(), merge.get()));
        }
        if (relationship.carriesOver(merge.get())) {
            replicate();
        }
        return true;
    }

    private FollowStep decide(ReplicationPlan plan) {
        FollowStep step;
        Instant now = clock.instant();
        Optional<KeaConfig> common = relationship.common();
        synchronized (this) {
            step = Following.next(memory, plan, common, now, policy);
            remember(before -> step.memory());
        }
        for (String peer : step.differing()) {
            boolean stays = plan.notes().stream()
                    .anyMatch(note -> note.peer().equals(peer) && note.outcome() == PeerOutcome.DIFFERS);
            metrics.count(HaMetrics.Counter.DRIFTS, id, Map.of("peer", peer), 1);
            events.accept(new HaEvent.DriftFound(id, now, peer, plan.changes().getOrDefault(peer, List.of()), stays));
        }
        if (step.action() instanceof FollowAction.Decide decide && decide.isNew()) {
            events.accept(new HaEvent.DecisionNeeded(id, now, decide.hold(), plan));
        }
        return step;
    }

    private void replicate() {
        ReplicationPlan[] planned = new ReplicationPlan[1];
        Optional<ReplicationReport> report = relationship.replicate(
                plan -> {
                    planned[0] = plan;
                    return decide(plan).action() instanceof FollowAction.Replicate;
                },
                line -> {});
        report.ifPresent(ended -> {
            remember(before -> Following.learn(before, planned[0], ended, clock.instant(), policy));
            tell(ended);
        });
    }

    private void write(String peer) {
        boolean written = relationship.write(peer);
        Instant now = clock.instant();
        remember(before -> Following.learnWritten(before, peer, written, now, policy));
        if (written) {
            events.accept(new HaEvent.Written(id, now, peer));
        }
    }

    /** Learns how something ended that was not decided here: a change, or a replication on demand. */
    void ended(ReplicationReport report) {
        remember(before -> Following.learn(before, report, clock.instant(), policy));
        tell(report);
    }

    // What is told.

    private void tell(Survey survey, ReplicationPlan plan) {
        Sight before = latest;
        Verdict now = survey.verdict();
        latest = new Sight(survey, plan);
        Optional<Verdict> was =
                Optional.ofNullable(before).map(sight -> sight.survey().verdict());
        for (PeerVerdict peer : now.peers()) {
            Optional<PeerVerdict> earlier = was.flatMap(verdict -> verdict.peer(peer.name()));
            boolean same = earlier.filter(old ->
                            old.condition() == peer.condition() && old.state().equals(peer.state()))
                    .isPresent();
            if (!same) {
                events.accept(new HaEvent.PeerChanged(id, survey.at(), earlier, peer));
            }
            boolean answersAgain = peer.version().isPresent()
                    && earlier.filter(old -> old.version().isEmpty()).isPresent();
            if (answersAgain) {
                events.accept(new HaEvent.Reconnected(id, survey.at(), peer.name()));
            }
        }
        if (was.isEmpty() || !essence(was.get()).equals(essence(now))) {
            events.accept(new HaEvent.VerdictChanged(id, survey.at(), was, now));
        }
        measure(survey, plan);
    }

    /** What of a verdict is worth an event when it changes. */
    private static List<Object> essence(Verdict verdict) {
        Set<String> reasons = verdict.reasons().stream()
                .filter(reason -> reason.effect() != Effect.NONE)
                .map(reason -> reason.code() + " " + reason.peer().orElse(""))
                .collect(Collectors.toSet());
        return List.of(verdict.health(), verdict.source(), verdict.replication(), reasons);
    }

    private void measure(Survey survey, ReplicationPlan plan) {
        Verdict verdict = survey.verdict();
        metrics.count(HaMetrics.Counter.LOOKS, id, Map.of(), 1);
        metrics.gauge(HaMetrics.Gauge.HEALTH, id, Map.of(), verdict.health().ordinal());
        for (PeerVerdict peer : verdict.peers()) {
            Map<String, String> labels = Map.of("peer", peer.name());
            metrics.gauge(HaMetrics.Gauge.PEER_UP, id, labels, peer.version().isPresent() ? 1 : 0);
            metrics.gauge(HaMetrics.Gauge.SCOPES, id, labels, peer.scopes().size());
            metrics.gauge(
                    HaMetrics.Gauge.CONFIG_DIFFERENCES,
                    id,
                    labels,
                    plan.changes().getOrDefault(peer.name(), List.of()).size());
            peer.clockSkew()
                    .ifPresent(skew -> metrics.gauge(HaMetrics.Gauge.CLOCK_SKEW, id, labels, skew.toMillis() / 1000.0));
        }
    }

    private void tell(ReplicationReport report) {
        Instant now = clock.instant();
        for (PeerResult peer : report.peers()) {
            metrics.count(
                    HaMetrics.Counter.REPLICATIONS,
                    id,
                    Map.of("peer", peer.name(), "outcome", peer.outcome().toString()),
                    1);
        }
        metrics.gauge(HaMetrics.Gauge.LAST_REPLICATION, id, Map.of(), now.getEpochSecond());
        events.accept(new HaEvent.Replicated(id, now, report));
        for (ArchivedConfig archived : report.archived()) {
            boolean isSource = report.peers().stream()
                    .anyMatch(peer -> peer.source() && peer.name().equals(archived.peer()));
            if (!isSource && !archived.config().fingerprint().equals(settled.get(archived.peer()))) {
                events.accept(new HaEvent.EditArchived(id, archived.at(), archived.peer()));
            }
        }
    }

    /** What a peer had of the primary is the primary's; anything else that it has when it is overwritten was made there. */
    private void settle(Survey survey, ReplicationPlan plan) {
        boolean primaryIsSource = survey.relationship()
                .primary()
                .filter(primary -> plan.source().filter(primary.name()::equals).isPresent())
                .isPresent();
        if (!primaryIsSource) {
            return;
        }
        for (PeerNote note : plan.notes()) {
            if (note.outcome() == PeerOutcome.UP_TO_DATE || note.outcome() == PeerOutcome.DIFFERS) {
                Optional.ofNullable(survey.snapshots().get(note.peer()))
                        .ifPresent(snapshot -> settled.put(
                                note.peer(), snapshot.running().config().fingerprint()));
            }
        }
    }
}
