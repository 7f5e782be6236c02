package dev.keaha.client;

import static dev.keaha.config.DhcpService.DHCP4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keaha.command.KeaCommands;
import dev.keaha.command.KeaTransportException;
import dev.keaha.command.TransportFailure;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An HTTP proxy between this machine and Kea: by forwarding for http, by CONNECT for https (spec row S5). */
class ProxyTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String AUTHORIZED =
            "Basic " + Base64.getEncoder().encodeToString("me:hunter2".getBytes(StandardCharsets.UTF_8));
    private static final String PROPERTY = "jdk.http.auth.tunneling.disabledSchemes";

    private final KeaClient client = KeaClient.create();

    @AfterEach
    void close() {
        client.close();
    }

    private static KeaEndpoint.Builder through(int proxy) {
        return KeaEndpoint.builder(URI.create("http://kea.example:8000/x")).proxy("127.0.0.1", proxy);
    }

    private static KeaEndpoint.Builder securely(int proxy, int port) throws Exception {
        return KeaEndpoint.builder(URI.create("https://localhost:" + port))
                .tls(KeaTls.ofCa(Path.of(Objects.requireNonNull(ProxyTest.class.getResource("tls/ca.pem"))
                        .toURI())))
                .proxy("127.0.0.1", proxy);
    }

    private KeaTransportException failure(KeaEndpoint endpoint) {
        KeaTransportException failure = catchThrowableOfType(
                KeaTransportException.class,
                () -> client.channel(endpoint).send(DHCP4, KeaCommands.configReload(), LONG));
        assertThat(failure).isNotNull();
        assertThat(failure.mayHaveRun()).isFalse();
        assertThat(failure).hasMessageNotContaining("hunter2");
        return failure;
    }

    private String answer(KeaEndpoint endpoint) {
        return client.channel(endpoint)
                .send(DHCP4, KeaCommands.configReload(), LONG)
                .text();
    }

    /** A proxy that forwards to nobody but answers itself, and wants credentials. */
    private static FaultyServer forwarding(List<String> seen) {
        return new FaultyServer(connection -> connection.answer("[{\"result\":0,\"text\":\"hello\"}]")) {
            @Override
            boolean admits(String request, Connection connection) throws IOException {
                seen.add(request);
                boolean admitted = request.contains("Proxy-Authorization: " + AUTHORIZED + "\r\n");
                if (!admitted) {
                    connection.answer(
                            "407 Proxy Authentication Required", "", "Proxy-Authenticate: Basic realm=\"proxy\"");
                }
                return admitted;
            }
        };
    }

    @Test
    void forwardsToAnHttpAddress() throws Exception {
        try (FaultyServer proxy =
                new FaultyServer(connection -> connection.answer("[{\"result\":0,\"text\":\"hello\"}]"))) {
            assertThat(answer(through(proxy.port()).build())).isEqualTo("hello");
            assertThat(proxy.requests().get(0))
                    .startsWith("POST http://kea.example:8000/x HTTP/1.1\r\n")
                    .doesNotContain("Proxy-Authorization");
        }
    }

    @Test
    void asksForCredentials(@TempDir Path directory) throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (FaultyServer proxy = forwarding(seen)) {
            KeaTransportException none = failure(through(proxy.port()).build());
            assertThat(none.failure()).isEqualTo(TransportFailure.UNAUTHORIZED);
            assertThat(none).hasMessageContaining("the proxy asks for user and password. Give them");

            KeaTransportException wrong = failure(
                    through(proxy.port()).proxyCredentials("me", "other").build());
            assertThat(wrong.failure()).isEqualTo(TransportFailure.UNAUTHORIZED);
            assertThat(wrong)
                    .hasMessageContaining("the proxy does not take user and password. Check them for user me.");

            assertThat(answer(through(proxy.port())
                            .proxyCredentials("me", "hunter2")
                            .build()))
                    .isEqualTo("hello");
            Path file = Files.writeString(directory.resolve("password"), "hunter2\n");
            seen.clear();
            // Kea's own credentials go to Kea, the proxy's to the proxy
            assertThat(answer(through(proxy.port())
                            .credentials("admin", "x")
                            .proxyCredentials("me", file)
                            .build()))
                    .isEqualTo("hello");
            assertThat(seen)
                    .allSatisfy(request -> assertThat(request).contains("\r\nAuthorization: Basic YWRtaW46eA=="));
        }
    }

    @Test
    void isDown() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        KeaTransportException failure = failure(through(port).build());

        assertThat(failure.failure()).isEqualTo(TransportFailure.UNREACHABLE);
        assertThat(failure).hasMessageContaining("through the proxy 127.0.0.1:" + port + " (Connection refused)");
        assertThat(failure(securely(port, 8000).build()))
                .hasMessageContaining("through the proxy 127.0.0.1:" + port + " (Connection refused)");
    }

    @Test
    void findsNobody() throws Exception {
        try (FaultyServer proxy = new FaultyServer(connection -> connection.answer("502 Bad Gateway", ""))) {
            KeaTransportException failure = catchThrowableOfType(
                    KeaTransportException.class,
                    () -> client.channel(through(proxy.port()).build()).send(DHCP4, KeaCommands.configReload(), LONG));
            assertThat(failure.failure()).isEqualTo(TransportFailure.UNREACHABLE);
        }
    }

    @Test
    void leadsToAnHttpsAddressWhoseCertificateIsChecked() throws Exception {
        try (Tunnel tunnel = new Tunnel("200 Connection Established", false);
                FaultyServer kea = kea("server");
                FaultyServer other = kea("elsewhere")) {
            assertThat(answer(securely(tunnel.port(), kea.port()).build())).isEqualTo("secure");
            assertThat(tunnel.seen.get(0)).startsWith("CONNECT localhost:" + kea.port() + " HTTP/1.1\r\n");

            KeaTransportException failure =
                    failure(securely(tunnel.port(), other.port()).build());
            assertThat(failure.failure()).isEqualTo(TransportFailure.TLS);
            assertThat(failure).hasMessageContaining("is not for localhost");
        }
    }

    private static FaultyServer kea(String name) {
        return new FaultyServer(
                KeaTlsTest.identity(name).context(),
                false,
                connection -> connection.answer("[{\"result\":0,\"text\":\"secure\"}]"));
    }

    @Test
    void refusesToLeadThere() throws Exception {
        try (Tunnel tunnel = new Tunnel("502 Bad Gateway", false)) {
            KeaTransportException failure =
                    failure(securely(tunnel.port(), 8000).build());

            assertThat(failure.failure()).isEqualTo(TransportFailure.UNREACHABLE);
            assertThat(failure)
                    .hasMessageContaining("through the proxy 127.0.0.1:" + tunnel.port())
                    .hasMessageContaining("502")
                    .hasMessageContaining("Check that the proxy may lead to this host and port");
        }
    }

    /** Java shows no credentials for a tunnel unless it was started so: it must not be a riddle. */
    @Test
    void asksForCredentialsForATunnel() throws Exception {
        try (Tunnel tunnel = new Tunnel("200 Connection Established", true);
                FaultyServer kea = kea("server")) {
            KeaTransportException none =
                    failure(securely(tunnel.port(), kea.port()).build());
            assertThat(none.failure()).isEqualTo(TransportFailure.UNAUTHORIZED);
            assertThat(none).hasMessageContaining("the proxy asks for user and password");

            KeaEndpoint endpoint = securely(tunnel.port(), kea.port())
                    .proxyCredentials("me", "hunter2")
                    .build();
            KeaTransportException disabled = failure(endpoint);
            assertThat(disabled.failure()).isEqualTo(TransportFailure.UNAUTHORIZED);
            assertThat(disabled).hasMessageContaining("-D" + PROPERTY + "=");

            assertThat(inJavaStartedSo(tunnel.port(), kea.port())).isEqualTo("secure");
        }
    }

    private static String inJavaStartedSo(int proxy, int port) throws Exception {
        Path tests = Path.of(Objects.requireNonNull(ProxyTest.class.getResource("ProxyTest.class"))
                        .toURI())
                .resolve("../../../..")
                .normalize();
        String classes = tests
                + File.pathSeparator
                + System.getProperty("jdk.module.path", "")
                + File.pathSeparator
                + System.getProperty("java.class.path");
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-D" + PROPERTY + "=",
                        "-cp",
                        classes,
                        Tunnelled.class.getName(),
                        String.valueOf(proxy),
                        String.valueOf(port))
                .redirectErrorStream(true)
                .start();
        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said.strip();
    }

    /** The same in a JVM of its own. */
    static final class Tunnelled {
        private Tunnelled() {}

        public static void main(String[] ports) throws Exception {
            try (KeaClient client = KeaClient.create()) {
                KeaEndpoint endpoint = securely(Integer.parseInt(ports[0]), Integer.parseInt(ports[1]))
                        .proxyCredentials("me", "hunter2")
                        .build();
                System.out.println(client.channel(endpoint)
                        .send(DHCP4, KeaCommands.configReload(), LONG)
                        .text());
            }
        }
    }

    @Test
    void credentialsForNoProxy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeaEndpoint.builder(URI.create("http://127.0.0.1:8000"))
                        .proxyCredentials("me", "hunter2")
                        .build())
                .withMessage("Credentials for a proxy were given, but no proxy for http://127.0.0.1:8000");
        assertThat(through(1).proxyCredentials("me", "hunter2").build())
                .hasToString("http://kea.example:8000/x, through the proxy 127.0.0.1:1 as me, password *****");
    }

    /** A proxy that knows CONNECT alone. */
    private static final class Tunnel implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        private final List<Socket> open = new CopyOnWriteArrayList<>();
        final List<String> seen = new CopyOnWriteArrayList<>();
        private final String status;
        private final boolean wantsCredentials;

        Tunnel(String status, boolean wantsCredentials) throws IOException {
            this.status = status;
            this.wantsCredentials = wantsCredentials;
            daemon(() -> {
                while (true) {
                    Socket socket = listener.accept();
                    open.add(socket);
                    daemon(() -> serve(socket));
                }
            });
        }

        private interface Task {
            void run() throws Exception;
        }

        private static void daemon(Task task) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            task.run();
                        } catch (Exception e) {
                            // one of the two sides has gone
                        }
                    },
                    "tunnel");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve(Socket socket) throws Exception {
            String request = Objects.requireNonNull(FaultyServer.read(socket.getInputStream()));
            seen.add(request);
            boolean admitted = !wantsCredentials || request.contains("Proxy-Authorization: " + AUTHORIZED + "\r\n");
            socket.getOutputStream()
                    .write(("HTTP/1.1 "
                                    + (admitted
                                            ? status
                                            : "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"")
                                    + "\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            if (!admitted || !status.startsWith("200")) {
                socket.close();
                return;
            }
            String to = request.split(" ")[1];
            try (socket;
                    Socket kea = new Socket("127.0.0.1", Integer.parseInt(to.substring(to.indexOf(':') + 1)))) {
                open.add(kea);
                daemon(() -> {
                    try (socket) {
                        kea.getInputStream().transferTo(socket.getOutputStream());
                    }
                });
                socket.getInputStream().transferTo(kea.getOutputStream());
            }
        }

        int port() {
            return listener.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        }
    }
}
