package dev.keaha.client;

import static dev.keaha.config.DhcpService.DHCP4;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaCommands;
import dev.keaha.command.KeaTransportException;
import dev.keaha.command.TransportFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPS with certificates from files, and what is said when they don't fit. */
class KeaTlsTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(KeaTlsTest.class.getResource("tls/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeaTls identity(String name) {
        return KeaTls.ofClient(file("ca.pem"), file(name + ".pem"), file(name + ".key"));
    }

    private static FaultyServer server(String name, boolean wantsCertificate) {
        return new FaultyServer(
                identity(name).context(),
                wantsCertificate,
                connection -> connection.answer("[{\"result\":0,\"text\":\"secure\"}]"));
    }

    private static KeaAnswer ask(FaultyServer server, String host, KeaTls tls) {
        try (KeaClient client = KeaClient.create()) {
            return client.channel(KeaEndpoint.builder(URI.create("https://" + host + ":" + server.port()))
                            .tls(tls)
                            .build())
                    .send(DHCP4, KeaCommands.configReload(), LONG);
        }
    }

    private static String failure(FaultyServer server, String host, KeaTls tls) {
        KeaTransportException failure = catchThrowableOfType(KeaTransportException.class, () -> ask(server, host, tls));
        assertThat(failure).isNotNull();
        assertThat(failure.failure()).as(failure.getMessage()).isEqualTo(TransportFailure.TLS);
        assertThat(failure.mayHaveRun()).isFalse();
        return failure.detail();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void checksNameOrAddress(String host) throws Exception {
        try (FaultyServer server = server("server", false)) {
            assertThat(ask(server, host, KeaTls.ofCa(file("ca.pem"))).text()).isEqualTo("secure");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "client-ec", "client-ed25519"})
    void showsItsCertificate(String name) throws Exception {
        try (FaultyServer server = server("server", true)) {
            assertThat(ask(server, "127.0.0.1", identity(name)).text()).isEqualTo("secure");
        }
    }

    @Test
    void takesAContextAsGiven() throws Exception {
        try (FaultyServer server = server("server", true)) {
            assertThat(ask(server, "127.0.0.1", KeaTls.of(identity("client").context()))
                            .text())
                    .isEqualTo("secure");
        }
    }

    @Test
    void anAuthorityThatIsNotTrusted() throws Exception {
        try (FaultyServer server = server("server", false)) {
            assertThat(failure(server, "127.0.0.1", KeaTls.ofCa(file("other-ca.pem"))))
                    .isEqualTo("TLS: the server's certificate is not trusted. Give the CA that issued it.");
        }
    }

    @Test
    void aCertificateThatHasExpired() throws Exception {
        try (FaultyServer server = server("expired", false)) {
            assertThat(failure(server, "127.0.0.1", KeaTls.ofCa(file("ca.pem"))))
                    .isEqualTo("TLS: the server's certificate has expired. Renew it.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void aCertificateForAnother(String host) throws Exception {
        try (FaultyServer server = server("elsewhere", false)) {
            assertThat(failure(server, host, KeaTls.ofCa(file("ca.pem"))))
                    .startsWith("TLS: the server's certificate is not for " + host + ".");
        }
    }

    @Test
    void noClientCertificate() throws Exception {
        try (FaultyServer server = server("server", true)) {
            assertThat(failure(server, "127.0.0.1", KeaTls.ofCa(file("ca.pem"))))
                    .startsWith("TLS: the server asks for a client certificate");
        }
    }

    @Test
    void aClientCertificateOfAnotherAuthority() throws Exception {
        try (FaultyServer server = server("server", true)) {
            assertThat(failure(server, "127.0.0.1", identity("stranger")))
                    .startsWith("TLS: the server")
                    .contains("client certificate");
        }
    }

    @Test
    void aServerWithoutTls() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                KeaClient client = KeaClient.create()) {
            Thread server = new Thread(() -> {
                try (Socket socket = plain.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // the client has gone
                }
            });
            server.start();
            EndpointChannel channel = client.channel(KeaEndpoint.of("https://127.0.0.1:" + plain.getLocalPort()));

            KeaTransportException failure = catchThrowableOfType(
                    KeaTransportException.class, () -> channel.send(DHCP4, KeaCommands.configReload(), LONG));

            assertThat(failure.failure()).isEqualTo(TransportFailure.TLS);
            assertThat(failure.detail()).isEqualTo("TLS: the server does not speak TLS. Give the address with http.");
            server.join(20_000);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            client-pkcs1.key     | the key in it has the old form 'RSA PRIVATE KEY'. Convert it to PKCS#8: openssl pkcs8
            client-sec1.key      | the key in it has the old form 'EC PRIVATE KEY'. Convert it to PKCS#8: openssl pkcs8
            client-encrypted.key | the key in it is encrypted. Write a copy that is not
            client-ec.key        | it is not the key of the certificate given with it
            client-ed25519.key   | it is not the key of the certificate given with it
            client.pem           | it holds no private key, only: [CERTIFICATE]
            make-certificates    | it is not PEM
            nowhere              | no such file
            """)
    void namesTheKeyFileThatCantBeUsed(String name, String problem) {
        Path key = file("ca.pem").resolveSibling(name);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeaTls.ofClient(file("ca.pem"), file("client.pem"), key))
                .withMessageStartingWith("The file " + key + " can't be used: ")
                .withMessageContaining(problem);
    }

    @Test
    void namesTheCertificateFileThatCantBeUsed(@TempDir Path directory) throws IOException {
        Path damaged = Files.writeString(
                directory.resolve("damaged.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeaTls.ofCa(damaged))
                .withMessage("The file " + damaged + " can't be used: certificate 1 in it is damaged.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeaTls.ofCa(file("client.key")))
                .withMessageContaining("it holds no certificate, only: [PRIVATE KEY]");
    }

    @Test
    void takesTextAroundTheBlocksAndSeveralAuthorities(@TempDir Path directory) throws Exception {
        Path both = directory.resolve("both.pem");
        Files.writeString(
                both,
                "the one\n" + Files.readString(file("other-ca.pem")) + "\nthe other\n"
                        + Files.readString(file("ca.pem")));

        try (FaultyServer server = server("server", false)) {
            assertThat(ask(server, "127.0.0.1", KeaTls.ofCa(both)).text()).isEqualTo("secure");
        }
    }
}
