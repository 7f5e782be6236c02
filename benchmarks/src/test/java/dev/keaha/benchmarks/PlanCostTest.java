package dev.keaha.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(
        named = "kea.ha.nightly",
        matches = "true",
        disabledReason = "A time is measured on a quiet machine: profile nightly")
class PlanCostTest {

    @Test
    void aPlanForTenThousandSubnetsIsNothingBesideReadingThem() throws IOException {
        PlanCost cost = PlanCost.measure(10_000);

        System.out.println(cost);
        assertThat(cost.ratio()).as("%s", cost).isLessThan(0.25);
        assertThat(cost.plan()).as("%s", cost).isLessThan(Duration.ofMillis(10));
    }
}
