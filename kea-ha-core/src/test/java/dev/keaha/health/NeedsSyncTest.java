package dev.keaha.health;

import static dev.keaha.health.Scene.NOW;
import static dev.keaha.health.Scene.PRIMARY;
import static dev.keaha.health.Scene.STAND_IN;
import static dev.keaha.health.Scene.look;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaRelationship;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** S11: who is to be brought to the source's configuration, and how long a proof holds. */
class NeedsSyncTest {

    private static final Instant LATER = NOW.plusSeconds(10);

    private final HaRelationship trio = Scene.relationship(HaMode.LOAD_BALANCING, 1);
    private HealthMemory memory = HealthMemory.EMPTY;

    @BeforeEach
    void everybodyIsProven() {
        assertThat(needsSync(NOW, Scene.normal(trio, NOW))).containsExactly(STAND_IN, "backup1");
        memory = memory.withProven(STAND_IN).withProven("backup1");
        assertThat(needsSync(NOW, Scene.normal(trio, NOW))).isEmpty();
    }

    private List<String> needsSync(Instant at, List<PeerObservation> observations) {
        HealthStep step = RelationshipStateMachine.next(memory, trio, observations, at, HealthPolicy.DEFAULT);
        memory = step.memory();
        return step.verdict().peers().stream()
                .filter(PeerVerdict::needsSync)
                .map(PeerVerdict::name)
                .toList();
    }

    private List<String> needsSync(PeerObservation instead) {
        List<PeerObservation> observations = new ArrayList<>(Scene.normal(trio, LATER));
        observations.removeIf(one -> one.peer().equals(instead.peer()));
        observations.add(instead);
        return needsSync(LATER, observations);
    }

    @Test
    void aProofHoldsWhileNothingHappens() {
        assertThat(needsSync(LATER, Scene.normal(trio, LATER))).isEmpty();
    }

    @Test
    void whoWasAwayNeedsIt() {
        assertThat(needsSync(Scene.gone("backup1"))).containsExactly("backup1");
        assertThat(needsSync(LATER, Scene.normal(trio, LATER))).containsExactly("backup1");
        memory = memory.withProven("backup1");
        assertThat(needsSync(LATER, Scene.normal(trio, LATER))).isEmpty();
    }

    @Test
    void whoWasRestartedOrReconfiguredNeedsIt() {
        PeerObservation restarted =
                look(trio, STAND_IN).at(LATER).startedAgo(Duration.ofSeconds(2)).seen();
        assertThat(needsSync(restarted)).containsExactly(STAND_IN);
        memory = memory.withProven(STAND_IN);
        assertThat(needsSync(restarted)).isEmpty();
    }

    @Test
    void aStartIsKnownToTwoSeconds() {
        Duration since = Duration.between(Scene.RELOADED, LATER);
        assertThat(needsSync(look(trio, STAND_IN)
                        .at(LATER)
                        .reloadedAgo(since.minusSeconds(2))
                        .seen()))
                .isEmpty();
        assertThat(needsSync(look(trio, STAND_IN)
                        .at(LATER)
                        .reloadedAgo(since.minusSeconds(3))
                        .seen()))
                .containsExactly(STAND_IN);
    }

    @Test
    void aSourceThatWasReconfiguredUnprovesTheOthers() {
        assertThat(needsSync(look(trio, PRIMARY)
                        .at(LATER)
                        .reloadedAgo(Duration.ofSeconds(1))
                        .seen()))
                .containsExactly(STAND_IN, "backup1");
    }

    @Test
    void anotherSourceUnprovesTheOthers() {
        assertThat(needsSync(Scene.gone(PRIMARY))).containsExactly(PRIMARY, "backup1");
        memory = memory.withProven("backup1");
        assertThat(needsSync(LATER, Scene.normal(trio, LATER))).containsExactly(STAND_IN, "backup1");
    }

    @Test
    void withoutASourceEverybodyNeedsIt() {
        assertThat(needsSync(LATER, List.of(look(trio, "backup1").at(LATER).seen())))
                .containsExactly(PRIMARY, STAND_IN, "backup1");
    }
}
