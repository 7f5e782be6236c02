package dev.keaha.ha;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.ControlAgentConfig;
import dev.keaha.config.DhcpService;
import dev.keaha.config.Finding;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeighbourCheckTest {

    private static final String URL = "Dhcp4.hooks-libraries[1].parameters.high-availability[0].peers[0].url";
    private static final KeaConfig SERVER = Configs.with(Configs.PAIR)
            .with(dhcp -> dhcp.with(
                    "control-socket", Json.object("socket-type", "unix", "socket-name", "/run/kea/dhcp4.sock")));

    /** By default the listener of 2.6 is on, at 192.0.2.1 port 8001, and that of 2.2 is off. */
    @ParameterizedTest
    @CsvSource({
        "2.6.3, 192.0.2.1, 8000, ",
        "2.6.3, 192.0.2.1, 8001, port-taken",
        "2.6.3, 0.0.0.0,   8001, port-taken",
        "2.6.3, 127.0.0.1, 8001, ",
        "2.6.3, kea.test,  8001, ",
        "2.2.0, 192.0.2.1, 8001, ",
        "2.2.0, 0.0.0.0,   8001, ",
        "2.2.0, 192.0.2.1, 8000, nobody-listens",
        "2.2.0, 127.0.0.1, 8001, nobody-listens",
    })
    void agentAndListenerShareNoPortButOneOfThemListens(String version, String host, int port, String code) {
        ControlAgentConfig agent = agent(host, port, "/run/kea/dhcp4.sock");
        assertThat(HaLint.checkBeside(SERVER, agent, KeaVersion.parse(version)))
                .extracting(finding -> finding.code() + " " + finding.path())
                .isEqualTo(code == null ? List.of() : List.of(code + " " + URL));
    }

    @Test
    void theAgentSendsToTheSocketThatTheServerListensOn() {
        KeaVersion version = KeaVersion.of(2, 6, 3);
        assertThat(HaLint.checkBeside(SERVER, agent("127.0.0.1", 8000, "/tmp/other"), version))
                .singleElement()
                .hasToString("warning: Dhcp4.control-socket: The Control Agent beside this server sends its commands to"
                        + " the socket /tmp/other, and the server listens on /run/kea/dhcp4.sock. Name one socket in both:"
                        + " control-sockets.dhcp4.socket-name in the agent's file. [agent-socket-differs]");
        assertThat(HaLint.checkBeside(
                        Configs.with(DhcpService.DHCP6, "", Json.array(Configs.PAIR)),
                        agent("127.0.0.1", 8000, "/run/kea/dhcp4.sock"),
                        version))
                .singleElement()
                .extracting(Finding::text)
                .isEqualTo(
                        "The Control Agent beside this server sends its commands to no socket, and the server listens"
                                + " on none.");
        KeaConfig newer = Configs.with(Configs.PAIR)
                .with(dhcp -> dhcp.with(
                        "control-sockets",
                        Json.array(
                                Json.object("socket-type", "http", "socket-name", "no"),
                                Json.object("socket-type", "unix", "socket-name", "dhcp4.sock"))));
        assertThat(HaLint.checkBeside(newer, agent("127.0.0.1", 8000, "/run/kea/dhcp4.sock"), version))
                .isEmpty();
        assertThat(HaLint.checkBeside(newer, agent("127.0.0.1", 8000, "/run/kea/dhcp5.sock"), version))
                .singleElement()
                .extracting(Finding::path)
                .isEqualTo("Dhcp4.control-sockets");
        assertThat(HaLint.checkBeside(SERVER, agent("127.0.0.1", 8000, "/var/dhcp4.sock"), version))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "3.0.4, http://192.0.2.1:8001/,  HA's own commands",
        "2.6.3, http://192.0.2.1:8001,   from anybody",
        "2.6.3, https://192.0.2.1:8001/, from anybody",
        "2.2.0, http://192.0.2.1:8001/,  ",
        "3.0.4, http://192.0.2.1:8000/,  ",
        "3.0.4, http://192.0.2.2:8001/,  ",
        "3.0.4, http://192.0.2.1/,       ",
        "3.0.4, http://kea.test:8001/,   ",
        "3.0.4, mailto:kea,              ",
    })
    void nobodyManagesAServerOverItsListenerForPartners(String version, URI address, String text) {
        assertThat(HaLint.checkManagement(SERVER, address, KeaVersion.parse(version)))
                .hasSize(text == null ? 0 : 1)
                .allSatisfy(finding -> {
                    assertThat(finding.code()).hasToString("managed-over-listener");
                    assertThat(finding.path()).isEqualTo(URL);
                    assertThat(finding.text()).contains(text);
                    assertThat(finding.advice().contains("set restrict-commands"))
                            .isEqualTo(text.contains("anybody"));
                });
    }

    @ParameterizedTest
    @CsvSource({
        "http://192.0.2.1/,       http://192.0.2.1:80/",
        "https://192.0.2.1/,      https://192.0.2.1:443/",
        "http://[2001:db8::1]:9/, http://[2001:DB8:0::1]:9/",
    })
    void addressesAreComparedAsWhatTheyMean(URI address, String url) {
        JsonObject relationship = Json.parseObject(Configs.PAIR.toJson().replace("http://192.0.2.1:8001/", url));
        assertThat(HaLint.checkManagement(Configs.with(relationship), address, KeaVersion.of(3, 0, 4)))
                .hasSize(1);
    }

    private static ControlAgentConfig agent(String host, int port, String socket) {
        return ControlAgentConfig.of(Json.object(
                "Control-agent",
                Json.object(
                        "http-host",
                        host,
                        "http-port",
                        port,
                        "control-sockets",
                        Json.object("dhcp4", Json.object("socket-type", "unix", "socket-name", socket)))));
    }
}
