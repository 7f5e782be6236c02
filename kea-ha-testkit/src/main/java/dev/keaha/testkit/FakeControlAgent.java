package dev.keaha.testkit;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.ResultCode;
import dev.keaha.config.DhcpService;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonSyntaxException;
import dev.keaha.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP face of a {@link FakeKea} on loopback: what its Control Agent, its own HTTP control socket or its HA listener
 * answers, with Kea's rules for requests (kea-reference 4).
 *
 * <p>The socket and the listener live and die with the daemon: while it is down, the connection is refused. The Control
 * Agent goes on and says that the daemon is offline.
 *
 * <p>Safe for use by several threads.
 */
public final class FakeControlAgent implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Set<String> ENVELOPE = Set.of("command", "arguments", "service", "remote-address");
    // kept, since a logger that nobody holds forgets its level
    private static final Logger MOCK_WEB_SERVER = Logger.getLogger(MockWebServer.class.getName());

    static {
        MOCK_WEB_SERVER.setLevel(Level.WARNING);
    }

    private final FakeKea server;
    private final Door door;
    private final int port;
    private final @Nullable String credentials;
    private final @Nullable SSLContext tls;
    private final boolean clientCertificate;
    private final ExecutorService switcher = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "fake-kea-http");
        thread.setDaemon(true);
        return thread;
    });
    private final Queue<SocketFault> breaks = new ConcurrentLinkedQueue<>();
    private @Nullable MockWebServer listening;
    private boolean closed;

    /** How a connection breaks. */
    public enum SocketFault {
        /** It is closed when the request is in; the command is not done. */
        CLOSED_BEFORE_THE_COMMAND,
        /** The command is done, and the connection is closed instead of an answer. */
        CLOSED_INSTEAD_OF_AN_ANSWER,
        /** The command is done, and the connection is closed in the middle of the answer. */
        CLOSED_WITHIN_THE_ANSWER,
        /** The command is done, and nothing comes; the connection stays open. */
        STALLED
    }

    private FakeControlAgent(Builder builder) {
        this.server = builder.server;
        this.door = builder.door;
        this.port = builder.port;
        this.credentials = builder.credentials;
        this.tls = builder.tls;
        this.clientCertificate = builder.clientCertificate;
    }

    /**
     * Opens a server's management address: its Control Agent where it has one, else its HTTP control socket.
     *
     * @param server the server, whose management address is on loopback
     * @return its face
     */
    static FakeControlAgent over(FakeKea server, Optional<String> credentials) {
        Builder builder = builder(server).port(server.managementUrl().getPort());
        builder.credentials = credentials.orElse(null);
        return builder.start();
    }

    /**
     * Begins to describe the face of a server.
     *
     * @param server the server
     * @return a description of its management side: its Control Agent where it has one, else its HTTP control socket; on
     *     a free port, without TLS and authentication
     */
    public static Builder builder(FakeKea server) {
        return new Builder(server);
    }

    /**
     * Where it listens while it is up.
     *
     * @return its address
     */
    public URI uri() {
        return URI.create((tls == null ? "http" : "https") + "://127.0.0.1:" + port + "/");
    }

    /**
     * Breaks the connection of the next request, whoever makes it. May be called again: then that of the one after it.
     *
     * @param fault how
     */
    public void breakNext(SocketFault fault) {
        breaks.add(fault);
    }

    /** Ends it for good. */
    @Override
    public void close() {
        synchronized (switcher) {
            closed = true;
        }
        change().join();
        switcher.shutdown();
    }

    private void open() {
        server.onChange(this::change);
        change().join();
    }

    private CompletableFuture<Void> change() {
        synchronized (switcher) {
            return switcher.isShutdown()
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.runAsync(this::adjust, switcher);
        }
    }

    /** Opens or closes the port as the server's life demands. Not on a thread that holds the world. */
    private void adjust() {
        boolean wanted;
        synchronized (server.world().lock()) {
            wanted = isUp();
        }
        synchronized (switcher) {
            wanted &= !closed;
            MockWebServer now = listening;
            if (wanted && now == null) {
                listening = listen();
            } else if (!wanted && now != null) {
                listening = null;
                now.close();
            }
        }
    }

    private boolean isUp() {
        return door == Door.AGENT ? server.isAgentUp() : server.daemon() != null;
    }

    private MockWebServer listen() {
        MockWebServer opened = new MockWebServer();
        opened.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                try {
                    SocketFault fault = breaks.poll();
                    return fault == null ? answer(request) : broken(fault, request);
                } catch (RuntimeException e) {
                    // the server would keep the connection open and say nothing
                    return response(
                            500,
                            Json.object("result", 500, "text", e.toString()).toJson());
                }
            }
        });
        opened.setProtocolNegotiationEnabled(false);
        opened.setServerSocketFactory(new PromptSockets());
        if (tls != null) {
            opened.useHttps(tls.getSocketFactory());
            if (clientCertificate) {
                opened.requireClientAuth();
            }
        }
        try {
            opened.start(InetAddress.getByName("127.0.0.1"), port);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on 127.0.0.1:" + port, e);
        }
        return opened;
    }

    /** MockWebServer sends head and body of an answer apart; without this the second waits 40 ms for the first. */
    private static final class PromptSockets extends ServerSocketFactory {

        @Override
        public ServerSocket createServerSocket() throws IOException {
            return new ServerSocket() {
                @Override
                public Socket accept() throws IOException {
                    Socket socket = super.accept();
                    socket.setTcpNoDelay(true);
                    return socket;
                }
            };
        }

        @Override
        public ServerSocket createServerSocket(int port) throws IOException {
            return createServerSocket(port, 50, null);
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) throws IOException {
            return createServerSocket(port, backlog, null);
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, @Nullable InetAddress address)
                throws IOException {
            ServerSocket socket = createServerSocket();
            socket.bind(new InetSocketAddress(address, port), backlog);
            return socket;
        }
    }

    // ---- requests

    private static MockResponse response(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .setHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    private static MockResponse error(int status, String text) {
        return response(status, "{ \"result\": " + status + ", \"text\": \"" + text + "\" }");
    }

    private static MockResponse nothing() {
        return new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket(true, false, false))
                .build();
    }

    private MockResponse broken(SocketFault fault, RecordedRequest request) {
        if (fault == SocketFault.CLOSED_BEFORE_THE_COMMAND) {
            return nothing();
        }
        MockResponse.Builder answer = answer(request).newBuilder();
        return switch (fault) {
            case CLOSED_BEFORE_THE_COMMAND, CLOSED_INSTEAD_OF_AN_ANSWER -> nothing();
            case CLOSED_WITHIN_THE_ANSWER ->
                answer.onResponseBody(new SocketEffect.CloseSocket(true, false, false))
                        .build();
            case STALLED -> answer.onResponseStart(SocketEffect.Stall.INSTANCE).build();
        };
    }

    private MockResponse answer(RecordedRequest request) {
        if (!isProper(request)) {
            return error(400, "Bad Request");
        }
        if (request.getBodySize() == 0) {
            return done(refusal("Command processing failed: NULL command parameter"));
        }
        JsonValue body;
        try {
            body = Json.parse(new String(request.getBody().toByteArray(), StandardCharsets.ISO_8859_1));
        } catch (JsonSyntaxException e) {
            return error(400, "Bad Request");
        }
        if (!isAuthorized(request.getHeaders().get("Authorization"))) {
            MockResponse refused = error(401, "Unauthorized");
            return refused.newBuilder()
                    .setHeader("WWW-Authenticate", "Basic realm=\"" + realm() + "\"")
                    .build();
        }
        return perform(body);
    }

    private static boolean isProper(RecordedRequest request) {
        return "POST".equals(request.getMethod())
                && "application/json".equalsIgnoreCase(request.getHeaders().get("Content-Type"))
                && request.getHeaders().get("Transfer-Encoding") == null
                && request.getHeaders().get("Content-Length") != null;
    }

    private boolean isAuthorized(@Nullable String authorization) {
        if (door == Door.LISTENER) {
            return true;
        }
        List<String> accepted = new ArrayList<>();
        if (credentials != null) {
            accepted.add(credentials);
        }
        if (door == Door.SOCKET) {
            synchronized (server.world().lock()) {
                accepted.addAll(configuredCredentials());
            }
        }
        return accepted.isEmpty()
                || accepted.stream()
                        .map(one -> "Basic " + Base64.getEncoder().encodeToString(one.getBytes(StandardCharsets.UTF_8)))
                        .anyMatch(one -> one.equals(authorization));
    }

    private List<String> configuredCredentials() {
        Daemon daemon = server.daemon();
        return daemon == null
                ? List.of()
                : daemon.config()
                        .dhcp()
                        .array("control-sockets")
                        .orElse(JsonArray.empty())
                        .objects()
                        .filter(socket -> socket.text("socket-type").orElse("").startsWith("http"))
                        .flatMap(socket -> socket.object("authentication")
                                .flatMap(authentication -> authentication.array("clients"))
                                .orElse(JsonArray.empty())
                                .objects())
                        .filter(client -> client.has("user"))
                        .map(client -> client.text("user").orElse("") + ":"
                                + client.text("password").orElse(""))
                        .toList();
    }

    private String realm() {
        return door == Door.AGENT
                ? "kea-control-agent"
                : server.service() == DhcpService.DHCP4 ? "kea-dhcpv4-server" : "kea-dhcpv6-server";
    }

    private MockResponse perform(JsonValue body) {
        Optional<String> problem = problem(body);
        if (problem.isPresent()) {
            return done(refusal("Error during command processing: " + problem.get()));
        }
        JsonObject request = (JsonObject) body;
        String name = request.text("command").orElseThrow();
        return door == Door.AGENT
                ? agent(request.get("service"), name, request.get("arguments"))
                : daemon(request.get("service"), name, request.get("arguments"));
    }

    /** What keeps a body from being a command. */
    private Optional<String> problem(JsonValue body) {
        boolean old = !server.version().atLeast(2, 4, 0);
        if (!(body instanceof JsonObject request)) {
            return Optional.of(
                    old
                            ? "Invalid command Element specified, expected map"
                            : "invalid command: expected toplevel entry to be a map, got " + Elements.kind(body)
                                    + " instead");
        }
        if (!request.has("command")) {
            return Optional.of(
                    old
                            ? "Invalid answer specified, does not contain mandatory 'command'"
                            : "invalid command: does not contain mandatory 'command'");
        }
        if (request.text("command").isEmpty()) {
            // whatever it is, Kea says map
            return Optional.of(
                    old
                            ? "'command' element in command message is not a string"
                            : "invalid command: expected 'command' to be a string, got map instead");
        }
        return request.names().stream()
                .filter(name -> !ENVELOPE.contains(name))
                .findFirst()
                .map(name -> old
                        ? "Received command contains unsupported parameter '" + name + "'"
                        : "invalid command: unsupported parameter '" + name + "'");
    }

    private MockResponse daemon(@Nullable JsonValue service, String command, @Nullable JsonValue arguments) {
        if (door == Door.SOCKET && service != null && server.version().atLeast(3, 1, 0)) {
            Optional<KeaAnswer> wrong = wrongService(service);
            if (wrong.isPresent()) {
                return done(wrong.get());
            }
        }
        Reply reply = ask(command, arguments);
        return switch (reply.kind()) {
            case ANSWERED -> done(java.util.Objects.requireNonNull(reply.answer()));
            case FORBIDDEN -> error(403, "Forbidden");
            case NO_ANSWER -> error(500, "Internal Server Error");
            case OFFLINE, LOST, FAILED -> nothing();
        };
    }

    private Optional<KeaAnswer> wrongService(JsonValue service) {
        if (!(service instanceof JsonArray list)) {
            return Optional.of(refusal("service value must be a list"));
        } else if (list.size() > 1) {
            return Optional.of(refusal("service value has more than one item"));
        }
        return list.texts()
                .filter(word -> !word.equals(server.service().word()))
                .findFirst()
                .map(word -> refusal("unsupported service '" + word + "', expected '"
                        + server.service().word() + "'"));
    }

    private MockResponse agent(@Nullable JsonValue service, String command, @Nullable JsonValue arguments) {
        if (service != null && !(service instanceof JsonArray)) {
            return done(refusal("service value must be a list"));
        }
        JsonArray services = service instanceof JsonArray list ? list : JsonArray.empty();
        if (services.size() == 0) {
            return done(ofAgent(command));
        }
        JsonArray answers = JsonArray.empty();
        for (JsonValue one : services) {
            String word = one instanceof JsonString text ? text.value() : "";
            if (!word.equals(server.service().word())) {
                answers =
                        answers.with(json(refusal("forwarding socket is not configured for the server type " + word)));
                continue;
            }
            Reply reply = ask(command, arguments);
            switch (reply.kind()) {
                case ANSWERED -> answers = answers.with(json(java.util.Objects.requireNonNull(reply.answer())));
                case OFFLINE, NO_ANSWER, FORBIDDEN -> answers = answers.with(json(refusal(reply.text())));
                case LOST, FAILED -> {
                    return nothing();
                }
            }
        }
        return response(200, answers.toJson());
    }

    /** What the Control Agent answers for itself. */
    private KeaAnswer ofAgent(String command) {
        return switch (command) {
            case "version-get" ->
                new KeaAnswer(
                        ResultCode.SUCCESS,
                        server.version().toString(),
                        Json.object("extended", server.version().toString()));
            case "list-commands" ->
                new KeaAnswer(
                        ResultCode.SUCCESS,
                        "",
                        Json.array(
                                "build-report",
                                "config-get",
                                "config-reload",
                                "config-set",
                                "config-test",
                                "config-write",
                                "list-commands",
                                "shutdown",
                                "status-get",
                                "version-get"));
            case "status-get" ->
                new KeaAnswer(ResultCode.SUCCESS, "", Json.object("pid", 4242, "reload", 0, "uptime", 0));
            default ->
                new KeaAnswer(
                        ResultCode.UNSUPPORTED,
                        String.format(
                                Locale.ROOT,
                                "'%s' command not supported. You did not include \"service\" parameter in the command, which indicates that Kea Control Agent should process this command rather than forward it to one or more Kea servers. If you aimed to send this command to one of the Kea servers you should include the \"service\" parameter in your request, e.g. \"service\": [ \"dhcp4\" ] to forward the command to the DHCPv4 server, or \"service\": [ \"dhcp4\", \"dhcp6\", \"d2\" ] to forward it to DHCPv4, DHCPv6 and D2 servers etc.",
                                command),
                        null);
        };
    }

    /** Gives a command to the server and waits for what comes back. */
    private Reply ask(String command, @Nullable JsonValue arguments) {
        World world = server.world();
        synchronized (world.lock()) {
            Daemon asked = server.daemon();
            if (door != Door.AGENT && asked == null || world.isUnplugged(server.name())) {
                return Reply.failed("gone");
            }
            List<Reply> replies = new ArrayList<>();
            server.receive(door, command, arguments, replies::add);
            world.pass(() -> !replies.isEmpty() || server.daemon() != asked, PATIENCE);
            Reply reply = replies.isEmpty() ? Reply.failed("no answer") : replies.get(0);
            KeaAnswer answer = reply.answer();
            world.record(
                    server.name(),
                    command,
                    arguments instanceof JsonObject object ? object : null,
                    answer == null
                            ? reply.kind() + " " + reply.text()
                            : "result " + answer.result() + " " + answer.text());
            return reply;
        }
    }

    private static KeaAnswer refusal(String text) {
        return new KeaAnswer(ResultCode.ERROR, text, null);
    }

    private static JsonObject json(KeaAnswer answer) {
        TreeMap<String, JsonValue> members = new TreeMap<>();
        if (answer.arguments() != null) {
            members.put("arguments", answer.arguments());
        }
        members.put("result", Json.value(answer.result().code()));
        if (!answer.text().isEmpty()) {
            members.put("text", Json.value(answer.text()));
        }
        return JsonObject.of(members);
    }

    private static MockResponse done(KeaAnswer answer) {
        return response(200, Json.array(json(answer)).toJson());
    }

    /** Describes the face of a server. Not for use by several threads. */
    public static final class Builder {

        private final FakeKea server;
        private Door door;
        private int port;
        private @Nullable String credentials;
        private @Nullable SSLContext tls;
        private boolean clientCertificate;

        Builder(FakeKea server) {
            this.server = server;
            this.door = server.hasAgent() ? Door.AGENT : Door.SOCKET;
        }

        /**
         * Makes it the HA hook's dedicated listener, which refuses most commands where the relationship restricts them.
         *
         * @return this
         */
        public Builder haListener() {
            this.door = Door.LISTENER;
            return this;
        }

        /**
         * Where it listens.
         *
         * @param port a port on loopback; a free one by default
         * @return this
         */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /**
         * Makes it ask for user and password. A daemon's own socket also asks for what its configuration names.
         *
         * @param user the user
         * @param password the password
         * @return this
         */
        public Builder basicAuth(String user, String password) {
            this.credentials = user + ":" + password;
            return this;
        }

        /**
         * Makes it speak HTTPS.
         *
         * @param context holds its key and whom it trusts
         * @param clientCertificate whether it asks clients for a certificate, as Kea does by default
         * @return this
         */
        public Builder tls(SSLContext context, boolean clientCertificate) {
            this.tls = context;
            this.clientCertificate = clientCertificate;
            return this;
        }

        /**
         * Opens it.
         *
         * @return the face, listening as long as its server is up
         * @throws UncheckedIOException when the port is taken
         */
        public FakeControlAgent start() {
            if (port == 0) {
                port = FreePorts.find(1).get(0);
            }
            FakeControlAgent face = new FakeControlAgent(this);
            face.open();
            return face;
        }
    }
}
