package dev.keaha.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.command.ResultCode;
import dev.keaha.config.KeaConfig;
import dev.keaha.following.FollowPolicy;
import dev.keaha.following.Hold;
import dev.keaha.following.WhenAdded;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.RelationshipId;
import dev.keaha.health.Health;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.replication.MergePolicy;
import dev.keaha.replication.PeerOutcome;
import dev.keaha.replication.ReplicationPolicy;
import dev.keaha.testkit.FakeKea;
import dev.keaha.testkit.FakeRelationship;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A controller that is left alone with a pair of fakes, on a virtual clock. */
class HaControllerWatchTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Fleet fleet = new Fleet();
    private final List<KeaConfig> archive = new ArrayList<>();
    private final MemoryStore store = new MemoryStore((id, config) -> archive.add(config));
    private final List<HaEvent> events = new ArrayList<>();
    private final List<HaController> open = new ArrayList<>();

    @AfterEach
    void stop() {
        open.forEach(HaController::close);
        fleet.close();
    }

    private FakeRelationship pair(UnaryOperator<FakeRelationship.Builder> shape) {
        Fleet.Member member = fleet.add(shape);
        member.kea.awaitNormal();
        fleet.catchUp();
        return member.kea;
    }

    private static FakeRelationship.Builder hotStandby(FakeRelationship.Builder builder) {
        return builder.mode(HaMode.HOT_STANDBY).maxUnackedClients(0);
    }

    private HaController controller(FollowPolicy policy) {
        HaController controller = fleet.controller(store).followPolicy(policy).build();
        controller.listen(events::add);
        open.add(controller);
        return controller;
    }

    private RelationshipId add(HaController controller) {
        return ((Opening.Opened) controller.add(fleet.address(fleet.members().get(0))))
                .relationship()
                .id();
    }

    private static KeaConfig noted(KeaConfig config, String note) {
        return KeaConfig.of(config.tree()
                .withObject("Dhcp4", dhcp -> dhcp.with("user-context", Json.object("note", note))));
    }

    private static String note(KeaConfig config) {
        return config.dhcp()
                .object("user-context")
                .flatMap(context -> context.text("note"))
                .orElse("");
    }

    /** Somebody else changes a server's configuration, in memory and on disk. */
    private void edit(FakeRelationship kea, String server, UnaryOperator<KeaConfig> change) {
        FakeKea daemon = kea.server(server);
        daemon.answer("config-set", change.apply(daemon.config()).tree());
        daemon.answer("config-write", Json.object());
        kea.advance(Duration.ofSeconds(40));
        fleet.catchUp();
    }

    private <E extends HaEvent> List<E> told(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Test
    void bringsAnExternalChangeOfTheSourceToTheOthers() {
        FakeRelationship kea = pair(HaControllerWatchTest::hotStandby);
        HaController controller = controller(FollowPolicy.DEFAULT);
        add(controller);
        fleet.run(controller, MINUTE);
        edit(kea, "server1", config -> noted(config, "new"));
        fleet.run(controller, MINUTE.multipliedBy(2));
        assertThat(note(kea.server("server2").config())).isEqualTo("new");
        assertThat(note(kea.server("server2").file())).isEqualTo("new");
        assertThat(told(HaEvent.Replicated.class)).hasSize(1);
        assertThat(told(HaEvent.DriftFound.class))
                .singleElement()
                .satisfies(drift -> assertThat(drift.peer()).isEqualTo("server2"));
        assertThat(told(HaEvent.EditArchived.class)).isEmpty();
    }

    @Test
    void overwritesAndArchivesWhatSomebodyChangedElsewhere() {
        FakeRelationship kea = pair(HaControllerWatchTest::hotStandby);
        HaController controller = controller(FollowPolicy.DEFAULT);
        add(controller);
        fleet.run(controller, MINUTE);
        edit(kea, "server2", config -> noted(config, "elsewhere"));
        fleet.run(controller, MINUTE.multipliedBy(2));
        assertThat(note(kea.server("server2").config())).isEmpty();
        assertThat(archive).extracting(HaControllerWatchTest::note).containsExactly("elsewhere");
        assertThat(told(HaEvent.EditArchived.class))
                .singleElement()
                .satisfies(event -> assertThat(event.peer()).isEqualTo("server2"));
    }

    @Test
    void bringsUpAPeerThatReturnsFromAnOldFile() {
        FakeRelationship kea = pair(HaControllerWatchTest::hotStandby);
        HaController controller = controller(FollowPolicy.DEFAULT);
        RelationshipId id = add(controller);
        fleet.run(controller, MINUTE);
        kea.kill("server2");
        fleet.run(controller, MINUTE.multipliedBy(2));
        assertThat(controller.latest(id).orElseThrow().survey().verdict().health())
                .isEqualTo(Health.IMPAIRED);
        edit(kea, "server1", config -> noted(config, "meanwhile"));
        kea.restart("server2");
        fleet.run(controller, MINUTE.multipliedBy(5));
        assertThat(note(kea.server("server2").config())).isEqualTo("meanwhile");
        assertThat(told(HaEvent.Reconnected.class))
                .singleElement()
                .satisfies(event -> assertThat(event.peer()).isEqualTo("server2"));
        assertThat(controller.latest(id).orElseThrow().survey().verdict().health())
                .isEqualTo(Health.OK);
    }

    @Test
    void noticesAPeerThatWasRestartedBetweenTwoLooks() {
        FakeRelationship kea = pair(HaControllerWatchTest::hotStandby);
        kea.server("server2").write(noted(kea.server("server2").file(), "old"));
        HaController controller = controller(FollowPolicy.DEFAULT);
        add(controller);
        fleet.run(controller, MINUTE);
        kea.restart("server2");
        fleet.run(controller, MINUTE.multipliedBy(5));
        assertThat(note(kea.server("server2").config())).isEmpty();
        assertThat(archive).extracting(HaControllerWatchTest::note).containsExactly("old");
    }

    @Test
    void holdsWhatDifferedWhenItWasAddedUntilSomebodyConsents() {
        FakeRelationship kea = pair(HaControllerWatchTest::hotStandby);
        edit(kea, "server2", config -> noted(config, "before"));
        HaController controller = controller(FollowPolicy.DEFAULT);
        RelationshipId id = add(controller);
        fleet.run(controller, MINUTE.multipliedBy(10));
        assertThat(told(HaEvent.DecisionNeeded.class)).singleElement().satisfies(event -> {
            assertThat(event.hold().code()).isEqualTo(Hold.Code.DIFFERED_WHEN_ADDED);
            assertThat(event.plan().steps()).hasSize(1);
        });
        assertThat(note(kea.server("server2").config())).isEqualTo("before");

        HaController later = controller(FollowPolicy.DEFAULT);
        later.reconnect();
        fleet.run(later, MINUTE.multipliedBy(10));
        assertThat(note(kea.server("server2").config())).isEqualTo("before");
        assertThat(told(HaEvent.DecisionNeeded.class)).hasSize(1);
        later.consent(id);
        fleet.run(later, MINUTE.multipliedBy(2));
        assertThat(note(kea.server("server2").config())).isEmpty();
    }

    @Test
    void whatDifferedIsReplicatedOnceTheSourceChanges() {
        FakeRelationship kea = pair(HaControllerWatchTest::hotStandby);
        edit(kea, "server2", config -> noted(config, "before"));
        HaController controller = controller(FollowPolicy.DEFAULT);
        add(controller);
        fleet.run(controller, MINUTE);
        edit(kea, "server1", config -> noted(config, "new"));
        fleet.run(controller, MINUTE.multipliedBy(2));
        assertThat(note(kea.server("server2").config())).isEqualTo("new");
    }

    @Test
    void replicatesWhatDiffersAtOnceWhereThePolicySaysSo() {
        FakeRelationship kea = pair(HaControllerWatchTest::hotStandby);
        edit(kea, "server2", config -> noted(config, "before"));
        HaController controller = controller(FollowPolicy.DEFAULT.withWhenAdded(WhenAdded.REPLICATE));
        add(controller);
        fleet.run(controller, MINUTE.multipliedBy(2));
        assertThat(note(kea.server("server2").config())).isEmpty();
    }

    @Test
    void neverReplicatesAnEmptyConfigurationUnasked() {
        FakeRelationship kea = pair(HaControllerWatchTest::hotStandby);
        HaController controller = controller(FollowPolicy.DEFAULT);
        RelationshipId id = add(controller);
        fleet.run(controller, MINUTE);
        edit(
                kea,
                "server1",
                config -> KeaConfig.of(
                        config.tree().withObject("Dhcp4", dhcp -> dhcp.with("subnet4", JsonArray.empty()))));
        fleet.run(controller, MINUTE.multipliedBy(10));
        assertThat(told(HaEvent.DecisionNeeded.class))
                .singleElement()
                .satisfies(event -> assertThat(event.hold().code()).isEqualTo(Hold.Code.EMPTY));
        assertThat(kea.server("server2").config().subnets()).hasSize(2);
        controller.consent(id);
        fleet.run(controller, MINUTE.multipliedBy(2));
        assertThat(kea.server("server2").config().subnets()).isEmpty();
    }

    @Test
    void doesNothingWhilePausedAndGoesOnAfterwards() {
        FakeRelationship kea = pair(HaControllerWatchTest::hotStandby);
        HaController controller = controller(FollowPolicy.DEFAULT);
        RelationshipId id = add(controller);
        fleet.run(controller, MINUTE);
        controller.pause(id);
        edit(kea, "server1", config -> noted(config, "new"));
        fleet.run(controller, MINUTE.multipliedBy(10));
        HaController later = controller(FollowPolicy.DEFAULT);
        later.reconnect();
        fleet.run(later, MINUTE.multipliedBy(10));
        assertThat(note(kea.server("server2").config())).isEmpty();
        later.resume(id);
        fleet.run(later, MINUTE);
        assertThat(note(kea.server("server2").config())).isEqualTo("new");
    }

    @Test
    void triesAgainToWriteWhatAPeerRunsAndCouldNotWrite() {
        FakeRelationship kea = pair(HaControllerWatchTest::hotStandby);
        HaController controller = controller(FollowPolicy.DEFAULT);
        RelationshipId id = add(controller);
        fleet.run(controller, MINUTE);
        kea.refuse("server2", "config-write", ResultCode.ERROR, "disk full");
        edit(kea, "server1", config -> noted(config, "new"));
        fleet.run(controller, MINUTE.multipliedBy(2));
        assertThat(told(HaEvent.Replicated.class))
                .singleElement()
                .satisfies(event -> assertThat(
                                event.report().peer("server2").orElseThrow().outcome())
                        .isEqualTo(PeerOutcome.NOT_PERSISTED));
        assertThat(controller.following(id).orElseThrow().unwritten()).containsOnlyKeys("server2");
        kea.mend("server2");
        fleet.run(controller, Duration.ofHours(2));
        assertThat(note(kea.server("server2").file())).isEqualTo("new");
        assertThat(controller.following(id).orElseThrow().unwritten()).isEmpty();
        assertThat(told(HaEvent.Written.class)).hasSize(1);
    }

    @Test
    void triesLessAndLessOftenWhatIsRefusedAndAtOnceWhatIsNew() {
        FakeRelationship kea = pair(HaControllerWatchTest::hotStandby);
        HaController controller = controller(FollowPolicy.DEFAULT);
        add(controller);
        fleet.run(controller, MINUTE);
        kea.refuse("server2", "config-test", ResultCode.ERROR, "no");
        edit(kea, "server1", config -> noted(config, "new"));
        fleet.run(controller, Duration.ofHours(3));
        assertThat(told(HaEvent.Replicated.class)).hasSizeBetween(8, 12);
        assertThat(told(HaEvent.DriftFound.class)).hasSize(1);
        kea.mend("server2");
        edit(kea, "server1", config -> noted(config, "newer"));
        fleet.run(controller, MINUTE);
        assertThat(note(kea.server("server2").config())).isEqualTo("newer");
    }

    @Test
    void comesBackThroughTheStandbyWhileThePrimaryIsDown() {
        FakeRelationship kea = pair(HaControllerWatchTest::hotStandby);
        try (HaController first = controller(FollowPolicy.DEFAULT)) {
            add(first);
            fleet.run(first, MINUTE);
        }
        kea.kill("server1");
        kea.advance(MINUTE.multipliedBy(3));
        fleet.catchUp();
        HaController later = controller(FollowPolicy.DEFAULT);
        List<ManagedRelationship> taken = later.reconnect();
        assertThat(taken).hasSize(1);
        assertThat(later.reconnect()).isEmpty();
        fleet.run(later, MINUTE);
        Survey survey = later.latest(taken.get(0).id()).orElseThrow().survey();
        assertThat(survey.verdict().health()).isEqualTo(Health.IMPAIRED);
        assertThat(survey.verdict().source()).contains("server2");
    }

    @Test
    void whatIsRemovedIsNotTakenUpAgain() {
        pair(HaControllerWatchTest::hotStandby);
        HaController controller = controller(FollowPolicy.DEFAULT);
        RelationshipId id = add(controller);
        fleet.run(controller, MINUTE);
        controller.remove(id);
        int before = events.size();
        fleet.run(controller, MINUTE.multipliedBy(5));
        assertThat(events).hasSize(before);
        assertThat(controller.watched()).isEmpty();
        assertThat(controller(FollowPolicy.DEFAULT).reconnect()).isEmpty();
    }

    @Test
    void asksLittleWhileNothingHappens() {
        FakeRelationship kea = pair(HaControllerWatchTest::hotStandby);
        HaController controller = controller(FollowPolicy.DEFAULT);
        add(controller);
        fleet.run(controller, MINUTE);
        int[] others = new int[1];
        int[] looks = new int[1];
        fleet.wire = (member, server, command, sending) -> {
            if (command.name().equals("status-get")) {
                looks[0]++;
            } else if (!command.name().equals("config-hash-get")) {
                others[0]++;
            }
            return sending.send();
        };
        fleet.run(controller, Duration.ofHours(1));
        assertThat(looks[0]).isBetween(600, 850);
        assertThat(others[0]).as("heartbeats for the clock, once a minute").isBetween(100, 125);
        assertThat(kea.isNormal()).isTrue();
    }

    @Test
    void fetchesAConfigurationWithoutAHashNowAndThen() {
        FakeRelationship kea = pair(builder -> hotStandby(builder).version("2.2.0"));
        HaController controller = controller(FollowPolicy.DEFAULT);
        add(controller);
        fleet.run(controller, MINUTE);
        int[] fetched = new int[1];
        fleet.wire = (member, server, command, sending) -> {
            if (command.name().equals("config-get")) {
                fetched[0]++;
            }
            return sending.send();
        };
        fleet.run(controller, Duration.ofHours(1));
        assertThat(fetched[0]).isBetween(20, 26);
        edit(kea, "server1", config -> noted(config, "new"));
        fleet.run(controller, MINUTE);
        assertThat(note(kea.server("server2").config())).isEqualTo("new");
    }

    /** The primary is lost, its stand-in is changed, and the primary comes back. */
    private HaController standInChanged(MergePolicy policy) {
        FakeRelationship kea = pair(HaControllerWatchTest::hotStandby);
        HaController controller = fleet.controller(store)
                .replicationPolicy(ReplicationPolicy.DEFAULT.withAllowInterruption(true))
                .mergePolicy(policy)
                .build();
        controller.listen(events::add);
        open.add(controller);
        add(controller);
        fleet.run(controller, MINUTE);
        kea.kill("server1");
        fleet.run(controller, MINUTE.multipliedBy(3));
        edit(kea, "server2", config -> noted(config, "stand-in"));
        kea.advance(MINUTE.multipliedBy(2));
        fleet.catchUp();
        fleet.run(controller, MINUTE);
        kea.restart("server1");
        fleet.run(controller, MINUTE.multipliedBy(5));
        return controller;
    }

    @Test
    void whatAStandInAcceptedIsOverwrittenAndArchived() {
        standInChanged(MergePolicy.PRIMARY_WINS);
        for (FakeKea server : fleet.members().get(0).kea.servers()) {
            assertThat(note(server.config())).isEmpty();
        }
        assertThat(archive).extracting(HaControllerWatchTest::note).contains("stand-in");
        assertThat(told(HaEvent.EditArchived.class)).hasSize(1);
    }

    @Test
    void whatAStandInAcceptedIsCarriedOver() {
        standInChanged(MergePolicy.MERGE_OR_HOLD);
        for (FakeKea server : fleet.members().get(0).kea.servers()) {
            assertThat(note(server.config())).as(server.name()).isEqualTo("stand-in");
        }
    }

    @Test
    void whatAStandInAcceptedIsHeldUntilSomebodyDecides() {
        HaController controller = standInChanged(MergePolicy.HOLD);
        FakeRelationship kea = fleet.members().get(0).kea;
        assertThat(note(kea.server("server2").config())).isEqualTo("stand-in");
        assertThat(note(kea.server("server1").config())).isEmpty();
        assertThat(told(HaEvent.MergeUndecided.class)).hasSize(1);
        controller.watched().get(0).editsDecided();
        fleet.run(controller, MINUTE.multipliedBy(3));
        assertThat(note(kea.server("server2").config())).isEmpty();
    }

    @Test
    void aSourceThatLostItsHaOverwritesNobody() {
        FakeRelationship kea = pair(HaControllerWatchTest::hotStandby);
        HaController controller = controller(FollowPolicy.DEFAULT);
        add(controller);
        fleet.run(controller, MINUTE);
        edit(
                kea,
                "server1",
                config -> KeaConfig.of(
                        config.tree().withObject("Dhcp4", dhcp -> dhcp.with("hooks-libraries", JsonArray.empty()))));
        fleet.run(controller, MINUTE.multipliedBy(10));
        assertThat(kea.server("server2").config().hookLibraries()).isNotEmpty();
        assertThat(told(HaEvent.Replicated.class).stream()
                        .map(HaEvent.Replicated::report)
                        .flatMap(report -> report.peers().stream())
                        .filter(peer -> peer.outcome().applied()))
                .isEmpty();
    }
}
