package dev.keaha.health;

import static dev.keaha.health.Scene.NOW;
import static dev.keaha.health.Scene.PRIMARY;
import static dev.keaha.health.Scene.STAND_IN;
import static dev.keaha.health.Scene.look;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.HaState;
import dev.keaha.ha.PeerRole;
import dev.keaha.health.Scene.Look;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A start is no fault, for a bounded time. */
class SettlingTest {

    private static final Duration BOUND = Duration.ofSeconds(140);

    private final HaRelationship pair = Scene.relationship(HaMode.HOT_STANDBY, 0);
    private HealthPolicy policy = HealthPolicy.DEFAULT;
    private HealthMemory memory = HealthMemory.EMPTY;

    private Verdict step(Instant at, Look standIn) {
        return step(at, standIn.at(at).seen());
    }

    private Verdict step(Instant at, PeerObservation standIn) {
        HealthStep step = RelationshipStateMachine.next(
                memory, pair, List.of(look(pair, PRIMARY).at(at).seen(), standIn), at, policy);
        memory = step.memory();
        return step.verdict();
    }

    private static PeerCondition standIn(Verdict verdict) {
        return verdict.peer(STAND_IN).orElseThrow().condition();
    }

    private Look standIn(String state) {
        return look(pair, STAND_IN).state(HaState.of(state));
    }

    @ParameterizedTest
    @ValueSource(strings = {"waiting", "syncing", "ready"})
    void aStartIsNoFault(String state) {
        Verdict verdict = step(NOW, standIn(state).startedAgo(Duration.ofSeconds(3)));
        assertThat(standIn(verdict)).isEqualTo(PeerCondition.SETTLING);
        assertThat(verdict.health()).isEqualTo(Health.OK);
        assertThat(verdict.source()).contains(PRIMARY);
        assertThat(verdict.replication()).isEqualTo(ReplicationState.HELD);
        assertThat(Scene.reason(verdict, ReasonCode.PEER_SETTLING).text()).contains("(state " + state + ")");
    }

    @Test
    void atFirstSightTheStartCounts() {
        assertThat(standIn(step(NOW, standIn("waiting").startedAgo(BOUND)))).isEqualTo(PeerCondition.SETTLING);
        memory = HealthMemory.EMPTY;
        Verdict late = step(NOW, standIn("waiting").startedAgo(BOUND.plusSeconds(1)));
        assertThat(standIn(late)).isEqualTo(PeerCondition.STUCK);
        assertThat(late.health()).isEqualTo(Health.IMPAIRED);
        assertThat(Scene.codes(late)).doesNotContain(ReasonCode.PEER_SETTLING);
        assertThat(Scene.reason(late, ReasonCode.PEER_STUCK).text())
                .isEqualTo("server2 has been starting for 141 s and does not get on (state waiting).");
        assertThat(late.replication()).isEqualTo(ReplicationState.ON);
    }

    @Test
    void aLongTimeIsSaidInHours() {
        Verdict late = step(NOW, standIn("waiting").startedAgo(Duration.ofMinutes(190)));
        assertThat(Scene.reason(late, ReasonCode.PEER_STUCK).text()).contains(" for 3 hours ");
        memory = HealthMemory.EMPTY;
        late = step(NOW, standIn("waiting").startedAgo(Duration.ofMinutes(120)));
        assertThat(Scene.reason(late, ReasonCode.PEER_STUCK).text()).contains(" for 2 hours ");
        memory = HealthMemory.EMPTY;
        late = step(NOW, standIn("waiting").startedAgo(Duration.ofMinutes(119)));
        assertThat(Scene.reason(late, ReasonCode.PEER_STUCK).text()).contains(" for 7140 s ");
    }

    @Test
    void aNewConfigurationIsAStart() {
        assertThat(standIn(step(NOW, standIn("waiting").reloadedAgo(Duration.ofSeconds(2)))))
                .isEqualTo(PeerCondition.SETTLING);
        memory = HealthMemory.EMPTY;
        assertThat(standIn(step(NOW, standIn("waiting").upFor(Duration.ofSeconds(2)))))
                .as("a daemon is not older than its process")
                .isEqualTo(PeerCondition.SETTLING);
    }

