package dev.keaha.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Serves {@code /metrics} on the loopback interface. */
final class MetricsPage implements AutoCloseable {

    private final HttpServer server;

    /**
     * Begins to serve.
     *
     * @param port the port, 0 for any that is free
     */
    MetricsPage(int port, OpenMetricsText metrics) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new Failure(
                    "port-taken",
                    "Metrics cannot be served on port " + port + ": " + e.getMessage(),
                    "Give another port with --metrics.");
        }
        server.createContext("/metrics", exchange -> answer(exchange, metrics.text()));
        server.start();
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", OpenMetricsText.MEDIA_TYPE);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
