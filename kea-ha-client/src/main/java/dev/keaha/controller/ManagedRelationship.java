package dev.keaha.controller;

import dev.keaha.command.KeaChannel;
import dev.keaha.command.KeaCommandException;
import dev.keaha.command.KeaCommands;
import dev.keaha.command.KeaTransportException;
import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.Translation;
import dev.keaha.ha.HaDetection;
import dev.keaha.ha.HaPeer;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.RelationshipId;
import dev.keaha.health.HealthMemory;
import dev.keaha.health.HealthStep;
import dev.keaha.health.PeerObservation;
import dev.keaha.health.ReasonCode;
import dev.keaha.health.RelationshipStateMachine;
import dev.keaha.json.JsonObject;
import dev.keaha.replication.ConfigMerge;
import dev.keaha.replication.MergePolicy;
import dev.keaha.replication.PeerNote;
import dev.keaha.replication.PeerOutcome;
import dev.keaha.replication.PeerResult;
import dev.keaha.replication.PeerSnapshot;
import dev.keaha.replication.PlanRequest;
import dev.keaha.replication.ProvenPairs;
import dev.keaha.replication.ReplicationPlan;
import dev.keaha.replication.ReplicationPlanner;
import dev.keaha.replication.ReplicationReport;
import dev.keaha.replication.ReplicationRun;
import dev.keaha.replication.RunJournal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One relationship with a way to each of its peers. Safe for use by several threads: one operation on it runs at a time,
 * the others wait.
 */
public final class ManagedRelationship {

    private final DhcpService service;
    private final Surroundings surroundings;
    private final PeerPoller poller;
    private final ReentrantLock turn = new ReentrantLock();

    // Guarded by turn.
    private HaRelationship relationship;
    private final Map<String, List<PeerAddress>> addresses;
    private final Map<String, KnownPeer> known = new HashMap<>();
    private Optional<StoredRelationship> stored;
    private Optional<KeaConfig> common;
    private List<Object> kept = List.of();
    private long operations;
    private HealthMemory memory;
    private ProvenPairs proven;

    ManagedRelationship(
            DhcpService service,
            HaRelationship relationship,
            Map<String, List<PeerAddress>> addresses,
            Surroundings surroundings) {
        this.service = service;
        this.relationship = relationship;
        this.addresses = new LinkedHashMap<>(addresses);
        this.surroundings = surroundings;
        this.poller = new PeerPoller(surroundings.channels(), surroundings.clock(), surroundings.timeout());
        this.stored = surroundings.store().relationship(RelationshipId.of(service, relationship));
        this.common = surroundings.store().common(RelationshipId.of(service, relationship));
        this.memory = stored.map(known -> HealthMemory.fromJson(known.health())).orElse(HealthMemory.EMPTY);
        this.proven = stored.map(known -> ProvenPairs.fromJson(known.proven())).orElse(ProvenPairs.NONE);
    }

    /**
     * Which relationship it is.
     *
     * @return its identity
     */
    public RelationshipId id() {
        return RelationshipId.of(service, relationship);
    }

    /**
     * The daemons' service.
     *
     * @return dhcp4 or dhcp6
     */
    public DhcpService service() {
        return service;
    }

    /**
     * Asks all peers at once, and judges. May be repeated freely; it changes nothing on any server.
     *
     * @return what was seen and what it means
     * @throws StoreException when what was learnt cannot be kept
     */
    public Survey survey() {
        turn.lock();
        try {
            operations++;
            return judge(answers(ask(false)));
        } finally {
            turn.unlock();
        }
    }

    /**
     * As {@link #survey}, with as few questions as will do, and without keeping operations waiting for answers.
     *
     * @return what was seen; empty where an operation began meanwhile, which sees more than this
     */
    Optional<Survey> look() {
        Map<String, CompletableFuture<PeerPoller.Poll>> asked;
        long before;
        turn.lock();
        try {
            before = operations;
            asked = ask(true);
        } finally {
            turn.unlock();
        }
        Map<String, PeerPoller.Poll> answers = answers(asked);
        turn.lock();
        try {
            return before == operations ? Optional.of(judge(answers)) : Optional.empty();
        } finally {
            turn.unlock();
        }
    }

