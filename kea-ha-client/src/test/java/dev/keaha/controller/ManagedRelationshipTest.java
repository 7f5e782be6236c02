package dev.keaha.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.client.KeaEndpoint;
import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaChannel;
import dev.keaha.command.KeaCommand;
import dev.keaha.command.KeaTransportException;
import dev.keaha.command.TransportFailure;
import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaState;
import dev.keaha.health.HealthPolicy;
import dev.keaha.health.HealthPolicy.EditedStandIn;
import dev.keaha.health.PeerCondition;
import dev.keaha.health.PeerVerdict;
import dev.keaha.health.Reason;
import dev.keaha.health.ReasonCode;
import dev.keaha.health.ReplicationState;
import dev.keaha.health.Verdict;
import dev.keaha.json.Json;
import dev.keaha.replication.ConfigDiff;
import dev.keaha.replication.MergePolicy;
import dev.keaha.replication.PeerOutcome;
import dev.keaha.replication.ReplicationPolicy;
import dev.keaha.replication.ReplicationReport;
import dev.keaha.testkit.FakeKea;
import dev.keaha.testkit.FakeRelationship;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pair of fakes with a controller, and what it learns. */
class ManagedRelationshipTest {

    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private final FakeRelationship kea = FakeRelationship.builder()
            .mode(HaMode.HOT_STANDBY)
            .maxUnackedClients(0)
            .start();
    /** Where nobody of ours is. */
    private final Map<URI, TransportFailure> elsewhere = new HashMap<>();

    @BeforeEach
    void start() {
        kea.awaitNormal();
    }

    @AfterEach
    void stop() {
        kea.close();
    }

    private HaController controller(HealthPolicy policy) {
        return HaController.builder(new FileStore(directory))
                .channels(this::channel)
                .clock(kea.clock())
                .pause(kea::advance)
                .healthPolicy(policy)
                .replicationPolicy(ReplicationPolicy.DEFAULT.withAllowInterruption(true))
                .build();
    }

    private KeaChannel channel(KeaEndpoint endpoint) {
        TransportFailure failure = elsewhere.get(endpoint.uri());
        if (failure == null) {
            for (FakeKea server : kea.servers()) {
                if (server.managementUrl().equals(endpoint.uri())) {
                    return server.channel();
                }
            }
        }
        return new KeaChannel() {
            @Override
            public KeaAnswer send(DhcpService service, KeaCommand<?> command, Duration timeout) {
                TransportFailure kind = failure == null ? TransportFailure.REFUSED : failure;
                throw new KeaTransportException(
                        kind, address(), false, kind == TransportFailure.REFUSED ? "nobody listens. Start it." : "no.");
            }

            @Override
            public String address() {
                return endpoint.uri().toString();
            }
        };
    }

    private ManagedRelationship open(HaController controller) {
        return ((Opening.Opened) controller.open(RelationshipAddress.of(
                        DhcpService.DHCP4,
                        KeaEndpoint.builder(kea.endpoint("server1")).build())))
                .relationship();
    }

    private static PeerVerdict other(Verdict verdict) {
        return verdict.peer("server2").orElseThrow();
    }

    private static Optional<Reason> reason(Verdict verdict, ReasonCode code) {
        return verdict.reasons().stream()
                .filter(reason -> reason.code() == code)
                .findFirst();
    }

    private static KeaConfig renewing(KeaConfig config, int seconds) {
        return KeaConfig.of(config.tree().withObject("Dhcp4", dhcp -> dhcp.with("renew-timer", Json.value(seconds))));
    }

    // Where a peer is.

