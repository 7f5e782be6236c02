package dev.keaha.health;

import dev.keaha.config.Finding;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaPeer;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.HaState;
import dev.keaha.ha.HaStatus;
import dev.keaha.ha.PeerRole;
import dev.keaha.health.HealthMemory.PeerMemory;
import dev.keaha.health.HealthPolicy.EditedStandIn;
import dev.keaha.health.PushPermission.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One step of {@link RelationshipStateMachine} in the making; its fields are what the rules speak of. */
final class Deliberation {

    /** Above it Kea warns. */
    private static final Duration SKEW_WARNING = Duration.ofSeconds(30);
    /** Above it Kea ends HA. */
    private static final Duration SKEW_LIMIT = Duration.ofSeconds(60);
    /** Two clocks of whole seconds, each read at most a second wrong: rather a warning too early than one too late. */
    private static final Duration MEASURED = Duration.ofSeconds(2);
    /** No clock is further off; more than this is nonsense. */
    private static final Duration AGES = Duration.ofDays(36_500);

    private final HealthMemory memory;
    private final HaRelationship relationship;
    private final Instant now;
    private final HealthPolicy policy;
    private final List<JudgedPeer> peers;
    private final JudgedPeer primary;
    private final @Nullable JudgedPeer standIn;
    private final List<Reason> reasons = new ArrayList<>();
    private final Optional<Skew> primaryAhead;
    private @Nullable JudgedPeer source;
    private Optional<Instant> primaryActiveSince = Optional.empty();
    private Optional<String> editedStandIn = Optional.empty();
    /** Why nothing may be pushed for now; the first reason found. */
    private @Nullable String hold;

    Deliberation(
            HealthMemory memory,
            HaRelationship relationship,
            List<PeerObservation> observations,
            Instant now,
            HealthPolicy policy) {
        this.memory = memory;
        this.relationship = relationship;
        this.now = now;
        this.policy = policy;
        Map<String, PeerObservation> latest = observations.stream()
                .collect(Collectors.toMap(
                        PeerObservation::peer,
                        one -> one,
                        (one, other) -> other.at().isBefore(one.at()) ? one : other));
        this.peers = relationship.peers().stream()
                .map(peer -> new JudgedPeer(
                        relationship,
                        peer,
                        latest.get(peer.name()),
                        memory.peers().get(peer.name()),
                        now,
                        policy))
                .toList();
        this.primary = judged(relationship.primary())
                .orElseThrow(() -> new IllegalArgumentException(
                        "The relationship has no primary. Kea does not accept that either: give one peer the role"
                                + " primary."));
        this.standIn = relationship.mode().equals(HaMode.PASSIVE_BACKUP)
                ? null
                : judged(relationship.standIn()).orElse(null);
        this.primaryAhead = primaryAhead();
    }

    private Optional<JudgedPeer> judged(Optional<HaPeer> peer) {
        return peer.flatMap(
                wanted -> peers.stream().filter(one -> one.peer == wanted).findFirst());
    }

    HealthStep step() {
        peers.forEach(peer -> reasons.addAll(peer.reasons));
        boolean probation = probation();
        editedStandIn = editedStandIn();
        boolean undecided =
                policy.editedStandIn() == EditedStandIn.HOLD && editedStandIn.isPresent() && primary.isActive();
        source = chooseSource(probation || undecided);
        sourceReasons(probation, undecided);
        pairReasons();
        scopeReasons();
        adviceReasons();
        boolean off = offReasons() || source == null;
        reasons.sort(Comparator.comparing(Reason::code));
        ReplicationState replication =
                off ? ReplicationState.OFF : hold == null ? ReplicationState.ON : ReplicationState.HELD;
        HealthMemory next = remember();
        List<PeerVerdict> verdicts = peers.stream()
                .map(peer -> verdict(
                        peer,
                        peer != source
                                && Optional.ofNullable(next.peers().get(peer.name()))
                                        .filter(PeerMemory::proven)
                                        .isEmpty(),
                        push(peer, off)))
                .toList();
        return new HealthStep(
                next,
                new Verdict(
                        Health.of(reasons),
                        Optional.ofNullable(source).map(JudgedPeer::name),
                        replication,
                        verdicts,
                        reasons));
    }

