package dev.keaha.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keaha.config.KeaConfig;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.RelationshipId;
import dev.keaha.health.Health;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.replication.PeerOutcome;
import dev.keaha.replication.ReplicationPolicy;
import dev.keaha.testkit.FakeKea;
import dev.keaha.testkit.FakeRelationship;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes through the controller, on a virtual clock. */
class ChangesTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Fleet fleet = new Fleet();
    private final MemoryStore store = new MemoryStore((id, config) -> {});
    private final FakeRelationship kea =
            fleet.add(builder -> builder.mode(HaMode.LOAD_BALANCING).maxUnackedClients(0)).kea;
    private final HaController controller = fleet.controller(store)
            .replicationPolicy(ReplicationPolicy.DEFAULT.withAllowInterruption(true))
            .build();
    private RelationshipId id;

    @BeforeEach
    void start() {
        kea.awaitNormal();
        fleet.catchUp();
        id = ((Opening.Opened) controller.add(fleet.address(fleet.members().get(0))))
                .relationship()
                .id();
        fleet.run(controller, MINUTE);
    }

    @AfterEach
    void stop() {
        controller.close();
        fleet.close();
    }

    private static KeaConfig counted(KeaConfig config) {
        return KeaConfig.of(config.tree()
                .withObject("Dhcp4", dhcp -> dhcp.with("user-context", Json.object("count", count(config) + 1))));
    }

    private static long count(KeaConfig config) {
        return config.dhcp()
                .object("user-context")
                .orElse(JsonObject.empty())
                .integer("count")
                .orElse(0);
    }

    private ChangeResult change(ChangeRequest request) {
        ChangeResult result = controller.change(id, request, line -> {});
        fleet.catchUp();
        return result;
    }

    private static ChangeResult.Code refusal(ChangeResult result) {
        return ((ChangeResult.Refused) result).code();
    }

    @Test
    void changesTheSourceAndEverybodyElse() {
        ChangeResult result = change(ChangeRequest.of(ChangesTest::counted));
        assertThat(((ChangeResult.Tried) result).accepted()).isTrue();
        for (FakeKea server : kea.servers()) {
            assertThat(count(server.config())).isEqualTo(1);
            assertThat(count(server.file())).isEqualTo(1);
        }
    }

    @Test
    void makesAChangeOnceUnderItsKey() {
        ChangeRequest request = ChangeRequest.of(ChangesTest::counted).withKey("ticket 1");
        assertThat(change(request)).isInstanceOf(ChangeResult.Tried.class);
        assertThat(change(request)).isInstanceOf(ChangeResult.MadeBefore.class);
        try (HaController later = fleet.controller(store).build()) {
            later.reconnect();
            assertThat(later.change(id, request, line -> {})).isInstanceOf(ChangeResult.MadeBefore.class);
        }
        assertThat(count(kea.server("server1").config())).isEqualTo(1);
        assertThat(change(ChangeRequest.of(ChangesTest::counted).withKey("ticket 2")))
                .isInstanceOf(ChangeResult.Tried.class);
        assertThat(count(kea.server("server2").config())).isEqualTo(2);
    }

    @Test
    void aKeyWhoseChangeWasRefusedMayBeTriedAgain() {
        ChangeRequest request = ChangeRequest.of(ChangesTest::counted).withKey("ticket 1");
        kea.refuse("server1", "config-test", dev.keaha.command.ResultCode.ERROR, "no");
        assertThat(((ChangeResult.Tried) change(request)).accepted()).isFalse();
        kea.mend("server1");
        assertThat(((ChangeResult.Tried) change(request)).accepted()).isTrue();
    }

    @Test
    void isMadeAnewWhereSomebodyElseChangedTheSourceMeanwhile() {
        AtomicInteger asked = new AtomicInteger();
        ChangeResult result = change(ChangeRequest.of(config -> {
            if (asked.getAndIncrement() == 0) {
                FakeKea source = kea.server("server1");
                source.answer("config-set", counted(source.config()).tree());
            }
            return counted(config);
        }));
        assertThat(asked.get()).isGreaterThan(1);
        assertThat(((ChangeResult.Tried) result).accepted()).isTrue();
        assertThat(count(kea.server("server1").config())).as("both changes").isEqualTo(2);
    }

    @Test
    void whatLooksWrongNeedsConsent() {
        ChangeRequest request = ChangeRequest.of(config ->
                KeaConfig.of(config.tree().withObject("Dhcp4", dhcp -> dhcp.with("subnet4", JsonArray.empty()))));
        assertThat(refusal(change(request))).isEqualTo(ChangeResult.Code.LOOKS_WRONG);
        assertThat(kea.received("server1", "config-set")).isEmpty();
        assertThat(((ChangeResult.Tried) change(request.withConsent())).accepted())
                .isTrue();
    }

    @Test
    void isRefusedAtOnceWhileTheServiceIsDown() {
        kea.unplug("server1");
        kea.unplug("server2");
        fleet.run(controller, MINUTE.multipliedBy(2));
        assertThat(controller.latest(id).orElseThrow().survey().verdict().health())
                .isEqualTo(Health.SERVICE_DOWN);
        fleet.wire = (member, server, command, sending) -> {
            throw new AssertionError("nobody needs to be asked");
        };
        assertThat(refusal(change(ChangeRequest.of(ChangesTest::counted)))).isEqualTo(ChangeResult.Code.SERVICE_DOWN);
    }

    @Test
    void isRefusedWhileTheServiceIsDownAndNobodyLookedYet() {
        kea.kill("server1");
        kea.kill("server2");
        assertThat(refusal(change(ChangeRequest.of(ChangesTest::counted)))).isEqualTo(ChangeResult.Code.SERVICE_DOWN);
    }

    @Test
    void anEditThatThrowsChangesNothing() {
        assertThatThrownBy(() -> change(ChangeRequest.of(config -> {
                    throw new IllegalStateException("not today");
                })))
                .hasMessage("not today");
        assertThat(kea.received("server1", "config-set")).isEmpty();
        assertThat(change(ChangeRequest.of(ChangesTest::counted))).isInstanceOf(ChangeResult.Tried.class);
    }

    @Test
    void whatIsNotWatchedCannotBeChanged() {
        RelationshipId stranger = new RelationshipId(dev.keaha.config.DhcpService.DHCP4, List.of("a@http://10.9.9.9/"));
        assertThat(refusal(controller.change(stranger, ChangeRequest.of(config -> config), line -> {})))
                .isEqualTo(ChangeResult.Code.NOT_WATCHED);
    }

    @Test
    void whatAPeerCouldNotWriteIsWrittenLater() {
        kea.refuse("server2", "config-write", dev.keaha.command.ResultCode.ERROR, "disk full");
        ChangeResult.Tried result = (ChangeResult.Tried) change(ChangeRequest.of(ChangesTest::counted));
        assertThat(result.report().peer("server2").orElseThrow().outcome()).isEqualTo(PeerOutcome.NOT_PERSISTED);
        kea.mend("server2");
        fleet.run(controller, MINUTE.multipliedBy(2));
        assertThat(count(kea.server("server2").file())).isEqualTo(1);
    }
}
