package dev.keaha.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keaha.health.HealthPolicy.EditedStandIn;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthPolicyTest {

    private static final Duration BELOW = Duration.ofSeconds(-1);

    @Test
    void theDefaultIsTheSpecification() {
        assertThat(HealthPolicy.DEFAULT)
                .isEqualTo(new HealthPolicy(
                        Optional.empty(), Duration.ZERO, EditedStandIn.PRIMARY_WINS, Duration.ofSeconds(60), true));
    }

    @Test
    void eachPartChangesAlone() {
        assertThat(HealthPolicy.DEFAULT
                        .withSettlingBound(Duration.ofSeconds(1))
                        .withReturnDelay(Duration.ofSeconds(2))
                        .withEditedStandIn(EditedStandIn.HOLD)
                        .withObservationLifetime(Duration.ofSeconds(3))
                        .withReplicate(false))
                .isEqualTo(new HealthPolicy(
                        Optional.of(Duration.ofSeconds(1)),
                        Duration.ofSeconds(2),
                        EditedStandIn.HOLD,
                        Duration.ofSeconds(3),
                        false));
    }

    @Test
    void noTimeIsBelowZero() {
        assertThatThrownBy(() -> HealthPolicy.DEFAULT.withSettlingBound(BELOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A time below zero: settlingBound Optional[PT-1S], returnDelay PT0S, observationLifetime"
                        + " PT1M");
        assertThatThrownBy(() -> HealthPolicy.DEFAULT.withReturnDelay(BELOW))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HealthPolicy.DEFAULT.withObservationLifetime(BELOW))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