    // Who is the source.

    private boolean was(@Nullable JudgedPeer peer) {
        return peer != null && memory.source().filter(peer.name()::equals).isPresent();
    }

    /** Whether the primary is active again, but not yet for long enough to take over from its stand-in. */
    private boolean probation() {
        JudgedPeer other = standIn;
        if (!primary.isActive() || !was(other) || other == null || other.isAway()) {
            return false;
        }
        Instant since = primary.restarted ? now : memory.primaryActiveSince().orElse(now);
        primaryActiveSince = Optional.of(since);
        return Duration.between(since, now).compareTo(policy.returnDelay()) < 0;
    }

    /**
     * The stand-in whose configuration was changed while it was the source. Since the last look it may have been that
     * unless the primary was the source then and is it still.
     */
    private Optional<String> editedStandIn() {
        JudgedPeer other = standIn;
        if (other == null || !other.isEdited()) {
            return memory.editedStandIn();
        }
        boolean stoodIn = was(other) || memory.sourceLost() || chooseSource(false) != primary;
        return stoodIn ? Optional.of(other.name()) : memory.editedStandIn();
    }

    private @Nullable JudgedPeer chooseSource(boolean standInStays) {
        JudgedPeer other = standIn;
        boolean otherActive = other != null && other.isActive();
        boolean otherKeeps = was(other) && other != null && !other.isAway();
        if (primary.isActive()) {
            return otherKeeps && standInStays ? other : primary;
        }
        if (primary.isSettling()) {
            if (was(primary)) {
                return primary;
            }
            boolean known = memory.sourceLost() || was(other);
            boolean otherActs = other != null && (other.is(PeerCondition.ALONE) || other.is(PeerCondition.COVERING));
            if (!known && !otherActs) {
                return primary;
            }
        }
        return otherActive || otherKeeps ? other : null;
    }

    private void sourceReasons(boolean probation, boolean undecided) {
        if (source == null) {
            String others = standIn == null ? "" : " and " + standIn.name() + " (" + standIn.condition + ")";
            add(
                    ReasonCode.NO_SOURCE,
                    null,
                    "Service down: " + primary.name() + " (" + primary.condition + ")" + others
                            + (standIn == null ? " is" : " are")
                            + " not at work. Nothing can be changed or replicated.",
                    "Bring one back to work. The first to be at work is the source; the primary is it in any case.");
            return;
        }
        if (source != primary) {
            add(
                    ReasonCode.STAND_IN_IS_SOURCE,
                    source,
                    source.name() + " stands in for " + primary.name() + ": its configuration is the source of truth.",
                    "Bring " + primary.name() + " back; it is the source as soon as it is at work.");
        }
        if (probation) {
            hold(add(
                    ReasonCode.RETURN_DAMPED,
                    primary,
                    primary.name() + " is back, and takes over when it has been at work for "
                            + policy.returnDelay().toSeconds() + " s.",
                    "Wait."));
        }
        if (undecided) {
            String edited = editedStandIn.orElseThrow();
            hold(add(
                    ReasonCode.EDITS_UNDECIDED,
                    primary,
                    primary.name() + " is back, but the configuration of " + edited + " was changed while "
                            + primary.name() + " was away.",
                    "Decide: carry the changes over to " + primary.name()
                            + ", or let its configuration overwrite them."));
        }
    }

    // What holds replication, and what the two servers of the pair are to each other.

    private void hold(Reason reason) {
        hold = hold == null ? reason.text() : hold;
    }

    private Reason add(ReasonCode code, @Nullable JudgedPeer peer, String text, String advice) {
        Reason reason = new Reason(
                code,
                Optional.ofNullable(peer).map(JudgedPeer::name),
                text,
                advice,
                Optional.ofNullable(peer).map(one -> one.observation));
        reasons.add(reason);
        return reason;
    }

