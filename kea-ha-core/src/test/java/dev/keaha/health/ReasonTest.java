package dev.keaha.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind of reason: that it arises, what it does, and that people can read it. */
class ReasonTest {

    /** Made by whoever compares configurations, not by the state machine. */
    private static final Set<ReasonCode> FROM_ELSEWHERE = EnumSet.of(ReasonCode.CONFIGURATION_DIFFERS);

    /** Nothing needs doing. */
    private static final Set<ReasonCode> WITHOUT_ADVICE =
            EnumSet.of(ReasonCode.FAILOVER_BY_TIME, ReasonCode.CONFIG_BACKEND);

    /** About the relationship as a whole. */
    private static final Set<ReasonCode> OF_NO_PEER = EnumSet.of(
            ReasonCode.NO_SOURCE,
            ReasonCode.SPLIT_BRAIN,
            ReasonCode.CLOCK_SKEW,
            ReasonCode.CLOCK_SKEW_TOO_LARGE,
            ReasonCode.DISABLED_NOT_VISIBLE,
            ReasonCode.CONFIGURATION_FINDING,
            ReasonCode.REPLICATION_SWITCHED_OFF);

    @Test
    void everyKindHasAnExample() {
        assertThat(Examples.all().keySet()).isEqualTo(EnumSet.complementOf(EnumSet.copyOf(FROM_ELSEWHERE)));
    }

    @Test
    void kindsStandWeightiestFirst() {
        assertThat(Arrays.stream(ReasonCode.values())
                        .map(code -> -code.effect().ordinal())
                        .toList())
                .isSorted();
    }

    @ParameterizedTest
    @EnumSource(value = ReasonCode.class, mode = EnumSource.Mode.EXCLUDE, names = "CONFIGURATION_DIFFERS")
    void everyKindSpeaksPlainly(ReasonCode code) {
        Examples.Example example = Examples.all().get(code);
        Verdict verdict = example.verdict();
        Reason reason = Scene.reason(verdict, code);
        assertThat(reason.text()).matches("[a-zA-Z].*\\.").doesNotContain("  ").doesNotContain("null");
        assertThat(reason.text().length()).isLessThan(320);
        if (WITHOUT_ADVICE.contains(code)) {
            assertThat(reason.advice()).isEmpty();
        } else {
            assertThat(reason.advice())
                    .matches("[A-Z].*\\.")
                    .doesNotContain("  ")
                    .doesNotContain("null");
        }
        assertThat(reason.peer().isEmpty()).isEqualTo(OF_NO_PEER.contains(code));
        reason.peer().ifPresent(peer -> {
            assertThat(reason.text()).contains(peer);
            assertThat(reason.observation())
                    .isEqualTo(example.observations().stream()
                            .filter(seen -> seen.peer().equals(peer))
                            .findFirst());
        });
        assertThat(reason.effect()).isEqualTo(code.effect());
        assertThat(verdict.reasons().stream().map(Reason::code).toList()).isSorted();
        assertThat(code.title()).matches("[A-Z].*[^.]");
        assertThat(code.meaning()).matches("[a-zA-Z].*\\.");
        assertThat(code.toString()).matches("[a-z]+(-[a-z]+)*");
    }
}
