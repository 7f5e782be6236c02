package dev.keaha.health;

import static dev.keaha.health.Scene.NOW;
import static dev.keaha.health.Scene.PRIMARY;
import static dev.keaha.health.Scene.STAND_IN;
import static dev.keaha.health.Scene.look;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaPeer;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.HaState;
import dev.keaha.ha.HaStatus;
import dev.keaha.ha.PeerRole;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which of a daemon's relationships is the one asked for: names alone are everybody's (B11). */
class PeerObservationTest {

    private final HaRelationship pair = Scene.relationship(HaMode.HOT_STANDBY, 0);
    private final HaRelationship otherPair = relationship("server3", 3, "hub", 9);
    private final HaRelationship hub = relationship("spoke", 5, "hub", 9);

    private static HaRelationship relationship(String primary, int host, String standby, int otherHost) {
        return HaRelationship.builder()
                .thisServerName(standby)
                .mode(HaMode.HOT_STANDBY)
                .addPeers(Scene.peer(primary, PeerRole.PRIMARY, host), Scene.peer(standby, PeerRole.STANDBY, otherHost))
                .build();
    }

    private static KeaConfig config(HaRelationship... relationships) {
        List<JsonValue> entries = List.of(relationships).stream()
                .<JsonValue>map(one -> Json.object(
                        "this-server-name",
                        one.thisServerName(),
                        "mode",
                        one.mode().word(),
                        "peers",
                        one.peers().stream()
                                .map(peer -> Json.object(
                                        "name",
                                        peer.name(),
                                        "url",
                                        peer.url(),
                                        "role",
                                        peer.role().word()))
                                .toList()))
                .toList();
        JsonObject hook = Json.object(
                "library", "/usr/lib/kea/hooks/libdhcp_ha.so", "parameters", Json.object("high-availability", entries));
        return KeaConfig.of(DhcpService.DHCP4, Json.object("hooks-libraries", List.of(hook)));
    }

    private Optional<HaRelationship> found(HaRelationship wanted, KeaConfig config) {
        return seen(wanted, config).configured();
    }

    private PeerObservation.Seen seen(HaRelationship wanted, KeaConfig config) {
        PeerObservation.Seen plain = look(pair, PRIMARY).seen();
        return PeerObservation.Seen.of(
                wanted, PRIMARY, NOW, "address", Scene.KEA_3_0, plain.status(), config, Optional.of(Duration.ZERO));
    }

    private static HaRelationship at(HaRelationship from, int first, int second) {
        List<HaPeer> peers = from.peers();
        return Scene.relationship(
                from,
                builder -> builder.peers(List.of(
                        Scene.peer(peers.get(0).name(), peers.get(0).role(), first),
                        Scene.peer(peers.get(1).name(), peers.get(1).role(), second))));
    }

    @Test
    void whatIsSeenIsKept() {
        PeerObservation.Seen seen = seen(pair, config(pair));
        assertThat(seen)
                .isEqualTo(new PeerObservation.Seen(
                        PRIMARY,
                        NOW,
                        "address",
                        Scene.KEA_3_0,
                        look(pair, PRIMARY).seen().status(),
                        Optional.of(pair),
                        false,
                        Optional.of(Duration.ZERO),
                        Optional.of(config(pair).fingerprint())));
    }

    @Test
    void aConfigurationBackendIsSeen() {
        KeaConfig shared = config(pair)
                .with(dhcp -> dhcp.with(
                        "config-control", Json.object("config-databases", List.of(Json.object("type", "mysql")))));
        assertThat(seen(pair, shared).configBackend()).isTrue();
    }

    @Test
    void theOneWithMostNamesInCommonIsIt() {
        assertThat(found(pair, config(otherPair, pair))).contains(pair);
        assertThat(found(hub, config(otherPair, hub))).contains(hub);
        assertThat(found(otherPair, config(otherPair, hub))).contains(otherPair);
        HaRelationship trio = Scene.relationship(HaMode.HOT_STANDBY, 1);
        assertThat(found(trio, config(pair, trio))).contains(trio);
        assertThat(found(trio, config(pair)))
                .as("a shorter list is still the same")
                .contains(pair);
    }

    @Test
    void namesAloneAreEverybodys() {
        assertThat(found(pair, config(at(pair, 101, 102)))).isEmpty();
        HaRelationship moved = at(pair, 1, 102);
        assertThat(found(pair, config(moved))).as("one may have moved").contains(moved);
    }

    @Test
    void oneNameInCommonIsNotEnough() {
        assertThat(found(pair, config(relationship(PRIMARY, 1, "somebody", 2)))).isEmpty();
        HaRelationship alone =
                Scene.relationship(pair, builder -> builder.peers(pair.peers().subList(0, 1)));
        assertThat(found(alone, config(alone))).as("unless there is only one").contains(alone);
    }

    @Test
    void noHaIsNoRelationship() {
        assertThat(found(pair, KeaConfig.of(DhcpService.DHCP4, JsonObject.empty())))
                .isEmpty();
    }

    @Test
    void theStatusOfTheRelationshipIsFoundByName() {
        HaStatus first = look(pair, PRIMARY).localName("somebody").haStatus();
        HaStatus second = look(pair, PRIMARY).haStatus();
        assertThat(look(pair, PRIMARY).seen(List.of(first, second)).haStatus()).contains(second);
        assertThat(look(pair, PRIMARY).seen(List.of(first)).haStatus()).isEmpty();
        assertThat(look(pair, PRIMARY).seen(List.of()).haStatus()).isEmpty();
    }

    @Test
    void withoutNamesOnlyASingleOneIsClear() {
        HaStatus unnamed = look(pair, PRIMARY).localName(null).haStatus();
        assertThat(look(pair, PRIMARY).seen(List.of(unnamed)).haStatus()).contains(unnamed);
        assertThat(look(pair, PRIMARY).seen(List.of(unnamed, unnamed)).haStatus())
                .isEmpty();
        assertThat(PeerCondition.of(pair, look(pair, PRIMARY).seen(List.of(unnamed, unnamed))))
                .isEqualTo(PeerCondition.NO_HA);
    }

    @Test
    void aHubIsJudgedByTheRightRelationship() {
        HaStatus mine = look(pair, STAND_IN).state(HaState.PARTNER_DOWN).haStatus();
        HaStatus other = look(pair, STAND_IN).localName("hub").haStatus();
        Verdict verdict = RelationshipStateMachine.next(
                        HealthMemory.EMPTY,
                        pair,
                        List.of(Scene.gone(PRIMARY), look(pair, STAND_IN).seen(List.of(other, mine))),
                        NOW,
                        HealthPolicy.DEFAULT)
                .verdict();
        assertThat(verdict.peer(STAND_IN).orElseThrow().condition()).isEqualTo(PeerCondition.ALONE);
        PeerObservation.Seen stranger = look(pair, STAND_IN)
                .seen(List.of(other, look(pair, STAND_IN).localName("hub2").haStatus()));
        Verdict wrong = RelationshipStateMachine.next(
                        HealthMemory.EMPTY, pair, List.of(Scene.gone(PRIMARY), stranger), NOW, HealthPolicy.DEFAULT)
                .verdict();
        assertThat(Scene.reason(wrong, ReasonCode.WRONG_SERVER).text())
                .isEqualTo("The server at http://192.0.2.1:8000/ is not server2: it is called hub and hub2.");
    }
}