    private void pairReasons() {
        holdFor(primary);
        JudgedPeer other = standIn;
        if (other == null) {
            return;
        }
        holdFor(other);
        skewReason(other);
        oneTerminated(primary, other);
        oneTerminated(other, primary);
        splitBrain(primary, other);
        if (!primary.isActive() || !other.isActive()) {
            return;
        }
        outOfTouch(primary, other);
        outOfTouch(other, primary);
        for (JudgedPeer one : List.of(primary, other)) {
            if (one.is(PeerCondition.ALONE) || one.is(PeerCondition.RECOVERING) || one.is(PeerCondition.COVERING)) {
                hold = hold == null ? one.name() + " is not back to normal (" + one.condition + ")." : hold;
            }
        }
    }

    private void splitBrain(JudgedPeer one, JudgedPeer other) {
        List<String> both = one.judgement.serving().stream()
                .filter(other.judgement.serving()::contains)
                .toList();
        boolean bothAlone = one.takesPartnerForLost() && other.takesPartnerForLost();
        boolean bothServe = !both.isEmpty() || serveTheSame(one, other);
        if (!bothServe && !bothAlone) {
            return;
        }
        String what = (bothAlone ? " take each other for lost" : "")
                + (bothAlone && bothServe ? ", and" : "")
                + (bothServe
                        ? " both answer "
                                + (both.isEmpty() ? "the same clients" : "the clients of " + String.join(" and ", both))
                                + ": an address may be given twice."
                        : ".");
        Optional<JudgedPeer> different = Stream.of(other, one)
                .filter(peer -> peer.is(PeerCondition.MISCONFIGURED))
                .findFirst();
        hold(add(
                ReasonCode.SPLIT_BRAIN,
                null,
                "Split brain: " + one.name() + " and " + other.name() + what,
                different
                                .map(peer -> "Mend the HA configuration of " + peer.name()
                                        + " by hand: mode, names and roles as on the other server.")
                                .orElse("Make the network between the two work again: each must reach the other at its"
                                        + " url in the HA configuration. They then return to normal by themselves; if"
                                        + " that takes longer than a minute, restart " + other.name() + ".")
                        + " Until then, if all clients reach " + one.name() + ", " + other.name()
                        + " can be stopped so that only one answers."));
        if (bothAlone) {
            advise(ReasonCode.PARTNER_DOWN, one, "");
            advise(ReasonCode.PARTNER_DOWN, other, "");
        }
    }

    /** Whether two servers that do not agree on the relationship serve the same clients under different names. */
    private boolean serveTheSame(JudgedPeer one, JudgedPeer other) {
        List<JudgedPeer> pair = List.of(one, other);
        return pair.stream().anyMatch(peer -> peer.is(PeerCondition.MISCONFIGURED))
                && pair.stream().noneMatch(peer -> peer.judgement.serving().isEmpty())
                && pair.stream()
                        .anyMatch(peer -> peer.oneServes()
                                || peer.judgement.serving().stream()
                                        .anyMatch(scope ->
                                                relationship.peer(scope).isEmpty()));
    }

    /** Says something else about what to do where the two servers together tell more than one alone. */
    private void advise(ReasonCode code, JudgedPeer peer, String advice) {
        reasons.replaceAll(reason -> reason.code() == code
                        && reason.peer().filter(peer.name()::equals).isPresent()
                ? new Reason(code, reason.peer(), reason.text(), advice, reason.observation())
                : reason);
    }

    private static boolean waitsFor(JudgedPeer waiting, JudgedPeer ended) {
        return ended.is(PeerCondition.TERMINATED) && (waiting.isSettling() || waiting.is(PeerCondition.STUCK));
    }

    private void oneTerminated(JudgedPeer ended, JudgedPeer waiting) {
        if (waitsFor(waiting, ended)) {
            add(
                    ReasonCode.ONE_TERMINATED,
                    waiting,
                    waiting.name() + " was restarted and waits, serving nobody, for " + ended.name()
                            + ", which has ended HA.",
                    "Make sure that both clocks are right (NTP), and restart " + ended.name() + " now: "
                            + waiting.name() + " waits for that"
                            + (waiting.givesUpWaiting()
                                    ? " for 10 minutes. If they are over, restart both, one right after the other."
                                    : "."));
            advise(ReasonCode.TERMINATED, ended, "");
            advise(ReasonCode.PEER_SETTLING, waiting, "");
        }
    }

