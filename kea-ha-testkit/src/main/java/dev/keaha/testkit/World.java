package dev.keaha.testkit;

import dev.keaha.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What fake servers share: the time, the wires between them, chance, and the record of what happened. Every entry point
 * holds {@link #lock}; nothing in here does.
 */
final class World {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final long WIRE_MILLIS = 1;
    private final int kept;

    private final VirtualTime time;
    private final RandomGenerator random;
    private final Timeline timeline;
    private final List<FakeKea> servers = new ArrayList<>();
    private final Set<Set<String>> cuts = new HashSet<>();
    private final Set<String> unplugged = new HashSet<>();
    private final Map<String, String> addresses = new HashMap<>();
    private final Deque<ReceivedCommand> received = new ArrayDeque<>();
    private @Nullable RealTime realTime;

    World(Instant start, long seed, int kept) {
        this.kept = kept;
        this.time = new VirtualTime(start);
        this.random = new java.util.SplittableRandom(seed);
        this.timeline = new Timeline(kept);
    }

    /** Who has this may look at and change everything in this world. */
    Object lock() {
        return this;
    }

    VirtualTime time() {
        return time;
    }

    RandomGenerator random() {
        return random;
    }

    Timeline timeline() {
        return timeline;
    }

    void add(FakeKea server) {
        servers.add(server);
    }

    List<FakeKea> servers() {
        return servers;
    }

    void note(String server, Timeline.Kind kind, String text) {
        timeline.add(time.instant(), server, kind, text);
    }

    /** Keeps a command that came from outside, and what became of it. */
    void record(String server, String command, @Nullable JsonObject arguments, String outcome) {
        received.add(new ReceivedCommand(time.instant(), server, command, arguments, outcome));
        if (received.size() > kept) {
            received.remove();
        }
        note(server, Timeline.Kind.COMMAND, command + ": " + outcome);
    }

    List<ReceivedCommand> received() {
        return List.copyOf(received);
    }

    // ---- time

    /** From now on time passes by itself. */
    void follow(RealTime ticker) {
        realTime = ticker;
    }

    /**
     * Lets time pass until something is so.
     *
     * @return whether it is so within that time
     */
    boolean pass(BooleanSupplier so, Duration atMost) {
        RealTime ticker = realTime;
        return ticker == null ? time.advanceUntil(so, atMost) : ticker.await(so, atMost);
    }

    // ---- wires

    void cut(String one, String other) {
        cuts.add(Set.of(one, other));
    }

    void heal() {
        cuts.clear();
    }

    void unplug(String server) {
        unplugged.add(server);
    }

    void plug(String server) {
        unplugged.remove(server);
    }

    boolean isUnplugged(String server) {
        return unplugged.contains(server);
    }

    private boolean isCut(String one, String other) {
        return !one.equals(other) && cuts.contains(Set.of(one, other)) || isUnplugged(one) || isUnplugged(other);
    }

    /** Sends a command from one server to whatever listens at a URL; the reply comes later, in any case. */
    void send(
            FakeKea from,
            String url,
            String command,
            @Nullable JsonObject arguments,
            Duration timeout,
            Consumer<Reply> then) {
        Exchange exchange = new Exchange(then);
        exchange.timeout = time.in(timeout, () -> exchange.end(Reply.failed("Connection timed out")));
        Optional<Listening> listening = listeningAt(url);
        if (listening.isEmpty()) {
            if (servers.stream().anyMatch(server -> server.hasAddress(url) && !isCut(from.name(), server.name()))) {
                time.in(WIRE_MILLIS, () -> exchange.end(Reply.failed("Connection refused")));
            }
            return;
        }
        FakeKea to = listening.get().server();
        if (!isCut(from.name(), to.name())) {
            to.receive(listening.get().by(), command, arguments, reply -> {
                if (!isCut(from.name(), to.name()) && reply.kind() != Reply.Kind.LOST) {
                    time.in(WIRE_MILLIS, () -> exchange.end(reply.asHaClientReadsIt()));
                }
            });
        }
    }

    private static final class Exchange {
        private final Consumer<Reply> then;
        private VirtualTime.@Nullable Due timeout;
        private boolean ended;

        Exchange(Consumer<Reply> then) {
            this.then = then;
        }

        void end(Reply reply) {
            if (!ended) {
                ended = true;
                if (timeout != null) {
                    timeout.cancel();
                }
                then.accept(reply);
            }
        }
    }

    /** Who takes a request at an address, and as what. */
    record Listening(FakeKea server, Door by) {}

    Optional<Listening> listeningAt(String url) {
        String address = addresses.computeIfAbsent(url, World::address);
        for (FakeKea server : servers) {
            Optional<Door> door = server.doorAt(address);
            if (door.isPresent()) {
                return Optional.of(new Listening(server, door.get()));
            }
        }
        return Optional.empty();
    }

    /** Host and port of a URL, which is all that Kea looks at; all of it where it names no host. */
    static String address(String url) {
        URI uri = URI.create(url);
        if (uri.getHost() == null) {
            return url;
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
        return uri.getHost() + ":" + port;
    }

    static String httpDate(Instant instant) {
        return HTTP_DATE.format(instant);
    }

    /** Reads what {@link #httpDate} writes, which stands in fixed columns; every heartbeat brings one. */
    static Instant parseHttpDate(String text) {
        return LocalDateTime.of(
                        Integer.parseInt(text, 12, 16, 10),
                        MONTHS.indexOf(text.substring(8, 11)) / 3 + 1,
                        Integer.parseInt(text, 5, 7, 10),
                        Integer.parseInt(text, 17, 19, 10),
                        Integer.parseInt(text, 20, 22, 10),
                        Integer.parseInt(text, 23, 25, 10))
                .toInstant(ZoneOffset.UTC);
    }
}
