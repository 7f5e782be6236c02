package dev.keaha.health;

import static dev.keaha.health.Scene.NOW;
import static dev.keaha.health.Scene.PRIMARY;
import static dev.keaha.health.Scene.STAND_IN;
import static dev.keaha.health.Scene.look;
import static dev.keaha.health.Scene.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.command.TransportFailure;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.HaState;
import dev.keaha.health.HealthPolicy.EditedStandIn;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose changes count when the primary is back (B4), and how long its return is damped. */
class StandInEditsTest {

    private static final HealthPolicy HOLD = HealthPolicy.DEFAULT.withEditedStandIn(EditedStandIn.HOLD);

    private final HaRelationship pair = Scene.relationship(HaMode.HOT_STANDBY, 0);
    private HealthMemory memory = HealthMemory.EMPTY;

    private Verdict step(HealthPolicy policy, PeerObservation primary, PeerObservation standIn) {
        HealthStep step = RelationshipStateMachine.next(memory, pair, List.of(primary, standIn), NOW, policy);
        memory = step.memory();
        return step.verdict();
    }

    private PeerObservation primary() {
        return look(pair, PRIMARY).seen();
    }

    private PeerObservation primarySettling() {
        return look(pair, PRIMARY)
                .state(HaState.WAITING)
                .startedAgo(Duration.ofSeconds(1))
                .seen();
    }

    private PeerObservation standIn(int edits) {
        return look(pair, STAND_IN).edited(edits).seen();
    }

    private PeerObservation alone(int edits) {
        return look(pair, STAND_IN).state(HaState.PARTNER_DOWN).edited(edits).seen();
    }

    private void isHeld(Verdict verdict, String source) {
        assertThat(verdict.source()).contains(source);
        assertThat(verdict.replication()).isEqualTo(ReplicationState.HELD);
        assertThat(reason(verdict, ReasonCode.EDITS_UNDECIDED).text())
                .isEqualTo("server1 is back, but the configuration of server2 was changed while server1 was away.");
        assertThat(verdict.peer(STAND_IN).orElseThrow().push().why()).startsWith("Held: server1 is back, but");
        memory = memory.withEditsDecided();
    }

    private void isFree(Verdict verdict) {
        assertThat(verdict.source()).contains(PRIMARY);
        assertThat(verdict.replication()).isEqualTo(ReplicationState.ON);
        assertThat(Scene.codes(verdict)).doesNotContain(ReasonCode.EDITS_UNDECIDED);
    }

    @Test
    void aChangeSeenWhileThePrimaryIsAwayIsHeld() {
        step(HOLD, primary(), standIn(0));
        step(HOLD, Scene.gone(PRIMARY), alone(0));
        step(HOLD, Scene.gone(PRIMARY), alone(1));
        assertThat(memory.editedStandIn()).contains(STAND_IN);
        isHeld(step(HOLD, primary(), standIn(1)), STAND_IN);
        isFree(step(HOLD, primary(), standIn(1)));
    }

    @Test
    void aChangeThatNobodySawBeforeThePrimaryWasBackIsHeld() {
        step(HOLD, primary(), standIn(0));
        step(HOLD, Scene.gone(PRIMARY), alone(0));
        isHeld(step(HOLD, primary(), standIn(1)), STAND_IN);
    }

    @Test
    void aChangeBeforeTheLossWasSeenIsHeld() {
        step(HOLD, primary(), standIn(0));
        step(HOLD, Scene.gone(PRIMARY), alone(1));
        isHeld(step(HOLD, primary(), standIn(1)), STAND_IN);
    }

    @Test
    void aChangeWhileTheServiceWasDownIsHeld() {
        step(HOLD, primary(), standIn(0));
        step(HOLD, Scene.gone(PRIMARY), Scene.gone(STAND_IN));
        isHeld(step(HOLD, primary(), standIn(1)), PRIMARY);
    }

    @Test
    void aChangeBesideAPrimaryAtWorkOrStartingIsNone() {
        step(HOLD, primary(), standIn(0));
        isFree(step(HOLD, primary(), standIn(1)));
        step(HOLD, primarySettling(), standIn(2));
        isFree(step(HOLD, primary(), standIn(2)));
        assertThat(memory.editedStandIn()).isEmpty();
    }

    @Test
    void whatWasNotSeenBeforeIsNoChange() {
        step(HOLD, Scene.gone(PRIMARY), alone(1));
        isFree(step(HOLD, primary(), standIn(1)));
        memory = HealthMemory.EMPTY;
        step(HOLD, Scene.gone(PRIMARY), alone(1));
        memory = memory.withPushed(STAND_IN);
        step(HOLD, Scene.gone(PRIMARY), alone(2));
        isFree(step(HOLD, primary(), standIn(2)));
    }

    @Test
    void anAbsenceKeepsWhatWasSeen() {
        step(HOLD, primary(), standIn(0));
        step(HOLD, Scene.gone(PRIMARY), alone(0));
        step(HOLD, Scene.gone(PRIMARY), Scene.gone(STAND_IN));
        step(HOLD, Scene.gone(PRIMARY), alone(0));
        isFree(step(HOLD, primary(), standIn(0)));
    }

    @Test
    void withoutTheHoldAChangeIsForgottenWhenThePrimaryIsBack() {
        HealthPolicy policy = HealthPolicy.DEFAULT;
        step(policy, primary(), standIn(0));
        step(policy, Scene.gone(PRIMARY), alone(1));
        assertThat(memory.editedStandIn()).contains(STAND_IN);
        isFree(step(policy, primary(), standIn(1)));
        assertThat(memory.editedStandIn()).isEmpty();
        step(HOLD, Scene.gone(PRIMARY), alone(2));
        isHeld(step(HOLD, primary(), standIn(2)), STAND_IN);
    }

    @Test
    void aDampedReturnHoldsReplication() {
        HealthPolicy policy = HealthPolicy.DEFAULT.withReturnDelay(Duration.ofSeconds(30));
        memory = Examples.memory(STAND_IN);
        Verdict verdict = step(policy, primary(), standIn(0));
        assertThat(verdict.source()).contains(STAND_IN);
        assertThat(verdict.replication()).isEqualTo(ReplicationState.HELD);
        assertThat(verdict.peer(PRIMARY).orElseThrow().push().why())
                .isEqualTo("Held: server1 is back, and takes over when it has been at work for 30 s.");
    }

    @Test
    void whoHasNoAddressIsToldSo() {
        Verdict verdict = step(
                HealthPolicy.DEFAULT,
                primary(),
                new PeerObservation.Unreachable(STAND_IN, NOW, TransportFailure.NOT_FOUND, " ", "nobody was asked"));
        assertThat(reason(verdict, ReasonCode.NOT_OBSERVED).text())
                .isEqualTo("server2 cannot be asked: no management address is known for it.");
    }
}