    private void outOfTouch(JudgedPeer one, JudgedPeer other) {
        boolean silent = one.is(PeerCondition.ACTIVE)
                && one.view().map(HaStatus.Remote::communicationInterrupted).orElse(false);
        if (silent) {
            hold(add(
                    ReasonCode.PEERS_NOT_IN_TOUCH,
                    one,
                    one.name() + " does not hear " + other.name() + ", though both answer us.",
                    "Check the network between the two, and the url of " + other.name()
                            + " in the HA configuration of both."));
        }
    }

    /** A push to one of two whose HA is not at work does harm; and nobody overwrites what is starting. */
    private void holdFor(JudgedPeer peer) {
        if (peer.is(PeerCondition.TERMINATED)
                || peer.is(PeerCondition.UNEXPECTED)
                || peer.isSettling()
                || peer.lockStays()) {
            hold(peer.reasons.stream()
                    .filter(reason -> reason.code() == ReasonCode.TERMINATED
                            || reason.code() == ReasonCode.LOCK_STAYS
                            || reason.code() == ReasonCode.UNEXPECTED_STATE
                            || reason.code() == ReasonCode.PEER_SETTLING)
                    .findFirst()
                    .orElseThrow());
        }
    }

    // Clocks.

    /** A difference between two clocks. */
    private record Skew(Duration ahead, boolean measuredByUs) {

        Skew {
            ahead = ahead.compareTo(AGES) > 0 ? AGES : ahead.compareTo(AGES.negated()) < 0 ? AGES.negated() : ahead;
        }

        Skew reversed() {
            return new Skew(ahead.negated(), measuredByUs);
        }

        boolean above(Duration limit) {
            return ahead.abs().plus(measuredByUs ? MEASURED : Duration.ZERO).compareTo(limit) > 0;
        }
    }

    /** How far the primary's clock is ahead of its partner's. */
    private Optional<Skew> primaryAhead() {
        JudgedPeer other = standIn;
        if (other == null) {
            return Optional.empty();
        }
        Optional<Skew> byStandIn =
                other.view().flatMap(HaStatus.Remote::clockSkew).map(ahead -> new Skew(ahead, false));
        Optional<Skew> byPrimary =
                primary.view().flatMap(HaStatus.Remote::clockSkew).map(ahead -> new Skew(ahead, false).reversed());
        if (byPrimary.isPresent() && primary.hearsPartner()) {
            return byPrimary;
        } else if (byStandIn.isPresent() && other.hearsPartner()) {
            return byStandIn;
        }
        // What Kea has is old, for instance from before HA ended: ours is better, where there is one.
        return measured(primary)
                .flatMap(ours -> measured(other).map(theirs -> new Skew(ours.minus(theirs), true)))
                .or(() -> byPrimary)
                .or(() -> byStandIn);
    }

    private static Optional<Duration> measured(JudgedPeer peer) {
        return Optional.ofNullable(peer.seen).flatMap(PeerObservation.Seen::clockAhead);
    }

    private Optional<Duration> clockSkew(JudgedPeer peer) {
        if (standIn == null || peer != primary && peer != standIn) {
            return measured(peer);
        }
        Optional<Duration> ahead = primaryAhead.map(Skew::ahead);
        return peer == primary ? ahead : ahead.map(Duration::negated);
    }

    private void skewReason(JudgedPeer other) {
        if (primaryAhead.isEmpty() || !primaryAhead.get().above(SKEW_WARNING)) {
            return;
        }
        Skew skew = primaryAhead.get();
        boolean behind = skew.ahead().isNegative();
        String text = "The clock of " + (behind ? other : primary).name() + " is "
                + (skew.measuredByUs() ? "about " : "") + skew.ahead().abs().toSeconds() + " s ahead of the clock of "
                + (behind ? primary : other).name() + ". Above 60 s Kea ends HA on both servers.";
        if (skew.above(SKEW_LIMIT)) {
            boolean ended = primary.is(PeerCondition.TERMINATED) || other.is(PeerCondition.TERMINATED);
            hold(add(
                    ReasonCode.CLOCK_SKEW_TOO_LARGE,
                    null,
                    text,
                    ended
                            ? "Set both clocks right (NTP); then restart Kea on both, the second within 10 minutes of the"
                                    + " first."
                            : "Set both clocks right (NTP) now. Should HA have ended by then, restart Kea on both."));
            advise(ReasonCode.TERMINATED, primary, "");
            advise(ReasonCode.TERMINATED, other, "");
        } else {
            add(ReasonCode.CLOCK_SKEW, null, text, "Set both clocks right (NTP).");
        }
    }

