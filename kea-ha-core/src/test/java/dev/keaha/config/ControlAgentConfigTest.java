package dev.keaha.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keaha.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlAgentConfigTest {

    @Test
    void hasKeasDefaults() {
        ControlAgentConfig agent = agent("{}");
        assertThat(agent.httpHost()).isEqualTo("127.0.0.1");
        assertThat(agent.httpPort()).isEqualTo(8000);
        assertThat(agent.usesTls()).isFalse();
        assertThat(agent.usesAuthentication()).isFalse();
        assertThat(agent.requiresClientCertificate()).isTrue();
        assertThat(agent.socketName(DhcpService.DHCP4)).isEmpty();
    }

    @Test
    void readsWhatIsWrittenAndKeepsTheRest() {
        String json =
                "{\"http-host\":\"::1\",\"http-port\":8443,\"zz\":1e3,\"trust-anchor\":\"ca\",\"cert-file\":\"c\","
                        + "\"key-file\":\"k\",\"cert-required\":false,"
                        + "\"authentication\":{\"type\":\"basic\",\"clients\":[{\"user\":\"u\",\"password\":\"hunter2\"}]},"
                        + "\"control-sockets\":{\"dhcp6\":{\"socket-name\":\"/run/6\"}}}";
        ControlAgentConfig agent = agent(json);
        assertThat(agent.httpHost()).isEqualTo("::1");
        assertThat(agent.httpPort()).isEqualTo(8443);
        assertThat(agent.usesTls()).isTrue();
        assertThat(agent.usesAuthentication()).isTrue();
        assertThat(agent.requiresClientCertificate()).isFalse();
        assertThat(agent.socketName(DhcpService.DHCP6)).hasValue("/run/6");
        assertThat(agent.socketName(DhcpService.DHCP4)).isEmpty();
        assertThat(agent.agent().toJson()).isEqualTo(json);
        assertThat(agent.with(a -> a.without("http-port")).httpPort()).isEqualTo(8000);
        assertThat(agent.toString()).contains("dhcp6").doesNotContain("hunter2");
        assertThat(agent).isEqualTo(agent(json)).hasSameHashCodeAs(agent(json)).isNotEqualTo(agent("{}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"http-port\":65536}    | Control-agent.http-port: expected a whole number from 0 to 65535, found 65536",
                "{\"http-port\":-1}       | Control-agent.http-port: expected a whole number from 0 to 65535, found -1",
                "{\"http-port\":80.5}     | Control-agent.http-port: expected a whole number from 0 to 65535, found 80.5",
                "{\"http-port\":\"80\"}   | Control-agent.http-port: expected a whole number from 0 to 65535, found a string",
                "{\"http-host\":80}       | Control-agent.http-host: expected a string, found a number",
            })
    void refusesWhatCannotBe(String json, String message) {
        assertThatThrownBy(() -> agent(json))
                .isInstanceOf(KeaConfigException.class)
                .hasMessage(message);
    }

    @Test
    void refusesWhatIsNoAgent() {
        assertThatThrownBy(() -> ControlAgentConfig.of(Json.object("Dhcp4", Json.object())))
                .hasMessageStartingWith("Dhcp4: expected Control-agent");
        assertThatThrownBy(() -> ControlAgentConfig.of(Json.object()))
                .hasMessageStartingWith("the configuration: expected exactly one member, Control-agent; found []");
        assertThatThrownBy(() -> ControlAgentConfig.of(Json.object("Control-agent", "x")))
                .hasMessage("Control-agent: expected an object, found a string");
    }

    private static ControlAgentConfig agent(String json) {
        return ControlAgentConfig.of(Json.object("Control-agent", Json.parse(json), "hash", "00"));
    }
}
