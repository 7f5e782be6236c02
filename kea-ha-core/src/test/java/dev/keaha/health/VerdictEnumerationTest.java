package dev.keaha.health;

import static dev.keaha.health.Scene.NOW;
import static dev.keaha.health.Scene.PRIMARY;
import static dev.keaha.health.Scene.STAND_IN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.command.TransportFailure;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaPeer;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.HaState;
import dev.keaha.ha.HaStatus;
import dev.keaha.ha.PeerRole;
import dev.keaha.health.HealthMemory.PeerMemory;
import dev.keaha.health.HealthMemory.Settling;
import dev.keaha.health.HealthPolicy.EditedStandIn;
import dev.keaha.health.PeerCondition.Standing;
import dev.keaha.health.PushPermission.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every condition of every peer, in every layout, with every memory that can make a difference, enumerated whole and held
 * to what must be true of any verdict.
 */
@Tag("exhaustive")
class VerdictEnumerationTest {

    private static final Duration RETURN_DELAY = Duration.ofSeconds(30);
    private static final Instant LATER = NOW.plusSeconds(1);

    /** What the memory says of who was the source. */
    private enum Was {
        NOTHING_KNOWN,
        LOST,
        PRIMARY_WAS,
        STAND_IN_WAS
    }

    /** Since when the primary is back, where its stand-in is the source. */
    private enum Back {
        NOT,
        BEFORE_THE_DEADLINE,
        AFTER_THE_DEADLINE
    }

    /** Whether the stand-in's configuration was changed, and what the policy wants then. */
    private enum Edits {
        NONE,
        PRIMARY_WINS,
        HOLD,
        SINCE_THE_LAST_LOOK
    }

    /** A memory and its policy. */
    private record Past(Was was, Back back, Edits edits) {

        static final List<Past> WITH_STAND_IN = all(true);
        static final List<Past> WITHOUT_STAND_IN = all(false);

        HealthPolicy policy() {
            return HealthPolicy.DEFAULT
                    .withReturnDelay(RETURN_DELAY)
                    .withEditedStandIn(
                            edits == Edits.HOLD || edits == Edits.SINCE_THE_LAST_LOOK
                                    ? EditedStandIn.HOLD
                                    : EditedStandIn.PRIMARY_WINS);
        }

        HealthMemory memory(Map<String, PeerMemory> peers) {
            Optional<String> source = switch (was) {
                case NOTHING_KNOWN, LOST -> Optional.empty();
                case PRIMARY_WAS -> Optional.of(PRIMARY);
                case STAND_IN_WAS -> Optional.of(STAND_IN);
            };
            Optional<Instant> since = switch (back) {
                case NOT -> Optional.empty();
                case BEFORE_THE_DEADLINE -> Optional.of(NOW.minus(RETURN_DELAY).plusSeconds(1));
                case AFTER_THE_DEADLINE -> Optional.of(NOW.minus(RETURN_DELAY));
            };
            return new HealthMemory(
                    source,
                    was == Was.LOST,
                    since,
                    edits == Edits.PRIMARY_WINS || edits == Edits.HOLD ? Optional.of(STAND_IN) : Optional.empty(),
                    was == Was.NOTHING_KNOWN ? Map.of() : edits == Edits.SINCE_THE_LAST_LOOK ? before(peers) : peers);
        }

        /** The stand-in had another configuration when it was last seen. */
        private static Map<String, PeerMemory> before(Map<String, PeerMemory> peers) {
            PeerMemory now = peers.get(STAND_IN);
            Map<String, PeerMemory> before = new HashMap<>(peers);
            before.put(
                    STAND_IN,
                    new PeerMemory(
                            now.started(),
                            now.settling(),
                            now.lockedSince(),
                            now.proven(),
                            Optional.of(Scene.fingerprint(1))));
            return before;
        }

        private static List<Past> all(boolean pair) {
            List<Past> pasts = new ArrayList<>();
            for (Was was : Was.values()) {
                for (Back back : Back.values()) {
                    for (Edits edits : Edits.values()) {
                        boolean backMatters = back == Back.NOT || was == Was.STAND_IN_WAS;
                        if (backMatters && (pair || was != Was.STAND_IN_WAS && edits == Edits.NONE)) {
                            pasts.add(new Past(was, back, edits));
                        }
                    }
                }
            }
            return pasts;
        }
    }

