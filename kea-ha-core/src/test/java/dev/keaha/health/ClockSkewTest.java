package dev.keaha.health;

import static dev.keaha.health.Scene.NOW;
import static dev.keaha.health.Scene.PRIMARY;
import static dev.keaha.health.Scene.STAND_IN;
import static dev.keaha.health.Scene.look;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.HaState;
import dev.keaha.health.Scene.Look;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S16: above 30 s is a warning, above 60 s Kea ends HA. */
class ClockSkewTest {

    private final HaRelationship trio = Scene.relationship(HaMode.LOAD_BALANCING, 1);
    private final Look primary = look(trio, PRIMARY);
    private final Look standIn = look(trio, STAND_IN);
    private final Look backup = look(trio, "backup1");

    private Verdict verdict() {
        return RelationshipStateMachine.next(
                        HealthMemory.EMPTY,
                        trio,
                        List.of(primary.seen(), standIn.seen(), backup.seen()),
                        NOW,
                        HealthPolicy.DEFAULT)
                .verdict();
    }

    private static Optional<Long> skew(Verdict verdict, String peer) {
        return verdict.peer(peer).orElseThrow().clockSkew().map(Duration::toSeconds);
    }

    private static void holds(Verdict verdict, String found) {
        assertThat(Scene.codes(verdict).contains(ReasonCode.CLOCK_SKEW)).isEqualTo(found.equals("warning"));
        assertThat(Scene.codes(verdict).contains(ReasonCode.CLOCK_SKEW_TOO_LARGE))
                .isEqualTo(found.equals("too large"));
        assertThat(verdict.health()).isEqualTo(found.equals("too large") ? Health.IMPAIRED : Health.OK);
        assertThat(verdict.replication())
                .isEqualTo(found.equals("too large") ? ReplicationState.HELD : ReplicationState.ON);
    }

    @ParameterizedTest
    @CsvSource({
        "0, none",
        "30, none",
        "31, warning",
        "45, warning",
        "60, warning",
        "61, too large",
        "75, too large",
        "9223372036854775807, too large"
    })
    void whatKeaTellsIsTakenAsItIs(long seconds, String found) {
        primary.skew(seconds);
        holds(verdict(), found);
        primary.skew(-seconds);
        holds(verdict(), found);
    }

    @ParameterizedTest
    @CsvSource({"0, none", "28, none", "29, warning", "58, warning", "59, too large", "75, too large"})
    void whatWeMeasuredIsTakenTwoSecondsEarlier(long seconds, String found) {
        primary.clockAhead(-3);
        standIn.clockAhead(-3 + seconds);
        holds(verdict(), found);
        standIn.clockAhead(-3 - seconds);
        holds(verdict(), found);
    }

    @Test
    void keasFigureIsThePartnersClockMinusOwn() {
        primary.skew(45);
        Verdict verdict = verdict();
        assertThat(skew(verdict, PRIMARY)).contains(-45L);
        assertThat(skew(verdict, STAND_IN)).contains(45L);
        assertThat(Scene.reason(verdict, ReasonCode.CLOCK_SKEW).text())
                .startsWith("The clock of server2 is 45 s ahead of the clock of server1.");
    }

    @Test
    void theStandInsFigureWillDo() {
        standIn.skew(45);
        Verdict verdict = verdict();
        assertThat(skew(verdict, PRIMARY)).contains(45L);
        assertThat(skew(verdict, STAND_IN)).contains(-45L);
        assertThat(Scene.reason(verdict, ReasonCode.CLOCK_SKEW).text())
                .startsWith("The clock of server1 is 45 s ahead of the clock of server2.");
    }

    @Test
    void keasFigureIsBetterThanOurs() {
        standIn.skew(5).clockAhead(50);
        primary.clockAhead(0);
        assertThat(skew(verdict(), PRIMARY)).contains(5L);
        primary.skew(-7);
        assertThat(skew(verdict(), PRIMARY)).contains(7L);
    }

    @Test
    void afterHaHasEndedOursIsBetter() {
        primary.state(HaState.TERMINATED).skew(-75).clockAhead(1);
        standIn.state(HaState.TERMINATED).skew(75).clockAhead(0);
        Verdict verdict = verdict();
        assertThat(skew(verdict, PRIMARY)).contains(1L);
        assertThat(Scene.codes(verdict)).doesNotContain(ReasonCode.CLOCK_SKEW_TOO_LARGE);
    }

    @Test
    void anOldFigureIsBetterThanNone() {
        primary.state(HaState.TERMINATED).skew(-75);
        standIn.state(HaState.TERMINATED);
        assertThat(skew(verdict(), PRIMARY)).contains(75L);
        primary.state(HaState.TERMINATED).clockAhead(3);
        assertThat(skew(verdict(), PRIMARY)).as("one measurement is none").contains(75L);
    }

    @Test
    void theStandInsOldFigureIsBetterThanNone() {
        standIn.state(HaState.TERMINATED).skew(75);
        primary.state(HaState.TERMINATED);
        assertThat(skew(verdict(), PRIMARY)).contains(75L);
    }

    @ParameterizedTest
    @CsvSource({"load-balancing, true, 1", "unavailable, false, 1", "load-balancing, false, 61"})
    void aPartnerThatIsNotHeardHasNoClock(String state, boolean interrupted, long age) {
        primary.skew(-75).clockAhead(2).partner(HaState.of(state), interrupted, Duration.ofSeconds(age));
        standIn.clockAhead(0);
        assertThat(skew(verdict(), PRIMARY)).contains(2L);
    }

    @Test
    void aContactJustNowCounts() {
        primary.skew(-4).clockAhead(50).partner(HaState.LOAD_BALANCING, false, Duration.ofSeconds(60));
        standIn.clockAhead(0);
        assertThat(skew(verdict(), PRIMARY)).contains(4L);
    }

    @Test
    void withoutAnyFigureNothingIsSaid() {
        primary.clockAhead(99);
        Verdict verdict = verdict();
        assertThat(skew(verdict, PRIMARY)).isEmpty();
        assertThat(skew(verdict, STAND_IN)).isEmpty();
        assertThat(verdict.health()).isEqualTo(Health.OK);
    }

    @Test
    void aBackupIsComparedWithTheObserver() {
        backup.clockAhead(99);
        Verdict verdict = verdict();
        assertThat(skew(verdict, "backup1")).contains(99L);
        assertThat(verdict.health()).isEqualTo(Health.OK);
    }

    @Test
    void alone() {
        HaRelationship passive = Scene.relationship(HaMode.PASSIVE_BACKUP, 1);
        Verdict verdict = RelationshipStateMachine.next(
                        HealthMemory.EMPTY,
                        passive,
                        List.of(
                                look(passive, PRIMARY).clockAhead(70).seen(),
                                look(passive, "backup1").seen()),
                        NOW,
                        HealthPolicy.DEFAULT)
                .verdict();
        assertThat(skew(verdict, PRIMARY)).contains(70L);
        assertThat(verdict.health()).isEqualTo(Health.OK);
    }
}
