package dev.keaha.health;

import static dev.keaha.health.Scene.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keaha.health.HealthMemory.PeerMemory;
import dev.keaha.health.HealthMemory.Settling;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthMemoryTest {

    private static final HealthMemory FULL = new HealthMemory(
            Optional.of("server2"),
            false,
            Optional.of(NOW),
            Optional.of("server2"),
            Map.of(
                    "server1",
                    new PeerMemory(
                            NOW.minusMillis(1500),
                            Optional.of(new Settling(NOW.minusSeconds(1), NOW)),
                            Optional.of(NOW.minusSeconds(2)),
                            false,
                            Optional.of(Scene.fingerprint(3))),
                    "server2",
                    PeerMemory.of(Instant.EPOCH, true)));

    private static final HealthMemory LOST =
            new HealthMemory(Optional.empty(), true, Optional.empty(), Optional.empty(), Map.of());

    @Test
    void whatIsStoredIsReadBack() {
        for (HealthMemory memory : new HealthMemory[] {FULL, LOST, HealthMemory.EMPTY}) {
            assertThat(HealthMemory.fromJson(Json.parseObject(memory.toJson().toJson())))
                    .isEqualTo(memory);
        }
    }

    @Test
    void theStoredFormStays() {
        assertThat(FULL.toJson().toJson())
                .isEqualTo("{\"source\":\"server2\",\"sourceLost\":false,"
                        + "\"primaryActiveSince\":\"2026-11-22T12:00:00Z\",\"editedStandIn\":\"server2\",\"peers\":{"
                        + "\"server1\":{\"started\":\"2026-11-22T11:59:58.500Z\","
                        + "\"settling\":{\"since\":\"2026-11-22T11:59:59Z\",\"seen\":\"2026-11-22T12:00:00Z\"},"
                        + "\"lockedSince\":\"2026-11-22T11:59:58Z\",\"proven\":false,\"configuration\":\""
                        + Scene.fingerprint(3)
                        + "\"},\"server2\":{\"started\":\"1970-01-01T00:00:00Z\",\"settling\":null,"
                        + "\"lockedSince\":null,\"proven\":true,\"configuration\":null}}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    source             | 1         | source: expected text or null, found 1
                    sourceLost         | "no"      | sourceLost: expected true or false, found "no"
                    primaryActiveSince | "today"   | primaryActiveSince: expected a time such as 2026-11-22T15:27:40Z, found "today"
                    primaryActiveSince | false     | primaryActiveSince: expected text or null, found false
                    editedStandIn      | []        | editedStandIn: expected text or null, found []
                    peers              | null      | peers: expected an object, found null
                    peers              | {"a": 1}  | peers.a: expected an object, found 1
                    peers              | {"a": {"started": null}} | peers.a.started: expected a time, found null
                    peers              | {"a": {"started": "x"}}  | peers.a.started: expected a time such as 2026-11-22T15:27:40Z, found "x"
                    """)
    void whatIsNotReadableIsNamed(String member, String value, String problem) {
        JsonObject broken = HealthMemory.EMPTY.toJson().with(member, Json.parse(value));
        assertThatThrownBy(() -> HealthMemory.fromJson(broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The stored memory is not readable: " + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    settling      | "x"                                             | .settling: expected an object or null, found "x"
                    settling      | {"since": null, "seen": "2026-11-22T15:27:40Z"} | .settling.since: expected a time, found null
                    settling      | {"since": "2026-11-22T15:27:40Z", "seen": "x"}  | .settling.seen: expected a time such as 2026-11-22T15:27:40Z, found "x"
                    lockedSince   | 1                                               | .lockedSince: expected text or null, found 1
                    proven        | null                                            | .proven: expected true or false, found null
                    configuration | "x"                                             | .configuration: expected a fingerprint, found "x"
                    """)
    void whatIsNotReadableOfAPeerIsNamed(String member, String value, String problem) {
        JsonObject stored = FULL.toJson();
        JsonObject peers = stored.object("peers").orElseThrow();
        JsonObject peer = peers.object("server2").orElseThrow().with(member, Json.parse(value));
        assertThatThrownBy(() -> HealthMemory.fromJson(stored.with("peers", peers.with("server2", peer))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The stored memory is not readable: peers.server2" + problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"started", "settling", "lockedSince", "proven", "configuration"})
    void everyMemberOfAPeerIsNeeded(String member) {
        JsonObject stored = FULL.toJson();
        JsonObject peers = stored.object("peers").orElseThrow();
        JsonObject peer = peers.object("server2").orElseThrow().without(member);
        assertThatThrownBy(() -> HealthMemory.fromJson(stored.with("peers", peers.with("server2", peer))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("peers.server2." + member + ": expected ")
                .hasMessageEndingWith("found nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "sourceLost", "primaryActiveSince", "editedStandIn", "peers"})
    void everyMemberIsNeeded(String member) {
        JsonObject broken = HealthMemory.EMPTY.toJson().without(member);
        assertThatThrownBy(() -> HealthMemory.fromJson(broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(member + ": expected ")
                .hasMessageEndingWith("found nothing");
    }

    @Test
    void aSourceIsNotLostAndKnownAtOnce() {
        assertThatThrownBy(() ->
                        new HealthMemory(Optional.of("server1"), true, Optional.empty(), Optional.empty(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("server1");
    }

    @Test
    void whatWePushedIsForgotten() {
        PeerMemory before = FULL.peers().get("server1");
        HealthMemory pushed = FULL.withPushed("server1");
        assertThat(pushed.peers().get("server1"))
                .isEqualTo(new PeerMemory(
                        before.started(), before.settling(), before.lockedSince(), false, Optional.empty()));
        assertThat(pushed.peers().get("server2")).isEqualTo(FULL.peers().get("server2"));
        assertThat(FULL.withPushed("nobody")).isEqualTo(FULL);
    }

    @Test
    void aDecisionEndsTheEdits() {
        assertThat(FULL.withEditsDecided().editedStandIn()).isEmpty();
        assertThat(FULL.withEditsDecided().peers()).isEqualTo(FULL.peers());
    }

    @Test
    void aProofIsOfAPeerThatWasSeen() {
        PeerMemory before = FULL.peers().get("server1");
        HealthMemory proven = FULL.withProven("server1");
        assertThat(proven.peers().get("server1"))
                .isEqualTo(new PeerMemory(
                        before.started(), before.settling(), before.lockedSince(), true, before.configuration()));
        assertThat(proven.peers().get("server2")).isEqualTo(FULL.peers().get("server2"));
        assertThat(proven.source()).contains("server2");
        assertThat(FULL.withProven("nobody")).isEqualTo(FULL);
    }
}