    @Test
    void aPeerThatIsNowhereHasNoAddress() {
        elsewhere.put(kea.endpoint("server2"), TransportFailure.FORBIDDEN);
        try (HaController controller = controller(HealthPolicy.DEFAULT)) {
            Verdict verdict = open(controller).survey().verdict();
            assertThat(other(verdict).condition()).isEqualTo(PeerCondition.UNOBSERVED);
            Reason reason = reason(verdict, ReasonCode.NOT_OBSERVED).orElseThrow();
            assertThat(reason.text())
                    .isEqualTo("server2 cannot be asked: no management address is known for it, and it was not found at"
                            + " http://10.0.0.2:8000/, http://10.0.0.2:8001/ (in this order: no; nobody listens).");
            assertThat(reason.advice())
                    .isEqualTo("Give its management address (on the command line: --peer NAME=URL).");
        }
    }

    @Test
    void aPeerThatWasFoundBeforeIsSilentAndNotLost() {
        try (HaController controller = controller(HealthPolicy.DEFAULT)) {
            ManagedRelationship relationship = open(controller);
            assertThat(other(relationship.survey().verdict()).condition()).isEqualTo(PeerCondition.ACTIVE);
            elsewhere.put(kea.endpoint("server2"), TransportFailure.REFUSED);
            isSilent(relationship);
        }
        try (HaController later = controller(HealthPolicy.DEFAULT)) {
            isSilent(open(later));
        }
    }

    private static void isSilent(ManagedRelationship relationship) {
        Verdict verdict = relationship.survey().verdict();
        assertThat(other(verdict).condition()).isEqualTo(PeerCondition.UNREACHABLE);
        assertThat(other(verdict).address()).isEqualTo("http://10.0.0.2:8000/");
        assertThat(reason(verdict, ReasonCode.NOT_OBSERVED)).isEmpty();
    }

    // What a replication proves.

    @Test
    void whatWasReplicatedNeedsNoSyncAnyMore() {
        try (HaController controller = controller(HealthPolicy.DEFAULT)) {
            ManagedRelationship relationship = open(controller);
            assertThat(other(relationship.survey().verdict()).needsSync()).isTrue();
            ReplicationReport report = relationship.change(config -> renewing(config, 1234), line -> {});
            assertThat(report.peer("server2").orElseThrow().outcome()).isEqualTo(PeerOutcome.REPLICATED);
            assertThat(other(relationship.survey().verdict()).needsSync()).isFalse();
            kea.kill("server2");
            assertThat(other(relationship.survey().verdict()).needsSync()).isTrue();
        }
        kea.restart("server2");
        kea.awaitNormal();
        try (HaController later = controller(HealthPolicy.DEFAULT)) {
            ManagedRelationship relationship = open(later);
            relationship.survey();
            assertThat(relationship
                            .replicate(line -> {})
                            .peer("server2")
                            .orElseThrow()
                            .outcome())
                    .isEqualTo(PeerOutcome.UP_TO_DATE);
            assertThat(other(relationship.survey().verdict()).needsSync()).isFalse();
        }
    }

    // Whose changes count when the primary is back.

    @Test
    void aChangeThroughUsOnTheStandInIsToBeDecided() {
        try (HaController controller = controller(HealthPolicy.DEFAULT.withEditedStandIn(EditedStandIn.HOLD))) {
            ManagedRelationship relationship = open(controller);
            relationship.survey();
            loseThePrimary(relationship);
            ReplicationReport report = relationship.change(config -> renewing(config, 1234), line -> {});
            assertThat(report.source()).contains("server2");
            assertThat(report.peer("server2").orElseThrow().outcome()).isEqualTo(PeerOutcome.REPLICATED);
            staysUntilDecided(relationship);
        }
    }

    @Test
    void aChangeBySomebodyElseOnTheStandInIsToBeDecided() {
        try (HaController controller = controller(HealthPolicy.DEFAULT.withEditedStandIn(EditedStandIn.HOLD))) {
            ManagedRelationship relationship = open(controller);
            relationship.survey();
            loseThePrimary(relationship);
            editTheStandIn();
            relationship.survey();
            staysUntilDecided(relationship);
        }
    }

