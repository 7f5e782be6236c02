package dev.keaha.testkit.real;

import dev.keaha.config.DhcpService;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonSyntaxException;
import dev.keaha.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The least that a command to Kea needs: enough to see whether a server answers, and in which state it is. No part of
 * what is tested, and so not the SDK's client.
 */
final class ManagementRequest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private ManagementRequest() {}

    /**
     * Sends a command without arguments.
     *
     * @param authorization value of the header, or null
     * @return the answer, whatever its result
     * @throws IOException when there is no proper answer
     */
    static JsonObject send(URI endpoint, DhcpService service, String command, @Nullable String authorization)
            throws IOException {
        byte[] body = Json.object("command", command, "service", Json.array(service.word()))
                .toJson()
                .getBytes(StandardCharsets.UTF_8);
        HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout((int) TIMEOUT.toMillis());
        connection.setReadTimeout((int) TIMEOUT.toMillis());
        connection.setDoOutput(true);
        // without a fixed length Java repeats a failed POST by itself
        connection.setFixedLengthStreamingMode(body.length);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Connection", "close");
        if (authorization != null) {
            connection.setRequestProperty("Authorization", authorization);
        }
        try {
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException("HTTP status " + status + " from " + endpoint);
            }
            String text = new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            JsonValue answer = Json.parse(text);
            if (answer instanceof JsonArray list && list.size() == 1 && list.get(0) instanceof JsonObject only) {
                return only;
            }
            throw new IOException("Expected a list of one answer from " + endpoint + ", found " + answer);
        } catch (JsonSyntaxException e) {
            throw new IOException("No JSON from " + endpoint, e);
        } finally {
            connection.disconnect();
        }
    }
}
