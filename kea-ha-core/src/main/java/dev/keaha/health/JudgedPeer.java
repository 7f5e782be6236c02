package dev.keaha.health;

import dev.keaha.config.Finding;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaLint;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaParameters;
import dev.keaha.ha.HaPeer;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.HaState;
import dev.keaha.ha.HaStatus;
import dev.keaha.health.HealthMemory.PeerMemory;
import dev.keaha.health.HealthMemory.Settling;
import dev.keaha.json.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One peer in one step: the judgement over its observation, and what memory and time add to it. */
final class JudgedPeer {

    /** Uptimes are whole seconds, so a start that moves by less is the same start. */
    private static final Duration SAME_START = Duration.ofSeconds(2);

    /** Older than any daemon; what claims to be older is nonsense and would not fit the calendar. */
    private static final Duration AGES = Duration.ofDays(36_500);

    final HaPeer peer;

    /** What the peer itself answered; null also where another server answered in its place. */
    final PeerObservation.@Nullable Seen seen;

    final @Nullable PeerObservation observation;
    final Judgement judgement;
    final PeerCondition condition;
    final List<Reason> reasons;
    final boolean restarted;
    final HaParameters parameters;
    private final HaRelationship relationship;
    private final @Nullable PeerMemory before;
    private final @Nullable Instant started;
    private final Optional<Settling> settling;
    private final Optional<Instant> lockedSince;
    private final boolean lockStays;

    JudgedPeer(
            HaRelationship relationship,
            HaPeer peer,
            @Nullable PeerObservation latest,
            @Nullable PeerMemory before,
            Instant now,
            HealthPolicy policy) {
        this.relationship = relationship;
        this.peer = peer;
        this.observation = latest;
        this.before = before;
        boolean stale =
                latest != null && Duration.between(latest.at(), now).compareTo(policy.observationLifetime()) > 0;
        this.judgement = stale
                ? Judgement.unobserved(
                        peer,
                        "What is known of " + peer.name() + " is "
                                + Duration.between(latest.at(), now).toSeconds() + " s old.",
                        latest)
                : Judgement.of(relationship, peer, latest);
        boolean itself = !stale && judgement.condition() != PeerCondition.WRONG_SERVER;
        this.seen = itself && latest instanceof PeerObservation.Seen answer ? answer : null;
        this.parameters = seen == null
                ? HaParameters.of(relationship, KeaVersion.of(3, 0, 0))
                : HaParameters.of(seen.configured().orElse(relationship), seen.version());
        Instant machine = seen == null ? null : machineStart(seen);
        this.restarted = before != null
                && machine != null
                && machine.isAfter(before.started().plus(SAME_START));
        this.started = before == null || restarted ? machine : before.started();
        this.settling = settling();
        boolean stuck = judgement.condition() == PeerCondition.SETTLING
                && settling.map(way ->
                                Duration.between(way.since(), now).compareTo(policy.settlingBound(parameters)) > 0)
                        .orElse(false);
        this.lockedSince = lockedSince();
        this.lockStays = isLocked()
                && lockedSince
                        .map(since -> Duration.between(since, now).compareTo(parameters.syncTimeout()) > 0)
                        .orElse(false);
        this.condition = stuck ? PeerCondition.STUCK : judgement.condition();
        this.reasons = new ArrayList<>(judgement.reasons());
        if (stuck) {
            reasons.removeIf(reason -> reason.code() == ReasonCode.PEER_SETTLING);
            reasons.add(stuckReason(settling.orElseThrow().since(), now));
        }
        if (lockStays) {
            reasons.removeIf(reason -> reason.code() == ReasonCode.LOCKED_BY_HA);
            reasons.add(new Reason(
                    ReasonCode.LOCK_STAYS,
                    Optional.of(name()),
                    "HA has switched off the DHCP service of " + name() + ", and has not switched it on again for "
                            + words(Duration.between(lockedSince.orElseThrow(), now)) + ".",
                    "A synchronisation was cut off, as a rule. Restart " + name() + ".",
                    Optional.ofNullable(observation)));
        }
    }

    private static Instant machineStart(PeerObservation.Seen seen) {
        Duration uptime = seen.status().uptime();
        Duration reload = seen.status().sinceReload();
        Duration shorter = reload.compareTo(uptime) < 0 ? reload : uptime;
        return seen.at().minus(shorter.compareTo(AGES) > 0 ? AGES : shorter);
    }

    private Optional<Settling> settling() {
        if (seen == null) {
            return before == null ? Optional.empty() : before.settling();
        } else if (judgement.condition() != PeerCondition.SETTLING || started == null) {
            return Optional.empty();
        } else if (before == null) {
            // Never seen at work: it settles since its start, be that a moment or a week ago.
            return Optional.of(new Settling(started, seen.at()));
        }
        Settling way = before.settling().orElse(new Settling(seen.at(), seen.at()));
        // A new start is a further attempt on the same way; the time that it was not even trying does not count.
        Duration pause =
                restarted && started.isAfter(way.seen()) ? Duration.between(way.seen(), started) : Duration.ZERO;
        return Optional.of(new Settling(way.since().plus(pause), seen.at()));
    }

    private Optional<Instant> lockedSince() {
        Optional<Instant> known = before == null ? Optional.empty() : before.lockedSince();
        if (seen == null) {
            return known;
        }
        return isLocked() ? known.filter(since -> !restarted).or(() -> Optional.of(seen.at())) : Optional.empty();
    }

