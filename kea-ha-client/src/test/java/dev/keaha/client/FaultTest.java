package dev.keaha.client;

import static dev.keaha.config.DhcpService.DHCP4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaCommand;
import dev.keaha.command.KeaCommands;
import dev.keaha.command.KeaTransportException;
import dev.keaha.command.TransportFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way not to get a proper answer, and what the caller is told. */
class FaultTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(800);
    private static final KeaCommand<?> READ = KeaCommands.listCommands();
    private static final KeaCommand<?> CHANGE = KeaCommands.configReload();

    private final KeaClient client = KeaClient.builder().answerLimit(1 << 20).build();
    private final List<AutoCloseable> servers = new ArrayList<>();

    /** So that no deadline here runs while classes are loaded. */
    @BeforeAll
    static void warmUp() throws Exception {
        try (FaultyServer server = new FaultyServer(connection -> connection.answer("[{\"result\":0}]"));
                KeaClient client = KeaClient.create()) {
            client.channel(KeaEndpoint.of("http://127.0.0.1:" + server.port())).send(DHCP4, CHANGE, LONG);
        }
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        for (AutoCloseable server : servers) {
            server.close();
        }
    }

    private FaultyServer server(FaultyServer.Fault fault) {
        FaultyServer server = new FaultyServer(fault);
        servers.add(server);
        return server;
    }

    private EndpointChannel channel(FaultyServer server) {
        return client.channel(KeaEndpoint.of("http://127.0.0.1:" + server.port()));
    }

    private static KeaTransportException failure(EndpointChannel channel, KeaCommand<?> command, Duration timeout) {
        Throwable thrown = catchThrowable(() -> channel.send(DHCP4, command, timeout));
        assertThat(thrown).isInstanceOf(KeaTransportException.class);
        assertThat(thrown).hasMessageStartingWith(channel.address() + ": ");
        return (KeaTransportException) thrown;
    }

    private static Arguments fault(
            String name, TransportFailure kind, boolean mayHaveRun, String text, FaultyServer.Fault fault) {
        return Arguments.of(name, kind, mayHaveRun, text, fault);
    }

    private static Arguments answer(String name, TransportFailure kind, boolean mayHaveRun, String text, String body) {
        return fault(name, kind, mayHaveRun, text, connection -> connection.answer(body));
    }

    private static Arguments status(
            String status, TransportFailure kind, boolean mayHaveRun, String text, String body, String... headers) {
        return fault(
                status + " " + body, kind, mayHaveRun, text, connection -> connection.answer(status, body, headers));
    }

    private static Arguments agent(String reason, TransportFailure kind, boolean mayHaveRun, String text) {
        return answer(
                reason,
                kind,
                mayHaveRun,
                text,
                "[{\"result\":1,\"text\":\"unable to forward command to the dhcp4 service: " + reason
                        + ". The server is likely to be offline\"}]");
    }

    static Stream<Arguments> faults() {
        String html = "<!DOCTYPE html><html><body>It works</body></html>";
        return Stream.of(
                answer("empty", TransportFailure.NOT_KEA, true, "The answer is empty", ""),
                answer("no JSON", TransportFailure.NOT_KEA, true, "The answer is no JSON", "[{\"result\": 0"),
                answer("HTML", TransportFailure.NOT_KEA, true, "The answer is a web page", html),
                answer("empty list", TransportFailure.NOT_KEA, true, "found a list of 0", "[]"),
                answer(
                        "two answers",
                        TransportFailure.NOT_KEA,
                        true,
                        "found a list of 2",
                        "[{\"result\":0},{\"result\":0}]"),
                answer("number", TransportFailure.NOT_KEA, true, "Kea's", "17"),
                answer("list of a number", TransportFailure.NOT_KEA, true, "Kea's", "[17]"),
                answer("no result", TransportFailure.NOT_KEA, true, "found none", "[{\"text\":\"x\"}]"),
                answer("result is text", TransportFailure.NOT_KEA, true, "found none", "[{\"result\":\"0\"}]"),
                answer("deep", TransportFailure.NOT_KEA, true, "no JSON", "[".repeat(100_000)),
                answer("duplicate", TransportFailure.NOT_KEA, true, "no JSON", "[{\"result\":0,\"result\":1}]"),
                answer("large", TransportFailure.TOO_LARGE, true, "limit of 1048576 bytes", " ".repeat((1 << 20) + 1)),
                fault("a gigabyte", TransportFailure.TOO_LARGE, true, "limit of 1048576 bytes", connection -> {
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
                    String megabyte = " ".repeat(1 << 20);
                    for (int i = 0; i < 1000; i++) {
                        connection.write(megabyte);
                    }
                }),
                fault(
                        "gzip",
                        TransportFailure.NOT_KEA,
                        true,
                        "compressed (gzip)",
                        connection -> connection.answer("200 OK", "x", "Content-Encoding: gzip")),
                fault(
                        "body cut",
                        TransportFailure.CONNECTION_LOST,
                        true,
                        "before the answer was complete",
                        connection -> {
                            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[{\"result\":0");
                            connection.socket().close();
                        }),
                fault(
                        "body reset",
                        TransportFailure.CONNECTION_LOST,
                        true,
                        "before the answer was complete",
                        connection -> {
                            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[{\"result\":0");
                            connection.reset();
                        }),
                fault(
                        "no answer",
                        TransportFailure.CONNECTION_LOST,
                        true,
                        "before an answer came",
                        connection -> connection.socket().close()),
                fault(
                        "reset",
                        TransportFailure.CONNECTION_LOST,
                        true,
                        "before an answer came",
                        FaultyServer.Connection::reset),
                fault("half a head", TransportFailure.CONNECTION_LOST, true, "before an answer came", connection -> {
                    connection.write("HTTP/1.1 200 OK\r\nContent-Le");
                    connection.socket().close();
                }),
                fault("no HTTP", TransportFailure.NOT_KEA, true, "does not speak HTTP", connection -> {
                    connection.write("SSH-2.0-OpenSSH_9.2p1\r\n\r\n");
                    connection.socket().close();
                }),
                fault(
                        "bad length",
                        TransportFailure.NOT_KEA,
                        true,
                        "does not speak HTTP",
                        connection -> connection.write("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nx")),
                fault(
                        "length too short",
                        TransportFailure.NOT_KEA,
                        true,
                        "no JSON",
                        connection -> connection.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n[{\"result\":0}]")),
                status("400 Bad Request", TransportFailure.BAD_REQUEST, false, "unchanged", "{\"result\":400}"),
                status("400 Bad Request", TransportFailure.BAD_REQUEST, false, "https", html),
                status("401 Unauthorized", TransportFailure.UNAUTHORIZED, false, "Give them", "{\"result\":401}"),
                status("401 Unauthorized", TransportFailure.UNAUTHORIZED, false, "Give them", html),
                status("403 Forbidden", TransportFailure.FORBIDDEN, false, "HA listener", "{\"result\":403}"),
                status("404 Not Found", TransportFailure.NOT_KEA, false, "never gives", html),
                status("405 Method Not Allowed", TransportFailure.NOT_KEA, false, "never gives", ""),
                status(
                        "407 Proxy Authentication Required",
                        TransportFailure.UNAUTHORIZED,
                        false,
                        "proxy",
                        "",
                        "Proxy-Authenticate: Basic realm=\"x\""),
                status("408 Request Timeout", TransportFailure.TIMED_OUT, false, "10 s", "{\"result\":408}"),
                status(
                        "500 Internal Server Error",
                        TransportFailure.SERVER_ERROR,
                        true,
                        "Read back",
                        "{\"result\":500}"),
                status("500 Internal Server Error", TransportFailure.NOT_KEA, true, "not as Kea", html),
                status("502 Bad Gateway", TransportFailure.DAEMON_OFFLINE, true, "gateway", html),
                status("503 Service Unavailable", TransportFailure.DAEMON_OFFLINE, true, "gateway", ""),
                status("504 Gateway Timeout", TransportFailure.DAEMON_OFFLINE, true, "gateway", ""),
                status("204 No Content", TransportFailure.NOT_KEA, true, "never gives", ""),
                status(
                        "302 Found",
                        TransportFailure.NOT_KEA,
                        true,
                        "redirection to http://localhost/x",
                        "",
                        "Location: http://u:p@localhost/x"),
                agent("Connection refused", TransportFailure.DAEMON_OFFLINE, false, "not running"),
                agent("No such file or directory", TransportFailure.DAEMON_OFFLINE, false, "not running"),
                agent("Permission denied", TransportFailure.FORBIDDEN, false, "rights of the socket"),
                agent("End of file", TransportFailure.CONNECTION_LOST, true, "Read back"),
                agent("Operation canceled", TransportFailure.TIMED_OUT, true, "Read back"),
                agent("Connection timed out", TransportFailure.TIMED_OUT, true, "Read back"),
                agent("Some new reason", TransportFailure.CONNECTION_LOST, true, "(Some new reason)"),
                answer(
                        "no socket",
                        TransportFailure.WRONG_SERVICE,
                        false,
                        "leads to no dhcp4 daemon",
                        "[{\"result\":1,\"text\":\"forwarding socket is not configured for the server type dhcp4\"}]"),
                answer(
                        "3.2, from its source and field notes",
                        TransportFailure.WRONG_SERVICE,
                        false,
                        "unsupported service 'dhcp4', expected 'dhcp6'",
                        "[{\"result\":1,\"text\":\"unsupported service 'dhcp4', expected 'dhcp6'\"}]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void tellsFaultsApart(
            String name, TransportFailure kind, boolean mayHaveRun, String text, FaultyServer.Fault fault) {
        FaultyServer server = server(fault);

        KeaTransportException failure = failure(channel(server), CHANGE, LONG);

        assertThat(failure.failure()).as(failure.getMessage()).isEqualTo(kind);
        assertThat(failure.mayHaveRun()).isEqualTo(mayHaveRun);
        assertThat(failure).hasMessageContaining(text);
        String advice = "Whether config-reload ran, status-get tells.";
        assertThat(failure.getMessage().endsWith(advice)).isEqualTo(mayHaveRun);
        assertThat(failure.getMessage()).doesNotContain("u:p");
        // what must not be sent twice was not
        assertThat(server.requests()).hasSize(1);
    }

    static Stream<Arguments> stalls() {
        return Stream.of(
                fault("silent", TransportFailure.TIMED_OUT, true, "No answer within 800 ms", c -> c.awaitEnd()),
                fault("head, then nothing", TransportFailure.TIMED_OUT, true, "not complete within 800 ms", c -> {
                    c.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
                    c.awaitEnd();
                }),
                fault("half a body", TransportFailure.TIMED_OUT, true, "not complete within 800 ms", c -> {
                    c.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[{");
                    c.awaitEnd();
                }),
                fault("slow drip", TransportFailure.TIMED_OUT, true, "not complete within 800 ms", c -> {
                    c.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
                    while (true) {
                        c.write(" ");
                        TimeUnit.MILLISECONDS.sleep(20);
                    }
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stalls")
    void oneDeadlineForAll(
            String name, TransportFailure kind, boolean mayHaveRun, String text, FaultyServer.Fault fault)
            throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        FaultyServer server = server(connection -> {
            try {
                fault.answer(connection);
            } finally {
                gone.countDown();
            }
        });
        EndpointChannel channel = channel(server);

        KeaTransportException failure = failure(channel, CHANGE, SHORT);

        assertThat(failure.failure()).isEqualTo(kind);
        assertThat(failure.mayHaveRun()).isEqualTo(mayHaveRun);
        assertThat(failure).hasMessageContaining(text);
        // the connection is not left behind
        assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aServerThatIsSilentFromTheStartHasRunNothing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            EndpointChannel channel = client.channel(KeaEndpoint.of("http://127.0.0.1:" + silent.getLocalPort()));

            KeaTransportException failure = failure(channel, CHANGE, SHORT);

            assertThat(failure.failure()).isEqualTo(TransportFailure.TIMED_OUT);
            // it was still at the check
            assertThat(failure.mayHaveRun()).isFalse();
        }
    }

    @Test
    void noConnection() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            // nobody accepts: once the queue is full, further connections get no answer
            for (int i = 0; i < 3; i++) {
                Socket filler = new Socket();
                servers.add(filler);
                catchThrowable(() -> filler.connect(full.getLocalSocketAddress(), 100));
            }
            EndpointChannel channel = client.channel(KeaEndpoint.of("http://127.0.0.1:" + full.getLocalPort()));

            KeaTransportException failure = failure(channel, CHANGE, SHORT);

            assertThat(failure.failure()).isEqualTo(TransportFailure.UNREACHABLE);
            assertThat(failure.mayHaveRun()).isFalse();
            assertThat(failure).hasMessageContaining("No connection within 800 ms");
        }
    }

    @Test
    void aNameThatDoesNotResolve() {
        // too long for DNS, so that nobody is asked
        EndpointChannel channel = client.channel(KeaEndpoint.of("http://" + "x".repeat(70) + ":8000"));

        KeaTransportException failure = failure(channel, CHANGE, LONG);

        assertThat(failure.failure()).isEqualTo(TransportFailure.UNKNOWN_HOST);
        assertThat(failure.mayHaveRun()).isFalse();
    }

    @Test
    void anIpv6Literal() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        KeaTransportException failure = failure(client.channel(KeaEndpoint.of("http://[::1]:" + port)), CHANGE, LONG);

        assertThat(failure.address()).isEqualTo("http://[::1]:" + port);
        assertThat(failure.failure()).isIn(TransportFailure.REFUSED, TransportFailure.UNREACHABLE);
    }

    @Test
    void aRepeatableCommandIsRepeatedOnceWhenTheConnectionBreaks() {
        AtomicInteger count = new AtomicInteger();
        FaultyServer server = server(connection -> {
            if (count.incrementAndGet() == 1) {
                connection.reset();
            } else {
                connection.answer("[{\"result\":0,\"arguments\":[]}]");
            }
        });

        assertThat(channel(server).send(DHCP4, READ, LONG).result().isDone()).isTrue();
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void aRepeatableCommandIsRepeatedOnceAfterAStray408() {
        AtomicInteger count = new AtomicInteger();
        FaultyServer server = server(connection -> {
            if (count.incrementAndGet() == 1) {
                connection.answer("408 Request Timeout", "{\"result\":408}");
                connection.socket().close();
            } else {
                connection.answer("[{\"result\":0,\"arguments\":[]}]");
            }
        });

        assertThat(channel(server).send(DHCP4, READ, LONG).result().isDone()).isTrue();
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void isRepeatedOnceAndNoMore() {
        FaultyServer server = server(FaultyServer.Connection::reset);

        KeaTransportException failure = failure(channel(server), READ, LONG);

        assertThat(failure.failure()).isEqualTo(TransportFailure.CONNECTION_LOST);
        assertThat(server.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServerMayCloseAfterEachAnswer(boolean announced) {
        FaultyServer server = server(connection -> {
            connection.answer(
                    "200 OK",
                    "[{\"result\":0,\"arguments\":[]}]",
                    announced ? new String[] {"Connection: close"} : new String[0]);
            connection.socket().close();
        });
        EndpointChannel channel = channel(server);

        for (int i = 0; i < 20; i++) {
            assertThat(channel.send(DHCP4, READ, LONG).result().isDone()).isTrue();
        }
    }

    @Test
    void aConnectionIsReused() {
        FaultyServer server = server(connection -> connection.answer("[{\"result\":0}]"));
        EndpointChannel channel = channel(server);

        for (int i = 0; i < 20; i++) {
            channel.send(DHCP4, CHANGE, LONG);
        }

        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void anInterruptedThreadGetsItsAnswerAtOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        FaultyServer server = server(connection -> {
            asked.countDown();
            connection.awaitEnd();
            gone.countDown();
        });
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            thrown.complete(catchThrowable(() -> channel(server).send(DHCP4, CHANGE, LONG)));
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        waiting.start();
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        waiting.interrupt();

        assertThat(thrown.get(20, TimeUnit.SECONDS)).isInstanceOfSatisfying(KeaTransportException.class, failure -> {
            assertThat(failure.failure()).isEqualTo(TransportFailure.CANCELLED);
            assertThat(failure.mayHaveRun()).isTrue();
        });
        assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void cancellingEndsTheExchange() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        FaultyServer server = server(connection -> {
            asked.countDown();
            connection.awaitEnd();
            gone.countDown();
        });
        CompletableFuture<?> answer = channel(server).callAsync(DHCP4, READ, LONG);
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(answer.cancel(true)).isTrue();

        assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void closingTheClientEndsWhatIsUnderWay() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        FaultyServer server = server(connection -> {
            asked.countDown();
            connection.awaitEnd();
            gone.countDown();
        });
        EndpointChannel channel = channel(server);
        CompletableFuture<KeaAnswer> answer = channel.sendAsync(DHCP4, CHANGE, LONG);
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

        client.close();

        assertThat(catchThrowable(answer::join).getCause())
                .isInstanceOfSatisfying(KeaTransportException.class, failure -> {
                    assertThat(failure.failure()).isEqualTo(TransportFailure.CANCELLED);
                    assertThat(failure.mayHaveRun()).isTrue();
                });
        assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(failure(channel, CHANGE, LONG).failure()).isEqualTo(TransportFailure.CANCELLED);
    }

    @Test
    void theDeadlineHoldsOnAnExecutorWithoutAThreadLeft() throws Exception {
        FaultyServer server = server(FaultyServer.Connection::awaitEnd);
        ExecutorService one = Executors.newSingleThreadExecutor();
        try (KeaClient starved = KeaClient.builder().executor(one).build()) {
            EndpointChannel channel = starved.channel(KeaEndpoint.of("http://127.0.0.1:" + server.port()));

            Future<KeaTransportException> failure = one.submit(() -> failure(channel, CHANGE, SHORT));

            assertThat(failure.get(20, TimeUnit.SECONDS).failure())
                    .isIn(TransportFailure.UNREACHABLE, TransportFailure.TIMED_OUT);
        } finally {
            one.shutdown();
        }
    }

    /** Whoever has answered something that is no HTTP is not told a command again before it speaks HTTP. */
    @Test
    void whatDoesNotSpeakHttpIsLookedAtFirst() {
        AtomicInteger count = new AtomicInteger();
        FaultyServer server = server(connection -> {
            if (count.incrementAndGet() <= 3) {
                connection.write("SSH-2.0-OpenSSH_9.2p1\r\n\r\n");
                connection.socket().close();
            } else {
                connection.answer("[{\"result\":0}]");
            }
        });
        EndpointChannel channel = channel(server);

        assertThat(failure(channel, CHANGE, LONG).mayHaveRun()).isTrue();
        for (int i = 0; i < 2; i++) {
            KeaTransportException failure = failure(channel, CHANGE, LONG);
            assertThat(failure.failure()).isEqualTo(TransportFailure.NOT_KEA);
            assertThat(failure.mayHaveRun()).isFalse();
        }
        assertThat(channel.send(DHCP4, CHANGE, LONG).result().isDone()).isTrue();
        assertThat(server.requests())
                .extracting(request -> request.substring(0, 4))
                .containsExactly("POST", "GET ", "GET ", "GET ", "POST");
    }

    @Test
    void aTimeoutMustBeAboveZero() {
        EndpointChannel channel = client.channel(KeaEndpoint.of("http://127.0.0.1:1"));

        assertThatThrownBy(() -> channel.send(DHCP4, READ, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A timeout must be above zero, found PT0S");
    }

    @Test
    void readsAnswersInPieces() throws IOException {
        FaultyServer server = server(connection -> {
            String body = "[{\"result\":0,\"text\":\"" + "x".repeat(100_000) + "\"}]";
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < body.length(); i += 1000) {
                String part = body.substring(i, Math.min(i + 1000, body.length()));
                connection.write(Integer.toHexString(part.length()) + "\r\n" + part + "\r\n");
            }
            connection.write("0\r\n\r\n");
        });

        assertThat(channel(server).send(DHCP4, CHANGE, LONG).text()).hasSize(100_000);
    }

    private static long usedMemory() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    /** Only what an answer means is kept, not the bytes that it came in. */
    @Test
    void readsALargeAnswerWhileItComes() throws Exception {
        int size = 64 << 20;
        String megabyte = " ".repeat(1 << 20);
        CompletableFuture<Long> grown = new CompletableFuture<>();
        FaultyServer server = server(connection -> {
            long before = usedMemory();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + (size + 14) + "\r\n\r\n[");
            for (int i = 0; i < size; i += 1 << 20) {
                connection.write(megabyte);
            }
            grown.complete(usedMemory() - before);
            connection.write("{\"result\":0}]");
        });
        try (KeaClient roomy = KeaClient.create()) {
            EndpointChannel channel = roomy.channel(KeaEndpoint.of("http://127.0.0.1:" + server.port()));

            assertThat(channel.send(DHCP4, CHANGE, LONG).result().isDone()).isTrue();
        }
        assertThat(grown.get(20, TimeUnit.SECONDS)).isLessThan(size / 2);
    }
}