    private Map<String, CompletableFuture<PeerPoller.Poll>> ask(boolean cheaply) {
        Map<String, CompletableFuture<PeerPoller.Poll>> asked = new LinkedHashMap<>();
        HaRelationship of = relationship;
        for (HaPeer peer : of.peers()) {
            List<PeerAddress> places = addresses.getOrDefault(peer.name(), List.of());
            KnownPeer before = known.get(peer.name());
            asked.put(
                    peer.name(),
                    CompletableFuture.supplyAsync(
                            () -> poller.poll(peer.name(), places, service, of, before, cheaply),
                            surroundings.threads()));
        }
        return asked;
    }

    private static Map<String, PeerPoller.Poll> answers(Map<String, CompletableFuture<PeerPoller.Poll>> asked) {
        Map<String, PeerPoller.Poll> answers = new LinkedHashMap<>();
        try {
            asked.forEach((name, future) -> answers.put(name, future.join()));
        } catch (CompletionException e) {
            if (e.getCause() instanceof InterruptedRunException closed) {
                throw closed;
            }
            throw e;
        }
        return answers;
    }

    private Survey judge(Map<String, PeerPoller.Poll> polls) {
        List<PeerObservation> observations = new ArrayList<>();
        Map<String, KnownPeer> learnt = new LinkedHashMap<>();
        Map<String, PeerSnapshot> fresh = new LinkedHashMap<>();
        polls.forEach((name, poll) -> {
            observations.add(poll.observation());
            if (poll.known() != null) {
                learnt.put(name, poll.known());
                fresh.put(name, poll.known().snapshot());
            }
            if (poll.address() != null) {
                addresses.put(name, List.of(poll.address()));
            }
        });
        known.putAll(learnt);
        Instant now = surroundings.clock().instant();
        HealthStep step =
                RelationshipStateMachine.next(memory, relationship, observations, now, surroundings.healthPolicy());
        memory = step.memory();
        step.verdict().source().map(fresh::get).ifPresent(this::follow);
        keep();
        return new Survey(now, relationship, observations, fresh, step.verdict());
    }

    /** The source says what the relationship is, as long as it is still the same one. */
    private void follow(PeerSnapshot source) {
        if (HaDetection.in(source.running().config()) instanceof HaDetection.Found found) {
            found.relationships().stream()
                    .filter(own -> RelationshipId.of(service, own).equals(id()))
                    .findFirst()
                    .ifPresent(own -> relationship = own);
        }
    }

    private void keep() {
        List<Object> now = List.of(relationship, Map.copyOf(addresses), memory, proven);
        if (now.equals(kept)) {
            return;
        }
        Map<String, StoredRelationship.Address> places = new LinkedHashMap<>();
        addresses.forEach((peer, known) -> {
            if (known.size() == 1 && known.get(0).origin() != PeerAddress.Origin.GUESSED) {
                places.put(
                        peer,
                        new StoredRelationship.Address(
                                known.get(0).endpoint().uri(), known.get(0).given()));
            }
        });
        StoredRelationship entry =
                new StoredRelationship(service, relationship.toJson(), places, memory.toJson(), proven.toJson());
        if (!stored.equals(Optional.of(entry))) {
            surroundings.store().save(entry);
            stored = Optional.of(entry);
        }
        kept = now;
    }

    /**
     * What a replication would do right now. Changes nothing.
     *
     * @return the plan
     */
    public ReplicationPlan plan() {
        turn.lock();
        try {
            return plan(survey(), Optional.empty());
        } finally {
            turn.unlock();
        }
    }

    /**
     * What a replication would do, given what was seen. Changes nothing.
     *
     * @param survey what was seen
     * @return the plan
     */
    public ReplicationPlan plan(Survey survey) {
        turn.lock();
        try {
            return plan(survey, Optional.empty());
        } finally {
            turn.unlock();
        }
    }

    private ReplicationPlan plan(Survey survey, Optional<KeaConfig> edited) {
        return ReplicationPlanner.plan(new PlanRequest(
                service,
                survey.relationship(),
                survey.verdict(),
                survey.snapshots(),
                surroundings.localSettings(),
                surroundings.replicationPolicy(),
                proven,
                edited));
    }

