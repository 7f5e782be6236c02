package dev.keaha.following;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.KeaConfig;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigGuardTest {

    private static final JsonArray HOOKS = Json.array(Json.object(
            "library",
            "/usr/lib/kea/hooks/libdhcp_ha.so",
            "parameters",
            Json.object(
                    "high-availability",
                    Json.array(Json.object(
                            "this-server-name", "server1",
                            "mode", "hot-standby",
                            "peers",
                                    Json.array(
                                            Json.object(
                                                    "name",
                                                    "server1",
                                                    "url",
                                                    "http://10.0.0.1:8000/",
                                                    "role",
                                                    "primary"),
                                            Json.object(
                                                    "name",
                                                    "server2",
                                                    "url",
                                                    "http://10.0.0.2:8000/",
                                                    "role",
                                                    "standby")))))));

    private static KeaConfig config(int subnets, int reservations, boolean inNetwork) {
        List<JsonValue> list = new ArrayList<>();
        for (int i = 0; i < subnets; i++) {
            list.add(Json.object("id", i + 1, "subnet", "10." + i + ".0.0/16"));
        }
        List<JsonValue> hosts = new ArrayList<>();
        for (int i = 0; i < reservations; i++) {
            hosts.add(Json.object("hw-address", String.format("00:00:00:00:00:%02x", i), "ip-address", "10.0.0." + i));
        }
        JsonObject dhcp = Json.object("hooks-libraries", HOOKS, "reservations", JsonArray.of(hosts));
        return KeaConfig.of(Json.object(
                "Dhcp4",
                inNetwork
                        ? dhcp.with(
                                "shared-networks", Json.array(Json.object("name", "n", "subnet4", JsonArray.of(list))))
                        : dhcp.with("subnet4", JsonArray.of(list))));
    }

    private static Optional<Hold.Code> check(KeaConfig before, KeaConfig after) {
        return ConfigGuard.check(before, after, FollowPolicy.DEFAULT).map(Hold::code);
    }

    @Test
    void aFifthAndFiveMayVanish() {
        assertThat(check(config(100, 0, false), config(80, 0, false))).isEmpty();
        assertThat(check(config(100, 0, false), config(79, 0, false))).contains(Hold.Code.VANISHING);
        assertThat(check(config(6, 0, false), config(1, 0, false))).isEmpty();
        assertThat(check(config(7, 0, false), config(1, 0, false))).contains(Hold.Code.VANISHING);
        assertThat(check(config(10, 100, false), config(10, 79, false))).contains(Hold.Code.VANISHING);
        assertThat(check(config(10, 100, false), config(10, 80, false))).isEmpty();
    }

    @Test
    void nothingAtAllIsAlwaysWrong() {
        assertThat(check(config(1, 0, false), config(0, 0, false))).contains(Hold.Code.EMPTY);
        assertThat(ConfigGuard.check(
                        config(1, 0, false), config(0, 0, false), FollowPolicy.DEFAULT.withVanishing(100, 1000)))
                .map(Hold::code)
                .contains(Hold.Code.EMPTY);
        assertThat(check(config(0, 0, false), config(0, 0, false))).isEmpty();
    }

    @Test
    void whatMovesDoesNotVanish() {
        assertThat(check(config(50, 5, false), config(50, 5, true))).isEmpty();
    }

    @Test
    void withoutHighAvailabilityItIsWrong() {
        KeaConfig bare = KeaConfig.of(config(5, 0, false)
                .tree()
                .withObject("Dhcp4", dhcp -> dhcp.with("hooks-libraries", JsonArray.empty())));
        assertThat(check(config(5, 0, false), bare)).contains(Hold.Code.HA_GONE);
        assertThat(check(bare, bare)).isEmpty();
    }

    @Test
    void theMemoryOfFollowingSurvivesTheStore() {
        FollowMemory memory = new FollowMemory(
                true,
                true,
                Optional.of(new FollowMemory.Held(Json.value(1).fingerprint(), Hold.Code.VANISHING)),
                Optional.of(Json.value(2).fingerprint()),
                Optional.of(new FollowMemory.Failed(Json.value(3).fingerprint(), 4, java.time.Instant.EPOCH)),
                java.util.Map.of("server2", Json.value(4).fingerprint()),
                java.util.Map.of("server2", java.time.Instant.EPOCH));
        assertThat(FollowMemory.fromJson(Json.parseObject(memory.toJson().toJson())))
                .isEqualTo(memory);
        assertThat(FollowMemory.fromJson(FollowMemory.EMPTY.toJson())).isEqualTo(FollowMemory.EMPTY);
    }
}