    @Test
    void whoWasSeenAtWorkSettlesSinceItWasFirstSeenSettling() {
        step(NOW, look(pair, STAND_IN));
        Instant first = NOW.plusSeconds(10);
        assertThat(standIn(step(first, standIn("waiting")))).isEqualTo(PeerCondition.SETTLING);
        assertThat(standIn(step(first.plus(BOUND), standIn("ready")))).isEqualTo(PeerCondition.SETTLING);
        assertThat(standIn(step(first.plus(BOUND).plusSeconds(1), standIn("waiting"))))
                .isEqualTo(PeerCondition.STUCK);
        assertThat(standIn(step(first.plus(BOUND).plusSeconds(2), standIn("waiting"))))
                .isEqualTo(PeerCondition.STUCK);
        Instant atWork = first.plus(BOUND).plusSeconds(3);
        assertThat(standIn(step(atWork, look(pair, STAND_IN)))).isEqualTo(PeerCondition.ACTIVE);
        assertThat(standIn(step(atWork.plusSeconds(1), standIn("waiting"))))
                .as("it begins anew")
                .isEqualTo(PeerCondition.SETTLING);
    }

    @Test
    void aRestartIsAFurtherAttemptAndNoNewBeginning() {
        step(NOW, standIn("waiting").startedAgo(Duration.ofSeconds(100)));
        // Nobody knows what it did between the last look and its new start, so 55 s do not count.
        Instant later = NOW.plusSeconds(60);
        assertThat(standIn(step(later, standIn("waiting").startedAgo(Duration.ofSeconds(5)))))
                .isEqualTo(PeerCondition.SETTLING);
        Instant bound = later.plusSeconds(35);
        assertThat(standIn(step(bound, standIn("waiting").startedAgo(Duration.ofSeconds(40)))))
                .isEqualTo(PeerCondition.SETTLING);
        Verdict late = step(bound.plusSeconds(1), standIn("waiting").startedAgo(Duration.ofSeconds(41)));
        assertThat(standIn(late)).isEqualTo(PeerCondition.STUCK);
        assertThat(Scene.reason(late, ReasonCode.PEER_STUCK).text())
                .isEqualTo("server2 has been starting again and again for 141 s and does not get on (state waiting).");
    }

    @Test
    void whoIsRestartedOverAndOverDoesNotSettleForEver() {
        step(NOW, look(pair, STAND_IN));
        for (int seconds = 10; seconds < 1000; seconds += 10) {
            Duration up = Duration.ofSeconds((seconds - 10) % 50);
            Verdict verdict = step(NOW.plusSeconds(seconds), standIn("waiting").startedAgo(up));
            // At each restart up to 10 s before it went unseen.
            boolean certain = seconds > 10 + BOUND.toSeconds() + 40;
            assertThat(standIn(verdict))
                    .as("after %s s", seconds)
                    .isIn(
                            certain
                                    ? List.of(PeerCondition.STUCK)
                                    : List.of(PeerCondition.SETTLING, PeerCondition.STUCK));
            assertThat(verdict.health() == Health.OK).isEqualTo(standIn(verdict) == PeerCondition.SETTLING);
        }
    }

    @Test
    void aPrimaryThatIsRestartedOverAndOverLosesTheSourceToWhoServes() {
        HealthMemory before = Examples.memory(PRIMARY);
        String source = PRIMARY;
        for (int seconds = 0; seconds < 300; seconds += 10) {
            Instant at = NOW.plusSeconds(seconds);
            HealthStep step = RelationshipStateMachine.next(
                    before,
                    pair,
                    List.of(
                            look(pair, PRIMARY)
                                    .at(at)
                                    .state(HaState.WAITING)
                                    .startedAgo(Duration.ofSeconds(seconds % 50))
                                    .seen(),
                            look(pair, STAND_IN)
                                    .at(at)
                                    .state(HaState.PARTNER_DOWN)
                                    .seen()),
                    at,
                    policy);
            before = step.memory();
            source = step.verdict().source().orElseThrow();
        }
        assertThat(source).isEqualTo(STAND_IN);
    }

    @Test
    void anAbsenceIsNoAttempt() {
        step(NOW, standIn("waiting").startedAgo(BOUND));
        step(NOW.plusSeconds(1), Scene.gone(STAND_IN));
        Instant nextDay = NOW.plus(Duration.ofDays(1));
        assertThat(standIn(step(nextDay, standIn("waiting").startedAgo(Duration.ZERO))))
                .isEqualTo(PeerCondition.SETTLING);
        assertThat(standIn(step(nextDay.plusSeconds(1), standIn("waiting").startedAgo(Duration.ofSeconds(1)))))
                .isEqualTo(PeerCondition.STUCK);
    }

    @Test
    void wholeSecondsAreNoRestart() {
        step(NOW, standIn("waiting").startedAgo(BOUND));
        // The uptime lags by up to a second, so the start seems to move.
        Instant later = NOW.plusSeconds(3);
        assertThat(standIn(step(later, standIn("waiting").startedAgo(BOUND.plusSeconds(1)))))
                .isEqualTo(PeerCondition.STUCK);
    }

