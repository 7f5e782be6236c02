package dev.keaha.client;

import static dev.keaha.config.DhcpService.DHCP4;
import static dev.keaha.config.DhcpService.DHCP6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keaha.command.KeaCommands;
import dev.keaha.command.KeaTransportException;
import dev.keaha.command.ResultCode;
import dev.keaha.command.TransportFailure;
import dev.keaha.config.DhcpService;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One request to a Control Agent for both daemons behind it. */
class BothDaemonsTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String OFFLINE =
            "{\"result\":1,\"text\":\"unable to forward command to the dhcp6 service: Connection refused. The server is"
                    + " likely to be offline\"}";

    /** An agent that leads to kea-dhcp4, and to kea-dhcp6 unless that is down. */
    private static FaultyServer agent(boolean both, FaultyServer.Fault fault) {
        return new FaultyServer(fault) {
            @Override
            boolean admits(String request, Connection connection) throws IOException {
                if (request.contains("statistic-get") && request.contains("[\"dhcp6\"]")) {
                    connection.answer(both ? CHECKED.replace("pkt4", "pkt6") : "[" + OFFLINE + "]");
                    return false;
                }
                return true;
            }
        };
    }

    private static Map<DhcpService, Reply> ask(FaultyServer server) {
        try (KeaClient client = KeaClient.create()) {
            return client.channel(KeaEndpoint.of("http://127.0.0.1:" + server.port()))
                    .sendToBoth(KeaCommands.configReload(), LONG);
        }
    }

    @Test
    void eachHasItsAnswer() throws Exception {
        try (FaultyServer agent = agent(
                true,
                connection ->
                        connection.answer("[{\"result\":0,\"text\":\"four\"},{\"result\":1,\"text\":\"six\"}]"))) {
            Map<DhcpService, Reply> replies = ask(agent);

            assertThat(replies.get(DHCP4).orThrow().text()).isEqualTo("four");
            assertThat(replies.get(DHCP6).orThrow().result()).isEqualTo(ResultCode.ERROR);
            assertThat(agent.requests())
                    .singleElement()
                    .asString()
                    .endsWith("{\"command\":\"config-reload\",\"service\":[\"dhcp4\",\"dhcp6\"]}");
        }
    }

    @Test
    void oneEndsBetweenTheCheckAndTheCommand() throws Exception {
        try (FaultyServer agent = agent(true, connection -> connection.answer("[{\"result\":0}," + OFFLINE + "]"))) {
            Map<DhcpService, Reply> replies = ask(agent);

            assertThat(replies.get(DHCP4)).isInstanceOf(Reply.Answered.class);
            assertThat(replies.get(DHCP6))
                    .isInstanceOfSatisfying(
                            Reply.Missing.class,
                            missing ->
                                    assertThat(missing.failure().failure()).isEqualTo(TransportFailure.DAEMON_OFFLINE));
        }
    }

    @Test
    void theOtherGetsItAloneWhereOneIsDown() throws Exception {
        try (FaultyServer agent = agent(false, connection -> connection.answer("[{\"result\":0}]"))) {
            Map<DhcpService, Reply> replies = ask(agent);

            assertThat(replies.get(DHCP4)).isInstanceOf(Reply.Answered.class);
            assertThat(replies.get(DHCP6)).isInstanceOfSatisfying(Reply.Missing.class, missing -> {
                assertThat(missing.failure().failure()).isEqualTo(TransportFailure.DAEMON_OFFLINE);
                assertThat(missing.failure().mayHaveRun()).isFalse();
            });
            assertThat(agent.requests()).singleElement().asString().endsWith("\"service\":[\"dhcp4\"]}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[{\"result\":0}]", "{\"result\":0}", "[]", "[{\"result\":0},{\"result\":0},{\"result\":0}]"})
    void anotherNumberOfAnswersIsNone(String answer) throws Exception {
        try (FaultyServer agent = agent(true, connection -> connection.answer(answer))) {
            KeaTransportException failure = catchThrowableOfType(KeaTransportException.class, () -> ask(agent));

            assertThat(failure.failure()).isEqualTo(TransportFailure.NOT_KEA);
            assertThat(failure.mayHaveRun()).isTrue();
        }
    }

    @Test
    void anEndpointThatFailsIsAnError() throws Exception {
        try (FaultyServer agent = agent(true, FaultyServer.Connection::reset)) {
            KeaTransportException failure = catchThrowableOfType(KeaTransportException.class, () -> ask(agent));

            assertThat(failure.failure()).isEqualTo(TransportFailure.CONNECTION_LOST);
            assertThat(failure.mayHaveRun()).isTrue();
            assertThat(agent.requests()).hasSize(1);
        }
    }
}
