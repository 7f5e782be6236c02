package dev.keaha.testkit.assertions;

import static dev.keaha.testkit.assertions.KeaAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keaha.config.DhcpService;
import dev.keaha.ha.HaState;
import dev.keaha.ha.PeerRole;
import dev.keaha.health.Health;
import dev.keaha.health.PeerCondition;
import dev.keaha.health.PeerVerdict;
import dev.keaha.health.PushPermission;
import dev.keaha.health.Reason;
import dev.keaha.health.ReasonCode;
import dev.keaha.health.ReplicationState;
import dev.keaha.health.Verdict;
import dev.keaha.replication.LocalSettings;
import dev.keaha.replication.PeerOutcome;
import dev.keaha.replication.PeerResult;
import dev.keaha.replication.Refusal;
import dev.keaha.replication.ReplicationPlan;
import dev.keaha.replication.ReplicationReport;
import dev.keaha.testkit.FakeRelationship;
import dev.keaha.testkit.junit.KeaRelationship;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each assertion holds where it should, fails where it should, and shows the whole thing. */
class KeaAssertionsTest {

    private static final Verdict IMPAIRED = new Verdict(
            Health.IMPAIRED,
            Optional.of("server2"),
            ReplicationState.ON,
            List.of(
                    peer("server1", PeerRole.PRIMARY, PeerCondition.OFFLINE, Optional.empty()),
                    peer("server2", PeerRole.STANDBY, PeerCondition.ALONE, Optional.of(HaState.PARTNER_DOWN))),
            List.of(new Reason(
                    ReasonCode.PEER_OFFLINE,
                    Optional.of("server1"),
                    "server1 is down.",
                    "Start it.",
                    Optional.empty())));
    private static final Verdict OK =
            new Verdict(Health.OK, Optional.of("server1"), ReplicationState.HELD, List.of(), List.of());
    private static final Verdict DOWN =
            new Verdict(Health.SERVICE_DOWN, Optional.empty(), ReplicationState.OFF, List.of(), List.of());

    private static PeerVerdict peer(String name, PeerRole role, PeerCondition condition, Optional<HaState> state) {
        return new PeerVerdict(
                name,
                role,
                "http://192.0.2.1:8000/",
                condition,
                state,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                new PushPermission(PushPermission.Level.NONE, ""));
    }

    @Test
    void ofAVerdict() {
        assertThat(IMPAIRED)
                .isImpaired()
                .hasHealth(Health.IMPAIRED)
                .hasSource("server2")
                .hasReplication(ReplicationState.ON)
                .hasPeer("server1", PeerCondition.OFFLINE)
                .hasReason(ReasonCode.PEER_OFFLINE)
                .hasNoReason(ReasonCode.SPLIT_BRAIN);
        assertThat(OK).isOk();
        assertThat(DOWN).isServiceDown().hasNoSource();
        fails(
                () -> assertThat(IMPAIRED).isOk(),
                "health OK",
                "Impaired",
                "server1 is down.",
                "server2",
                "partner-down");
        fails(() -> assertThat(IMPAIRED).isServiceDown(), "health Service down");
        fails(() -> assertThat(OK).isImpaired(), "health Impaired");
        fails(() -> assertThat(IMPAIRED).hasSource("server1"), "source server1");
        fails(() -> assertThat(IMPAIRED).hasNoSource(), "no source");
        fails(() -> assertThat(IMPAIRED).hasReplication(ReplicationState.HELD), "replication held");
        fails(() -> assertThat(IMPAIRED).hasPeer("server1", PeerCondition.ALONE), "server1 ");
        fails(() -> assertThat(IMPAIRED).hasPeer("server9", PeerCondition.ALONE), "server9 ");
        fails(() -> assertThat(IMPAIRED).hasReason(ReasonCode.SPLIT_BRAIN), "reason ");
        fails(() -> assertThat(IMPAIRED).hasNoReason(ReasonCode.PEER_OFFLINE), "no reason ");
    }