    /**
     * Brings every peer that can be reached onto the source's configuration (spec rows S8, S11, S15). A run that was cut
     * off before is finished or undone first. What a stand-in accepted is carried over onto the primary first, where the
     * policy says so and nothing contradicts. Blocks until it is done.
     *
     * @param progress is told each change that is sent, as a sentence
     * @return how it ended for each peer
     * @throws InterruptedRunException when the thread is interrupted while it waits
     * @throws StoreException when the journal cannot be kept; nothing is sent then
     */
    public ReplicationReport replicate(Consumer<String> progress) {
        return replicate(plan -> true, progress).orElseThrow();
    }

    /** As {@link #replicate(Consumer)}, if the plan that would be carried out pleases; empty where it does not. */
    Optional<ReplicationReport> replicate(Predicate<ReplicationPlan> goAhead, Consumer<String> progress) {
        DaemonLocks.Held alone = surroundings.locks().lock(daemons());
        turn.lock();
        try {
            finishCutOff(progress);
            Survey survey = survey();
            Optional<KeaConfig> carried = surroundings.mergePolicy() == MergePolicy.MERGE_OR_HOLD
                    ? undecided(survey).flatMap(merge -> merge.decide(MergePolicy.MERGE_OR_HOLD))
                    : Optional.empty();
            if (carried.isPresent()) {
                return carryOver(carried.get(), goAhead, progress);
            }
            ReplicationPlan plan = plan(survey, Optional.empty());
            return goAhead.test(plan) ? Optional.of(run(plan, survey, progress)) : Optional.empty();
        } finally {
            turn.unlock();
            alone.release();
        }
    }

    /**
     * Changes the source's configuration and brings every peer that can be reached onto it (spec row S8, B6): tested, set
     * and written on the source, then replicated. Blocks until it is done.
     *
     * @param edit makes the new configuration from the source's; it may throw, and then nothing happens
     * @param progress is told each change that is sent, as a sentence
     * @return how it ended for each peer, the source included
     * @throws InterruptedRunException when the thread is interrupted while it waits
     * @throws StoreException when the journal cannot be kept; nothing is sent then
     */
    public ReplicationReport change(UnaryOperator<KeaConfig> edit, Consumer<String> progress) {
        DaemonLocks.Held alone = surroundings.locks().lock(daemons());
        turn.lock();
        try {
            finishCutOff(progress);
            Survey survey = survey();
            promise(survey).ifPresent(progress);
            Optional<KeaConfig> edited = survey.verdict()
                    .source()
                    .map(survey.snapshots()::get)
                    .map(snapshot -> edit.apply(snapshot.running().config()));
            return run(plan(survey, edited), survey, progress);
        } finally {
            turn.unlock();
            alone.release();
        }
    }

    /** What becomes of a change that is made now; empty where it is made on the primary. */
    private Optional<String> promise(Survey survey) {
        Optional<String> primary = survey.relationship().primary().map(HaPeer::name);
        return survey.verdict()
                .source()
                .filter(source -> !primary.equals(Optional.of(source)))
                .flatMap(standIn ->
                        primary.map(name -> surroundings.mergePolicy().promise(standIn, name)));
    }

    /**
     * What the primary and its stand-in changed since they last had one configuration in common, while nobody has decided
     * about it. Changes nothing.
     *
     * @param survey what was seen
     * @return the merge; empty where nothing is to be decided, or where no common configuration is known, one of the two
     *     could not be read, or they are of two generations of Kea: then only somebody who knows can decide
     *     ({@link #editsDecided})
     * @throws StoreException when the common configuration cannot be read
     */
    public Optional<ConfigMerge> undecided(Survey survey) {
        turn.lock();
        try {
            Optional<PeerSnapshot> standIn = memory.editedStandIn().map(survey.snapshots()::get);
            Optional<PeerSnapshot> primary =
                    survey.relationship().primary().map(HaPeer::name).map(survey.snapshots()::get);
            Optional<KeaConfig> common = surroundings.store().common(id());
            boolean held =
                    survey.verdict().reasons().stream().anyMatch(reason -> reason.code() == ReasonCode.EDITS_UNDECIDED);
            if (!held || standIn.isEmpty() || primary.isEmpty() || common.isEmpty()) {
                return Optional.empty();
            }
            return Translation.sameGeneration(
                            standIn.get().version(), primary.get().version())
                    ? Optional.of(ConfigMerge.of(
                            common.get(),
                            primary.get().running().config(),
                            standIn.get().running().config(),
                            surroundings.localSettings(),
                            primary.get().peer()))
                    : Optional.empty();
        } finally {
            turn.unlock();
        }
    }

