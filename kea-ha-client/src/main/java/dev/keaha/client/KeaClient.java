package dev.keaha.client;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sends Kea's commands to management endpoints: through Control Agents (Kea 2.2 to 3.0), to daemons over HTTP and HTTPS
 * (Kea 3.0 and newer) and over Unix sockets. One client serves any number of endpoints.
 *
 * <pre>{@code
 * try (KeaClient client = KeaClient.create()) {
 *     KeaChannel channel = client.channel(KeaEndpoint.of("http://192.0.2.1:8000"));
 *     KeaVersion version = channel.call(DhcpService.DHCP4, KeaCommands.versionGet(), Duration.ofSeconds(5));
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads. Keep it for as long as endpoints are used: it holds connections and threads.
 */
public final class KeaClient implements AutoCloseable {

    /** How long a connection may have been idle for a command that must not be sent twice; Kea drops it after 30 s. */
    static final Duration IDLE = Duration.ofSeconds(20);

    private static final long ANSWER_LIMIT = 512L << 20;

    private final @Nullable HttpClient given;
    private final Executor executor;
    private final @Nullable ExecutorService own;
    private final long answerLimit;
    private final KeaClientObserver observer;
    private final Places places;
    private final Retries retries;
    private final Map<Route, HttpClient> clients = new ConcurrentHashMap<>();
    private final Set<String> suspects = ConcurrentHashMap.newKeySet();
    private final Set<Call<?>> calls = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** What a HttpClient of the JDK has one of for all its requests. */
    private record Route(Optional<KeaTls> tls, Optional<InetSocketAddress> proxy) {}

    private KeaClient(Builder builder) {
        this.given = builder.httpClient;
        this.answerLimit = builder.answerLimit;
        this.observer = builder.observer;
        this.retries = builder.retries;
        this.places = new Places(builder.total, builder.perHost, this::execute);
        if (builder.executor == null) {
            AtomicInteger number = new AtomicInteger();
            this.own = Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "kea-client-" + number.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            });
            this.executor = own;
        } else {
            this.own = null;
            this.executor = builder.executor;
        }
    }

    /**
     * A client with all defaults.
     *
     * @return the client
     */
    public static KeaClient create() {
        return builder().build();
    }

    /**
     * Begins to describe a client.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The channel to an endpoint. Nothing is sent yet. Keep it: it remembers what it found out about the endpoint.
     *
     * @param endpoint where, and how to get in
     * @return a channel, usable until this client is closed
     */
    public EndpointChannel channel(KeaEndpoint endpoint) {
        Wire wire = endpoint.isUnixSocket()
                ? new UnixSocketWire(endpoint, executor, answerLimit)
                : new HttpWire(() -> httpClient(endpoint), endpoint, this::execute, answerLimit, suspects);
        return new EndpointChannel(this, wire, endpoint.uri().toString(), endpoint.host());
    }

    private HttpClient httpClient(KeaEndpoint endpoint) {
        if (given != null && endpoint.tls().isEmpty() && endpoint.proxy().isEmpty()) {
            return given;
        }
        return clients.computeIfAbsent(new Route(endpoint.tls(), endpoint.proxy()), route -> {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .executor(executor)
                    .proxy(ProxySelector.of(route.proxy()
                            .map(proxy -> new InetSocketAddress(proxy.getHostString(), proxy.getPort()))
                            .orElse(null)));
            route.tls().ifPresent(tls -> builder.sslContext(tls.context()));
            return builder.build();
        });
    }

    Places places() {
        return places;
    }

    Retries retries() {
        return retries;
    }

    boolean begin(Call<?> call) {
        calls.add(call);
        if (closed) {
            calls.remove(call);
            return false;
        }
        return true;
    }

    void end(Call<?> call) {
        calls.remove(call);
    }

    /** Tells the observer, whose own trouble is none of the caller's. */
    void tell(Consumer<KeaClientObserver> news) {
        try {
            news.accept(observer);
        } catch (RuntimeException e) {
            // as its contract says
        }
    }

    void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            // closed meanwhile: what is left to do is short
            task.run();
        }
    }

    /**
     * Ends every call under way with {@link dev.keaha.command.TransportFailure#CANCELLED}, and the threads that this
     * client started; an executor or an HttpClient that was given stays as it is. Calling it again has no effect.
     */
    @Override
    public void close() {
        closed = true;
        places.close();
        calls.forEach(Call::close);
        clients.values().forEach(KeaClient::close);
        clients.clear();
        if (own != null) {
            own.shutdown();
        }
    }

    /** From Java 21 on an HttpClient can be ended without waiting; before, its thread ends once nobody refers to it. */
    private static void close(HttpClient client) {
        try {
            HttpClient.class.getMethod("shutdownNow").invoke(client);
        } catch (NoSuchMethodException e) {
            // Java 17
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("An HttpClient does not close", e);
        }
    }

    /** Describes a client. Not safe for use by several threads. */
    public static final class Builder {

        private @Nullable HttpClient httpClient;
        private @Nullable Executor executor;
        private long answerLimit = ANSWER_LIMIT;
        private KeaClientObserver observer = KeaClientObserver.none();
        private int total = 64;
        private int perHost = 4;
        private Retries retries = new Retries(5, Duration.ofSeconds(1), null);

        private Builder() {}

        /**
         * Sends over an HttpClient that exists. It is used for every endpoint that has neither a TLS setup nor a proxy of
         * its own, and it is not closed with this client.
         *
         * @param client one that does not follow redirections, since they could lead credentials elsewhere
         * @return this builder
         * @throws IllegalArgumentException when it follows redirections
         */
        public Builder httpClient(HttpClient client) {
            if (client.followRedirects() != HttpClient.Redirect.NEVER) {
                throw new IllegalArgumentException(
                        "This HttpClient follows redirections. Kea never answers with one: build"
                                + " it with followRedirects(Redirect.NEVER)");
            }
            this.httpClient = client;
            return this;
        }

        /**
         * Reads answers, and works Unix sockets, on an executor that exists; it is not shut down with this client. The
         * default is a pool of daemon threads that grows as needed.
         *
         * @param executor one that runs tasks in other threads than the caller's
         * @return this builder
         */
        public Builder executor(Executor executor) {
            this.executor = executor;
            return this;
        }

        /**
         * How large an answer may be; a larger one is {@link dev.keaha.command.TransportFailure#TOO_LARGE}.
         *
         * @param bytes above zero, at most 2^31 - 1; 512 MiB by default, room for the answer to {@code config-get} of a
         *     configuration file of 100 MB
         * @return this builder
         * @throws IllegalArgumentException when it is out of range
         */
        public Builder answerLimit(long bytes) {
            if (bytes < 1 || bytes > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "An answer's limit must be from 1 to 2^31 - 1 bytes, found " + bytes);
            }
            this.answerLimit = bytes;
            return this;
        }

        /**
         * How many commands are under way at once. Further ones wait in the order of their coming, hosts taking turns. Kea
         * itself works on one command at a time, and its heartbeats wait meanwhile: more than a few to a host gain nothing.
         *
         * @param total to all endpoints together, above zero; 64 by default
         * @param perHost to endpoints on the same host, by its name or address, above zero; 4 by default
         * @return this builder
         * @throws IllegalArgumentException when one is not above zero
         */
        public Builder concurrency(int total, int perHost) {
            if (total < 1 || perHost < 1) {
                throw new IllegalArgumentException(
                        "At least one command must be allowed at once, found " + total + " and " + perHost);
            }
            this.total = total;
            this.perHost = perHost;
            return this;
        }

        /**
         * How often a command is sent again that Kea refused for a reason that passes: Kea 3.1.2 and newer takes no
         * configuration while it cleans up its lease file. Such a command was not begun. Each pause is twice the one
         * before, less up to a half of it by chance; a pause that would last beyond the command's time is not begun, and
         * the refusal is the answer.
         *
         * @param most how often at most, 0 for never; 5 by default
         * @param pause the first pause, above zero, at most an hour; 1 s by default
         * @param jitter what chance is drawn from; one of the JDK's by default. It is used by one thread at a time
         * @return this builder
         * @throws IllegalArgumentException when the number is below 0, or the pause out of range
         */
        public Builder retries(int most, Duration pause, RandomGenerator jitter) {
            if (most < 0 || pause.isNegative() || pause.isZero() || pause.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException("Retries must be 0 or more, and the pause above zero and at most an"
                        + " hour, found " + most + " and " + pause);
            }
            this.retries = new Retries(most, pause, jitter);
            return this;
        }

        /**
         * Tells somebody about every command.
         *
         * @param observer who; nobody by default
         * @return this builder
         */
        public Builder observer(KeaClientObserver observer) {
            this.observer = observer;
            return this;
        }

        /**
         * Makes the client.
         *
         * @return the client
         */
        public KeaClient build() {
            return new KeaClient(this);
        }
    }
}