    @Test
    void ofAPlan() {
        Refusal down = new Refusal(Refusal.Code.SERVICE_DOWN, "Nobody is at work.", "Start one.");
        ReplicationPlan empty = plan(Optional.of("server1"), List.of());
        ReplicationPlan refused = plan(Optional.empty(), List.of(down));
        assertThat(empty).isUpToDate().hasStepsFor().isNotDisruptive().hasSource("server1");
        assertThat(refused).isRefused(Refusal.Code.SERVICE_DOWN);
        fails(() -> assertThat(refused).isUpToDate(), "nothing to do", "Nobody is at work.");
        fails(() -> assertThat(empty).hasStepsFor("server2"), "steps for [server2]");
        fails(() -> assertThat(empty).hasSource("server2"), "source server2");
        fails(() -> assertThat(empty).isRefused(Refusal.Code.SERVICE_DOWN), "refusal ");
    }

    private static ReplicationPlan plan(Optional<String> source, List<Refusal> refusals) {
        return new ReplicationPlan(
                DhcpService.DHCP4,
                source,
                Optional.empty(),
                List.of("server1", "server2"),
                List.of("server1", "server2"),
                List.of(),
                List.of(),
                refusals,
                LocalSettings.NONE);
    }

    @Test
    void ofAReport() {
        ReplicationReport good = report(PeerOutcome.REPLICATED, List.of());
        ReplicationReport bad = report(PeerOutcome.ROLLED_BACK, List.of());
        ReplicationReport down = report(
                PeerOutcome.UP_TO_DATE, List.of(new Refusal(Refusal.Code.SERVICE_DOWN, "Nobody is at work.", "")));
        assertThat(good).hasOutcome("server2", PeerOutcome.REPLICATED).leftAllUpToDate();
        assertThat(down).isServiceDown();
        fails(() -> assertThat(bad).leftAllUpToDate(), "every peer up to date", "server2", "why");
        fails(() -> assertThat(down).leftAllUpToDate(), "every peer up to date");
        fails(() -> assertThat(bad).hasOutcome("server2", PeerOutcome.REPLICATED), "server2 ");
        fails(() -> assertThat(bad).hasOutcome("server9", PeerOutcome.ROLLED_BACK), "server9 ");
        fails(() -> assertThat(good).isServiceDown(), "service down");
    }

    private static ReplicationReport report(PeerOutcome outcome, List<Refusal> refusals) {
        return new ReplicationReport(
                Optional.of("server1"),
                List.of(
                        new PeerResult("server1", true, PeerOutcome.UP_TO_DATE, ""),
                        new PeerResult("server2", false, outcome, "why")),
                refusals,
                List.of(),
                List.of(),
                Optional.empty());
    }

    @Test
    void ofARelationship(@KeaRelationship(maxUnackedClients = 0) FakeRelationship kea) {
        assertThat(kea)
                .isNormal()
                .isIn("server2", HaState.HOT_STANDBY)
                .serves("server1", "server1")
                .serves("server2")
                .agreesWith("server1", "subnet4");
        kea.kill("server1");
        fails(() -> assertThat(kea).isNormal(), "every server normal", "server1  killed");
        fails(() -> assertThat(kea).isIn("server1", HaState.HOT_STANDBY), "server1 in hot-standby");
        fails(() -> assertThat(kea).serves("server2", "server1"), "server2 serving [server1]");
        kea.restart("server1");
        kea.awaitNormal();
        fails(() -> assertThat(kea).agreesWith("server1", "interfaces-config"), "server2 with interfaces-config");
    }

    @Test
    void waitingInVainShowsWhatHappened(@KeaRelationship FakeRelationship kea) {
        fails(
                () -> kea.await("server2", HaState.PARTNER_DOWN, Duration.ofSeconds(30)),
                "server2",
                "PT30S",
                "hot-standby");
    }

    private static void fails(ThrowingCallable assertion, String... shown) {
        AssertionError failure = catchThrowableOfType(AssertionError.class, assertion);
        assertThat(failure).isNotNull();
        assertThatCode(() -> {
                    throw failure;
                })
                .hasMessageContainingAll(shown);
    }
}
