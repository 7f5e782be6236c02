package dev.keaha.health;

import static dev.keaha.health.Scene.NOW;
import static dev.keaha.health.Scene.PRIMARY;
import static dev.keaha.health.Scene.STAND_IN;
import static dev.keaha.health.Scene.codes;
import static dev.keaha.health.Scene.gone;
import static dev.keaha.health.Scene.look;
import static dev.keaha.health.Scene.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keaha.command.TransportFailure;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.HaState;
import dev.keaha.ha.PeerRole;
import dev.keaha.health.PushPermission.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the specification, one by one (S6, S7, S9 to S12, S16 to S18, B7). */
class VerdictRulesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final HaRelationship trio = Scene.relationship(HaMode.LOAD_BALANCING, 1);
    private final HaRelationship standby = Scene.relationship(HaMode.HOT_STANDBY, 0);
    private final HaRelationship passive = Scene.relationship(HaMode.PASSIVE_BACKUP, 2);

    /** What somebody gets who asks only once. */
    private static Verdict once(HaRelationship relationship, PeerObservation... seen) {
        return after(HealthMemory.EMPTY, relationship, seen).verdict();
    }

    private static HealthStep after(HealthMemory memory, HaRelationship relationship, PeerObservation... seen) {
        return RelationshipStateMachine.next(memory, relationship, List.of(seen), NOW, HealthPolicy.DEFAULT);
    }

    private static void is(Verdict verdict, Health health, String source, ReplicationState replication) {
        assertThat(verdict.health()).as("%s", verdict.reasons()).isEqualTo(health);
        assertThat(verdict.source().orElse("none")).isEqualTo(source);
        assertThat(verdict.replication()).as("%s", verdict.reasons()).isEqualTo(replication);
    }

    private static Level push(Verdict verdict, String peer) {
        return verdict.peer(peer).orElseThrow().push().level();
    }

    private PeerObservation.Seen state(HaRelationship relationship, String peer, HaState state) {
        return look(relationship, peer).state(state).startedAgo(SECOND).seen();
    }

    @ParameterizedTest
    @ValueSource(strings = {"load-balancing", "hot-standby", "passive-backup"})
    void everyoneAtWorkIsOk(String mode) {
        HaRelationship all = Scene.relationship(HaMode.of(mode), 2);
        Verdict verdict = once(all, Scene.normal(all, NOW).toArray(PeerObservation[]::new));
        is(verdict, Health.OK, PRIMARY, ReplicationState.ON);
        assertThat(verdict.reasons()).allMatch(one -> one.effect() == Effect.NONE);
        assertThat(verdict.peers()).extracting(PeerVerdict::condition).containsOnly(PeerCondition.ACTIVE);
        assertThat(verdict.peers())
                .extracting(PeerVerdict::needsSync)
                .startsWith(false)
                .endsWith(true, true);
        assertThat(push(verdict, "backup1")).isEqualTo(Level.FULL);
        assertThat(push(verdict, PRIMARY)).isEqualTo(mode.equals("passive-backup") ? Level.ALONE : Level.FULL);
    }

    @Test
    void aVerdictTellsOfEachPeer() {
        PeerVerdict peer = once(trio, state(trio, PRIMARY, HaState.PARTNER_DOWN), gone(STAND_IN), gone("backup1"))
                .peer(PRIMARY)
                .orElseThrow();
        assertThat(peer.role()).isEqualTo(PeerRole.PRIMARY);
        assertThat(peer.address()).isEqualTo("http://192.0.2.1:8000/");
        assertThat(peer.state()).contains(HaState.PARTNER_DOWN);
        assertThat(peer.scopes()).containsExactly(PRIMARY, STAND_IN);
        assertThat(peer.version()).contains(Scene.KEA_3_0);
        PeerVerdict absent = once(trio, gone(STAND_IN)).peer(STAND_IN).orElseThrow();
        assertThat(absent.address()).isEqualTo("http://192.0.2.9:8000/");
        assertThat(absent.state()).isEmpty();
        assertThat(absent.scopes()).isEmpty();
        assertThat(absent.version()).isEmpty();
        assertThat(once(trio).peer(STAND_IN).orElseThrow().address()).isEmpty();
        assertThat(once(trio).peer("nobody")).isEmpty();
    }

    @Test
    void thePrimaryAwayMakesItsStandInTheSource() {
        Verdict verdict = once(
                trio,
                gone(PRIMARY),
                state(trio, STAND_IN, HaState.PARTNER_DOWN),
                look(trio, "backup1").seen());
        is(verdict, Health.IMPAIRED, STAND_IN, ReplicationState.ON);
        assertThat(codes(verdict)).contains(ReasonCode.PEER_UNREACHABLE, ReasonCode.STAND_IN_IS_SOURCE);
        assertThat(push(verdict, PRIMARY)).isEqualTo(Level.NONE);
        assertThat(push(verdict, STAND_IN)).isEqualTo(Level.ALONE);
        assertThat(push(verdict, "backup1")).isEqualTo(Level.FULL);
    }

    @Test
    void aPrimaryThatIsSwitchedOffIsAway() {
        Verdict verdict = once(
                standby,
                look(standby, PRIMARY).dhcp(true, false, false, true).seen(),
                look(standby, STAND_IN).seen());
        is(verdict, Health.IMPAIRED, STAND_IN, ReplicationState.ON);
        assertThat(push(verdict, PRIMARY)).isEqualTo(Level.NONE);
        assertThat(reason(verdict, ReasonCode.CLIENTS_NOT_SERVED).text())
                .isEqualTo("The clients of server1 get no answer: the DHCP service of server1 is off, but its HA still"
                        + " answers, so nobody takes over.");
    }

    @Test
    void anyOtherAwayImpairs() {
        Verdict verdict =
                once(trio, look(trio, PRIMARY).seen(), look(trio, STAND_IN).seen(), gone("backup1"));
        is(verdict, Health.IMPAIRED, PRIMARY, ReplicationState.ON);
        assertThat(push(verdict, STAND_IN)).isEqualTo(Level.FULL);
        assertThat(push(verdict, "backup1")).isEqualTo(Level.NONE);
        Verdict other = once(
                trio,
                state(trio, PRIMARY, HaState.PARTNER_DOWN),
                gone(STAND_IN),
                look(trio, "backup1").seen());
        is(other, Health.IMPAIRED, PRIMARY, ReplicationState.ON);
        assertThat(push(other, PRIMARY)).isEqualTo(Level.ALONE);
    }

    @Test
    void bothAwayIsServiceDown() {
        Verdict verdict =
                once(trio, gone(PRIMARY), gone(STAND_IN), look(trio, "backup1").seen());
        is(verdict, Health.SERVICE_DOWN, "none", ReplicationState.OFF);
        assertThat(codes(verdict)).startsWith(ReasonCode.NO_SOURCE).doesNotContain(ReasonCode.CLIENTS_NOT_SERVED);
        assertThat(verdict.peers()).extracting(peer -> peer.push().level()).containsOnly(Level.NONE);
        assertThat(reason(verdict, ReasonCode.NO_SOURCE).text())
                .isEqualTo("Service down: server1 (unreachable) and server2 (unreachable) are not at work."
                        + " Nothing can be changed or replicated.");
    }

    @Test
    void afterServiceDownTheFirstAtWorkIsTheSourceAndThePrimaryInAnyCase() {
        HealthMemory down = after(Examples.memory(PRIMARY), standby, gone(PRIMARY), gone(STAND_IN))
                .memory();
        PeerObservation.Seen starting = state(standby, PRIMARY, HaState.WAITING);
        HealthStep settling = after(down, standby, starting, gone(STAND_IN));
        is(settling.verdict(), Health.SERVICE_DOWN, "none", ReplicationState.OFF);
        HealthStep second = after(settling.memory(), standby, starting, state(standby, STAND_IN, HaState.PARTNER_DOWN));
        is(second.verdict(), Health.IMPAIRED, STAND_IN, ReplicationState.HELD);
        HealthStep third = after(
                second.memory(),
                standby,
                look(standby, PRIMARY).seen(),
                look(standby, STAND_IN).seen());
        is(third.verdict(), Health.OK, PRIMARY, ReplicationState.ON);
    }

    @Test
    void passiveBackupHasNoSecondRow() {
        PeerObservation.Seen backup = look(passive, "backup1").seen();
        Verdict verdict =
                once(passive, gone(PRIMARY), backup, look(passive, "backup2").seen());
        is(verdict, Health.SERVICE_DOWN, "none", ReplicationState.OFF);
        assertThat(reason(verdict, ReasonCode.NO_SOURCE).text())
                .startsWith("Service down: server1 (unreachable) is not at work.");
        is(
                once(passive, look(passive, PRIMARY).seen(), backup, gone("backup2")),
                Health.IMPAIRED,
                PRIMARY,
                ReplicationState.ON);
        Verdict starting = once(
                passive,
                state(passive, PRIMARY, HaState.WAITING),
                backup,
                look(passive, "backup2").seen());
        is(starting, Health.IMPAIRED, PRIMARY, ReplicationState.HELD);
        assertThat(reason(starting, ReasonCode.CLIENTS_NOT_SERVED).text())
                .isEqualTo("The clients of server1 get no answer: server1 is starting.");
        HaRelationship odd =
                Scene.relationship(passive, builder -> builder.addPeers(Scene.peer(STAND_IN, PeerRole.SECONDARY, 7)));
        is(
                once(odd, gone(PRIMARY), look(odd, STAND_IN).scopes(STAND_IN).seen()),
                Health.SERVICE_DOWN,
                "none",
                ReplicationState.OFF);
    }

    @Test
    void aRelationshipNeedsAPrimary() {
        HaRelationship none =
                Scene.relationship(trio, builder -> builder.peers(trio.peers().subList(1, 3)));
        assertThatThrownBy(() -> once(none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no primary");
    }

    // Settling (S18), and somebody who asks only once (S13, B7).

    @Test
    void aPairThatStartsTogetherKeepsThePrimaryAsSource() {
        Verdict verdict =
                once(standby, state(standby, PRIMARY, HaState.SYNCING), state(standby, STAND_IN, HaState.WAITING));
        is(verdict, Health.IMPAIRED, PRIMARY, ReplicationState.HELD);
        assertThat(codes(verdict))
                .contains(ReasonCode.PEER_SETTLING, ReasonCode.CLIENTS_NOT_SERVED)
                .doesNotContain(ReasonCode.CLIENTS_WAIT);
        assertThat(reason(verdict, ReasonCode.CLIENTS_NOT_SERVED).text())
                .isEqualTo("The clients of server1 get no answer: server1 is starting, and server2 is starting.");
    }

    @Test
    void aReconfiguredPrimaryKeepsItsRole() {
        Verdict verdict = once(
                standby,
                state(standby, PRIMARY, HaState.WAITING),
                look(standby, STAND_IN).seen());
        is(verdict, Health.OK, PRIMARY, ReplicationState.HELD);
        assertThat(codes(verdict)).contains(ReasonCode.CLIENTS_WAIT);
        assertThat(verdict.peers()).extracting(peer -> peer.push().level()).containsOnly(Level.NONE);
        assertThat(verdict.peer(STAND_IN).orElseThrow().push().why()).startsWith("Held: server1 is starting");
    }

    @ParameterizedTest
    @ValueSource(strings = {"partner-down", "partner-in-maintenance"})
    void aStandInThatActsAloneIsTheSourceUntilThePrimaryIsAtWork(String state) {
        is(
                once(standby, state(standby, PRIMARY, HaState.READY), state(standby, STAND_IN, HaState.of(state))),
                Health.IMPAIRED,
                STAND_IN,
                ReplicationState.HELD);
    }

    @Test
    void aStandInThatSettlesAloneIsNotTheSource() {
        PeerObservation.Seen settling = state(standby, STAND_IN, HaState.WAITING);
        is(once(standby, gone(PRIMARY), settling), Health.SERVICE_DOWN, "none", ReplicationState.OFF);
        is(
                after(Examples.memory(STAND_IN), standby, gone(PRIMARY), settling)
                        .verdict(),
                Health.IMPAIRED,
                STAND_IN,
                ReplicationState.HELD);
    }

    @Test
    void theStandInsSettlingHoldsTheBackupsToo() {
        Verdict verdict = once(
                trio,
                look(trio, PRIMARY).seen(),
                state(trio, STAND_IN, HaState.WAITING),
                look(trio, "backup1").seen());
        is(verdict, Health.OK, PRIMARY, ReplicationState.HELD);
        assertThat(push(verdict, "backup1")).isEqualTo(Level.NONE);
    }

    @Test
    void aBackupsSettlingHoldsNobodyElse() {
        Verdict verdict = once(
                trio, look(trio, PRIMARY).seen(), look(trio, STAND_IN).seen(), state(trio, "backup1", HaState.WAITING));
        is(verdict, Health.OK, PRIMARY, ReplicationState.ON);
        assertThat(push(verdict, "backup1")).isEqualTo(Level.NONE);
        assertThat(push(verdict, STAND_IN)).isEqualTo(Level.FULL);
    }

    // What HA itself is up to.

    @Test
    void bothTerminatedServeAndNothingIsPushed() {
        Verdict verdict = once(
                trio,
                state(trio, PRIMARY, HaState.TERMINATED),
                state(trio, STAND_IN, HaState.TERMINATED),
                look(trio, "backup1").seen());
        is(verdict, Health.IMPAIRED, PRIMARY, ReplicationState.HELD);
        assertThat(codes(verdict)).doesNotContain(ReasonCode.CLIENTS_NOT_SERVED, ReasonCode.ONE_TERMINATED);
        assertThat(verdict.peers()).extracting(peer -> peer.push().level()).containsOnly(Level.NONE);
        assertThat(reason(verdict, ReasonCode.TERMINATED).advice()).contains("clocks", "restart both");
        assertThat(codes(verdict))
                .as("none of the two takes over for the other")
                .doesNotContain(ReasonCode.FAILOVER_BY_TIME, ReasonCode.FAILOVER_BY_CLIENTS, ReasonCode.NO_FAILOVER);
        assertThat(texts(verdict, ReasonCode.TERMINATED))
                .containsExactly(
                        "server1 has ended HA (state terminated): it answers its own clients, shares no leases with its"
                                + " partner, and does not take over for it.",
                        "server2 has ended HA (state terminated): it answers its own clients, shares no leases with its"
                                + " partner, and does not take over for it.");
        Verdict pair = once(
                standby, state(standby, PRIMARY, HaState.TERMINATED), state(standby, STAND_IN, HaState.TERMINATED));
        assertThat(texts(pair, ReasonCode.TERMINATED).get(1)).contains("it answers no clients");
    }

    private static List<String> texts(Verdict verdict, ReasonCode code) {
        return verdict.reasons().stream()
                .filter(reason -> reason.code() == code)
                .map(Reason::text)
                .toList();
    }

    @Test
    void theClocksSayOnceWhatToDoAboutTwoTerminated() {
        Verdict verdict = once(
                trio,
                look(trio, PRIMARY).state(HaState.TERMINATED).clockAhead(0).seen(),
                look(trio, STAND_IN).state(HaState.TERMINATED).clockAhead(75).seen(),
                look(trio, "backup1").seen());
        assertThat(codes(verdict)).startsWith(ReasonCode.CLOCK_SKEW_TOO_LARGE);
        assertThat(reason(verdict, ReasonCode.CLOCK_SKEW_TOO_LARGE).advice())
                .isEqualTo("Set both clocks right (NTP); then restart Kea on both, the second within 10 minutes of the"
                        + " first.");
        assertThat(verdict.reasons())
                .filteredOn(reason -> reason.code() == ReasonCode.TERMINATED)
                .hasSize(2)
                .allSatisfy(reason -> assertThat(reason.advice()).isEmpty());
        Verdict before = once(
                trio,
                look(trio, PRIMARY).clockAhead(0).seen(),
                look(trio, STAND_IN).clockAhead(75).seen(),
                look(trio, "backup1").seen());
        assertThat(reason(before, ReasonCode.CLOCK_SKEW_TOO_LARGE).advice())
                .startsWith("Set both clocks right (NTP) now.");
    }

    @Test
    void whoWaitsForATerminatedPartnerDoesNotJustStart() {
        Verdict both = once(
                trio,
                state(trio, PRIMARY, HaState.TERMINATED),
                look(trio, STAND_IN).state(HaState.WAITING).startedAgo(SECOND).seen(),
                look(trio, "backup1").seen());
        assertThat(codes(both)).doesNotContain(ReasonCode.CLIENTS_WAIT);
        assertThat(reason(both, ReasonCode.CLIENTS_NOT_SERVED).text())
                .isEqualTo("The clients of server2 get no answer: server2 waits for a restart of server1, which has"
                        + " ended HA and does not take over.");
        assertThat(reason(both, ReasonCode.CLIENTS_NOT_SERVED).advice()).isEqualTo("Restart server1.");
        assertThat(reason(both, ReasonCode.PEER_SETTLING).advice()).isEmpty();
        assertThat(reason(both, ReasonCode.TERMINATED).advice()).isEmpty();
        Verdict primaryWaits = once(
                standby,
                look(standby, PRIMARY).state(HaState.WAITING).startedAgo(SECOND).seen(),
                state(standby, STAND_IN, HaState.TERMINATED));
        assertThat(reason(primaryWaits, ReasonCode.CLIENTS_NOT_SERVED).advice()).isEqualTo("Restart server2.");
    }

    @Test
    void oneOfTwoTerminatedIsLeftAlone() {
        for (PeerObservation.Seen waiting : List.of(
                state(standby, STAND_IN, HaState.WAITING),
                look(standby, STAND_IN).state(HaState.WAITING).seen())) {
            Verdict verdict = once(standby, state(standby, PRIMARY, HaState.TERMINATED), waiting);
            is(verdict, Health.IMPAIRED, PRIMARY, ReplicationState.HELD);
            assertThat(verdict.peers()).extracting(peer -> peer.push().level()).containsOnly(Level.NONE);
            assertThat(reason(verdict, ReasonCode.ONE_TERMINATED).text())
                    .isEqualTo("server2 was restarted and waits, serving nobody, for server1, which has ended HA.");
        }
        Verdict other =
                once(standby, state(standby, PRIMARY, HaState.WAITING), state(standby, STAND_IN, HaState.TERMINATED));
        assertThat(reason(other, ReasonCode.ONE_TERMINATED).text())
                .isEqualTo("server1 was restarted and waits, serving nobody, for server2, which has ended HA.");
        is(
                once(standby, gone(PRIMARY), state(standby, STAND_IN, HaState.TERMINATED)),
                Health.IMPAIRED,
                STAND_IN,
                ReplicationState.HELD);
    }

    @Test
    void twoThatServeTheSameAreSplitBrain() {
        Verdict alone = once(
                standby, state(standby, PRIMARY, HaState.PARTNER_DOWN), state(standby, STAND_IN, HaState.PARTNER_DOWN));
        is(alone, Health.IMPAIRED, PRIMARY, ReplicationState.HELD);
        assertThat(reason(alone, ReasonCode.SPLIT_BRAIN).text())
                .isEqualTo("Split brain: server1 and server2 take each other for lost, and both answer the clients of"
                        + " server1: an address may be given twice.");
        assertThat(codes(alone)).startsWith(ReasonCode.SPLIT_BRAIN);
        assertThat(reason(alone, ReasonCode.SPLIT_BRAIN).advice()).contains("network", "restart server2");
        assertThat(alone.reasons())
                .filteredOn(reason -> reason.code() == ReasonCode.PARTNER_DOWN)
                .hasSize(2)
                .allSatisfy(reason -> assertThat(reason.advice()).isEmpty());
        Verdict handedOver = once(
                standby,
                look(standby, PRIMARY).seen(),
                look(standby, STAND_IN).scopes(PRIMARY).seen());
        is(handedOver, Health.IMPAIRED, PRIMARY, ReplicationState.HELD);
        assertThat(reason(handedOver, ReasonCode.SPLIT_BRAIN).text())
                .isEqualTo(
                        "Split brain: server1 and server2 both answer the clients of server1: an address may be given"
                                + " twice.");
        Verdict each = once(
                trio,
                look(trio, PRIMARY).state(HaState.PARTNER_DOWN).scopes(PRIMARY).seen(),
                look(trio, STAND_IN)
                        .state(HaState.PARTNER_DOWN)
                        .scopes(STAND_IN)
                        .seen(),
                look(trio, "backup1").seen());
        assertThat(reason(each, ReasonCode.SPLIT_BRAIN).text())
                .isEqualTo("Split brain: server1 and server2 take each other for lost.");
    }

    @Test
    void aServerOutOfServiceServesNobodyWhateverItsScopes() {
        Verdict verdict = once(
                standby,
                look(standby, PRIMARY).seen(),
                look(standby, STAND_IN)
                        .state(HaState.WAITING)
                        .startedAgo(SECOND)
                        .scopes(PRIMARY)
                        .seen());
        assertThat(codes(verdict)).doesNotContain(ReasonCode.SPLIT_BRAIN);
        assertThat(verdict.peer(STAND_IN).orElseThrow().scopes()).containsExactly(PRIMARY);
    }

    @Test
    void twoThatDoNotHearEachOtherAreLeftAlone() {
        PeerObservation.Seen deaf = look(standby, STAND_IN)
                .partner(HaState.UNAVAILABLE, true, Duration.ofSeconds(70))
                .seen();
        Verdict verdict = once(standby, look(standby, PRIMARY).seen(), deaf);
        is(verdict, Health.IMPAIRED, PRIMARY, ReplicationState.HELD);
        assertThat(reason(verdict, ReasonCode.PEERS_NOT_IN_TOUCH).peer()).contains(STAND_IN);
        assertThat(codes(once(standby, gone(PRIMARY), deaf))).doesNotContain(ReasonCode.PEERS_NOT_IN_TOUCH);
        PeerObservation.Seen blink = look(standby, STAND_IN)
                .partner(HaState.UNAVAILABLE, false, Duration.ofSeconds(2))
                .seen();
        is(once(standby, look(standby, PRIMARY).seen(), blink), Health.OK, PRIMARY, ReplicationState.ON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"partner-down", "communication-recovery", "partner-in-maintenance"})
    void whoIsNotBackToNormalHoldsReplication(String state) {
        HaState odd = HaState.of(state);
        Verdict one = once(
                trio,
                look(trio, PRIMARY).state(odd).scopes(PRIMARY).seen(),
                look(trio, STAND_IN).seen(),
                look(trio, "backup1").seen());
        is(one, Health.IMPAIRED, PRIMARY, ReplicationState.HELD);
        assertThat(one.peer("backup1").orElseThrow().push().why()).startsWith("Held: server1 is not back to normal (");
        Verdict other = once(
                trio,
                look(trio, PRIMARY).seen(),
                look(trio, STAND_IN).state(odd).scopes(STAND_IN).seen(),
                look(trio, "backup1").seen());
        is(other, Health.IMPAIRED, PRIMARY, ReplicationState.HELD);
        assertThat(other.peer("backup1").orElseThrow().push().why())
                .startsWith("Held: server2 is not back to normal (");
    }

    @Test
    void maintenanceImpairsOnPurpose() {
        Verdict verdict = once(
                trio,
                state(trio, PRIMARY, HaState.IN_MAINTENANCE),
                state(trio, STAND_IN, HaState.PARTNER_IN_MAINTENANCE),
                look(trio, "backup1").seen());
        is(verdict, Health.IMPAIRED, STAND_IN, ReplicationState.ON);
        assertThat(codes(verdict)).doesNotContain(ReasonCode.CLIENTS_NOT_SERVED);
        assertThat(push(verdict, PRIMARY)).isEqualTo(Level.NONE);
        assertThat(push(verdict, STAND_IN)).isEqualTo(Level.ALONE);
        assertThat(push(verdict, "backup1")).isEqualTo(Level.FULL);
    }

    // What is seen, and what only seems so.

    @Test
    void whatThePartnerSeesIsSaid() {
        Verdict verdict = once(standby, gone(PRIMARY), look(standby, STAND_IN).seen());
        is(verdict, Health.IMPAIRED, STAND_IN, ReplicationState.ON);
        assertThat(reason(verdict, ReasonCode.PARTNER_SEES_PEER).peer()).contains(PRIMARY);
        assertThat(codes(verdict)).doesNotContain(ReasonCode.CLIENTS_NOT_SERVED);
        Verdict other = once(standby, look(standby, PRIMARY).seen(), gone(STAND_IN));
        assertThat(reason(other, ReasonCode.PARTNER_SEES_PEER).peer()).contains(STAND_IN);
        Verdict dead = once(
                standby,
                gone(PRIMARY),
                look(standby, STAND_IN)
                        .partner(HaState.UNAVAILABLE, false, SECOND)
                        .seen());
        assertThat(codes(dead)).doesNotContain(ReasonCode.PARTNER_SEES_PEER).contains(ReasonCode.CLIENTS_NOT_SERVED);
        assertThat(codes(once(
                        standby,
                        look(standby, PRIMARY).noHook().seen(),
                        look(standby, STAND_IN).seen())))
                .doesNotContain(ReasonCode.PARTNER_SEES_PEER);
    }

    @Test
    void anotherServersWordsAreNotThePeers() {
        PeerObservation.Seen other = look(standby, PRIMARY)
                .configured(Scene.as(standby, STAND_IN))
                .clockAhead(75)
                .state(HaState.TERMINATED)
                .seen();
        Verdict verdict =
                once(standby, other, look(standby, STAND_IN).clockAhead(0).seen());
        is(verdict, Health.IMPAIRED, STAND_IN, ReplicationState.ON);
        PeerVerdict primary = verdict.peer(PRIMARY).orElseThrow();
        assertThat(primary.condition()).isEqualTo(PeerCondition.WRONG_SERVER);
        assertThat(primary.state()).isEmpty();
        assertThat(primary.version()).isEmpty();
        assertThat(primary.clockSkew()).isEmpty();
        assertThat(primary.address()).isEqualTo("http://192.0.2.1:8000/");
        assertThat(codes(verdict)).contains(ReasonCode.PARTNER_SEES_PEER).doesNotContain(ReasonCode.TERMINATED);
        assertThat(after(HealthMemory.EMPTY, standby, other).memory().peers()).isEmpty();
    }

    @Test
    void before255TheNameIsInTheConfigurationOnly() {
        OldKea old = new OldKea(standby);
        assertThat(old.condition(PRIMARY, Scene.as(standby, PRIMARY), PeerRole.PRIMARY))
                .isEqualTo(PeerCondition.ACTIVE);
        assertThat(old.condition(PRIMARY, Scene.as(standby, STAND_IN), PeerRole.STANDBY))
                .isEqualTo(PeerCondition.WRONG_SERVER);
        assertThat(old.condition(PRIMARY, Scene.as(standby, PRIMARY), PeerRole.STANDBY))
                .isEqualTo(PeerCondition.MISCONFIGURED);
    }

    @Test
    void whoAnswersInstead() {
        PeerObservation.Seen byName =
                look(standby, PRIMARY).configured(Scene.as(standby, STAND_IN)).seen();
        assertThat(reason(once(standby, byName), ReasonCode.WRONG_SERVER).text())
                .isEqualTo("The server at http://192.0.2.1:8000/ is not server1: it is called server2.");
        Scene.Look byRole = look(standby, PRIMARY).version(Scene.KEA_2_2).configured(null);
        assertThat(reason(once(standby, byRole.localRole(PeerRole.STANDBY).seen()), ReasonCode.WRONG_SERVER)
                        .text())
                .isEqualTo("The server at http://192.0.2.1:8000/ is not server1: it is a standby, not the primary.");
        assertThat(PeerCondition.of(standby, byRole.localRole(PeerRole.PRIMARY).seen()))
                .isEqualTo(PeerCondition.NO_HA);
    }

    private record OldKea(HaRelationship relationship) {
        PeerCondition condition(String peer, HaRelationship configured, PeerRole role) {
            return PeerCondition.of(
                    relationship,
                    look(relationship, peer)
                            .version(Scene.KEA_2_2)
                            .configured(configured)
                            .localRole(role)
                            .seen());
        }
    }

    @Test
    void blanksAroundANameDoNotMatter() {
        assertThat(PeerCondition.of(
                        standby,
                        look(standby, PRIMARY)
                                .localName(PRIMARY + " ")
                                .configured(Scene.as(standby, " " + PRIMARY))
                                .seen()))
                .isEqualTo(PeerCondition.ACTIVE);
    }

    @Test
    void aConditionIsOfAPeerOfTheRelationship() {
        assertThatThrownBy(() -> PeerCondition.of(standby, gone("nobody")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The relationship has no peer nobody");
    }

    @Test
    void otherIdeasOfTheRelationshipAreSaid() {
        HaRelationship swapped = Scene.relationship(
                Scene.as(standby, STAND_IN),
                builder -> builder.peers(
                        List.of(Scene.peer(PRIMARY, PeerRole.STANDBY, 1), Scene.peer(STAND_IN, PeerRole.PRIMARY, 2))));
        HaRelationship stranger = Scene.relationship(
                Scene.as(standby, STAND_IN),
                builder -> builder.peers(List.of(
                        Scene.peer("server9", PeerRole.PRIMARY, 1), Scene.peer(STAND_IN, PeerRole.STANDBY, 2))));
        assertThat(difference(look(standby, STAND_IN).configured(swapped)))
                .contains("server1 is standby instead of primary.");
        assertThat(difference(look(standby, STAND_IN).configured(stranger))).contains("it does not name server1.");
        assertThat(difference(look(standby, STAND_IN).localRole(PeerRole.PRIMARY)))
                .contains("it runs as primary instead of standby.");
        Verdict verdict = once(
                standby,
                look(standby, PRIMARY).seen(),
                look(standby, STAND_IN).configured(swapped).seen());
        is(verdict, Health.IMPAIRED, PRIMARY, ReplicationState.ON);
        assertThat(push(verdict, STAND_IN))
                .as("only another configuration helps")
                .isEqualTo(Level.FULL);
        assertThat(codes(verdict)).doesNotContain(ReasonCode.CLIENTS_NOT_SERVED);
    }

    private String difference(Scene.Look standIn) {
        return reason(once(standby, look(standby, PRIMARY).seen(), standIn.seen()), ReasonCode.RELATIONSHIP_DIFFERS)
                .text();
    }

    @Test
    void aBackupInAnotherRoleIsMisconfigured() {
        HaRelationship own = Scene.relationship(
                Scene.as(trio, STAND_IN),
                builder -> builder.peers(
                        List.of(trio.peers().get(0), trio.peers().get(1), Scene.peer("backup1", PeerRole.STANDBY, 3))));
        assertThat(PeerCondition.of(trio, look(trio, STAND_IN).configured(own).seen()))
                .isEqualTo(PeerCondition.MISCONFIGURED);
    }

    @Test
    void anotherListOfBackupsIsForReplicationToPutRight() {
        HaRelationship shorter =
                Scene.relationship(trio, builder -> builder.peers(trio.peers().subList(0, 2)));
        HaRelationship other = Scene.relationship(
                trio,
                builder -> builder.peers(
                        List.of(trio.peers().get(0), trio.peers().get(1), Scene.peer("backup9", PeerRole.BACKUP, 3))));
        for (HaRelationship own : List.of(shorter, other)) {
            Verdict verdict = once(
                    trio,
                    look(trio, PRIMARY).seen(),
                    look(trio, STAND_IN).configured(Scene.as(own, STAND_IN)).seen(),
                    look(trio, "backup1").seen());
            is(verdict, Health.OK, PRIMARY, ReplicationState.ON);
            assertThat(codes(verdict)).contains(ReasonCode.PEERS_DIFFER);
        }
    }

    @Test
    void haThatIsConfiguredAndDoesNotRunIsMended() {
        Verdict verdict = once(
                standby,
                look(standby, PRIMARY).state(HaState.PARTNER_DOWN).seen(),
                look(standby, STAND_IN).noHook().seen());
        is(verdict, Health.IMPAIRED, PRIMARY, ReplicationState.ON);
        assertThat(push(verdict, STAND_IN)).isEqualTo(Level.FULL);
        Verdict never = once(
                standby,
                look(standby, PRIMARY).state(HaState.PARTNER_DOWN).seen(),
                look(standby, STAND_IN).noHook().configured(null).seen());
        assertThat(push(never, STAND_IN))
                .as("HA is never made behind the user's back")
                .isEqualTo(Level.NONE);
        Verdict primary = once(
                standby,
                look(standby, PRIMARY).noHook().seen(),
                look(standby, STAND_IN).state(HaState.PARTNER_DOWN).seen());
        is(primary, Health.IMPAIRED, STAND_IN, ReplicationState.ON);
        assertThat(push(primary, PRIMARY))
                .as("the primary is never overwritten")
                .isEqualTo(Level.NONE);
    }

    @Test
    void haLocksAreJudgedByTheState() {
        Verdict verdict = once(
                standby,
                look(standby, PRIMARY).dhcp(false, false, true, true).seen(),
                look(standby, STAND_IN).seen());
        is(verdict, Health.OK, PRIMARY, ReplicationState.ON);
        assertThat(reason(verdict, ReasonCode.LOCKED_BY_HA).peer()).contains(PRIMARY);
        Verdict backup = once(
                trio,
                look(trio, PRIMARY).seen(),
                look(trio, STAND_IN).seen(),
                look(trio, "backup1").dhcp(false, false, true, true).seen());
        assertThat(codes(backup)).as("a backup is always locked").doesNotContain(ReasonCode.LOCKED_BY_HA);
    }

    /** A peer that HA has locked, seen every 10 s from {@link Scene#NOW} on; what is said after so many seconds. */
    private Verdict locked(HaRelationship relationship, String peer, int seconds, UnaryOperator<Scene.Look> how) {
        HealthMemory memory = HealthMemory.EMPTY;
        Verdict verdict = once(relationship);
        for (int at = 0; at <= seconds; at = at < seconds ? Math.min(at + 10, seconds) : at + 1) {
            Instant when = NOW.plusSeconds(at);
            List<PeerObservation> observations = new ArrayList<>(Scene.normal(relationship, when));
            observations.removeIf(one -> one.peer().equals(peer));
            observations.add(how.apply(look(relationship, peer).at(when).dhcp(false, false, true, true))
                    .seen());
            HealthStep step =
                    RelationshipStateMachine.next(memory, relationship, observations, when, HealthPolicy.DEFAULT);
            memory = step.memory();
            verdict = step.verdict();
        }
        return verdict;
    }

    @Test
    void aLockOfHaThatStaysLeavesClientsUnserved() {
        Verdict bound = locked(standby, PRIMARY, 60, look -> look);
        is(bound, Health.OK, PRIMARY, ReplicationState.ON);
        assertThat(codes(bound)).contains(ReasonCode.LOCKED_BY_HA);
        Verdict late = locked(standby, PRIMARY, 61, look -> look);
        is(late, Health.IMPAIRED, PRIMARY, ReplicationState.HELD);
        assertThat(codes(late)).doesNotContain(ReasonCode.LOCKED_BY_HA);
        assertThat(reason(late, ReasonCode.LOCK_STAYS).text())
                .isEqualTo("HA has switched off the DHCP service of server1, and has not switched it on again for"
                        + " 61 s.");
        assertThat(reason(late, ReasonCode.LOCK_STAYS).advice()).contains("Restart server1.");
        Reason clients = reason(late, ReasonCode.CLIENTS_NOT_SERVED);
        assertThat(clients.text())
                .isEqualTo("The clients of server1 get no answer: HA itself has switched off the DHCP service of"
                        + " server1.");
        assertThat(clients.advice()).isEqualTo("Restart server1; its HA then serves them again.");
        assertThat(late.peer(STAND_IN).orElseThrow().push().why()).startsWith("Held: HA has switched off");
    }

    @Test
    void theBoundOfALockIsTheTimeThatASynchronisationMayTake() {
        HaRelationship quick = Scene.relationship(standby, builder -> builder.syncTimeout(5000));
        UnaryOperator<Scene.Look> own = look -> look.configured(Scene.as(quick, PRIMARY));
        assertThat(codes(locked(standby, PRIMARY, 5, own))).doesNotContain(ReasonCode.LOCK_STAYS);
        assertThat(codes(locked(standby, PRIMARY, 6, own))).contains(ReasonCode.LOCK_STAYS);
    }

    @Test
    void aStandbyThatHaLeftSwitchedOffCouldNotTakeOver() {
        Verdict late = locked(standby, STAND_IN, 100, look -> look);
        is(late, Health.IMPAIRED, PRIMARY, ReplicationState.HELD);
        assertThat(codes(late)).contains(ReasonCode.LOCK_STAYS).doesNotContain(ReasonCode.CLIENTS_NOT_SERVED);
    }

    @Test
    void aLoneServerThatHaLeftSwitchedOffServesNobody() {
        HealthMemory memory = HealthMemory.EMPTY;
        Verdict verdict = once(trio);
        for (int at = 0; at <= 70; at += 70) {
            Instant when = NOW.plusSeconds(at);
            HealthStep step = RelationshipStateMachine.next(
                    memory,
                    trio,
                    List.of(
                            gone(PRIMARY, when, TransportFailure.REFUSED),
                            look(trio, STAND_IN)
                                    .at(when)
                                    .state(HaState.PARTNER_DOWN)
                                    .dhcp(false, false, true, true)
                                    .seen()),
                    when,
                    HealthPolicy.DEFAULT);
            memory = step.memory();
            verdict = step.verdict();
        }
        assertThat(texts(verdict, ReasonCode.CLIENTS_NOT_SERVED))
                .containsExactly(
                        "The clients of server1 get no answer: server1 is away, and server2 answers nobody either, since"
                                + " HA has switched off its DHCP service.",
                        "The clients of server2 get no answer: HA itself has switched off the DHCP service of server2.");
    }

    @Test
    void aLockThatEndsIsForgottenAndASilentMomentEndsNone() {
        HealthStep first = after(
                HealthMemory.EMPTY,
                standby,
                look(standby, PRIMARY).dhcp(false, false, true, true).seen(),
                look(standby, STAND_IN).seen());
        Instant later = NOW.plusSeconds(70);
        PeerObservation.Seen stays =
                look(standby, PRIMARY).at(later).dhcp(false, false, true, true).seen();
        HealthMemory silent = after(first.memory(), standby, gone(PRIMARY)).memory();
        HealthMemory ended =
                after(first.memory(), standby, look(standby, PRIMARY).seen()).memory();
        PeerObservation.Seen restarted = look(standby, PRIMARY)
                .at(later)
                .startedAgo(SECOND)
                .dhcp(false, false, true, true)
                .seen();
        assertThat(codes(RelationshipStateMachine.next(silent, standby, List.of(stays), later, HealthPolicy.DEFAULT)
                        .verdict()))
                .contains(ReasonCode.LOCK_STAYS);
        assertThat(codes(RelationshipStateMachine.next(ended, standby, List.of(stays), later, HealthPolicy.DEFAULT)
                        .verdict()))
                .doesNotContain(ReasonCode.LOCK_STAYS);
        assertThat(codes(RelationshipStateMachine.next(silent, standby, List.of(restarted), later, HealthPolicy.DEFAULT)
                        .verdict()))
                .doesNotContain(ReasonCode.LOCK_STAYS);
    }

    @Test
    void whoServesNothingSinceHaWasResetIsNotToldOfScopes() {
        Verdict verdict = once(
                passive,
                look(passive, PRIMARY).scopes().dhcp(false, false, true, true).seen(),
                look(passive, "backup1").seen(),
                look(passive, "backup2").seen());
        is(verdict, Health.IMPAIRED, PRIMARY, ReplicationState.ON);
        Reason clients = reason(verdict, ReasonCode.CLIENTS_NOT_SERVED);
        assertThat(clients.text())
                .isEqualTo("The clients of server1 get no answer: HA itself has switched off the DHCP service of"
                        + " server1.");
        assertThat(clients.advice()).isEqualTo("Restart server1; its HA then serves them again.");
    }

    // S17: timers.

    @Test
    void timersThatCannotWorkAreSaid() {
        HaRelationship hasty = Scene.relationship(
                standby, builder -> builder.maxResponseDelay(5000).heartbeatDelay(10000));
        Verdict both =
                once(hasty, look(hasty, PRIMARY).seen(), look(hasty, STAND_IN).seen());
        is(both, Health.OK, PRIMARY, ReplicationState.ON);
        assertThat(texts(both, ReasonCode.CONFIGURATION_FINDING))
                .containsExactly(
                        "In the HA configuration of server1 and server2, max-response-delay (5000 ms) does not"
                                + " exceed heartbeat-delay (10000 ms): a healthy partner counts as lost between two heartbeats.");
        assertThat(reason(both, ReasonCode.CONFIGURATION_FINDING).peer()).isEmpty();
        Verdict one = once(
                standby,
                look(standby, PRIMARY).seen(),
                look(standby, STAND_IN).configured(Scene.as(hasty, STAND_IN)).seen());
        assertThat(texts(one, ReasonCode.CONFIGURATION_FINDING))
                .allMatch(text -> text.startsWith("In the HA configuration of server2, "))
                .hasSize(1);
        assertThat(reason(one, ReasonCode.CONFIGURATION_FINDING).peer()).contains(STAND_IN);
        assertThat(codes(once(
                        standby,
                        look(standby, PRIMARY).seen(),
                        look(standby, STAND_IN).seen())))
                .doesNotContain(ReasonCode.CONFIGURATION_FINDING);
        HaRelationship alone = Scene.relationship(
                passive, builder -> builder.maxResponseDelay(5000).heartbeatDelay(10000));
        assertThat(codes(once(alone, Scene.normal(alone, NOW).toArray(PeerObservation[]::new))))
                .as("nobody sends heartbeats there")
                .doesNotContain(ReasonCode.CONFIGURATION_FINDING);
    }

    @Test
    void before258AServerWaitsForEver() {
        Scene.Look waiting = look(standby, STAND_IN).state(HaState.WAITING).startedAgo(SECOND);
        PeerObservation ended = state(standby, PRIMARY, HaState.TERMINATED);
        assertThat(reason(once(standby, ended, waiting.seen()), ReasonCode.ONE_TERMINATED)
                        .advice())
                .endsWith("restart server1 now: server2 waits for that for 10 minutes. If they are over, restart both,"
                        + " one right after the other.");
        assertThat(reason(once(standby, ended, waiting.version(Scene.KEA_2_2).seen()), ReasonCode.ONE_TERMINATED)
                        .advice())
                .endsWith("restart server1 now: server2 waits for that.");
    }

    // Two that serve and do not agree on the relationship.

    /** A server whose own configuration names somebody else as its partner. */
    private static Scene.Look estranged(HaRelationship relationship, PeerRole role) {
        HaRelationship own = Scene.relationship(
                Scene.as(relationship, STAND_IN),
                builder ->
                        builder.peers(List.of(Scene.peer("new1", PeerRole.PRIMARY, 1), Scene.peer(STAND_IN, role, 2))));
        return look(relationship, STAND_IN).configured(own);
    }

    @Test
    void splitBrainIsSeenWhereTheConfigurationsDiffer() {
        HaRelationship balancing = Scene.relationship(HaMode.LOAD_BALANCING, 0);
        Verdict verdict = once(
                balancing,
                state(balancing, PRIMARY, HaState.PARTNER_DOWN),
                estranged(balancing, PeerRole.SECONDARY)
                        .state(HaState.PARTNER_DOWN)
                        .scopes("new1", STAND_IN)
                        .seen());
        is(verdict, Health.IMPAIRED, PRIMARY, ReplicationState.HELD);
        assertThat(push(verdict, STAND_IN)).isEqualTo(Level.NONE);
        assertThat(verdict.peer(STAND_IN).orElseThrow().condition()).isEqualTo(PeerCondition.MISCONFIGURED);
        Reason split = reason(verdict, ReasonCode.SPLIT_BRAIN);
        assertThat(split.text())
                .isEqualTo("Split brain: server1 and server2 take each other for lost, and both answer the clients of"
                        + " server2: an address may be given twice.");
        assertThat(split.advice())
                .isEqualTo(
                        "Mend the HA configuration of server2 by hand: mode, names and roles as on the other server."
                                + " Until then, if all clients reach server1, server2 can be stopped so that only one answers.");
    }

    @Test
    void theSameClientsMayGoByAnotherName() {
        Verdict standbys = once(
                standby,
                look(standby, PRIMARY).seen(),
                estranged(standby, PeerRole.STANDBY)
                        .state(HaState.PARTNER_DOWN)
                        .scopes("new1")
                        .seen());
        is(standbys, Health.IMPAIRED, PRIMARY, ReplicationState.HELD);
        assertThat(reason(standbys, ReasonCode.SPLIT_BRAIN).text())
                .isEqualTo("Split brain: server1 and server2 both answer the same clients: an address may be given"
                        + " twice.");
        HaRelationship balancing = Scene.relationship(HaMode.LOAD_BALANCING, 0);
        Scene.Look other = estranged(balancing, PeerRole.SECONDARY);
        assertThat(codes(once(
                        balancing,
                        look(balancing, PRIMARY).seen(),
                        other.scopes("new1", STAND_IN).seen())))
                .contains(ReasonCode.SPLIT_BRAIN);
        Verdict halves = once(
                balancing,
                look(balancing, PRIMARY).seen(),
                other.scopes(STAND_IN).seen());
        is(halves, Health.IMPAIRED, PRIMARY, ReplicationState.ON);
        assertThat(codes(halves)).doesNotContain(ReasonCode.SPLIT_BRAIN);
        assertThat(codes(once(
                        balancing,
                        look(balancing, PRIMARY).seen(),
                        other.scopes().seen())))
                .doesNotContain(ReasonCode.SPLIT_BRAIN);
    }

    @Test
    void aPrimaryOfAnotherModeMayServeTheSameClients() {
        HaRelationship balancing = Scene.relationship(HaMode.LOAD_BALANCING, 0);
        Scene.Look primary = look(balancing, PRIMARY)
                .configured(Scene.relationship(balancing, builder -> builder.mode(HaMode.HOT_STANDBY)))
                .state(HaState.HOT_STANDBY)
                .scopes(PRIMARY);
        Verdict verdict =
                once(balancing, primary.seen(), look(balancing, STAND_IN).seen());
        is(verdict, Health.IMPAIRED, STAND_IN, ReplicationState.HELD);
        assertThat(reason(verdict, ReasonCode.SPLIT_BRAIN).advice()).startsWith("Mend the HA configuration of server1");
        Verdict waiting = once(
                balancing,
                primary.state(HaState.WAITING).seen(),
                look(balancing, STAND_IN).seen());
        assertThat(codes(waiting)).as("it serves nobody").doesNotContain(ReasonCode.SPLIT_BRAIN);
    }

    @Test
    void aHubThatDroppedTheRelationshipIsNoStranger() {
        Verdict verdict = once(
                standby,
                look(standby, PRIMARY).state(HaState.PARTNER_DOWN).seen(),
                look(standby, STAND_IN).configured(null).localName("hub").seen());
        assertThat(verdict.peer(STAND_IN).orElseThrow().condition()).isEqualTo(PeerCondition.NO_HA);
        Reason reason = reason(verdict, ReasonCode.NO_RELATIONSHIP);
        assertThat(reason.text())
                .isEqualTo(
                        "The server at http://192.0.2.1:8000/ does not have this relationship: its configuration does"
                                + " not name the others, or no longer, and only in other relationships is it called hub.");
        assertThat(reason.advice())
                .isEqualTo(
                        "If it is server2, configure the relationship there as on the other servers; if not, give the"
                                + " management address of server2.");
        assertThat(push(verdict, STAND_IN)).isEqualTo(Level.NONE);
    }

    @Test
    void severalLocksAreAllSaid() {
        Verdict verdict = once(
                standby,
                look(standby, PRIMARY).dhcp(true, true, true, true).seen(),
                look(standby, STAND_IN).seen());
        assertThat(codes(verdict))
                .contains(ReasonCode.DISABLED_BY_USER, ReasonCode.DISABLED_BY_DATABASE)
                .doesNotContain(ReasonCode.DISABLED);
    }

    @Test
    void oldKeaDoesNotTellWhetherItIsSwitchedOff() {
        Verdict verdict = once(
                standby,
                look(standby, PRIMARY).version(Scene.KEA_2_2).seen(),
                look(standby, STAND_IN).seen());
        is(verdict, Health.OK, PRIMARY, ReplicationState.ON);
        assertThat(reason(verdict, ReasonCode.DISABLED_NOT_VISIBLE).text()).endsWith(": server1.");
        assertThat(codes(once(
                        standby,
                        look(standby, PRIMARY).seen(),
                        look(standby, STAND_IN).seen())))
                .doesNotContain(ReasonCode.DISABLED_NOT_VISIBLE);
    }

    @Test
    void theLatestObservationCounts() {
        PeerObservation.Seen now = look(standby, PRIMARY).seen();
        PeerObservation old = gone(PRIMARY, NOW.minusSeconds(1), TransportFailure.REFUSED);
        PeerObservation.Seen other = look(standby, STAND_IN).seen();
        is(once(standby, now, old, other), Health.OK, PRIMARY, ReplicationState.ON);
        is(once(standby, old, now, other), Health.OK, PRIMARY, ReplicationState.ON);
        is(once(standby, now, other, gone("somebody")), Health.OK, PRIMARY, ReplicationState.ON);
        PeerObservation same = gone(PRIMARY);
        is(once(standby, now, same, other), Health.IMPAIRED, STAND_IN, ReplicationState.ON);
    }

    @Test
    void oldObservationsDoNotCount() {
        PeerObservation.Seen other = look(standby, STAND_IN).seen();
        is(
                once(standby, look(standby, PRIMARY).at(NOW.minusSeconds(60)).seen(), other),
                Health.OK,
                PRIMARY,
                ReplicationState.ON);
        Verdict stale =
                once(standby, look(standby, PRIMARY).at(NOW.minusSeconds(61)).seen(), other);
        is(stale, Health.IMPAIRED, STAND_IN, ReplicationState.ON);
        assertThat(stale.peer(PRIMARY).orElseThrow().condition()).isEqualTo(PeerCondition.UNOBSERVED);
        assertThat(reason(stale, ReasonCode.NOT_OBSERVED).text()).isEqualTo("What is known of server1 is 61 s old.");
        Verdict silent = once(standby, other);
        assertThat(reason(silent, ReasonCode.NOT_OBSERVED).text()).isEqualTo("server1 was not asked.");
        assertThat(reason(silent, ReasonCode.NOT_OBSERVED).observation()).isEqualTo(Optional.empty());
    }

    // S6 and S7.

    @Test
    void aSharedConfigurationIsNotReplicated() {
        Verdict verdict = once(
                trio,
                look(trio, PRIMARY).seen(),
                look(trio, STAND_IN).seen(),
                look(trio, "backup1").backend().seen());
        is(verdict, Health.OK, PRIMARY, ReplicationState.OFF);
        assertThat(push(verdict, STAND_IN)).isEqualTo(Level.NONE);
        assertThat(push(verdict, PRIMARY)).as("the source can be changed").isEqualTo(Level.FULL);
    }

    @Test
    void replicationCanBeSwitchedOff() {
        Verdict verdict = RelationshipStateMachine.next(
                        HealthMemory.EMPTY,
                        trio,
                        Scene.normal(trio, NOW),
                        NOW,
                        HealthPolicy.DEFAULT.withReplicate(false))
                .verdict();
        is(verdict, Health.OK, PRIMARY, ReplicationState.OFF);
        assertThat(push(verdict, STAND_IN)).isEqualTo(Level.NONE);
        assertThat(verdict.peer(STAND_IN).orElseThrow().push().why()).isEqualTo("Replication is off.");
        assertThat(push(verdict, PRIMARY)).isEqualTo(Level.FULL);
    }

    @Test
    void furtherReasonsMoveTheHealth() {
        Verdict verdict = once(
                standby, look(standby, PRIMARY).seen(), look(standby, STAND_IN).seen());
        Reason drift = new Reason(
                ReasonCode.CONFIGURATION_DIFFERS, Optional.of(STAND_IN), "It differs.", "Replicate.", Optional.empty());
        Verdict more = verdict.with(List.of(drift));
        assertThat(more.health()).isEqualTo(Health.OK);
        assertThat(more.reasons()).contains(drift).hasSize(verdict.reasons().size() + 1);
        Reason worse = new Reason(ReasonCode.SPLIT_BRAIN, Optional.empty(), "Two.", "Mend.", Optional.empty());
        Verdict impaired = more.with(List.of(worse));
        assertThat(impaired.health()).isEqualTo(Health.IMPAIRED);
        assertThat(impaired.reasons()).startsWith(worse);
        assertThat(impaired.peers()).isEqualTo(verdict.peers());
    }

    @Test
    void theWordsAreThoseOfTheCommandLine() {
        assertThat(Stream.of(Health.values()).map(Health::word)).containsExactly("ok", "impaired", "service-down");
        assertThat(Stream.of(Health.values()).map(Health::toString)).containsExactly("OK", "Impaired", "Service down");
        assertThat(Stream.of(Effect.values()).map(Effect::toString)).containsExactly("none", "impairs", "down");
        assertThat(Stream.of(ReplicationState.values()).map(ReplicationState::toString))
                .containsExactly("on", "held", "off");
        assertThat(Stream.of(Level.values()).map(Level::toString)).containsExactly("none", "alone", "full");
    }

    @Test
    void aPrimaryThatRestartsOnProbationBeginsAnew() {
        HealthPolicy policy = HealthPolicy.DEFAULT.withReturnDelay(Duration.ofSeconds(30));
        HealthMemory memory = Examples.memory(STAND_IN);
        String[] sources = new String[4];
        for (int i = 0; i < sources.length; i++) {
            Instant at = NOW.plusSeconds(20L * i);
            Scene.Look primary = look(standby, PRIMARY).at(at);
            // It was restarted between the first look and the second.
            primary = i == 0 ? primary : primary.startedAgo(Duration.ofSeconds(20L * i - 10));
            HealthStep step = RelationshipStateMachine.next(
                    memory,
                    standby,
                    List.of(primary.seen(), look(standby, STAND_IN).at(at).seen()),
                    at,
                    policy);
            memory = step.memory();
            sources[i] = step.verdict().source().orElseThrow();
        }
        assertThat(sources).containsExactly(STAND_IN, STAND_IN, STAND_IN, PRIMARY);
    }

    @Test
    void severalRelationshipsAreAsHealthyAsTheWorst() {
        assertThat(Health.worst(List.of())).isEqualTo(Health.OK);
        assertThat(Health.worst(List.of(Health.OK, Health.SERVICE_DOWN, Health.IMPAIRED)))
                .isEqualTo(Health.SERVICE_DOWN);
    }

    @Test
    void severalRelationshipsTakeTheLeastPermission() {
        PushPermission full = new PushPermission(Level.FULL, "a");
        PushPermission alone = new PushPermission(Level.ALONE, "b");
        PushPermission none = new PushPermission(Level.NONE, "c");
        assertThat(full.and(alone)).isEqualTo(alone);
        assertThat(alone.and(full)).isEqualTo(alone);
        assertThat(none.and(alone)).isEqualTo(none);
        assertThat(alone.and(none)).isEqualTo(none);
        PushPermission same = new PushPermission(Level.FULL, "d");
        assertThat(full.and(same)).isSameAs(full);
    }
}