    /** Whether a replication carries these changes over by itself. */
    boolean carriesOver(ConfigMerge merge) {
        return surroundings.mergePolicy() == MergePolicy.MERGE_OR_HOLD
                && merge.decide(MergePolicy.MERGE_OR_HOLD).isPresent();
    }

    /** Gives the source back to the primary, with what its stand-in accepted. What fails is as undecided as before. */
    private Optional<ReplicationReport> carryOver(
            KeaConfig merged, Predicate<ReplicationPlan> goAhead, Consumer<String> progress) {
        HealthMemory undecided = memory;
        memory = memory.withEditsDecided();
        Survey survey = survey();
        Optional<PeerSnapshot> primary = survey.relationship()
                .primary()
                .map(HaPeer::name)
                .filter(name -> survey.verdict().source().equals(Optional.of(name)))
                .map(survey.snapshots()::get);
        Optional<KeaConfig> edit = primary.map(source -> merged)
                .filter(config -> !config.equals(primary.get().running().config()));
        ReplicationPlan plan = plan(survey, edit);
        Optional<ReplicationReport> report = Optional.empty();
        if (goAhead.test(plan)) {
            progress.accept("What was changed while the primary was away is carried over onto it.");
            report = Optional.of(run(plan, survey, progress));
        }
        boolean arrived = primary.isPresent()
                && report.stream()
                        .flatMap(done -> done.peers().stream())
                        .anyMatch(peer -> peer.source()
                                && (peer.outcome().applied() || peer.outcome() == PeerOutcome.UP_TO_DATE));
        if (!arrived) {
            memory = undecided;
            keep();
        }
        return report;
    }

    /**
     * What was overwritten.
     *
     * @return the entries of the archive, the oldest first
     * @throws StoreException when the archive cannot be read
     */
    public List<ArchiveEntry> archived() {
        return surroundings.store().archived(id());
    }

    /**
     * The configuration that the source would have if one from the archive were restored: its shared settings from there,
     * the local ones from the source. {@link #change} brings it there.
     *
     * @param name its name, as in {@link ArchiveEntry#name}
     * @param survey what was seen
     * @return the configuration; empty where the archive has none of that name, or the source could not be read
     * @throws StoreException when the archive cannot be read
     */
    public Optional<KeaConfig> restored(String name, Survey survey) {
        return survey.verdict()
                .source()
                .map(survey.snapshots()::get)
                .flatMap(source -> surroundings
                        .store()
                        .archived(id(), name)
                        .map(config -> surroundings
                                .localSettings()
                                .overlay(config, source.running().config(), source.peer())
                                .config()));
    }

    /**
     * Says that somebody has decided about what was changed on a stand-in while the primary was away: it was carried over
     * to the primary, or may be lost. Where the policy holds the source until then
     * ({@link dev.keaha.health.HealthPolicy.EditedStandIn#HOLD}), the next survey gives it back to the primary. Without
     * effect when there is nothing to decide.
     *
     * @throws StoreException when it cannot be kept
     */
    public void editsDecided() {
        turn.lock();
        try {
            memory = memory.withEditsDecided();
            keep();
        } finally {
            turn.unlock();
        }
    }

    private Optional<ReplicationReport> finishCutOff(Consumer<String> progress) {
        Optional<JsonObject> journal = surroundings.store().journal(id());
        if (journal.isEmpty()) {
            return Optional.empty();
        }
        progress.accept("A replication was cut off; it is finished or undone first.");
        RunJournal cutOff = ReplicationRun.resume(
                RunJournal.fromJson(journal.get()), surroundings.clock().instant());
        return Optional.of(learn(executor(progress).execute(cutOff, Map.of())));
    }