    private Reason stuckReason(Instant since, Instant now) {
        boolean again = started != null && since.isBefore(started.minus(SAME_START));
        String state = state().map(HaState::word).orElse("");
        boolean mayPause = Optional.ofNullable(seen)
                .flatMap(PeerObservation.Seen::configured)
                .flatMap(HaRelationship::stateMachine)
                .isPresent();
        return new Reason(
                ReasonCode.PEER_STUCK,
                Optional.of(name()),
                name() + " has been starting " + (again ? "again and again " : "") + "for "
                        + words(Duration.between(since, now)) + " and does not get on (state " + state + ").",
                mayPause
                        ? "Its configuration asks HA to pause (state-machine): let it go on with ha-continue. Else read its"
                                + " log."
                        : "Read its log, check that it reaches its partner, and restart it. If its partner has ended HA,"
                                + " restart both.",
                Optional.ofNullable(observation));
    }

    private static String words(Duration time) {
        return time.compareTo(Duration.ofHours(2)) < 0 ? time.toSeconds() + " s" : time.toHours() + " hours";
    }

    String name() {
        return peer.name();
    }

    /** Whether the peer itself answered. */
    boolean known() {
        return seen != null;
    }

    boolean isActive() {
        return condition.isActive();
    }

    boolean isSettling() {
        return condition.isSettling();
    }

    boolean isAway() {
        return condition.isAway();
    }

    boolean is(PeerCondition other) {
        return condition == other;
    }

    Optional<HaStatus.Remote> view() {
        return judgement.status().flatMap(HaStatus::remote);
    }

    Optional<HaState> state() {
        return judgement.status().map(status -> status.local().state());
    }

    /** What is wrong with the timers in its own configuration. */
    Optional<Finding> timers() {
        return Optional.ofNullable(seen)
                .flatMap(answer -> answer.configured().flatMap(own -> HaLint.checkTimers(own, answer.version())));
    }

    boolean autoFailover() {
        return Optional.ofNullable(seen)
                .flatMap(PeerObservation.Seen::configured)
                .flatMap(own -> own.peer(name()))
                .orElse(peer)
                .autoFailover()
                .orElse(true);
    }

    /** Whether unanswered clients decide about failover here, where it is not a hot-standby primary. */
    boolean countsClients() {
        return parameters.maxUnackedClients() > 0;
    }

    /** Whether it waits for a partner that has ended HA for 10 minutes only; before Kea 2.5.8 it does so for ever. */
    boolean givesUpWaiting() {
        return seen == null || seen.version().atLeast(2, 5, 8);
    }

    /** Whether HA keeps its DHCP service off in a state in which it serves. */
    boolean isLocked() {
        return judgement.reasons().stream().anyMatch(reason -> reason.code() == ReasonCode.LOCKED_BY_HA);
    }

    /** Whether HA does so for longer than any synchronisation does. */
    boolean lockStays() {
        return lockStays;
    }

    /** Whether it takes its partner for lost, in this relationship or in its own idea of it. */
    boolean takesPartnerForLost() {
        return is(PeerCondition.ALONE)
                || is(PeerCondition.MISCONFIGURED)
                        && state().filter(HaState.PARTNER_DOWN::equals).isPresent();
    }

    /** Whether its configuration is not the one that it was last seen with. */
    boolean isEdited() {
        Optional<Fingerprint> last = before == null ? Optional.empty() : before.configuration();
        Optional<Fingerprint> now = seen == null ? Optional.empty() : seen.configuration();
        return last.isPresent() && now.isPresent() && !last.equals(now);
    }

    /** Whether two servers of a hot-standby pair would be one too many, by its configuration or by ours. */
    boolean oneServes() {
        return relationship.mode().equals(HaMode.HOT_STANDBY)
                || Optional.ofNullable(seen)
                        .flatMap(PeerObservation.Seen::configured)
                        .filter(own -> own.mode().equals(HaMode.HOT_STANDBY))
                        .isPresent();
    }

    /** Whether it is in touch with its partner at this moment, by its own account. */
    boolean hearsPartner() {
        return !is(PeerCondition.TERMINATED)
                && view().filter(view -> !view.communicationInterrupted()
                                && view.state()
                                        .filter(state -> !state.equals(HaState.UNAVAILABLE))
                                        .isPresent()
                                && view.age().compareTo(parameters.maxResponseDelay()) <= 0)
                        .isPresent();
    }

    /** Whether it saw a moment ago that its partner, which does not answer us, serves its own clients. */
    boolean sees(JudgedPeer partner) {
        return !partner.known()
                && hearsPartner()
                && view().orElseThrow().scopes().contains(partner.name());
    }

    String address() {
        if (observation instanceof PeerObservation.Seen answer) {
            return answer.address();
        }
        return observation instanceof PeerObservation.Unreachable none ? none.address() : "";
    }

    Optional<PeerMemory> memory(boolean proven) {
        if (started == null) {
            return Optional.empty();
        }
        Optional<Fingerprint> last = before == null ? Optional.empty() : before.configuration();
        Optional<Fingerprint> configuration = Optional.ofNullable(seen)
                .flatMap(PeerObservation.Seen::configuration)
                .or(() -> last);
        return Optional.of(new PeerMemory(started, settling, lockedSince, proven, configuration));
    }

    /** Whether its configuration still counts as proven, as far as the peer itself goes. */
    boolean keepsProof() {
        return before != null && before.proven() && !restarted && !isAway();
    }
}
