package dev.keaha.client;

import static dev.keaha.config.DhcpService.DHCP4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaCommand;
import dev.keaha.command.KeaCommandException;
import dev.keaha.command.KeaCommands;
import dev.keaha.command.KeaTransportException;
import dev.keaha.command.TransportFailure;
import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaVersion;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.net.ServerSocket;
import java.time.Duration;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a command goes to Kea and how its answer is read, without faults of the network. */
class KeaClientTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final MockWebServer server = new MockWebServer();
    private final KeaClient client = KeaClient.create();

    @BeforeEach
    void start() throws Exception {
        server.start();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    /** Answers the check of the daemon as a kea-dhcp4 does, and everything else as given. */
    private void answers(MockResponse response) {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return isCheck(request)
                        ? ok("[{\"result\":0,\"arguments\":{\"pkt4-received\":[[0,\"\"]]}}]")
                        : response;
            }
        });
    }

    private static boolean isCheck(RecordedRequest request) {
        return request.getBody() != null && request.getBody().utf8().contains("\"statistic-get\"");
    }

    private static MockResponse ok(String body) {
        return new MockResponse.Builder()
                .code(200)
                .addHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    private static MockResponse status(int code, String body) {
        return new MockResponse.Builder().code(code).body(body).build();
    }

    private EndpointChannel channel() {
        return client.channel(KeaEndpoint.of("http://127.0.0.1:" + server.getPort()));
    }

    private KeaTransportException failure(KeaCommand<?> command) {
        return catchThrowableOfType(KeaTransportException.class, () -> channel().send(DHCP4, command, LONG));
    }

    @Test
    void sendsWhatKeaTakes() throws Exception {
        answers(ok("[ { \"result\": 0, \"text\": \"2.6.3\" } ]"));

        KeaVersion version = channel().call(DHCP4, KeaCommands.versionGet(), LONG);

        assertThat(version).isEqualTo(KeaVersion.parse("2.6.3"));
        server.takeRequest();
        RecordedRequest request = server.takeRequest();
        assertThat(request.getRequestLine()).isEqualTo("POST / HTTP/1.1");
        assertThat(request.getHeaders().values("Content-Type")).containsExactly("application/json");
        assertThat(request.getHeaders().values("Content-Length")).hasSize(1);
        assertThat(request.getHeaders().get("Transfer-Encoding")).isNull();
        assertThat(request.getHeaders().get("Upgrade")).isNull();
        assertThat(request.getHeaders().get("Authorization")).isNull();
        assertThat(Json.parse(request.getBody().utf8()))
                .isEqualTo(Json.object("command", "version-get", "service", Json.array("dhcp4")));
    }

    @Test
    void takesAnObjectForAnAnswerToo() {
        answers(ok("{\"result\":3,\"text\":\"nothing\"}"));

        KeaAnswer answer = channel().send(DHCP4, KeaCommands.configWrite(), LONG);

        assertThat(answer.result().isDone()).isTrue();
        assertThat(answer.text()).isEqualTo("nothing");
    }

    @Test
    void anotherDaemonsConfigurationIsNoAnswer() {
        answers(ok("[{\"result\":0,\"arguments\":{\"Dhcp6\":{}}}]"));

        assertThat(failure(KeaCommands.configGet()).failure()).isEqualTo(TransportFailure.WRONG_SERVICE);
    }

    @Test
    void aTimeoutMayBeAsLongAsAnybodyLikes() {
        answers(ok("[{\"result\":0}]"));

        assertThat(channel()
                        .send(DHCP4, KeaCommands.configWrite(), Duration.ofSeconds(Long.MAX_VALUE))
                        .result()
                        .isDone())
                .isTrue();
    }

    @Test
    void aForeign403IsNotBlamedOnKea() {
        answers(status(403, "<html>no</html>"));

        assertThat(failure(KeaCommands.configWrite()))
                .hasMessageContaining("not as Kea says it")
                .hasMessageNotContaining("HA listener");
    }

    @Test
    void aRefusalIsAnAnswer() {
        answers(ok("[{\"result\":1,\"text\":\"no\"}]"));

        assertThat(channel()
                        .send(DHCP4, KeaCommands.configWrite(), LONG)
                        .result()
                        .code())
                .isEqualTo(1);
        assertThatThrownBy(() -> channel().call(DHCP4, KeaCommands.configWrite(), LONG))
                .isInstanceOf(KeaCommandException.class)
                .hasMessage("config-write was refused with result 1: no");
        assertThat(channel().callAsync(DHCP4, KeaCommands.configWrite(), LONG))
                .failsWithin(LONG)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(KeaCommandException.class);
    }

    @Test
    void checksTheDaemonOnce() {
        answers(ok("[{\"result\":0}]"));
        EndpointChannel channel = channel();

        channel.send(DHCP4, KeaCommands.configWrite(), LONG);
        channel.send(DHCP4, KeaCommands.configWrite(), LONG);

        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    /** A daemon without the counter, with a configuration of this name. */
    private void answersWithRoot(String root) {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                boolean configGet = request.getBody().utf8().contains("\"config-get\"");
                return ok("[{\"result\":0,\"arguments\":{" + (configGet ? "\"hash\":\"x\",\"" + root + "\":{}" : "")
                        + "}}]");
            }
        });
    }

    @Test
    void saysThatAnotherDaemonAnswers() {
        answersWithRoot("Dhcp6");

        KeaTransportException failure = failure(KeaCommands.configWrite());

        assertThat(failure.failure()).isEqualTo(TransportFailure.WRONG_SERVICE);
        assertThat(failure.mayHaveRun()).isFalse();
        assertThat(failure).hasMessageContaining("Another daemon than dhcp4 answers here (its configuration is Dhcp6)");
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void takesTheRightDaemonWhoseCountersWereRemoved() {
        answersWithRoot("Dhcp4");
        EndpointChannel channel = channel();

        channel.send(DHCP4, KeaCommands.configWrite(), LONG);
        channel.send(DHCP4, KeaCommands.configWrite(), LONG);

        assertThat(server.getRequestCount()).isEqualTo(4);
    }

    @Test
    void sendsNonAsciiAsKeaReadsIt() throws Exception {
        answers(ok("[{\"result\":0,\"arguments\":{\"a\":\"\\u00c3\\u00a9\"}}]"));
        JsonObject arguments = Json.object("a", "\u00c3\u00a9\u007f");

        channel().send(DHCP4, KeaCommands.generic("x", arguments, false, true), LONG);

        server.takeRequest();
        assertThat(server.takeRequest().getBody().utf8()).contains("\\u00c3\\u00a9\\u007f");
        assertThatThrownBy(() -> channel()
                        .send(
                                DhcpService.DHCP4,
                                KeaCommands.generic("x", Json.object("a", Json.array("b", "\u2013")), false, true),
                                LONG))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Kea takes characters up to U+00FF only, found U+2013 at arguments.a[1]");
    }

    @Test
    void nobodyListens() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        EndpointChannel channel = client.channel(KeaEndpoint.of("http://127.0.0.1:" + port + "/"));

        assertThatThrownBy(() -> channel.send(DHCP4, KeaCommands.configWrite(), LONG))
                .isInstanceOfSatisfying(KeaTransportException.class, failure -> {
                    assertThat(failure.failure()).isEqualTo(TransportFailure.REFUSED);
                    assertThat(failure.mayHaveRun()).isFalse();
                })
                .hasMessageStartingWith("http://127.0.0.1:" + port + "/: Connection refused: nobody listens there.");
    }

    @Test
    void tellsHttpStatusesApart() {
        answers(status(401, "{\"result\":401,\"text\":\"Unauthorized\"}"));
        assertThat(failure(KeaCommands.configWrite()).failure()).isEqualTo(TransportFailure.UNAUTHORIZED);
        answers(status(403, "{\"result\":403,\"text\":\"Forbidden\"}"));
        assertThat(failure(KeaCommands.configWrite()))
                .hasMessageContaining("This looks like the HA listener")
                .extracting(KeaTransportException::failure)
                .isEqualTo(TransportFailure.FORBIDDEN);
        answers(status(500, "{\"result\":500,\"text\":\"Internal Server Error\"}"));
        KeaTransportException failure = failure(KeaCommands.configReload());
        assertThat(failure.failure()).isEqualTo(TransportFailure.SERVER_ERROR);
        assertThat(failure.mayHaveRun()).isTrue();
    }
}