    /** A condition of a peer, what shows it, and what memory has of the peer. */
    private record Shown(PeerCondition condition, @Nullable PeerObservation observation, PeerMemory memory) {

        /** Whether the peer itself answered. */
        boolean itself() {
            return observation instanceof PeerObservation.Seen && condition != PeerCondition.WRONG_SERVER;
        }

        /** Whether HA has left its DHCP service off. */
        boolean locked() {
            return memory.lockedSince().isPresent();
        }

        /** Whether it may answer every client, or none. */
        boolean unclear() {
            return condition == PeerCondition.NO_HA || condition == PeerCondition.MISCONFIGURED;
        }

        List<String> scopes() {
            boolean serves = condition.isActive() || condition == PeerCondition.MISCONFIGURED;
            return serves ? local().orElseThrow().scopes() : List.of();
        }

        boolean takesPartnerForLost() {
            return local().filter(local -> local.state().equals(HaState.PARTNER_DOWN))
                    .isPresent();
        }

        /** Whether it hears a partner in its normal state; {@link Scene} shows it so unless the partner is lost. */
        boolean hearsPartner() {
            return local().isPresent()
                    && itself()
                    && condition != PeerCondition.TERMINATED
                    && condition != PeerCondition.NO_HA
                    && !takesPartnerForLost();
        }

        private Optional<HaStatus.Local> local() {
            return observation instanceof PeerObservation.Seen seen
                    ? seen.status().ha().stream().findFirst().map(HaStatus::local)
                    : Optional.empty();
        }
    }

    /** What a recovery can depend on. */
    private record Left(HealthMemory memory, HealthPolicy policy) {}

    @Test
    void everyVerdictKeepsItsPromises() {
        long total = 0;
        for (HaMode mode : List.of(HaMode.LOAD_BALANCING, HaMode.HOT_STANDBY, HaMode.PASSIVE_BACKUP)) {
            for (int backups = 0; backups <= 2; backups++) {
                long count = layout(mode, backups);
                System.out.println("(b) " + mode + " with " + backups + " backups: " + count + " verdicts");
                total += count;
            }
        }
        System.out.println("(b) " + total + " verdicts in all");
        assertThat(total).isEqualTo(1_499_589);
    }

    private static long layout(HaMode mode, int backups) {
        HaRelationship relationship = Scene.relationship(mode, backups);
        List<List<Shown>> columns = relationship.peers().stream()
                .map(peer -> shown(relationship, peer))
                .toList();
        Set<Left> reached = ConcurrentHashMap.newKeySet();
        return columns.get(0).parallelStream()
                .mapToLong(primary -> rows(relationship, columns, List.of(primary), reached))
                .sum();
    }

    private static long rows(
            HaRelationship relationship, List<List<Shown>> columns, List<Shown> begun, Set<Left> reached) {
        if (begun.size() == columns.size()) {
            return row(relationship, begun, reached);
        }
        int at = begun.size();
        // Two backups are alike, so of each two arrangements that only exchange them one is enough.
        boolean secondBackup = relationship.peers().get(at - 1).role().equals(PeerRole.BACKUP);
        int from = secondBackup ? columns.get(at - 1).indexOf(begun.get(at - 1)) : 0;
        long count = 0;
        for (Shown next : columns.get(at).subList(from, columns.get(at).size())) {
            List<Shown> longer = new ArrayList<>(begun);
            longer.add(next);
            count += rows(relationship, columns, longer, reached);
        }
        return count;
    }