    @Test
    void aChangeWhileNobodyOfOursLookedIsToBeDecided() {
        HealthPolicy hold = HealthPolicy.DEFAULT.withEditedStandIn(EditedStandIn.HOLD);
        try (HaController controller = controller(hold)) {
            ManagedRelationship relationship = open(controller);
            relationship.survey();
            loseThePrimary(relationship);
        }
        editTheStandIn();
        try (HaController later = controller(hold)) {
            ManagedRelationship relationship = open(later);
            kea.restart("server1");
            kea.awaitNormal();
            isHeld(relationship);
            ReplicationReport report = relationship.replicate(line -> {});
            assertThat(report.peers()).noneMatch(peer -> peer.outcome().applied());
            assertThat(kea.server("server2").config().dhcp().get("renew-timer")).isEqualTo(Json.value(1234));
            isFreeOnceDecided(relationship);
        }
    }

    @Test
    void aChangeBeforeWeSawThatThePrimaryIsLostIsToBeDecided() {
        try (HaController controller = controller(HealthPolicy.DEFAULT.withEditedStandIn(EditedStandIn.HOLD))) {
            ManagedRelationship relationship = open(controller);
            relationship.survey();
            kea.kill("server1");
            kea.await("server2", HaState.PARTNER_DOWN, SOON);
            editTheStandIn();
            assertThat(relationship.survey().verdict().source()).contains("server2");
            staysUntilDecided(relationship);
        }
    }

    @Test
    void aChangeBesideThePrimaryIsNoneOfAStandIn() {
        try (HaController controller = controller(HealthPolicy.DEFAULT.withEditedStandIn(EditedStandIn.HOLD))) {
            ManagedRelationship relationship = open(controller);
            relationship.survey();
            kea.server("server2")
                    .answer(
                            "config-set",
                            renewing(kea.server("server2").config(), 1234).tree());
            kea.awaitNormal();
            Verdict verdict = relationship.survey().verdict();
            assertThat(verdict.source()).contains("server1");
            assertThat(reason(verdict, ReasonCode.EDITS_UNDECIDED)).isEmpty();
        }
    }

    @Test
    void whatWePushedIsNoEditOfTheStandIn() {
        try (HaController controller = controller(HealthPolicy.DEFAULT.withEditedStandIn(EditedStandIn.HOLD))) {
            ManagedRelationship relationship = open(controller);
            relationship.change(config -> renewing(config, 1234), line -> {});
            loseThePrimary(relationship);
            kea.restart("server1");
            kea.awaitNormal();
            assertThat(reason(relationship.survey().verdict(), ReasonCode.EDITS_UNDECIDED))
                    .isEmpty();
        }
    }

    private void editTheStandIn() {
        kea.server("server2")
                .answer(
                        "config-set",
                        renewing(kea.server("server2").config(), 1234).tree());
        kea.await("server2", HaState.PARTNER_DOWN, SOON);
    }

    @Test
    void withoutAChangeThePrimaryTakesOver() {
        try (HaController controller = controller(HealthPolicy.DEFAULT.withEditedStandIn(EditedStandIn.HOLD))) {
            ManagedRelationship relationship = open(controller);
            relationship.survey();
            loseThePrimary(relationship);
            relationship.survey();
            kea.restart("server1");
            kea.awaitNormal();
            assertThat(relationship.survey().verdict().source()).contains("server1");
        }
    }

    @Test
    void whatTheStandInAcceptedIsCarriedOver() {
        try (HaController controller = merging(MergePolicy.MERGE_OR_HOLD)) {
            ManagedRelationship relationship = open(controller);
            relationship.replicate(line -> {});
            loseThePrimary(relationship);
            List<String> said = new ArrayList<>();
            relationship.change(config -> renewing(config, 1234), said::add);
            assertThat(said.get(0))
                    .startsWith("server2 stands in for server1. When server1 returns, this change is carried over");
            kea.restart("server1");
            kea.awaitNormal();
            assertThat(relationship.undecided(relationship.survey()).orElseThrow())
                    .hasToString("carried over: subnet 1 (192.0.2.0/24): renew-timer added 1234\n"
                            + "carried over: subnet 2 (198.51.100.0/24): renew-timer added 1234\n"
                            + "carried over: renew-timer added 1234");

            ReplicationReport report = relationship.replicate(line -> {});

            assertThat(report.source()).contains("server1");
            assertThat(report.peer("server1").orElseThrow().outcome()).isEqualTo(PeerOutcome.REPLICATED);
            for (FakeKea server : kea.servers()) {
                assertThat(server.config().dhcp().integer("renew-timer")).hasValue(1234);
            }
            assertThat(relationship.undecided(relationship.survey())).isEmpty();
            assertThat(relationship.survey().verdict().source()).contains("server1");
        }
    }

