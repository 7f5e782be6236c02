package dev.keaha.client;

import static dev.keaha.config.DhcpService.DHCP4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.keaha.command.KeaCommands;
import dev.keaha.command.KeaTransportException;
import java.io.File;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

/** After very many faults of every kind: no connection, no thread and no file descriptor is left. */
class LeftoverTest {

    private static final int FAULTS = Integer.getInteger("kea.ha.faults", 200);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(60);

    /** Of tests that ran before in the same JVM; on Java 17 an HttpClient's thread lasts until it is collected. */
    private final Set<Thread> foreign = threads();

    private final List<FaultyServer> servers = new ArrayList<>();
    private final KeaClient client = KeaClient.builder().answerLimit(1 << 20).build();

    /** One way to fail, as often as wanted. */
    private record Way(EndpointChannel channel, Duration time) {

        void fail(int times) {
            for (int i = 0; i < times; i++) {
                Throwable thrown = catchThrowable(() -> channel.send(DHCP4, KeaCommands.configReload(), time));
                if (thrown != null) {
                    assertThat(thrown).isInstanceOf(KeaTransportException.class);
                }
            }
        }
    }

    private FaultyServer server(FaultyServer.Fault fault) {
        FaultyServer server = new FaultyServer(fault);
        servers.add(server);
        return server;
    }

    private Way way(KeaEndpoint endpoint, Duration time) {
        return new Way(client.channel(endpoint), time);
    }

    private Way way(Arguments fault, Duration time) {
        FaultyServer server = server((FaultyServer.Fault) fault.get()[4]);
        return way(KeaEndpoint.of("http://127.0.0.1:" + server.port()), time);
    }

    private static KeaEndpoint secure(int port) throws Exception {
        Path ca = Path.of(Objects.requireNonNull(LeftoverTest.class.getResource("tls/other-ca.pem"))
                .toURI());
        return KeaEndpoint.builder(URI.create("https://127.0.0.1:" + port))
                .tls(KeaTls.ofCa(ca))
                .build();
    }

    private static KeaEndpoint proxied(int port) {
        return KeaEndpoint.builder(URI.create("http://kea.example:8000"))
                .proxy("127.0.0.1", port)
                .build();
    }

    private List<Way> ways() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        FaultyServer plain = server(connection -> connection.answer("[{\"result\":0}]"));
        FaultyServer tls =
                new FaultyServer(KeaTlsTest.identity("server").context(), false, FaultyServer.Connection::reset);
        servers.add(tls);
        FaultyServer closing = server(connection -> {
            connection.answer("[{\"result\":0}]");
            connection.socket().close();
        });
        FaultyServer proxy = server(connection -> connection.answer("407 Proxy Authentication Required", ""));
        return Stream.of(
                        FaultTest.faults().map(fault -> way(fault, LONG)),
                        FaultTest.stalls().map(fault -> way(fault, SHORT)),
                        Stream.of(
                                way(KeaEndpoint.of("http://127.0.0.1:" + free), LONG),
                                way(KeaEndpoint.of("http://[::1]:" + free), LONG),
                                way(KeaEndpoint.of("http://" + "x".repeat(70)), LONG),
                                way(KeaEndpoint.of("http://127.0.0.1:" + closing.port()), LONG),
                                way(KeaEndpoint.of("http://127.0.0.1:" + tls.port()), LONG),
                                way(secure(tls.port()), LONG),
                                way(secure(plain.port()), SHORT),
                                way(proxied(free), LONG),
                                way(proxied(proxy.port()), LONG),
                                way(KeaEndpoint.of("unix:/nowhere/at/all"), LONG)))
                .flatMap(ways -> ways)
                .toList();
    }

    @Test
    void leavesNothingBehind() throws Exception {
        List<Way> ways = ways();
        // what the JVM opens once and keeps, and the one connection that the JDK does not give back when it is answered
        // something that is no HTTP for the first time
        ways.forEach(way -> way.fail(1));
        long before = descriptors();

        ways.forEach(way -> way.fail(Math.max(1, FAULTS / ways.size())));

        await(() -> descriptors() <= before);
        assertThat(descriptors()).as("file descriptors").isLessThanOrEqualTo(before);
        client.close();
        await(() -> connections() == 0 && own().isEmpty());
        assertThat(connections()).as("connections").isZero();
        assertThat(own()).as("threads").isEmpty();
        for (FaultyServer server : servers) {
            server.close();
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (System.nanoTime() < deadline && !condition.holds()) {
            System.gc(); // on Java 17 an HttpClient ends when nobody refers to it
            Thread.onSpinWait();
        }
    }

    /** Zero where the system does not tell. */
    private static long descriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }

    private long connections() {
        return servers.stream().mapToInt(FaultyServer::connections).sum();
    }

    private Set<Thread> own() {
        Set<Thread> own = threads();
        own.removeAll(foreign);
        return own;
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("kea-client-")
                        || thread.getName().startsWith("HttpClient-"))
                .collect(Collectors.toSet());
    }
}