    private static long row(HaRelationship relationship, List<Shown> row, Set<Left> reached) {
        List<PeerObservation> observations = new ArrayList<>();
        Map<String, PeerMemory> peers = new HashMap<>();
        for (int i = 0; i < row.size(); i++) {
            if (row.get(i).observation != null) {
                observations.add(row.get(i).observation);
            }
            peers.put(relationship.peers().get(i).name(), row.get(i).memory);
        }
        List<Past> pasts = relationship.standIn().isPresent() ? Past.WITH_STAND_IN : Past.WITHOUT_STAND_IN;
        for (Past past : pasts) {
            HealthMemory memory = past.memory(peers);
            HealthStep step = RelationshipStateMachine.next(memory, relationship, observations, NOW, past.policy());
            new Promises(relationship, row, past, memory, step).check();
            sourceStays(relationship, observations, past.policy(), step);
            if (reached.add(new Left(step.memory(), past.policy()))) {
                recovers(relationship, past, step);
            }
        }
        return pasts.size();
    }

    /** The same input again: the source does not change a second time. */
    private static void sourceStays(
            HaRelationship relationship, List<PeerObservation> observations, HealthPolicy policy, HealthStep step) {
        HealthStep again = RelationshipStateMachine.next(step.memory(), relationship, observations, NOW, policy);
        assertThat(again.verdict().source()).isEqualTo(step.verdict().source());
        assertThat(again.verdict().health()).isEqualTo(step.verdict().health());
        assertThat(again.memory().source()).isEqualTo(step.memory().source());
    }

    /** All peers at work, and staying so: OK once the damping is over and what was to be decided is decided. */
    private static void recovers(HaRelationship relationship, Past past, HealthStep step) {
        Instant then = NOW.plusSeconds(10);
        HealthMemory memory = step.memory();
        for (int i = 0; i < 2; i++) {
            memory = RelationshipStateMachine.next(
                            memory.withEditsDecided(),
                            relationship,
                            Scene.normal(relationship, then),
                            then,
                            past.policy())
                    .memory();
            then = then.plus(RETURN_DELAY);
        }
        HealthStep last = RelationshipStateMachine.next(
                memory, relationship, Scene.normal(relationship, then), then, past.policy());
        assertThat(last.verdict().health()).as("%s after %s", last, step).isEqualTo(Health.OK);
        assertThat(last.verdict().source()).contains(PRIMARY);
        assertThat(last.verdict().replication()).isEqualTo(ReplicationState.ON);
    }

    /** Every condition that a peer can have, by way of an observation that shows it. */
    private static List<Shown> shown(HaRelationship relationship, HaPeer peer) {
        String name = peer.name();
        Instant longAgo = NOW.minus(Duration.ofDays(1));
        PeerMemory quiet = memory(longAgo, null, null);
        boolean backup = peer.role().equals(PeerRole.BACKUP);
        boolean passive = relationship.mode().equals(HaMode.PASSIVE_BACKUP);
        List<Shown> all = new ArrayList<>();
        all.add(new Shown(PeerCondition.ACTIVE, Scene.look(relationship, name).seen(), quiet));
        all.add(new Shown(
                PeerCondition.SETTLING,
                Scene.look(relationship, name)
                        .state(HaState.WAITING)
                        .startedAgo(Duration.ofSeconds(5))
                        .seen(),
                memory(NOW.minusSeconds(5), NOW.minusSeconds(5), null)));
        all.add(new Shown(
                PeerCondition.STUCK,
                Scene.look(relationship, name).state(HaState.WAITING).seen(),
                memory(longAgo, NOW.minusSeconds(600), null)));
        all.add(new Shown(
                PeerCondition.UNEXPECTED,
                Scene.look(relationship, name)
                        .state(HaState.of("a-newer-state"))
                        .scopes(name)
                        .seen(),
                quiet));
        if (!backup) {
            all.add(new Shown(
                    PeerCondition.ACTIVE,
                    Scene.look(relationship, name)
                            .dhcp(false, false, true, true)
                            .seen(),
                    memory(longAgo, null, NOW.minusSeconds(61))));
        }
        if (!backup && !passive) {
            all.add(new Shown(
                    PeerCondition.MISCONFIGURED,
                    Scene.look(relationship, name)
                            .state(HaState.PARTNER_DOWN)
                            .configured(otherMode(relationship, name))
                            .seen(),
                    quiet));
            Map<PeerCondition, HaState> states = Map.of(
                    PeerCondition.ALONE, HaState.PARTNER_DOWN,
                    PeerCondition.COVERING, HaState.PARTNER_IN_MAINTENANCE,
                    PeerCondition.TERMINATED, HaState.TERMINATED,
                    PeerCondition.IN_MAINTENANCE, HaState.IN_MAINTENANCE);
            states.forEach((condition, state) -> all.add(new Shown(
                    condition, Scene.look(relationship, name).state(state).seen(), quiet)));
            if (relationship.mode().equals(HaMode.LOAD_BALANCING)) {
                all.add(new Shown(
                        PeerCondition.RECOVERING,
                        Scene.look(relationship, name)
                                .state(HaState.COMMUNICATION_RECOVERY)
                                .seen(),
                        quiet));
            }
        }
        all.add(new Shown(
                PeerCondition.DISABLED,
                Scene.look(relationship, name).dhcp(true, false, false, true).seen(),
                quiet));
        all.add(new Shown(
                PeerCondition.NO_HA, Scene.look(relationship, name).noHook().seen(), quiet));
        all.add(new Shown(
                PeerCondition.MISCONFIGURED,
                Scene.look(relationship, name)
                        .configured(otherMode(relationship, name))
                        .seen(),
                quiet));
        all.add(new Shown(
                PeerCondition.WRONG_SERVER,
                Scene.look(relationship, name).localName("somebody").seen(),
                quiet));
        all.add(new Shown(PeerCondition.OFFLINE, Scene.gone(name, NOW, TransportFailure.DAEMON_OFFLINE), quiet));
        all.add(new Shown(PeerCondition.INACCESSIBLE, Scene.gone(name, NOW, TransportFailure.UNAUTHORIZED), quiet));
        all.add(new Shown(PeerCondition.UNREACHABLE, Scene.gone(name), quiet));
        all.add(new Shown(PeerCondition.UNOBSERVED, null, quiet));
        return all;
    }

