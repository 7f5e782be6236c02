package dev.keaha.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;

/** A server on loopback that answers the check of the daemon as kea-dhcp4 does, and does as it is told with the rest. */
class FaultyServer implements AutoCloseable {

    static final String CHECKED = "[{\"result\":0,\"arguments\":{\"pkt4-received\":[[0,\"\"]]}}]";

    /** What to do with a request; the connection goes on after it unless it is closed. */
    interface Fault {
        void answer(Connection connection) throws Exception;
    }

    /** The server's side of one connection. */
    record Connection(Socket socket, OutputStream out) {

        void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        void answer(String body) throws IOException {
            answer("200 OK", body);
        }

        void answer(String status, String body, String... headers) throws IOException {
            StringBuilder head =
                    new StringBuilder("HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            write(head + "\r\n" + body);
        }

        /** Ends the connection with a reset, so that the other side can't take it for a proper end. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Waits until the other side is gone. */
        void awaitEnd() throws IOException {
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {
                // whatever still comes does not matter
            }
        }
    }

    private final ServerSocket listener;
    private final Fault fault;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean accepting = true;

    FaultyServer(Fault fault) {
        this(null, false, fault);
    }

    FaultyServer(@Nullable SSLContext tls, boolean wantsCertificate, Fault fault) {
        this.fault = fault;
        try {
            InetAddress loopback = InetAddress.getByName("127.0.0.1");
            listener = tls == null
                    ? new ServerSocket(0, 50, loopback)
                    : tls.getServerSocketFactory().createServerSocket(0, 50, loopback);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (listener instanceof SSLServerSocket secure) {
            secure.setNeedClientAuth(wantsCertificate);
        }
        daemon(this::accept);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "faulty-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (accepting) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                daemon(() -> serve(socket));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            Connection connection = new Connection(socket, socket.getOutputStream());
            for (String request = read(in); request != null && !socket.isClosed(); request = read(in)) {
                if (!admits(request, connection)) {
                    continue;
                } else if (request.contains("\"statistic-get\"")) {
                    connection.answer(CHECKED);
                } else {
                    requests.add(request);
                    fault.answer(connection);
                }
            }
        } catch (Exception e) {
            // the client has gone, which is what many faults end with
        } finally {
            open.remove(socket);
        }
    }

    /** Whether a request goes further; one that does not has been answered. */
    boolean admits(String request, Connection connection) throws IOException {
        return true;
    }

    /** One request, head and body; null when there is no further one. */
    static @Nullable String read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                return null;
            }
            head.append((char) c);
        }
        int length = 0;
        for (String line : head.toString().split("\r\n")) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return head + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** What came, without the checks. */
    List<String> requests() {
        return requests;
    }

    /** How many connections are open. */
    int connections() {
        return open.size();
    }

    /** Ends every connection, as a server does that was idle for too long. */
    void dropConnections() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        accepting = false;
        listener.close();
        dropConnections();
    }
}
