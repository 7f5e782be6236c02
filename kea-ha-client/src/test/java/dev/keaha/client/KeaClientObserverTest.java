package dev.keaha.client;

import static dev.keaha.config.DhcpService.DHCP4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.keaha.command.KeaCommands;
import dev.keaha.command.KeaTransportException;
import dev.keaha.command.ResultCode;
import dev.keaha.command.TransportFailure;
import dev.keaha.json.Json;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an observer sees of each command. */
class KeaClientObserverTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String ANSWER = "[{\"result\":1,\"text\":\"no\"}]";

    /** Keeps what it sees. */
    private static final class Seen implements KeaClientObserver {
        final List<Sent> started = new CopyOnWriteArrayList<>();
        final List<Sent> ended = new CopyOnWriteArrayList<>();
        final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
        final CountDownLatch end = new CountDownLatch(1);

        @Override
        public void started(Sent sent) {
            started.add(sent);
        }

        @Override
        public void ended(Sent sent, Outcome outcome) {
            ended.add(sent);
            outcomes.add(outcome);
            end.countDown();
            throw new IllegalStateException("an observer's own trouble");
        }
    }

    /** Keeps lines. */
    private static final class Lines implements System.Logger {
        final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
            lines.add(level + " " + message);
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... values) {
            lines.add(level + " " + format);
        }
    }

    private static KeaEndpoint endpoint(FaultyServer server) {
        return KeaEndpoint.builder(URI.create("http://127.0.0.1:" + server.port()))
                .credentials("admin", "hunter2")
                .build();
    }

    @Test
    void seesAnswers() throws Exception {
        Seen seen = new Seen();
        try (FaultyServer server = new FaultyServer(connection -> connection.answer(ANSWER));
                KeaClient client = KeaClient.builder().observer(seen).build()) {
            EndpointChannel channel = client.channel(endpoint(server));
            channel.send(DHCP4, KeaCommands.configReload(), LONG);
            channel.send(DHCP4, KeaCommands.configReload(), LONG);

            assertThat(seen.started).hasSize(2).isEqualTo(seen.ended);
            assertThat(seen.started.get(0)).satisfies(sent -> {
                assertThat(sent.address()).isEqualTo(channel.address());
                assertThat(sent.command()).isEqualTo("config-reload");
                assertThat(sent.bytes()).isEqualTo("{\"command\":\"config-reload\",\"service\":[\"dhcp4\"]}".length());
            });
            assertThat(seen.outcomes).allSatisfy(outcome -> {
                assertThat(outcome.result()).contains(ResultCode.ERROR);
                assertThat(outcome.failure()).isEmpty();
                assertThat(outcome.bytes()).isEqualTo(ANSWER.length());
                assertThat(outcome.took()).isBetween(Duration.ofNanos(1), LONG);
            });
            // the first one's check counts
            assertThat(seen.outcomes)
                    .extracting(KeaClientObserver.Outcome::exchanges)
                    .containsExactly(2, 1);
        }
    }

    @Test
    void seesFailures() throws Exception {
        Seen seen = new Seen();
        try (FaultyServer server = new FaultyServer(FaultyServer.Connection::reset);
                KeaClient client = KeaClient.builder().observer(seen).build()) {
            Throwable thrown = catchThrowable(
                    () -> client.channel(endpoint(server)).send(DHCP4, KeaCommands.listCommands(), LONG));

            assertThat(thrown).isInstanceOf(KeaTransportException.class);
            assertThat(seen.outcomes).singleElement().satisfies(outcome -> {
                assertThat(outcome.result()).isEmpty();
                assertThat(outcome.exchanges()).isEqualTo(3);
                assertThat(outcome.failure())
                        .map(KeaTransportException::failure)
                        .contains(TransportFailure.CONNECTION_LOST);
            });
        }
    }

    @Test
    void seesCancellation() throws Exception {
        Seen seen = new Seen();
        CountDownLatch asked = new CountDownLatch(1);
        try (FaultyServer server = new FaultyServer(connection -> {
                    asked.countDown();
                    connection.awaitEnd();
                });
                KeaClient client = KeaClient.builder().observer(seen).build()) {
            var answer = client.channel(endpoint(server)).sendAsync(DHCP4, KeaCommands.configReload(), LONG);
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

            answer.cancel(true);

            assertThat(seen.end.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(seen.outcomes.get(0).failure())
                    .map(KeaTransportException::failure)
                    .contains(TransportFailure.CANCELLED);
        }
    }

    @Test
    void writesALineForEachWithoutSecrets() throws Exception {
        Lines log = new Lines();
        AtomicBoolean asked = new AtomicBoolean();
        try (FaultyServer server = new FaultyServer(connection -> {
                    if (asked.getAndSet(true)) {
                        connection.reset();
                    } else {
                        connection.answer(ANSWER);
                    }
                });
                KeaClient client = KeaClient.builder()
                        .observer(KeaClientObserver.logging(log))
                        .build()) {
            EndpointChannel channel = client.channel(endpoint(server));
            channel.send(
                    DHCP4, KeaCommands.generic("config-set", Json.object("password", "hunter3"), true, false), LONG);
            catchThrowable(() -> channel.send(DHCP4, KeaCommands.configReload(), LONG));

            assertThat(log.lines.get(0))
                    .matches("INFO config-set to dhcp4 at " + channel.address()
                            + ": result 1, \\d+ ms, \\d+ bytes sent, 26 received, 2 exchanges");
            assertThat(log.lines.get(1)).startsWith("WARNING config-reload to dhcp4 at " + channel.address() + ": ");
            assertThat(log.lines).hasSize(2).noneMatch(line -> line.contains("hunter"));
        }
    }
}
