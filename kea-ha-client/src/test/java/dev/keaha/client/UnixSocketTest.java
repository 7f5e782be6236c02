package dev.keaha.client;

import static dev.keaha.config.DhcpService.DHCP4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaCommand;
import dev.keaha.command.KeaCommands;
import dev.keaha.command.KeaTransportException;
import dev.keaha.command.TransportFailure;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A daemon's Unix control socket: one command per connection, a bare object back. */
class UnixSocketTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final List<Daemon> daemons = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Daemon daemon : daemons) {
            daemon.close();
        }
    }

    private Daemon daemon(Handler handler) throws IOException {
        Daemon daemon = new Daemon(handler);
        daemons.add(daemon);
        return daemon;
    }

    /** Does something with a connection whose command has been read. */
    interface Handler {
        void answer(SocketChannel socket) throws Exception;
    }

    /** A daemon; it answers the check by itself. */
    private final class Daemon {

        final ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        final List<JsonObject> commands = new CopyOnWriteArrayList<>();

        Daemon(Handler handler) throws IOException {
            listener.bind(UnixDomainSocketAddress.of(socket()));
            Thread thread = new Thread(() -> accept(handler), "unix-daemon");
            thread.setDaemon(true);
            thread.start();
        }

        private void accept(Handler handler) {
            while (listener.isOpen()) {
                try (SocketChannel socket = listener.accept()) {
                    JsonObject command = read(socket);
                    if (command.text("command").orElseThrow().equals("statistic-get")) {
                        write(socket, "{\"result\":0,\"arguments\":{\"pkt4-received\":[]}}");
                    } else {
                        commands.add(command);
                        handler.answer(socket);
                    }
                } catch (Exception e) {
                    // the client or this daemon has gone
                }
            }
        }

        void close() throws IOException {
            listener.close();
        }
    }

    /** Reads until it is a whole object, as Kea does: the client does not close its side. */
    private static JsonObject read(SocketChannel socket) throws IOException {
        StringBuilder text = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        while (socket.read(buffer) >= 0) {
            text.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
            buffer.clear();
            if (text.charAt(text.length() - 1) == '}') {
                try {
                    return Json.parseObject(text.toString());
                } catch (dev.keaha.json.JsonSyntaxException e) {
                    // more to come
                }
            }
        }
        throw new IOException("cut");
    }

    private static void write(SocketChannel socket, String text) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (out.hasRemaining()) {
            socket.write(out);
        }
    }

    private Path socket() {
        return directory.resolve("socket");
    }

    private EndpointChannel channel(KeaClient client) {
        return client.channel(KeaEndpoint.of("unix:" + socket()));
    }

    private KeaTransportException failure(KeaCommand<?> command, Duration timeout) {
        try (KeaClient client = KeaClient.builder().answerLimit(1 << 20).build()) {
            Throwable thrown = catchThrowable(() -> channel(client).send(DHCP4, command, timeout));
            assertThat(thrown).isInstanceOf(KeaTransportException.class);
            return (KeaTransportException) thrown;
        }
    }

    @Test
    void sendsAndReads() throws Exception {
        Daemon daemon = daemon(s -> write(s, "{\"result\":0,\"text\":\"" + "x".repeat(300_000) + "\"}"));
        JsonObject large = Json.object("a", "y".repeat(900_000));

        try (KeaClient client = KeaClient.create()) {
            KeaAnswer answer = channel(client).send(DHCP4, KeaCommands.generic("config-set", large, true, false), LONG);

            assertThat(answer.text()).hasSize(300_000);
        }
        assertThat(daemon.commands)
                .singleElement()
                .satisfies(command -> assertThat(command.object("arguments")).contains(large));
    }

    @Test
    void serverClosesWithoutAnAnswer() throws Exception {
        Daemon daemon = daemon(SocketChannel::close);

        KeaTransportException failure = failure(KeaCommands.configReload(), LONG);

        assertThat(failure.failure()).isEqualTo(TransportFailure.CONNECTION_LOST);
        assertThat(failure.mayHaveRun()).isTrue();
        assertThat(daemon.commands).hasSize(1);
    }

    @Test
    void answerIsCut() throws Exception {
        daemon(s -> write(s, "{\"result\":0,"));

        assertThat(failure(KeaCommands.configReload(), LONG).failure()).isEqualTo(TransportFailure.NOT_KEA);
    }

    @Test
    void answerIsTooLarge() throws Exception {
        daemon(s -> write(s, " ".repeat((1 << 20) + 1)));

        assertThat(failure(KeaCommands.configReload(), LONG).failure()).isEqualTo(TransportFailure.TOO_LARGE);
    }

    /** Says that it was asked, and that the client has gone. */
    private record Silence(CountDownLatch asked, CountDownLatch gone) implements Handler {

        Silence() {
            this(new CountDownLatch(1), new CountDownLatch(1));
        }

        @Override
        public void answer(SocketChannel socket) throws IOException {
            asked.countDown();
            while (socket.read(ByteBuffer.allocate(10)) >= 0) {
                // nothing comes
            }
            gone.countDown();
        }
    }

    @Test
    void silence() throws Exception {
        Silence silence = new Silence();
        daemon(silence);

        KeaTransportException failure = failure(KeaCommands.configReload(), Duration.ofMillis(800));

        assertThat(failure.failure()).isEqualTo(TransportFailure.TIMED_OUT);
        assertThat(failure.mayHaveRun()).isTrue();
        assertThat(silence.gone().await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void cancelled() throws Exception {
        Silence silence = new Silence();
        daemon(silence);
        try (KeaClient client = KeaClient.create()) {
            CompletableFuture<KeaAnswer> answer = channel(client).sendAsync(DHCP4, KeaCommands.configReload(), LONG);
            assertThat(silence.asked().await(20, TimeUnit.SECONDS)).isTrue();

            answer.cancel(true);

            assertThat(silence.gone().await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** The exchange itself keeps the only thread. */
    @Test
    void theDeadlineComesWhereTheExecutorHasNoThreadLeft() throws Exception {
        daemon(new Silence());
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (KeaClient client = KeaClient.builder().executor(executor).build()) {
            assertThat(channel(client).sendAsync(DHCP4, KeaCommands.configReload(), Duration.ofMillis(500)))
                    .failsWithin(LONG)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOfSatisfying(KeaTransportException.class, e -> {
                        assertThat(e.failure()).isEqualTo(TransportFailure.TIMED_OUT);
                        assertThat(e.mayHaveRun()).isTrue();
                    });
        } finally {
            executor.shutdownNow();
        }
    }

    /** How a call can be ended from outside. */
    enum Way {
        TIME,
        CANCELLATION,
        INTERRUPTION,
        CLOSE
    }

    /** What had no thread yet when it was ended never reaches the daemon. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void whatIsSaidNotToHaveRunNeverRuns(Way way) throws Exception {
        Daemon daemon = daemon(s -> write(s, "{\"result\":0}"));
        ExecutorService executor = Executors.newSingleThreadExecutor();
        KeaClient client = KeaClient.builder().executor(executor).build();
        EndpointChannel channel = channel(client);
        channel.send(DHCP4, KeaCommands.configReload(), LONG);
        CountDownLatch free = new CountDownLatch(1);
        executor.execute(() -> {
            try {
                free.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        if (way == Way.TIME || way == Way.INTERRUPTION) {
            if (way == Way.INTERRUPTION) {
                Thread.currentThread().interrupt();
            }
            Throwable failure = catchThrowable(() ->
                    channel.send(DHCP4, KeaCommands.configReload(), way == Way.TIME ? Duration.ofMillis(100) : LONG));
            assertThat(Thread.interrupted()).isEqualTo(way == Way.INTERRUPTION);
            assertThat(((KeaTransportException) failure).mayHaveRun()).isFalse();
        } else {
            CompletableFuture<KeaAnswer> answer = channel.sendAsync(DHCP4, KeaCommands.configReload(), LONG);
            if (way == Way.CANCELLATION) {
                answer.cancel(true);
            } else {
                client.close();
                assertThat(answer)
                        .failsWithin(LONG)
                        .withThrowableThat()
                        .havingCause()
                        .isInstanceOfSatisfying(
                                KeaTransportException.class,
                                e -> assertThat(e.mayHaveRun()).isFalse());
            }
        }
        free.countDown();
        executor.shutdown();
        assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        try (KeaClient other = KeaClient.create()) {
            channel(other).send(DHCP4, KeaCommands.configWrite(), LONG);
        }

        assertThat(daemon.commands)
                .extracting(command -> command.text("command").orElseThrow())
                .containsExactly("config-reload", "config-write");
        client.close();
    }

    /** Wherever the end comes, what is said not to have run did not arrive whole. */
    @Test
    void endsAnywhereWithoutAWrongWord() throws Exception {
        Daemon daemon = daemon(s -> write(s, "{\"result\":0}"));
        List<Long> notRun = new ArrayList<>();
        try (KeaClient client = KeaClient.create()) {
            EndpointChannel channel = channel(client);
            channel.send(DHCP4, KeaCommands.configWrite(), LONG);
            for (long number = 0; number < 400; number++) {
                try {
                    channel.send(DHCP4, numbered(number), Duration.ofNanos(10_000 + number * 2_000));
                } catch (KeaTransportException e) {
                    if (!e.mayHaveRun()) {
                        notRun.add(number);
                    }
                }
            }
            channel.send(DHCP4, KeaCommands.configWrite(), LONG);
        }

        assertThat(notRun).isNotEmpty();
        assertThat(daemon.commands)
                .map(command -> command.object("arguments")
                        .map(arguments -> arguments.integer("number").orElse(-1))
                        .orElse(-1L))
                .doesNotContainAnyElementsOf(notRun);
    }

    private static KeaCommand<?> numbered(long number) {
        return KeaCommands.generic("change", Json.object("number", number), true, false);
    }

    @Test
    void noSocket() {
        KeaTransportException failure = failure(KeaCommands.configReload(), LONG);

        assertThat(failure.failure()).isEqualTo(TransportFailure.REFUSED);
        assertThat(failure.mayHaveRun()).isFalse();
        assertThat(failure).hasMessageContaining("Nobody listens there (No such file or directory)");
    }

    @Test
    void nobodyAtTheSocket() throws Exception {
        daemon(SocketChannel::close).close();

        assertThat(failure(KeaCommands.configReload(), LONG).failure()).isEqualTo(TransportFailure.REFUSED);
    }
}
