package dev.keaha.ha;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.DhcpService;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelationshipIdTest {

    @Test
    void isTheSameOnAllServersOfARelationship() {
        RelationshipId id = id(DhcpService.DHCP4, Configs.TRIO);
        JsonArray peers = Configs.TRIO.array("peers").orElseThrow();
        List<dev.keaha.json.JsonValue> reversed = new ArrayList<>(peers.elements());
        Collections.reverse(reversed);
        JsonObject other = Configs.TRIO
                .with("this-server-name", Json.value("server2"))
                .with("heartbeat-delay", Json.value(5))
                .with("peers", JsonArray.of(reversed));
        assertThat(id(DhcpService.DHCP4, other)).isEqualTo(id).hasToString(id.toString());
    }

    @Test
    void tellsRelationshipsOfTheSameNamesApart() {
        JsonObject elsewhere = Json.parseObject(Configs.TRIO.toJson().replace("192.0.2.", "198.51.100."));
        assertThat(id(DhcpService.DHCP4, elsewhere)).isNotEqualTo(id(DhcpService.DHCP4, Configs.TRIO));
        assertThat(id(DhcpService.DHCP4, elsewhere).toString())
                .isNotEqualTo(id(DhcpService.DHCP4, Configs.TRIO).toString());
        assertThat(id(DhcpService.DHCP6, Configs.TRIO)).isNotEqualTo(id(DhcpService.DHCP4, Configs.TRIO));
    }

    @Test
    void isFitForAFileName() {
        JsonObject odd = Json.parseObject(
                Configs.TRIO.toJson().replace("server1", "../a b/\u00e9@x").replace("server2", "n".repeat(300)));
        assertThat(id(DhcpService.DHCP4, odd).toString())
                .matches("[A-Za-z0-9_.-]{1,120}")
                .startsWith("dhcp4-");
        assertThat(id(DhcpService.DHCP4, Configs.TRIO).toString()).matches("dhcp4-server1-server2-server3-[0-9a-f]{8}");
    }

    private static RelationshipId id(DhcpService service, JsonObject relationship) {
        return RelationshipId.of(service, HaRelationship.read(relationship, "x"));
    }
}