    private static PeerMemory memory(Instant started, @Nullable Instant settling, @Nullable Instant locked) {
        return new PeerMemory(
                started,
                Optional.ofNullable(settling).map(since -> new Settling(since, NOW)),
                Optional.ofNullable(locked),
                true,
                Optional.of(Scene.fingerprint(0)));
    }

    private static HaRelationship otherMode(HaRelationship relationship, String name) {
        return Scene.relationship(Scene.as(relationship, name), builder -> builder.mode(HaMode.of("other-mode")));
    }

    /** What must be true of one verdict. */
    private record Promises(
            HaRelationship relationship, List<Shown> row, Past past, HealthMemory memory, HealthStep step) {

        private static final Map<String, String> SOURCES = sources();

        /**
         * Standing of primary and of stand-in against what was before; P, S or nobody. Damping, holding and a stand-in that
         * acts alone are apart.
         */
        private static Map<String, String> sources() {
            Map<String, String> sources = new HashMap<>();
            String[] lines = {
                // primary stand-in   nothing known, lost, P was, S was
                "ACTIVE   ACTIVE    P P P P",
                "ACTIVE   SETTLING  P P P P",
                "ACTIVE   AWAY      P P P P",
                "SETTLING ACTIVE    P S P S",
                "SETTLING SETTLING  P - P S",
                "SETTLING AWAY      P - P -",
                "AWAY     ACTIVE    S S S S",
                "AWAY     SETTLING  - - - S",
                "AWAY     AWAY      - - - -"
            };
            for (String line : lines) {
                String[] cells = line.split(" +");
                for (Was was : Was.values()) {
                    sources.put(cells[0] + cells[1] + was, cells[2 + was.ordinal()]);
                }
            }
            return sources;
        }

        void check() {
            Verdict verdict = step.verdict();
            PeerCondition primary = row.get(0).condition;
            PeerCondition standIn =
                    relationship.standIn().isPresent() ? row.get(1).condition : PeerCondition.UNOBSERVED;
            for (int i = 0; i < row.size(); i++) {
                hold(verdict.peers().get(i).condition() == row.get(i).condition, "condition");
            }

            String source = verdict.source().orElse("-");
            hold(source.equals(expectedSource(primary, standIn)), "source");
            hold(memory.equals(step.memory()) || step.memory().source().equals(verdict.source()), "source remembered");
            hold(step.memory().sourceLost() == verdict.source().isEmpty(), "loss remembered");

            Health greatest = Health.OK;
            for (Reason reason : verdict.reasons()) {
                Health one = Health.values()[reason.effect().ordinal()];
                greatest = one.compareTo(greatest) > 0 ? one : greatest;
            }
            hold(verdict.health() == greatest, "health is the greatest effect");
            hold(verdict.source().isPresent() == (verdict.health() != Health.SERVICE_DOWN), "source unless down");
            hold(
                    !primary.isAway() || !standIn.isAway() || verdict.health() == Health.SERVICE_DOWN,
                    "both away is down");
            hold(
                    !primary.isActive() && !standIn.isActive() || verdict.health() != Health.SERVICE_DOWN,
                    "one at work is not down");
            boolean allActive = row.stream().allMatch(one -> one.condition == PeerCondition.ACTIVE && !locked(one));
            hold(
                    !allActive || verdict.health() == Health.OK || !source.equals(PRIMARY) || undecided(),
                    "all at work is OK");
            boolean nobodyAway = row.stream().noneMatch(one -> one.condition.isAway() || locked(one));
            hold(verdict.health() != Health.OK || nobodyAway && source.equals(PRIMARY), "OK is nobody away");

            replication(verdict, primary, standIn);
            splitBrain(verdict);
            served(verdict, 0);
            served(verdict, 1);
        }

        /** A lock stays where memory has that it was there a minute ago. */
        private boolean locked(Shown one) {
            return one.locked() && past.was != Was.NOTHING_KNOWN;
        }

        private boolean pair() {
            return relationship.standIn().isPresent();
        }

        /** Two that serve the same clients, or believe to be alone, are told of and get nothing. */
        private void splitBrain(Verdict verdict) {
            boolean split = false;
            if (pair()) {
                List<String> one = row.get(0).scopes();
                List<String> other = row.get(1).scopes();
                boolean oneServes = relationship.mode().equals(HaMode.HOT_STANDBY)
                        && row.subList(0, 2).stream().anyMatch(peer -> peer.condition == PeerCondition.MISCONFIGURED)
                        && !one.isEmpty()
                        && !other.isEmpty();
                split = oneServes
                        || one.stream().anyMatch(other::contains)
                        || row.get(0).takesPartnerForLost() && row.get(1).takesPartnerForLost();
            }
            hold(split == Scene.codes(verdict).contains(ReasonCode.SPLIT_BRAIN), "split brain is said");
            hold(!split || verdict.replication() != ReplicationState.ON, "split brain holds");
        }

        /** As long as there is a source, it is said of each server's clients when nobody answers them. */
        private void served(Verdict verdict, int owner) {
            if (owner == 1 && !relationship.mode().equals(HaMode.LOAD_BALANCING)) {
                return;
            }
            String name = relationship.peers().get(owner).name();
            Shown self = row.get(owner);
            Optional<Shown> partner = pair() ? Optional.of(row.get(1 - owner)) : Optional.empty();
            boolean served = row.stream()
                    .anyMatch(one -> one.condition.isActive()
                            && !locked(one)
                            && one.scopes().contains(name));
            boolean maybe = self.unclear()
                    || partner.filter(other -> other.unclear() || !self.itself() && other.hearsPartner())
                            .isPresent();
            boolean said = verdict.reasons().stream()
                    .anyMatch(reason -> reason.peer().equals(Optional.of(name))
                            && (reason.code() == ReasonCode.CLIENTS_NOT_SERVED
                                    || reason.code() == ReasonCode.CLIENTS_WAIT));
            hold(said == (verdict.source().isPresent() && !served && !maybe), "who is not served is said");
        }

        private boolean editedSince() {
            boolean primaryStayed =
                    past.was == Was.PRIMARY_WAS && !row.get(0).condition.isAway();
            return past.edits == Edits.SINCE_THE_LAST_LOOK
                    && past.was != Was.NOTHING_KNOWN
                    && row.get(1).itself()
                    && !primaryStayed;
        }

        private boolean undecided() {
            return (past.edits == Edits.HOLD || editedSince())
                    && row.get(0).condition.isActive();
        }

        private String expectedSource(PeerCondition primary, PeerCondition standIn) {
            boolean stays = past.was == Was.STAND_IN_WAS
                    && primary.isActive()
                    && !standIn.isAway()
                    && (past.back != Back.AFTER_THE_DEADLINE || undecided());
            boolean actsAlone = past.was == Was.NOTHING_KNOWN
                    && primary.isSettling()
                    && (standIn == PeerCondition.ALONE || standIn == PeerCondition.COVERING);
            String letter =
                    stays || actsAlone ? "S" : SOURCES.get(primary.standing() + "" + standIn.standing() + past.was);
            return switch (letter) {
                case "P" -> PRIMARY;
                case "S" -> STAND_IN;
                default -> "-";
            };
        }

        private void replication(Verdict verdict, PeerCondition primary, PeerCondition standIn) {
            boolean on = verdict.replication() == ReplicationState.ON;
            hold(
                    (verdict.replication() == ReplicationState.OFF)
                            == verdict.source().isEmpty(),
                    "off without a source");
            for (PeerCondition one : List.of(primary, standIn)) {
                boolean harmful =
                        one.isSettling() || one == PeerCondition.TERMINATED || one == PeerCondition.UNEXPECTED;
                hold(!harmful || !on, "held while one settles or has ended HA");
            }
            hold(!on || row.stream().noneMatch(this::locked), "held while HA has left a service off");
            hold(
                    verdict.source().isEmpty()
                            || undecided() == Scene.codes(verdict).contains(ReasonCode.EDITS_UNDECIDED),
                    "an open decision is said");
            hold(!on || !undecided(), "and holds replication");
            hold(
                    !editedSince() || step.memory().editedStandIn().equals(Optional.of(STAND_IN)),
                    "an edit since the last look is remembered");
            boolean twoAtWork = primary.isActive() && standIn.isActive();
            hold(
                    !twoAtWork || !on || primary == PeerCondition.ACTIVE && standIn == PeerCondition.ACTIVE,
                    "held unless normal");
            hold(
                    !on || !twoAtWork || verdict.source().equals(Optional.of(PRIMARY)),
                    "the primary is never overwritten");
            for (int i = 0; i < row.size(); i++) {
                PeerVerdict peer = verdict.peers().get(i);
                boolean source = verdict.source().equals(Optional.of(peer.name()));
                Level level = peer.push().level();
                hold(on || level == Level.NONE, "nothing is pushed unless on");
                hold(i > 0 || source || level == Level.NONE, "the primary is overwritten by nobody");
                hold(!source || !peer.needsSync(), "the source needs no sync");
                hold(!source || !on || level != Level.NONE, "the source can be changed");
                hold(level != Level.ALONE || source, "only the source serves alone");
                Standing standing = row.get(i).condition.standing();
                hold(standing != Standing.SETTLING || level == Level.NONE, "no push to who settles");
                boolean pairMember = i == 0 || i == 1 && relationship.standIn().isPresent();
                if (level == Level.FULL && pairMember && standing == Standing.ACTIVE) {
                    hold((i == 0 ? standIn : primary) == PeerCondition.ACTIVE, "the partner serves meanwhile");
                }
                boolean mends = row.get(i).condition == PeerCondition.NO_HA
                        || row.get(i).condition == PeerCondition.MISCONFIGURED;
                hold(standing != Standing.AWAY || level == Level.NONE || mends, "no push to who is away");
                boolean keeps = past.was != Was.NOTHING_KNOWN
                        && memory.source().equals(verdict.source())
                        && verdict.source().isPresent()
                        && standing != Standing.AWAY;
                hold(peer.needsSync() == !(source || keeps), "who needs a sync");
            }
        }

        private void hold(boolean promise, String what) {
            if (!promise) {
                throw new AssertionError(what + ": " + relationship.mode() + " "
                        + row.stream().map(Shown::condition).toList() + " " + past + " gave " + step.verdict() + " and "
                        + step.memory());
            }
        }
    }
}
