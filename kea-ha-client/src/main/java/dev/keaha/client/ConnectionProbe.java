package dev.keaha.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.ClosedChannelException;
import java.util.List;

/**
 * Finds out why a connection failed. The JDK's HttpClient tries a failed one again on the same, by then closed channel,
 * and reports only that it is closed (seen on 17 and 25): refused, unreachable and timed out look alike.
 */
final class ConnectionProbe {

    private static final int PATIENCE_MS = 3000;

    private ConnectionProbe() {}

    static boolean isNeeded(Throwable problem) {
        for (Throwable next = problem; next != null; next = next.getCause()) {
            if (next instanceof ClosedChannelException) {
                return true;
            }
        }
        return false;
    }

    /** Connects once more, to whom the client would, and gives what is wrong; the problem known so far if nothing is. */
    static Throwable reason(Throwable problem, HttpClient client, URI uri) {
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            socket.connect(firstHop(client, uri), PATIENCE_MS);
            return problem;
        } catch (IOException reason) {
            return reason;
        }
    }

    /** Whom a connection leads to: the proxy, or the host itself. */
    static InetSocketAddress firstHop(HttpClient client, URI uri) {
        List<Proxy> proxies =
                client.proxy().map(selector -> selector.select(uri)).orElse(List.of());
        if (!proxies.isEmpty() && proxies.get(0).address() instanceof InetSocketAddress proxy) {
            return proxy;
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return new InetSocketAddress(uri.getHost(), port);
    }
}