    @Test
    void aMomentWithoutAnAnswerDoesNotBeginAnew() {
        step(NOW, standIn("waiting").startedAgo(BOUND));
        step(NOW.plusSeconds(1), Scene.gone(STAND_IN));
        assertThat(standIn(step(NOW.plusSeconds(2), standIn("waiting").startedAgo(BOUND.plusSeconds(2)))))
                .isEqualTo(PeerCondition.STUCK);
    }

    @Test
    void theBoundIsThePolicys() {
        policy = policy.withSettlingBound(Duration.ofSeconds(10));
        assertThat(standIn(step(NOW, standIn("waiting").startedAgo(Duration.ofSeconds(10)))))
                .isEqualTo(PeerCondition.SETTLING);
        memory = HealthMemory.EMPTY;
        assertThat(standIn(step(NOW, standIn("waiting").startedAgo(Duration.ofSeconds(11)))))
                .isEqualTo(PeerCondition.STUCK);
    }

    @Test
    void theDefaultBoundComesFromThePeersOwnTimers() {
        HaRelationship quick = Scene.relationship(
                Scene.as(pair, STAND_IN),
                builder -> builder.maxResponseDelay(5000).heartbeatDelay(1000).syncTimeout(3000));
        assertThat(standIn(step(NOW, standIn("waiting").configured(quick).startedAgo(Duration.ofSeconds(10)))))
                .isEqualTo(PeerCondition.SETTLING);
        memory = HealthMemory.EMPTY;
        assertThat(standIn(step(NOW, standIn("waiting").configured(quick).startedAgo(Duration.ofSeconds(11)))))
                .isEqualTo(PeerCondition.STUCK);
    }

    @Test
    void aPauseIsAPossibleCause() {
        Verdict verdict = step(NOW, standIn("waiting").configured(Examples.pausing(Scene.as(pair, STAND_IN))));
        assertThat(Scene.reason(verdict, ReasonCode.PEER_STUCK).advice()).contains("ha-continue");
        memory = HealthMemory.EMPTY;
        assertThat(Scene.reason(step(NOW, standIn("waiting")), ReasonCode.PEER_STUCK)
                        .advice())
                .doesNotContain("ha-continue");
    }

    @Test
    void anUnknownStateWithoutScopesSettlesAndIsSaid() {
        Verdict verdict = step(NOW, standIn("a-newer-state").startedAgo(Duration.ofSeconds(1)));
        assertThat(standIn(verdict)).isEqualTo(PeerCondition.SETTLING);
        assertThat(verdict.health()).isEqualTo(Health.IMPAIRED);
        assertThat(verdict.replication()).isEqualTo(ReplicationState.HELD);
        assertThat(Scene.reason(verdict, ReasonCode.UNEXPECTED_STATE).text()).contains("'a-newer-state'");
    }

    @Test
    void whatElseIsKnownOfWhoSettlesIsKept() {
        HaRelationship more = Scene.relationship(
                Scene.as(pair, STAND_IN), builder -> builder.addPeers(Scene.peer("backup9", PeerRole.BACKUP, 9)));
        Verdict settling = step(NOW, standIn("waiting").configured(more).startedAgo(Duration.ofSeconds(1)));
        assertThat(Scene.codes(settling)).contains(ReasonCode.PEERS_DIFFER, ReasonCode.PEER_SETTLING);
        assertThat(settling.peer(PRIMARY).orElseThrow().push().why())
                .isEqualTo("Held: server2 is starting or took a new configuration a moment ago (state waiting).");
        memory = HealthMemory.EMPTY;
        Verdict stuck = step(NOW, standIn("waiting").configured(more));
        assertThat(Scene.codes(stuck)).contains(ReasonCode.PEERS_DIFFER, ReasonCode.PEER_STUCK);
    }

    @Test
    void nonsenseTimesHaveAnAnswer() {
        Duration ages = Duration.ofSeconds(Long.MAX_VALUE);
        assertThat(standIn(step(NOW, standIn("waiting").startedAgo(ages)))).isEqualTo(PeerCondition.STUCK);
        memory = HealthMemory.EMPTY;
        policy = policy.withSettlingBound(ages).withReturnDelay(ages).withObservationLifetime(ages);
        assertThat(standIn(step(NOW, standIn("waiting").startedAgo(ages)))).isEqualTo(PeerCondition.SETTLING);
        assertThat(memory.peers().get(STAND_IN).settling()).isNotEqualTo(Optional.empty());
    }
}
