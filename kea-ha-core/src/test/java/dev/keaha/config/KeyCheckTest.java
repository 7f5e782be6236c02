package dev.keaha.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyCheckTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"control-sockets\":[{\"socket-port\":1}]} | 2.6.3 | Dhcp4.control-sockets | 2.7.2 | ",
                "{\"control-sockets\":[{\"socket-port\":1}]} | 3.0.4 | | | ",
                "{\"control-socket\":{\"socket-type\":\"unix\"}} | 3.0.4 | | | ",
                "{\"subnet4\":[{\"id\":1,\"reservation-mode\":\"all\"}]} | 2.6.3 | Dhcp4.subnet4[0].reservation-mode | | 2.5.8",
                "{\"subnet4\":[{\"id\":1,\"reservation-mode\":\"all\"}]} | 2.2.0 | | | ",
                "{\"shared-networks\":[{\"subnet4\":[{\"pools\":[{\"ddns-send-updates\":true}]}]}]} | 2.6.3 | Dhcp4.shared-networks[0].subnet4[0].pools[0].ddns-send-updates | 2.7.6 | ",
                "{\"ddns-send-updates\":true} | 2.2.0 | | | ",
                "{\"loggers\":[{\"output-options\":[{}]}]} | 2.2.0 | Dhcp4.loggers[0].output-options | 2.5.1 | ",
                "{\"valid-lifetme\":1} | 3.0.4 | Dhcp4.valid-lifetme | | ",
                "{\"lease-database\":{\"typ\":1}} | 3.0.4 | Dhcp4.lease-database.typ | | ",
                "{\"user-context\":{\"anything\":1},\"hooks-libraries\":[{\"library\":\"x\",\"parameters\":{\"anything\":1}}]} | 3.0.4 | | | ",
                "{\"reservations\":[{\"client-classes\":[\"a\"]}],\"subnet4\":[{\"client-classes\":[\"a\"]}]} | 2.6.3 | Dhcp4.subnet4[0].client-classes | 2.7.5 | ",
            })
    void knowsTheKeysOfAVersion(String json, String version, String path, String since, String until) {
        List<UnknownKey> unknown =
                KeaConfig.of(DhcpService.DHCP4, Json.parseObject(json)).unknownKeys(KeaVersion.parse(version));
        if (path == null) {
            assertThat(unknown).isEmpty();
        } else {
            assertThat(unknown).singleElement().satisfies(key -> {
                assertThat(key.path()).isEqualTo(path);
                assertThat(key.since().map(KeaVersion::toString).orElse(null)).isEqualTo(since);
                assertThat(key.until().map(KeaVersion::toString).orElse(null)).isEqualTo(until);
            });
        }
    }

    @Test
    void saysItInASentence() {
        assertThat(KeaConfig.of(
                                DhcpService.DHCP4,
                                Json.object("control-sockets", Json.array(), "reservation-mode", "off"))
                        .unknownKeys(KeaVersion.of(2, 6, 3)))
                .extracting(UnknownKey::toString)
                .containsExactly(
                        "Dhcp4.control-sockets: Kea 2.6.3 does not know this key; 2.7.2 is the first to know it.",
                        "Dhcp4.reservation-mode: Kea 2.6.3 does not know this key; 2.5.8 was the last to know it.");
    }

    @Test
    void agentsHaveTheirOwn() {
        ControlAgentConfig agent = ControlAgentConfig.of(
                Json.parseObject(
                        "{\"Control-agent\":{\"http-headers\":[],\"authentication\":{\"clients\":[]},\"control-sockets\":{\"d2\":{}}}}"));
        assertThat(agent.unknownKeys(KeaVersion.of(2, 2, 0)))
                .extracting(UnknownKey::path)
                .containsExactly("Control-agent.http-headers");
        assertThat(agent.unknownKeys(KeaVersion.of(3, 0, 4))).isEmpty();
    }
}