    private ReplicationReport run(ReplicationPlan plan, Survey survey, Consumer<String> progress) {
        Map<String, KeaConfig> overwritten = new HashMap<>();
        survey.snapshots()
                .forEach((peer, snapshot) ->
                        overwritten.put(peer, snapshot.running().config()));
        RunJournal journal = ReplicationRun.begin(plan, surroundings.clock().instant());
        return learn(executor(progress).execute(journal, overwritten));
    }

    private ReplicationReport learn(ReplicationReport report) {
        proven = report.proven(proven);
        report.common().ifPresent(this::keepCommon);
        if (report.peers().stream().anyMatch(peer -> peer.outcome().applied())) {
            for (PeerResult peer : report.peers()) {
                memory = peer.source() || !peer.outcome().applied() ? memory : memory.withPushed(peer.name());
            }
            // what was pushed has restarted HA, and a proof counts from after that
            survey();
        }
        for (PeerResult peer : report.peers()) {
            if (peer.outcome().proves()) {
                memory = memory.withProven(peer.name());
            }
        }
        keep();
        new ChangeLedger(surroundings.store(), id())
                .settle(report, surroundings.clock().instant());
        surroundings.store().clearJournal(id());
        return report;
    }

    private void keepCommon(KeaConfig config) {
        if (!common.equals(Optional.of(config))) {
            surroundings.store().saveCommon(id(), config);
            common = Optional.of(config);
        }
    }

    /** The last configuration that all had in common. */
    Optional<KeaConfig> common() {
        turn.lock();
        try {
            return common;
        } finally {
            turn.unlock();
        }
    }

    /** Learns from a plan who has the source's configuration without a push. */
    void agreed(ReplicationPlan plan) {
        turn.lock();
        try {
            for (PeerNote note : plan.notes()) {
                if (note.outcome() == PeerOutcome.UP_TO_DATE) {
                    memory = memory.withProven(note.peer());
                }
            }
            if (plan.upToDate()) {
                plan.sourceConfig().ifPresent(this::keepCommon);
            }
            keep();
        } finally {
            turn.unlock();
        }
    }

    /** Does something that nobody else's changes may come between. */
    <T> T exclusively(Supplier<T> work) {
        DaemonLocks.Held alone = surroundings.locks().lock(daemons());
        try {
            return work.get();
        } finally {
            alone.release();
        }
    }

    /** Finishes or undoes a run that was cut off; how it ended, empty where there was none. */
    Optional<ReplicationReport> finish(Consumer<String> progress) {
        DaemonLocks.Held alone = surroundings.locks().lock(daemons());
        turn.lock();
        try {
            return finishCutOff(progress);
        } finally {
            turn.unlock();
            alone.release();
        }
    }

    /** Keeps in the store what is known of it. */
    void keepAll() {
        turn.lock();
        try {
            keep();
        } finally {
            turn.unlock();
        }
    }

    /** Has a peer write what it runs to its disk; whether it did. May be repeated. */
    boolean write(String peer) {
        DaemonLocks.Held alone = surroundings.locks().lock(daemons());
        turn.lock();
        try {
            channel(peer).call(service, KeaCommands.configWrite(), surroundings.timeout());
            return true;
        } catch (KeaCommandException | KeaTransportException notNow) {
            return false;
        } finally {
            turn.unlock();
            alone.release();
        }
    }

    private PlanExecutor executor(Consumer<String> progress) {
        return new PlanExecutor(
                service,
                id(),
                this::channel,
                surroundings.store(),
                surroundings.clock(),
                surroundings.pause(),
                progress);
    }

    private KeaChannel channel(String peer) {
        List<PeerAddress> known = addresses.getOrDefault(peer, List.of());
        if (known.isEmpty()) {
            throw new IllegalStateException("No address of " + peer + ", but the plan wants to talk to it");
        }
        return surroundings.channels().apply(known.get(0).endpoint());
    }

    /** The daemons that it may change, by every address at which they may be. */
    private List<String> daemons() {
        turn.lock();
        try {
            return addresses.values().stream()
                    .flatMap(List::stream)
                    .map(place -> service + " " + place.endpoint().uri())
                    .toList();
        } finally {
            turn.unlock();
        }
    }

    @Override
    public String toString() {
        return id().toString();
    }
}
