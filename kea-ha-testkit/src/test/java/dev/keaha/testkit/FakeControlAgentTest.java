package dev.keaha.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaState;
import dev.keaha.testkit.FakeControlAgent.SocketFault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FakeControlAgentTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String STATUS = "{\"command\":\"status-get\",\"service\":[\"dhcp4\"]}";

    private static HttpRequest.Builder request(URI uri, String body) {
        return HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(URI uri, String body) throws IOException, InterruptedException {
        return send(request(uri, body));
    }

    private static FakeRelationship.Builder quick(String version) {
        return FakeRelationship.builder()
                .mode(HaMode.LOAD_BALANCING)
                .version(version)
                .heartbeatDelay(Duration.ofMillis(200))
                .maxResponseDelay(Duration.ofMillis(800))
                .maxUnackedClients(0)
                .onLoopback();
    }

    @Test
    void anAgentAnswersArraysForwardsAndOutlivesTheDaemon() throws Exception {
        try (FakeRelationship kea = quick("2.6.3").start()) {
            kea.awaitNormal();
            URI agent = kea.endpoint("server1");
            assertThat(post(agent, STATUS).body()).startsWith("[{").contains("\"load-balancing\"");
            assertThat(post(agent, "{\"command\":\"status-get\",\"service\":[\"dhcp6\",\"dhcp4\"]}")
                            .body())
                    .startsWith(
                            "[{\"result\":1,\"text\":\"forwarding socket is not configured for the server type dhcp6\"}");
            assertThat(post(agent, "{\"command\":\"status-get\",\"service\":\"dhcp4\"}")
                            .body())
                    .isEqualTo("[{\"result\":1,\"text\":\"service value must be a list\"}]");
            kea.kill("server1");
            assertThat(post(agent, STATUS).body())
                    .isEqualTo("[{\"result\":1,\"text\":\"unable to forward command to the dhcp4 service: Connection"
                            + " refused. The server is likely to be offline\"}]");
            kea.await("server2", HaState.PARTNER_DOWN, Duration.ofSeconds(10));
            kea.server("server1").killAgent();
            assertThatThrownBy(() -> post(agent, STATUS)).isInstanceOf(ConnectException.class);
            kea.server("server1").startAgent();
            kea.restart("server1");
            kea.awaitNormal();
            assertThat(post(agent, STATUS).body()).contains("\"load-balancing\"");
        }
    }

    @Test
    void aDaemonsOwnSocketDiesWithTheDaemonAndIgnoresService() throws Exception {
        try (FakeRelationship kea = quick("3.0.4").start()) {
            kea.awaitNormal();
            URI socket = kea.endpoint("server1");
            assertThat(post(socket, "{\"command\":\"config-get\",\"service\":[\"dhcp6\"]}")
                            .body())
                    .contains("\"Dhcp4\"");
            kea.kill("server1");
            assertThatThrownBy(() -> post(socket, STATUS)).isInstanceOf(ConnectException.class);
            kea.restart("server1");
            assertThat(post(socket, STATUS).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void kea32ChecksTheService() throws Exception {
        try (FakeRelationship kea = quick("3.2.0").start()) {
            URI socket = kea.endpoint("server1");
            assertThat(post(socket, "{\"command\":\"config-get\",\"service\":[\"dhcp6\"]}")
                            .body())
                    .isEqualTo("[{\"result\":1,\"text\":\"unsupported service 'dhcp6', expected 'dhcp4'\"}]");
            assertThat(post(socket, "{\"command\":\"config-get\",\"service\":[\"dhcp4\",\"dhcp6\"]}")
                            .body())
                    .contains("service value has more than one item");
        }
    }

    @Test
    void requestsAreTakenOnlyAsKeaTakesThem() throws Exception {
        for (String version : new String[] {"2.2.0", "3.0.4"}) {
            try (FakeRelationship kea = quick(version).start()) {
                URI uri = kea.endpoint("server1");
                assertThat(send(HttpRequest.newBuilder(uri).GET()).statusCode()).isEqualTo(400);
                assertThat(send(HttpRequest.newBuilder(uri).PUT(BodyPublishers.ofString(STATUS)))
                                .statusCode())
                        .isEqualTo(400);
                assertThat(send(HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(STATUS)))
                                .statusCode())
                        .isEqualTo(400);
                assertThat(send(request(uri, STATUS).setHeader("Content-Type", "application/json; charset=UTF-8"))
                                .statusCode())
                        .isEqualTo(400);
                assertThat(post(uri, "").body()).contains("NULL command parameter");
                HttpResponse<String> broken = post(uri, "{");
                assertThat(broken.statusCode()).isEqualTo(400);
                assertThat(broken.body()).isEqualTo("{ \"result\": 400, \"text\": \"Bad Request\" }");
                HttpRequest.Builder chunked = request(uri, "")
                        .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(
                                STATUS.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
                assertThat(send(chunked).statusCode()).isEqualTo(400);
                assertThat(post(uri, "[]").statusCode()).isEqualTo(200);
                assertThat(post(uri.resolve("/any/path"), STATUS).statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void basicAuthIsAskedForAfterTheBodyWasRead() throws Exception {
        try (FakeRelationship kea = quick("3.0.4").basicAuth("admin", "secret").start()) {
            URI uri = kea.endpoint("server1");
            HttpResponse<String> refused = post(uri, STATUS);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate"))
                    .hasValueSatisfying(value -> assertThat(value).startsWith("Basic realm="));
            assertThat(post(uri, "{").statusCode()).isEqualTo(400);
            String right = Base64.getEncoder()
                    .encodeToString("admin:secret".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(send(request(uri, STATUS).header("Authorization", "Basic " + right))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void theHaListenerRestrictsCommandsFromKea3On() throws Exception {
        for (String version : new String[] {"2.6.3", "3.0.4"}) {
            try (FakeRelationship kea = quick(version).start();
                    FakeControlAgent listener = FakeControlAgent.builder(kea.server("server1"))
                            .haListener()
                            .start()) {
                assertThat(post(listener.uri(), STATUS).statusCode()).isEqualTo(200);
                HttpResponse<String> config = post(listener.uri(), "{\"command\":\"config-get\"}");
                assertThat(config.statusCode()).isEqualTo(version.startsWith("3") ? 403 : 200);
            }
        }
    }

    @Test
    void aLostAnswerBreaksTheConnection() throws Exception {
        try (FakeRelationship kea = quick("3.0.4").start()) {
            kea.loseAnswer("server1", "ha-scopes");
            URI uri = kea.endpoint("server1");
            assertThatThrownBy(() -> post(uri, "{\"command\":\"ha-scopes\",\"arguments\":{\"scopes\":[]}}"))
                    .isInstanceOf(IOException.class);
            assertThat(kea.received("server1", "ha-scopes")).hasSize(1);
        }
    }

    @Test
    void aConnectionBreaksOnce() throws Exception {
        String scopes = "{\"command\":\"ha-scopes\",\"arguments\":{\"scopes\":[]},\"service\":[\"dhcp4\"]}";
        for (SocketFault fault : SocketFault.values()) {
            try (FakeRelationship kea = quick("2.6.3").start();
                    FakeControlAgent face =
                            FakeControlAgent.builder(kea.server("server1")).start()) {
                kea.awaitNormal();
                face.breakNext(fault);
                assertThatThrownBy(() -> send(request(face.uri(), scopes).timeout(Duration.ofSeconds(2))))
                        .as("%s", fault)
                        .isInstanceOf(fault == SocketFault.STALLED ? HttpTimeoutException.class : IOException.class);
                assertThat(kea.received("server1", "ha-scopes"))
                        .hasSize(fault == SocketFault.CLOSED_BEFORE_THE_COMMAND ? 0 : 1);
                assertThat(post(face.uri(), STATUS).statusCode()).isEqualTo(200);
            }
        }
    }
}