    // Who serves whom.

    private void scopeReasons() {
        if (source == null) {
            return;
        }
        unserved(primary, standIn);
        JudgedPeer other = standIn;
        if (other != null && relationship.mode().equals(HaMode.LOAD_BALANCING)) {
            unserved(other, primary);
        }
    }

    private void unserved(JudgedPeer owner, @Nullable JudgedPeer partner) {
        boolean served = peers.stream()
                .anyMatch(peer -> peer.isActive()
                        && !peer.lockStays()
                        && peer.judgement.serving().contains(owner.name()));
        boolean mayBeServed = mayServe(owner) || partner != null && (mayServe(partner) || partner.sees(owner));
        if (served || mayBeServed) {
            return;
        }
        String text = "The clients of " + owner.name() + " get no answer";
        if (partner != null && waitsFor(owner, partner)) {
            add(
                    ReasonCode.CLIENTS_NOT_SERVED,
                    owner,
                    text + ": " + owner.name() + " waits for a restart of " + partner.name()
                            + ", which has ended HA and does not take over.",
                    "Restart " + partner.name() + ".");
        } else if (owner.isSettling() && partner != null && partner.isActive()) {
            // While its partner is at work a start is nothing unusual; with nobody at work it is an outage.
            add(ReasonCode.CLIENTS_WAIT, owner, text + " for the moment: " + owner.name() + " is starting.", "Wait.");
        } else {
            add(
                    ReasonCode.CLIENTS_NOT_SERVED,
                    owner,
                    text + ": " + because(owner, partner),
                    owner.isActive()
                            ? "Restart " + owner.name() + "; its HA then serves them again."
                            : "Bring " + owner.name() + " back to work.");
        }
    }

    /** Whether it may answer clients in a way that its scopes do not tell. */
    private static boolean mayServe(JudgedPeer peer) {
        return peer.is(PeerCondition.NO_HA) || peer.is(PeerCondition.MISCONFIGURED);
    }

    private String because(JudgedPeer owner, @Nullable JudgedPeer partner) {
        String why = switch (owner.condition) {
            case ACTIVE, ALONE, RECOVERING, COVERING, TERMINATED, UNEXPECTED ->
                owner.isLocked()
                        ? "HA itself has switched off the DHCP service of " + owner.name()
                        : owner.name() + " is at work, but somebody told it not to serve them (ha-scopes)";
            case SETTLING -> owner.name() + " is starting";
            case DISABLED ->
                "the DHCP service of " + owner.name() + " is off, but its HA still answers, so nobody takes over";
            case IN_MAINTENANCE -> owner.name() + " is in maintenance";
            default -> owner.name() + " is away";
        };
        if (partner == null || owner.isActive() || owner.is(PeerCondition.DISABLED)) {
            return why + ".";
        }
        return why + ", and " + partner.name() + whyNoTakeover(partner) + ".";
    }

    private static String whyNoTakeover(JudgedPeer partner) {
        if (partner.isAway()) {
            return " is away too";
        } else if (partner.lockStays()) {
            return " answers nobody either, since HA has switched off its DHCP service";
        } else if (partner.isSettling()) {
            return " is starting";
        } else if (partner.is(PeerCondition.TERMINATED)) {
            return " has ended HA and serves only its own clients";
        } else if (!partner.autoFailover()) {
            return " is configured not to take over (auto-failover is false)";
        } else if (partner.is(PeerCondition.ALONE)) {
            return " was told not to serve them (ha-scopes)";
        }
        boolean silent =
                partner.view().map(HaStatus.Remote::communicationInterrupted).orElse(false);
        if (silent && partner.countsClients()) {
            return " takes over when "
                    + partner.view().map(HaStatus.Remote::unackedClientsLeft).orElse(0L)
                    + " more clients have tried in vain for over "
                    + partner.parameters.maxAckDelay().toSeconds() + " s (max-unacked-clients)";
        }
        return " takes over "
                + (partner.countsClients() ? "at the earliest " : "")
                + partner.parameters.maxResponseDelay().toSeconds() + " s after it heard the last of it";
    }

