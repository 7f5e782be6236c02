package dev.keaha.health;

import static dev.keaha.health.Scene.NOW;
import static dev.keaha.health.Scene.PRIMARY;
import static dev.keaha.health.Scene.STAND_IN;
import static dev.keaha.health.Scene.codes;
import static dev.keaha.health.Scene.gone;
import static dev.keaha.health.Scene.look;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.HaState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of the specification, one by one (S9 to S12). */
class VerdictRulesTest {

    private final HaRelationship trio = Scene.relationship(HaMode.LOAD_BALANCING, 1);

    private static Verdict fresh(HaRelationship relationship, PeerObservation... seen) {
        return RelationshipStateMachine.next(HealthMemory.EMPTY, relationship, List.of(seen), NOW, HealthPolicy.DEFAULT)
                .verdict();
    }

    @Test
    void everyoneAtWorkIsOk() {
        Verdict verdict = RelationshipStateMachine.next(
                        HealthMemory.EMPTY, trio, Scene.normal(trio, NOW), NOW, HealthPolicy.DEFAULT)
                .verdict();
        assertThat(verdict.health()).isEqualTo(Health.OK);
        assertThat(verdict.source()).contains(PRIMARY);
        assertThat(verdict.replication()).isEqualTo(ReplicationState.ON);
        assertThat(verdict.reasons()).allMatch(reason -> reason.effect() == Effect.NONE);
    }

    @Test
    void thePrimaryAwayMakesItsStandInTheSource() {
        Verdict verdict = fresh(
                trio,
                gone(PRIMARY),
                look(trio, STAND_IN).state(HaState.PARTNER_DOWN).seen(),
                look(trio, "backup1").seen());
        assertThat(verdict.health()).isEqualTo(Health.IMPAIRED);
        assertThat(verdict.source()).contains(STAND_IN);
        assertThat(verdict.replication()).isEqualTo(ReplicationState.ON);
        assertThat(codes(verdict)).contains(ReasonCode.PEER_UNREACHABLE, ReasonCode.STAND_IN_IS_SOURCE);
    }

    @Test
    void anyOtherAwayImpairs() {
        Verdict verdict =
                fresh(trio, look(trio, PRIMARY).seen(), look(trio, STAND_IN).seen(), gone("backup1"));
        assertThat(verdict.health()).isEqualTo(Health.IMPAIRED);
        assertThat(verdict.source()).contains(PRIMARY);
        assertThat(verdict.replication()).isEqualTo(ReplicationState.ON);
    }

    @Test
    void bothAwayIsServiceDown() {
        Verdict verdict =
                fresh(trio, gone(PRIMARY), gone(STAND_IN), look(trio, "backup1").seen());
        assertThat(verdict.health()).isEqualTo(Health.SERVICE_DOWN);
        assertThat(verdict.source()).isEmpty();
        assertThat(verdict.replication()).isEqualTo(ReplicationState.OFF);
        assertThat(codes(verdict)).startsWith(ReasonCode.NO_SOURCE);
    }
}
