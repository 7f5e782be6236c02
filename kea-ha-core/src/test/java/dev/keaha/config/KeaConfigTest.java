package dev.keaha.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeaConfigTest {

    @ParameterizedTest
    @ValueSource(strings = {"dhcp4", "dhcp6"})
    void readsWhatConfigGetAnswersWithoutItsHash(String word) {
        DhcpService service = DhcpService.of(word).orElseThrow();
        JsonObject dhcp = Json.object("valid-lifetime", 4000, "zz-unknown", Json.array(1, null));
        KeaConfig config = KeaConfig.of(Json.object(service.root(), dhcp, "hash", "AB".repeat(32)));
        assertThat(config.service()).isEqualTo(service);
        assertThat(config.dhcp()).isEqualTo(dhcp);
        assertThat(config.tree()).isEqualTo(Json.object(service.root(), dhcp));
        assertThat(config).isEqualTo(KeaConfig.of(service, dhcp)).hasSameHashCodeAs(KeaConfig.of(service, dhcp));
        assertThat(config.fingerprint()).isEqualTo(config.tree().fingerprint());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}                         | the configuration: expected exactly one member, Dhcp4 or Dhcp6; found []",
                "{\"Dhcp4\":{},\"Dhcp6\":{}} | the configuration: expected exactly one member, Dhcp4 or Dhcp6; found [Dhcp4, Dhcp6]",
                "{\"Dhcp4\":[]}             | Dhcp4: expected an object, found a list",
                "{\"Control-agent\":{}}     | Control-agent: expected Dhcp4 or Dhcp6",
            })
    void refusesWhatIsNoDhcpConfiguration(String json, String message) {
        assertThatThrownBy(() -> KeaConfig.of(Json.parseObject(json)))
                .isInstanceOf(KeaConfigException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void theSameContentForAnotherServiceIsAnotherConfiguration() {
        assertThat(KeaConfig.of(DhcpService.DHCP4, JsonObject.empty()))
                .isNotEqualTo(KeaConfig.of(DhcpService.DHCP6, JsonObject.empty()));
    }

    @Test
    void changesLeaveTheRestAsItWasWritten() {
        KeaConfig config = KeaConfig.of(Json.parseObject("{\"Dhcp4\":{\"z\":1.50,\"valid-lifetime\":1e3,\"a\":null}}"));
        assertThat(config.with(dhcp -> dhcp.with("valid-lifetime", Json.value(60)))
                        .tree()
                        .toJson())
                .isEqualTo("{\"Dhcp4\":{\"z\":1.50,\"valid-lifetime\":60,\"a\":null}}");
    }

    @Test
    void findsHookLibrariesByFileNameWhereverTheyAre() {
        KeaConfig config = KeaConfig.of(Json.parseObject("""
                {"Dhcp4":{"hooks-libraries":[
                  {"library":"/usr/lib64/kea/hooks/libdhcp_lease_cmds.so"},
                  {"library":"libdhcp_ha.so","parameters":{"high-availability":[]}},
                  "odd", {"parameters":{}}, {"library":"/opt/libdhcp_ha.so.bak"}]}}"""));
        assertThat(config.hookLibraries())
                .extracting(HookLibrary::fileName)
                .containsExactly(HookLibrary.LEASE_CMDS, HookLibrary.HA, "libdhcp_ha.so.bak");
        assertThat(config.hookLibrary(HookLibrary.HA))
                .get()
                .extracting(HookLibrary::parameters)
                .isEqualTo(Optional.of(Json.object("high-availability", Json.array())));
        assertThat(config.hookLibrary("libdhcp_none.so")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}                                                         | false",
                "{\"config-control\":{}}                                    | false",
                "{\"config-control\":{\"config-databases\":[]}}             | false",
                "{\"config-control\":{\"config-databases\":[{\"type\":\"mysql\"}]}} | true",
                "{\"config-databases\":[{}]}                                | false",
            })
    void knowsWhetherThereIsAConfigBackend(String dhcp, boolean expected) {
        assertThat(KeaConfig.of(DhcpService.DHCP6, Json.parseObject(dhcp)).hasConfigBackend())
                .isEqualTo(expected);
    }

    @Test
    void showsNoSecret() {
        KeaConfig config =
                KeaConfig.of(Json.object("Dhcp4", Json.object("lease-database", Json.object("password", "hunter2"))));
        assertThat(config.toString()).contains("lease-database").doesNotContain("hunter2");
        assertThat(config.tree().toJson()).contains("hunter2");
    }
}
