package dev.keaha.client;

import static dev.keaha.config.DhcpService.DHCP4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keaha.command.KeaCommands;
import dev.keaha.command.KeaTransportException;
import dev.keaha.command.TransportFailure;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses and credentials. */
class KeaEndpointTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://192.0.2.1:8000",
                "HTTPS://kea.example/kea",
                "http://[2001:db8::1]:8000/",
                "unix:/run/kea/kea4-ctrl-socket",
                "unix:///run/kea/kea4-ctrl-socket"
            })
    void takesAddresses(String address) {
        assertThat(KeaEndpoint.of(address)).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kea.example",
                "kea.example:8000",
                "192.0.2.1:8000",
                "/run/kea/socket",
                "ftp://kea.example",
                "http:///x",
                "http://kea.example:0",
                "http://kea.example:70000",
                "http://kea.example/?x=1",
                "http://kea.example/#x",
                "unix:run/socket",
                "unix:/run/a%00b",
                "unix://host/run/socket",
                "http://kea example"
            })
    void refusesWhatIsNoAddress(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeaEndpoint.of(address))
                .withMessageContaining("Expected http://host:port, https://host:port or unix:/path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://user:hunter2@kea.example",
                "http://user:hunter2@kea example",
                "unix://a:hunter2@b/c",
                "user:hunter2@192.0.2.1:8000",
                "http:user:hunter2@192.0.2.1:8000",
                "http:/user:hunter2@192.0.2.1:8000",
                "https:///user:hunter2@kea.example",
                "http://user:1/hunter2@kea.example",
                "ftp://user:hunter2@kea.example",
                "unix:user:hunter2@kea.example",
                "user@hunter2@kea.example"
            })
    void refusesCredentialsInAnAddressWithoutShowingThem(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeaEndpoint.of(address))
                .satisfies(e -> assertThat(e).hasNoCause())
                .withMessageNotContaining("hunter2");
    }

    @Test
    void refusesWhatTheAddressHasNoUseFor() throws Exception {
        KeaTls tls = KeaTls.of(javax.net.ssl.SSLContext.getDefault());
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        KeaEndpoint.builder(URI.create("http://x")).tls(tls).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeaEndpoint.builder(URI.create("unix:/x"))
                        .credentials("u", "p")
                        .build());
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        KeaEndpoint.builder(URI.create("unix:/x")).proxy("p", 1).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeaEndpoint.builder(URI.create("http://x")).credentials("a:b", "p"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeaEndpoint.builder(URI.create("http://x")).credentials("", "p"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeaEndpoint.builder(URI.create("http://x")).proxy("p", 65536));
    }

    @Test
    void takesASocketWhosePathHoldsAnAt() {
        assertThat(KeaEndpoint.of("unix:/run/kea@1/socket").uri().getPath()).isEqualTo("/run/kea@1/socket");
    }

    @Test
    void refusesCredentialsInAProxysHostWithoutShowingThem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeaEndpoint.builder(URI.create("http://x")).proxy("bob:hunter2@proxy.example", 3128))
                .withMessageContaining("proxyCredentials")
                .withMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://u:hunter2@h/",
                "http://u:p@hunter2@h/",
                "//u:hunter2@h/",
                "http:/u:hunter2@h",
                "u:p/hunter2@h"
            })
    void showsNoCredentialsOfARedirection(String location) throws Exception {
        try (FaultyServer server =
                        new FaultyServer(connection -> connection.answer("302 Found", "", "Location: " + location));
                KeaClient client = KeaClient.create()) {
            KeaTransportException failure = catchThrowableOfType(
                    KeaTransportException.class,
                    () -> client.channel(KeaEndpoint.of("http://127.0.0.1:" + server.port()))
                            .send(DHCP4, KeaCommands.configWrite(), LONG));

            assertThat(failure).hasMessageContaining("a redirection to ").hasMessageNotContaining("hunter2");
            assertThat(failure.getMessage()).contains("h");
        }
    }

    @Test
    void showsNoPassword() {
        KeaEndpoint endpoint = KeaEndpoint.builder(URI.create("http://192.0.2.1:8000"))
                .credentials("admin", "hunter2")
                .proxy("proxy.example", 3128)
                .build();

        assertThat(endpoint)
                .hasToString("http://192.0.2.1:8000 as admin, password *****, through the proxy proxy.example:3128");
        assertThat(endpoint.toBuilder().build()).isEqualTo(endpoint).hasSameHashCodeAs(endpoint);
        assertThat(endpoint.toBuilder().credentials("admin", "other").build()).isNotEqualTo(endpoint);
    }

    private static String authorization(FaultyServer server, int request) {
        return server.requests()
                .get(request)
                .lines()
                .filter(line -> line.startsWith("Authorization: Basic "))
                .map(line -> new String(
                        Base64.getDecoder().decode(line.substring("Authorization: Basic ".length())),
                        StandardCharsets.UTF_8))
                .findFirst()
                .orElse("none");
    }

    @Test
    void sendsCredentials() throws Exception {
        try (FaultyServer server = new FaultyServer(connection -> connection.answer("[{\"result\":0}]"));
                KeaClient client = KeaClient.create()) {
            client.channel(KeaEndpoint.builder(URI.create("http://127.0.0.1:" + server.port()))
                            .credentials("us\u00e9r", "p:\u00e4 ")
                            .build())
                    .send(DHCP4, KeaCommands.configWrite(), LONG);

            assertThat(authorization(server, 0)).isEqualTo("us\u00e9r:p:\u00e4 ");
        }
    }

    @Test
    void readsAPasswordFileAgainWhenItChanges(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "first\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        try (FaultyServer server = new FaultyServer(connection -> connection.answer("[{\"result\":0}]"));
                KeaClient client = KeaClient.create()) {
            EndpointChannel channel =
                    client.channel(KeaEndpoint.builder(URI.create("http://127.0.0.1:" + server.port()))
                            .credentials("u", file)
                            .build());

            channel.send(DHCP4, KeaCommands.configWrite(), LONG);
            Files.writeString(file, "other\r\n");
            channel.send(DHCP4, KeaCommands.configWrite(), LONG);
            Files.delete(file);
            KeaTransportException failure = catchThrowableOfType(
                    KeaTransportException.class, () -> channel.send(DHCP4, KeaCommands.configWrite(), LONG));

            assertThat(authorization(server, 0)).isEqualTo("u:first");
            assertThat(authorization(server, 1)).isEqualTo("u:other");
            assertThat(failure.failure()).isEqualTo(TransportFailure.UNAUTHORIZED);
            assertThat(failure.mayHaveRun()).isFalse();
            assertThat(failure).hasMessageContaining("The password file " + file + " can't be read: no such file.");
        }
    }

    @Test
    void readsAPasswordFileAgainThatWasNotTaken(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "first");
        FileTime time = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(file, time);
        try (FaultyServer server = new FaultyServer(connection -> connection.answer("401 Unauthorized", ""));
                KeaClient client = KeaClient.create()) {
            EndpointChannel channel =
                    client.channel(KeaEndpoint.builder(URI.create("http://127.0.0.1:" + server.port()))
                            .credentials("u", file)
                            .build());
            for (String password : new String[] {"first", "other"}) {
                Files.writeString(file, password);
                Files.setLastModifiedTime(file, time);
                assertThat(catchThrowableOfType(
                                        KeaTransportException.class,
                                        () -> channel.send(DHCP4, KeaCommands.configWrite(), LONG))
                                .failure())
                        .isEqualTo(TransportFailure.UNAUTHORIZED);
            }

            assertThat(authorization(server, 0)).isEqualTo("u:first");
            assertThat(authorization(server, 1)).isEqualTo("u:other");
        }
    }

    @Test
    void refusesAPasswordFileThatIsNone(@TempDir Path directory) {
        try (KeaClient client = KeaClient.create()) {
            EndpointChannel channel = client.channel(KeaEndpoint.builder(URI.create("http://127.0.0.1:1"))
                    .credentials("u", directory)
                    .build());

            assertThat(catchThrowableOfType(
                            KeaTransportException.class, () -> channel.send(DHCP4, KeaCommands.configWrite(), LONG)))
                    .hasMessageContaining("it is no regular file");
        }
    }

    @Test
    void usesAnHttpClientThatIsGivenAndLeavesItOpen() throws Exception {
        HttpClient given = HttpClient.newHttpClient();
        try (FaultyServer server = new FaultyServer(connection -> connection.answer("[{\"result\":0}]"))) {
            KeaEndpoint endpoint = KeaEndpoint.of("http://127.0.0.1:" + server.port());
            for (int i = 0; i < 2; i++) {
                try (KeaClient client = KeaClient.builder().httpClient(given).build()) {
                    client.channel(endpoint).send(DHCP4, KeaCommands.configWrite(), LONG);
                }
            }

            // its connection was kept from the first to the second
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.requests())
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request)
                            .doesNotContainIgnoringCase("upgrade")
                            .doesNotContain("Authorization"));
        }
    }

    @Test
    void refusesAnHttpClientThatFollowsRedirections() {
        HttpClient following = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeaClient.builder().httpClient(following))
                .withMessageContaining("follows redirections");
    }
}