    // What is good to know.

    private void adviceReasons() {
        JudgedPeer other = standIn;
        if (other != null) {
            partnerSees(primary, other);
            partnerSees(other, primary);
            failover(primary, other);
            failover(other, primary);
            timers(primary, other);
        }
        String blind = peers.stream()
                .filter(peer ->
                        peer.seen != null && peer.seen.status().dhcpState().isEmpty())
                .map(JudgedPeer::name)
                .collect(Collectors.joining(", "));
        if (!blind.isEmpty()) {
            add(
                    ReasonCode.DISABLED_NOT_VISIBLE,
                    null,
                    "This version of Kea does not tell whether somebody has switched DHCP off (dhcp-disable): " + blind
                            + ".",
                    "Kea 2.6.2 and newer tell.");
        }
    }

    private void partnerSees(JudgedPeer unseen, JudgedPeer partner) {
        if (!unseen.known() && partner.hearsPartner()) {
            add(
                    ReasonCode.PARTNER_SEES_PEER,
                    unseen,
                    unseen.name() + " does not answer us, but " + partner.name() + " was in touch with it "
                            + partner.view().orElseThrow().age().toSeconds() + " s ago (state "
                            + partner.view()
                                    .flatMap(HaStatus.Remote::state)
                                    .map(HaState::word)
                                    .orElse("")
                            + ").",
                    "If this stays, " + unseen.name() + " is at work and only the way from here to it is broken.");
        }
    }

    private void failover(JudgedPeer peer, JudgedPeer partner) {
        if (peer.isAway() || peer.is(PeerCondition.TERMINATED)) {
            return;
        }
        long delay = peer.parameters.maxResponseDelay().toSeconds();
        boolean alwaysServes = relationship.mode().equals(HaMode.HOT_STANDBY)
                && peer.peer.role().equals(PeerRole.PRIMARY);
        if (alwaysServes) {
            add(
                    ReasonCode.FAILOVER_BY_TIME,
                    peer,
                    "When " + partner.name() + " is silent for " + delay + " s, " + peer.name()
                            + " goes on alone; it serves all clients anyway. Its max-unacked-clients has no effect.",
                    "");
        } else if (!peer.autoFailover()) {
            add(
                    ReasonCode.NO_FAILOVER,
                    peer,
                    "When " + partner.name() + " is lost, " + peer.name()
                            + " does not take over its clients: auto-failover"
                            + " is false. They get no answer until it is back.",
                    "Set auto-failover to true unless this is wanted.");
        } else if (peer.countsClients()) {
            add(
                    ReasonCode.FAILOVER_BY_CLIENTS,
                    peer,
                    "When " + partner.name() + " is silent for " + delay + " s, " + peer.name()
                            + " takes over once more than " + peer.parameters.maxUnackedClients()
                            + " clients have tried in vain for over "
                            + peer.parameters.maxAckDelay().toSeconds() + " s. Until then the clients of "
                            + partner.name() + " get no answer; in a quiet network that may be long.",
                    "With max-unacked-clients 0 it would take over at once.");
        } else {
            add(
                    ReasonCode.FAILOVER_BY_TIME,
                    peer,
                    "When " + partner.name() + " is silent for " + delay + " s, " + peer.name()
                            + " takes over its clients at once (max-unacked-clients is 0).",
                    "");
        }
    }

