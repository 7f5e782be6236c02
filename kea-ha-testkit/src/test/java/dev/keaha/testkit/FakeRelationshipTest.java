package dev.keaha.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keaha.command.HaCommands;
import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaCommands;
import dev.keaha.command.KeaTransportException;
import dev.keaha.command.ResultCode;
import dev.keaha.command.ServerStatus;
import dev.keaha.command.TransportFailure;
import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaState;
import dev.keaha.ha.HaStatus;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FakeRelationshipTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static FakeRelationship.Builder quick(HaMode mode) {
        return FakeRelationship.builder()
                .mode(mode)
                .heartbeatDelay(SECOND)
                .maxResponseDelay(Duration.ofSeconds(4))
                .maxUnackedClients(0);
    }

    private static HaStatus status(FakeRelationship kea, String server) {
        ServerStatus status = kea.channel(server).call(DhcpService.DHCP4, KeaCommands.statusGet(), TIMEOUT);
        return status.ha().get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.2.0", "2.6.3", "3.0.4", "3.2.0"})
    void everyVersionAndModeGetsFromStartToNormal(String version) {
        for (HaMode mode : List.of(HaMode.LOAD_BALANCING, HaMode.HOT_STANDBY, HaMode.PASSIVE_BACKUP)) {
            for (DhcpService service : DhcpService.values()) {
                try (FakeRelationship kea =
                        quick(mode).version(version).service(service).backups(1).start()) {
                    kea.awaitNormal();
                    assertThat(kea.server("server1").servedScopes()).containsExactly("server1");
                }
            }
        }
    }

    @Test
    void withKeasOwnTimersAPairTakesHalfAMinute() {
        try (FakeRelationship kea =
                FakeRelationship.builder().mode(HaMode.LOAD_BALANCING).start()) {
            kea.awaitNormal();
            assertThat(Duration.between(FakeRelationship.DEFAULT_START, kea.now()))
                    .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(45));
        }
    }

    /** As measured: kea-reference 2.4. */
    @Test
    void aKilledPartnerIsUnavailableAtTheNextHeartbeatAndDownAfterItsDelay() {
        try (FakeRelationship kea = quick(HaMode.HOT_STANDBY).start()) {
            kea.awaitNormal();
            kea.kill("server2");
            kea.advance(Duration.ofMillis(1500));
            assertThat(status(kea, "server1").remote().orElseThrow().state()).contains(HaState.UNAVAILABLE);
            assertThat(kea.server("server1").state()).contains(HaState.HOT_STANDBY);
            kea.advance(Duration.ofMillis(4000));
            assertThat(kea.server("server1").state()).contains(HaState.PARTNER_DOWN);
            assertThat(status(kea, "server1").remote().orElseThrow().communicationInterrupted())
                    .isTrue();
            assertThat(status(kea, "server1").remote().orElseThrow().everInTouch())
                    .isTrue();

            assertThat(kea.restart("server2")).isTrue();
            assertThat(kea.server("server2").state()).contains(HaState.WAITING);
            kea.awaitNormal();
        }
    }

    @Test
    void aStandbyTakesOverAndReturnsWhatItServed() {
        try (FakeRelationship kea = quick(HaMode.HOT_STANDBY).start()) {
            kea.awaitNormal();
            assertThat(kea.server("server2").servedScopes()).isEmpty();
            kea.kill("server1");
            kea.await("server2", HaState.PARTNER_DOWN, Duration.ofSeconds(10));
            assertThat(kea.server("server2").servedScopes()).containsExactly("server1");
            kea.restart("server1");
            kea.awaitNormal();
            assertThat(kea.server("server1").servedScopes()).containsExactly("server1");
            assertThat(kea.server("server2").servedScopes()).isEmpty();
        }
    }

    @Test
    void inLoadBalancingALostPartnerIsFirstRecoveredFrom() {
        try (FakeRelationship kea = quick(HaMode.LOAD_BALANCING).start()) {
            kea.awaitNormal();
            kea.kill("server1");
            kea.await("server2", HaState.COMMUNICATION_RECOVERY, Duration.ofSeconds(2));
            kea.await("server2", HaState.PARTNER_DOWN, Duration.ofSeconds(6));
            assertThat(kea.server("server2").servedScopes()).containsExactly("server1", "server2");
        }
    }

    @Test
    void aShortCutIsBridgedByCommunicationRecovery() {
        try (FakeRelationship kea = quick(HaMode.LOAD_BALANCING)
                .maxResponseDelay(Duration.ofSeconds(30))
                .start()) {
            kea.awaitNormal();
            kea.partition("server1", "server2");
            kea.await("server2", HaState.COMMUNICATION_RECOVERY, Duration.ofSeconds(15));
            kea.clients(1);
            kea.advance(Duration.ofSeconds(5));
            kea.heal();
            kea.await("server2", HaState.LOAD_BALANCING, Duration.ofSeconds(30));
            kea.awaitNormal();
            kea.clients(0);
            kea.advance(Duration.ofSeconds(30));
            assertThat(kea.server("server1").leaseCount())
                    .isEqualTo(kea.server("server2").leaseCount())
                    .isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.2.0", "2.6.3", "3.0.4"})
    void clocksMoreThanAMinuteApartTerminateBoth(String version) {
        try (FakeRelationship kea =
                quick(HaMode.LOAD_BALANCING).version(version).start()) {
            kea.awaitNormal();
            kea.skewClock("server2", Duration.ofSeconds(45));
            kea.advance(Duration.ofSeconds(5));
            assertThat(kea.isNormal()).isTrue();
            kea.skewClock("server2", Duration.ofSeconds(75));
            kea.await("server1", HaState.TERMINATED, Duration.ofSeconds(3));
            kea.await("server2", HaState.TERMINATED, Duration.ofSeconds(3));
            kea.skewClock("server2", Duration.ZERO);
            kea.restart("server2");
            kea.advance(Duration.ofMinutes(9));
            assertThat(kea.server("server2").state()).contains(HaState.WAITING);
            kea.advance(Duration.ofMinutes(2));
            assertThat(kea.server("server2").state())
                    .contains(version.startsWith("2.2") ? HaState.WAITING : HaState.TERMINATED);
            kea.restart("server1");
            kea.restart("server2");
            kea.awaitNormal();
        }
    }

    @Test
    void aQuietStandbyWaitsForClientsInNeed() {
        try (FakeRelationship kea =
                quick(HaMode.HOT_STANDBY).maxUnackedClients(5).start()) {
            kea.awaitNormal();
            kea.kill("server1");
            kea.advance(Duration.ofHours(5));
            assertThat(kea.server("server2").state()).contains(HaState.HOT_STANDBY);
            kea.clients(2);
            kea.await("server2", HaState.PARTNER_DOWN, Duration.ofMinutes(1));
            long lost = kea.clientsLost();
            kea.advance(Duration.ofMinutes(5));
            assertThat(kea.clientsServed()).isGreaterThan(500);
            assertThat(kea.clientsLost()).isBetween(lost, lost + 10);
        }
    }

    @Test
    void rejectedLeasesTerminate() {
        try (FakeRelationship kea = quick(HaMode.LOAD_BALANCING).start()) {
            kea.awaitNormal();
            kea.rejectLeases("server2", true);
            kea.clients(2);
            kea.await("server1", HaState.TERMINATED, Duration.ofMinutes(1));
            kea.await("server2", HaState.TERMINATED, Duration.ofMinutes(1));
            assertThat(kea.server("server1").servedScopes()).containsExactly("server1");
        }
    }

    @Test
    void maintenanceHandsOverAndBack() {
        try (FakeRelationship kea = quick(HaMode.LOAD_BALANCING).start()) {
            kea.awaitNormal();
            KeaAnswer answer = kea.server("server1").answer("ha-maintenance-start");
            assertThat(answer.text()).startsWith("Server is now in the partner-in-maintenance state");
            assertThat(kea.server("server1").state()).contains(HaState.PARTNER_IN_MAINTENANCE);
            assertThat(kea.server("server2").state()).contains(HaState.IN_MAINTENANCE);
            assertThat(kea.server("server1").servedScopes()).containsExactly("server1", "server2");
            assertThat(kea.server("server2").servedScopes()).isEmpty();
            assertThat(kea.server("server1").answer("ha-maintenance-cancel").text())
                    .isEqualTo("Server maintenance successfully canceled.");
            kea.awaitNormal();
            kea.server("server1").answer("ha-maintenance-start");
            kea.kill("server2");
            kea.await("server1", HaState.PARTNER_DOWN, Duration.ofSeconds(3));
            kea.restart("server2");
            kea.awaitNormal();
        }
    }

    /** Field notes: the short way of a lone survivor. */
    @Test
    void aLoneSurvivorIsOutOfServiceAfterAConfigSetUnlessMaintenanceIsStarted() {
        try (FakeRelationship kea = quick(HaMode.HOT_STANDBY)
                .maxResponseDelay(Duration.ofSeconds(20))
                .start()) {
            kea.awaitNormal();
            kea.kill("server1");
            kea.await("server2", HaState.PARTNER_DOWN, Duration.ofSeconds(30));
            JsonObject tree = kea.server("server2").config().tree();
            kea.server("server2").answer("config-set", tree);
            kea.advance(Duration.ofSeconds(19));
            assertThat(kea.server("server2").servedScopes()).isEmpty();
            kea.advance(Duration.ofSeconds(3));
            assertThat(kea.server("server2").servedScopes()).containsExactly("server1");

            kea.server("server2").answer("config-set", tree);
            assertThat(kea.server("server2").servedScopes()).isEmpty();
            kea.server("server2").answer("ha-maintenance-start");
            assertThat(kea.server("server2").servedScopes()).containsExactly("server1");
            kea.restart("server1");
            kea.awaitNormal();
        }
    }

    @Test
    void configSetOfTheSameConfigurationRestartsTheMachine() {
        try (FakeRelationship kea = quick(HaMode.LOAD_BALANCING).start()) {
            kea.awaitNormal();
            FakeKea server = kea.server("server1");
            KeaAnswer answer = server.answer("config-set", server.config().tree());
            assertThat(answer.result()).isEqualTo(ResultCode.SUCCESS);
            assertThat(server.state()).contains(HaState.WAITING);
            assertThat(server.servedScopes()).isEmpty();
            kea.advance(Duration.ofMillis(1500));
            assertThat(server.state()).contains(HaState.LOAD_BALANCING);
            assertThat(kea.server("server2").state()).contains(HaState.LOAD_BALANCING);
        }
    }

    @Test
    void aBrokenHaSectionPassesTheTestAndTakesAllHooksAway() {
        for (String version : List.of("2.2.0", "2.6.3", "3.0.4", "3.2.0")) {
            try (FakeRelationship kea =
                    quick(HaMode.LOAD_BALANCING).version(version).start()) {
                kea.awaitNormal();
                FakeKea server = kea.server("server1");
                KeaConfig good = server.config();
                KeaConfig bad = KeaConfig.of(Json.parseObject(good.tree()
                        .toJson()
                        .replace("\"this-server-name\":\"server1\"", "\"this-server-name\":\"nobody\"")));
                assertThat(server.answer("config-test", bad.tree()).result()).isEqualTo(ResultCode.SUCCESS);
                KeaAnswer answer = server.answer("config-set", bad.tree());
                assertThat(answer.result()).isEqualTo(version.startsWith("3") ? ResultCode.FATAL : ResultCode.ERROR);
                assertThat(answer.text()).isEqualTo("One or more hook libraries failed to load");
                assertThat(server.config()).isEqualTo(good);
                assertThat(server.answer("ha-heartbeat").result()).isEqualTo(ResultCode.UNSUPPORTED);
                assertThat(server.answer("status-get").object().has("high-availability"))
                        .isFalse();
                server.answer("config-reload");
                kea.awaitNormal();
            }
        }
    }

    @Test
    void aDeadDaemonIsOfflineThroughAnAgentAndRefusedDirectly() {
        for (String version : List.of("2.2.0", "2.6.3", "3.0.4", "3.2.0")) {
            try (FakeRelationship kea =
                    quick(HaMode.LOAD_BALANCING).version(version).start()) {
                kea.kill("server1");
                assertThatThrownBy(() -> status(kea, "server1"))
                        .isInstanceOfSatisfying(KeaTransportException.class, e -> {
                            assertThat(e.failure())
                                    .isEqualTo(
                                            version.startsWith("2")
                                                    ? TransportFailure.DAEMON_OFFLINE
                                                    : TransportFailure.REFUSED);
                            assertThat(e.mayHaveRun()).isFalse();
                        });
            }
        }
    }

    @Test
    void aLostAnswerMayHaveRun() {
        try (FakeRelationship kea = quick(HaMode.HOT_STANDBY).start()) {
            kea.awaitNormal();
            kea.loseAnswer("server1", "config-set");
            KeaConfig wanted =
                    kea.server("server1").config().with(dhcp -> dhcp.with("valid-lifetime", Json.value(1234)));
            assertThatThrownBy(() ->
                            kea.channel("server1").send(DhcpService.DHCP4, KeaCommands.configSet(wanted), TIMEOUT))
                    .isInstanceOfSatisfying(
                            KeaTransportException.class,
                            e -> assertThat(e.mayHaveRun()).isTrue());
            assertThat(kea.server("server1").config().dhcp().integer("valid-lifetime"))
                    .hasValue(1234);
            assertThat(kea.received("server1", "config-set")).hasSize(1);
        }
    }

    @Test
    void aPausedDaemonTimesOutAndDoesItLater() {
        try (FakeRelationship kea = quick(HaMode.HOT_STANDBY).start()) {
            kea.awaitNormal();
            kea.pause("server1");
            assertThatThrownBy(() -> kea.channel("server1")
                            .send(DhcpService.DHCP4, HaCommands.haScopes(List.of(), null), TIMEOUT))
                    .isInstanceOfSatisfying(KeaTransportException.class, e -> {
                        assertThat(e.failure()).isEqualTo(TransportFailure.TIMED_OUT);
                        assertThat(e.mayHaveRun()).isTrue();
                    });
            kea.resume("server1");
            assertThat(kea.server("server1").servedScopes()).isEmpty();
        }
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        assertThat(run(7)).isEqualTo(run(7)).isNotEqualTo(run(8));
    }

    private static Object run(long seed) {
        try (FakeRelationship kea =
                quick(HaMode.LOAD_BALANCING).maxUnackedClients(3).seed(seed).start()) {
            kea.clients(1.5);
            for (int i = 0; i < 20; i++) {
                kea.kill(i % 2 == 0 ? "server1" : "server2");
                kea.advance(Duration.ofSeconds(37));
                kea.restart(i % 2 == 0 ? "server1" : "server2");
                kea.advance(Duration.ofSeconds(23));
            }
            return kea.timeline().fingerprint() + " " + kea.clientsServed();
        }
    }
}
