package dev.keaha.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A look at whether the other side speaks HTTP at all, with a socket of its own: a request that changes nothing, of which
 * Kea thinks nothing (it answers everything but POST with 400), and the first bytes of the answer. It shows no
 * credentials. Any thread may close it, which ends it.
 */
final class HttpLook {

    private static final String HTTP = "HTTP/";

    private final HttpClient client;
    private final KeaEndpoint endpoint;
    private final Socket plain = new Socket(Proxy.NO_PROXY);
    private volatile @Nullable Socket socket;

    HttpLook(HttpClient client, KeaEndpoint endpoint) {
        this.client = client;
        this.endpoint = endpoint;
    }

    void connect() throws IOException {
        InetSocketAddress to = ConnectionProbe.firstHop(client, endpoint.uri());
        plain.connect(to);
        if (endpoint.isHttps() && endpoint.proxy().isEmpty()) {
            String host = endpoint.uri().getHost();
            SSLSocket secure =
                    (SSLSocket) client.sslContext().getSocketFactory().createSocket(plain, host, to.getPort(), true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            socket = secure;
            secure.startHandshake();
        } else {
            socket = plain;
        }
    }

    void expectHttp() throws IOException {
        Socket open = socket == null ? plain : socket;
        open.getOutputStream()
                .write(("GET / HTTP/1.1\r\nHost: " + endpoint.uri().getAuthority() + "\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        InputStream in = open.getInputStream();
        byte[] start = in.readNBytes(HTTP.length());
        if (start.length > 0 && !new String(start, StandardCharsets.US_ASCII).equals(HTTP)) {
            throw new ProtocolException("The answer does not begin with " + HTTP);
        }
    }

    void close() {
        try {
            plain.close();
        } catch (IOException e) {
            // it is gone all the same
        }
    }
}