    private void timers(JudgedPeer one, JudgedPeer other) {
        Map<Finding, List<JudgedPeer>> findings = new LinkedHashMap<>();
        for (JudgedPeer peer : List.of(one, other)) {
            peer.timers()
                    .ifPresent(finding -> findings.computeIfAbsent(finding, same -> new ArrayList<>())
                            .add(peer));
        }
        findings.forEach((finding, peers) -> add(
                ReasonCode.CONFIGURATION_FINDING,
                peers.size() == 1 ? peers.get(0) : null,
                "In the HA configuration of "
                        + peers.stream().map(JudgedPeer::name).collect(Collectors.joining(" and ")) + ", "
                        + finding.text(),
                finding.advice()));
    }

    private boolean offReasons() {
        boolean off = false;
        Optional<JudgedPeer> backend = peers.stream()
                .filter(peer -> peer.seen != null && peer.seen.configBackend())
                .findFirst();
        if (backend.isPresent()) {
            add(
                    ReasonCode.CONFIG_BACKEND,
                    backend.get(),
                    backend.get().name()
                            + " takes its configuration from a database (config-control), which the servers"
                            + " share. Nothing is replicated.",
                    "");
            off = true;
        }
        if (!policy.replicate()) {
            add(
                    ReasonCode.REPLICATION_SWITCHED_OFF,
                    null,
                    "Replication is switched off (keaReplicateConfig is 0).",
                    "Set it to 1 to replicate.");
            off = true;
        }
        return off;
    }

    // What may be sent to whom.

    private PushPermission push(JudgedPeer peer, boolean off) {
        String name = peer.name();
        if (source == null) {
            return new PushPermission(Level.NONE, "Service down: there is no source.");
        } else if (hold != null) {
            return new PushPermission(Level.NONE, "Held: " + hold);
        } else if (peer == source) {
            JudgedPeer partner = peer == primary ? standIn : primary;
            return peer.is(PeerCondition.ACTIVE) && partner != null && partner.is(PeerCondition.ACTIVE)
                    ? new PushPermission(Level.FULL, name + " is the source, and its partner can serve meanwhile.")
                    : new PushPermission(Level.ALONE, name + " is the source, and nobody else can serve its clients.");
        } else if (off) {
            return new PushPermission(Level.NONE, "Replication is off.");
        } else if (peer == primary) {
            return new PushPermission(
                    Level.NONE, name + " is the primary: nobody overwrites it, and it is the source when it is back.");
        } else if (peer.is(PeerCondition.ACTIVE)) {
            return new PushPermission(Level.FULL, name + " is at work, and " + source.name() + " serves.");
        } else if (repairable(peer)) {
            return new PushPermission(
                    Level.FULL, name + " is not at work in HA; the source's configuration may mend it.");
        }
        return new PushPermission(
                Level.NONE,
                name + " is not at work (" + peer.condition + "); it is brought up to date when it is back.");
    }

    /** HA is in its configuration but cannot work as it is: only another configuration helps. */
    private static boolean repairable(JudgedPeer peer) {
        return (peer.is(PeerCondition.NO_HA) || peer.is(PeerCondition.MISCONFIGURED))
                && peer.seen != null
                && peer.seen.configured().isPresent();
    }

    // The result.

    private PeerVerdict verdict(JudgedPeer peer, boolean needsSync, PushPermission push) {
        return new PeerVerdict(
                peer.name(),
                peer.peer.role(),
                peer.address(),
                peer.condition,
                peer.state(),
                peer.judgement.status().map(status -> status.local().scopes()).orElse(List.of()),
                Optional.ofNullable(peer.seen).map(PeerObservation.Seen::version),
                clockSkew(peer),
                needsSync,
                push);
    }

    private HealthMemory remember() {
        boolean newProofs = source == null || !was(source) || source.restarted;
        Map<String, PeerMemory> remembered = new HashMap<>();
        for (JudgedPeer peer : peers) {
            boolean proven = peer == source || !newProofs && peer.keepsProof();
            peer.memory(proven).ifPresent(one -> remembered.put(peer.name(), one));
        }
        boolean primaryRules = source == primary && policy.editedStandIn() == EditedStandIn.PRIMARY_WINS;
        return new HealthMemory(
                Optional.ofNullable(source).map(JudgedPeer::name),
                source == null,
                source == primary ? Optional.empty() : primaryActiveSince,
                primaryRules ? Optional.empty() : editedStandIn,
                remembered);
    }
}