    @Test
    void whatContradictsIsHeldAndNothingIsTouched() {
        try (HaController controller = merging(MergePolicy.MERGE_OR_HOLD)) {
            ManagedRelationship relationship = open(controller);
            relationship.replicate(line -> {});
            loseThePrimary(relationship);
            relationship.change(config -> renewing(config, 1234), line -> {});
            kea.restart("server1");
            kea.server("server1")
                    .answer(
                            "config-set",
                            renewing(kea.server("server1").config(), 999).tree());
            kea.awaitNormal();

            ReplicationReport report = relationship.replicate(line -> {});

            assertThat(report.peers()).noneMatch(peer -> peer.outcome().applied());
            assertThat(relationship
                            .undecided(relationship.survey())
                            .orElseThrow()
                            .conflicts())
                    .first()
                    .hasToString("renew-timer: added 999, but on the other side renew-timer: added 1234");
            assertThat(kea.server("server1").config().dhcp().integer("renew-timer"))
                    .hasValue(999);
            assertThat(kea.server("server2").config().dhcp().integer("renew-timer"))
                    .hasValue(1234);
        }
    }

    @Test
    void whatIsOverwrittenCanBeRestored() {
        try (HaController controller = controller(HealthPolicy.DEFAULT)) {
            ManagedRelationship relationship = open(controller);
            relationship.change(config -> renewing(config, 1234), line -> {});
            List<ArchiveEntry> archived = relationship.archived();
            assertThat(archived).extracting(ArchiveEntry::peer).containsExactlyInAnyOrder("server1", "server2");
            Survey survey = relationship.survey();
            for (ArchiveEntry entry : archived) {
                KeaConfig restored = relationship.restored(entry.name(), survey).orElseThrow();
                assertThat(ConfigDiff.between(
                                        survey.snapshots()
                                                .get("server1")
                                                .running()
                                                .config(),
                                        restored)
                                .toString())
                        .startsWith("renew-timer removed 1234");
            }
            assertThat(relationship.restored("../relationship", survey)).isEmpty();
        }
    }

    private HaController merging(MergePolicy policy) {
        return HaController.builder(new FileStore(directory))
                .channels(this::channel)
                .clock(kea.clock())
                .pause(kea::advance)
                .replicationPolicy(ReplicationPolicy.DEFAULT.withAllowInterruption(true))
                .mergePolicy(policy)
                .build();
    }

    private void loseThePrimary(ManagedRelationship relationship) {
        kea.kill("server1");
        kea.await("server2", HaState.PARTNER_DOWN, SOON);
        assertThat(relationship.survey().verdict().source()).contains("server2");
    }

    private void staysUntilDecided(ManagedRelationship relationship) {
        kea.restart("server1");
        kea.awaitNormal();
        isHeld(relationship);
        isFreeOnceDecided(relationship);
    }

    private static void isHeld(ManagedRelationship relationship) {
        Verdict held = relationship.survey().verdict();
        assertThat(held.source()).contains("server2");
        assertThat(held.replication()).isEqualTo(ReplicationState.HELD);
        assertThat(reason(held, ReasonCode.EDITS_UNDECIDED)).isPresent();
    }

    private static void isFreeOnceDecided(ManagedRelationship relationship) {
        relationship.editsDecided();
        Verdict decided = relationship.survey().verdict();
        assertThat(decided.source()).contains("server1");
        assertThat(decided.replication()).isEqualTo(ReplicationState.ON);
    }
}
