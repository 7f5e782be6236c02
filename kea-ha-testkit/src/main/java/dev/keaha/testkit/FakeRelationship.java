package dev.keaha.testkit;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaChannel;
import dev.keaha.command.ResultCode;
import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaState;
import dev.keaha.ha.PeerRole;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Several {@link FakeKea} in one relationship, on virtual time: they send each other heartbeats, leases and notices, and
 * go through Kea's states for Kea's reasons. Hours pass in milliseconds, and the same steps with the same seed give the
 * same run.
 *
 * <pre>{@code
 * try (FakeRelationship kea = FakeRelationship.builder().mode(HaMode.HOT_STANDBY).backups(1).start()) {
 *     kea.awaitNormal();
 *     kea.kill("server1");
 *     kea.await("server2", HaState.PARTNER_DOWN, Duration.ofMinutes(2));
 * }
 * }</pre>
 *
 * <p>{@code server1} is the primary, {@code server2} the secondary or standby (in passive-backup the first backup), the
 * backups follow. Safe for use by several threads.
 */
public final class FakeRelationship implements AutoCloseable {

    static final Instant DEFAULT_START = Instant.parse("2026-01-01T00:00:00Z");

    private static final Duration NORMAL = Duration.ofMinutes(5);
    private static final Duration ONE_AFTER_THE_OTHER = Duration.ofMillis(20);

    private final World world;
    private final HaMode mode;
    private final List<FakeKea> servers;
    private final Map<String, PeerRole> roles;
    private final Clients clients;
    private final List<AutoCloseable> open = new ArrayList<>();

    private FakeRelationship(World world, HaMode mode, List<FakeKea> servers, Map<String, PeerRole> roles) {
        this.world = world;
        this.mode = mode;
        this.servers = List.copyOf(servers);
        this.roles = Map.copyOf(roles);
        this.clients = new Clients(
                world,
                this.servers,
                servers.stream()
                        .map(FakeKea::name)
                        .filter(name ->
                                List.of(PeerRole.PRIMARY, PeerRole.SECONDARY).contains(roles.get(name)))
                        .toList());
    }

    /**
     * Begins to describe a relationship.
     *
     * @return a description of a hot-standby pair of Kea 3.0.4, DHCPv4, with Kea's own timers
     */
    public static Builder builder() {
        return new Builder();
    }

    // ---- servers

    /**
     * All servers, the primary first, backups last.
     *
     * @return the servers, running or not
     */
    public List<FakeKea> servers() {
        return servers;
    }

    /**
     * One server.
     *
     * @param name its name, for example {@code server1}
     * @return the server
     * @throws IllegalArgumentException when there is no such server
     */
    public FakeKea server(String name) {
        return servers.stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No server " + name + ", there are "
                        + servers.stream().map(FakeKea::name).toList()));
    }

    /**
     * How the servers share the work.
     *
     * @return the mode
     */
    public HaMode mode() {
        return mode;
    }

    /**
     * A way to a server's management address that needs no network; see {@link FakeKea#channel}.
     *
     * @param name the server's name
     * @return the channel
     */
    public KeaChannel channel(String name) {
        return server(name).channel();
    }

    /**
     * A way to whatever is at an address of this world, without any network, for what is tested to find its own way.
     *
     * @param address for example {@code http://10.0.0.1:8000/}
     * @return the channel; what is sent to a host that does not exist finds nobody
     */
    public KeaChannel channel(URI address) {
        String place = World.address(address.toString());
        return servers.stream()
                .filter(server ->
                        World.address(server.managementUrl().toString()).equals(place))
                .findFirst()
                .or(() -> servers.stream()
                        .filter(server -> server.hasAddress(address.toString()))
                        .findFirst())
                .<KeaChannel>map(server -> new FakeChannel(server, address))
                .orElseGet(() -> new NoHost(world, address));
    }

    /**
     * Where a server is managed.
     *
     * @param name the server's name
     * @return its management URL; somebody listens there only when the relationship was built {@link Builder#onLoopback}
     */
    public URI endpoint(String name) {
        return server(name).managementUrl();
    }

    // ---- time

    /**
     * The time in this world.
     *
     * @return the moment
     */
    public Instant now() {
        synchronized (world.lock()) {
            return world.time().instant();
        }
    }

    /**
     * The time in this world as a clock, for what is tested to read.
     *
     * @return a clock in UTC
     */
    public Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return Clock.fixed(instant(), zone);
            }

            @Override
            public Instant instant() {
                return now();
            }
        };
    }

    /**
     * Lets time pass, with everything that is due in it.
     *
     * @param time how much, in whole milliseconds
     */
    public void advance(Duration time) {
        synchronized (world.lock()) {
            world.time().advance(time);
        }
    }

    /**
     * Lets time pass until something is so, checked after everything that happens.
     *
     * @param so what to wait for
     * @param atMost how long
     * @throws AssertionError when it is not so in that time; with the timeline
     */
    public void await(BooleanSupplier so, Duration atMost) {
        synchronized (world.lock()) {
            if (!world.pass(so, atMost)) {
                throw new AssertionError("Not so within " + atMost + ": " + servers + "\n" + timeline());
            }
        }
    }

    /**
     * Lets time pass until a server is in a state.
     *
     * @param server the server's name
     * @param state the state
     * @param atMost how long
     * @throws AssertionError when it is not in that time; with the timeline
     */
    public void await(String server, HaState state, Duration atMost) {
        FakeKea kea = server(server);
        await(() -> kea.state().filter(state::equals).isPresent(), atMost);
    }

    /**
     * Lets time pass until every server is in its normal state, five minutes at most.
     *
     * @throws AssertionError when they are not in that time; with the timeline
     */
    public void awaitNormal() {
        await(this::isNormal, NORMAL);
    }

    /**
     * Whether every server is in its normal state: the one named after the mode, or {@code backup}.
     *
     * @return true when it is so
     */
    public boolean isNormal() {
        return servers.stream()
                .allMatch(server -> server.state()
                        .filter(state -> state.equals(
                                PeerRole.BACKUP.equals(roles.get(server.name()))
                                        ? HaState.BACKUP
                                        : HaState.of(mode.word())))
                        .isPresent());
    }

    // ---- faults

    /**
     * Ends a daemon as a SIGKILL does; its host and its Control Agent go on.
     *
     * @param server its name
     */
    public void kill(String server) {
        server(server).kill();
    }

    /**
     * Ends a daemon where it runs, and starts it from its file.
     *
     * @param server its name
     * @return whether it runs now
     */
    public boolean restart(String server) {
        return server(server).restart();
    }

    /**
     * Stops a daemon in the middle of what it does: it can be connected to, and answers nothing.
     *
     * @param server its name
     */
    public void pause(String server) {
        server(server).pause();
    }

    /**
     * Lets a paused daemon go on with what has piled up.
     *
     * @param server its name
     */
    public void resume(String server) {
        server(server).resume();
    }

    /**
     * Cuts the wire between two servers: what one sends to the other disappears. Both can be managed, and hear clients.
     *
     * @param one a server's name
     * @param other another's
     */
    public void partition(String one, String other) {
        server(one);
        server(other);
        synchronized (world.lock()) {
            world.cut(one, other);
            world.note(one, Timeline.Kind.FAULT, "cut off from " + other);
        }
    }

    /** Mends every wire between servers. */
    public void heal() {
        synchronized (world.lock()) {
            world.heal();
            world.note("network", Timeline.Kind.FAULT, "healed");
        }
    }

    /**
     * Takes a host off the network: nobody reaches it, neither partners nor clients nor whoever manages it.
     *
     * @param server its name
     */
    public void unplug(String server) {
        server(server);
        synchronized (world.lock()) {
            world.unplug(server);
            world.note(server, Timeline.Kind.FAULT, "unplugged");
        }
    }

    /**
     * Puts a host back on the network.
     *
     * @param server its name
     */
    public void plug(String server) {
        synchronized (world.lock()) {
            world.plug(server);
            world.note(server, Timeline.Kind.FAULT, "plugged in");
        }
    }

    /**
     * Sets a host's clock.
     *
     * @param server its name
     * @param ahead how far it is ahead of the true time, negative when behind
     */
    public void skewClock(String server, Duration ahead) {
        server(server).skewClock(ahead);
    }

    /**
     * Lets a server do the next command of a name, and lose its answer: whoever asked sees the connection break.
     *
     * @param server its name
     * @param command the command, from outside or from a partner
     */
    public void loseAnswer(String server, String command) {
        fault(server, faults -> faults.loseAnswer(command), "loses the answer to " + command);
    }

    /**
     * Makes a server slow in a command, from now on. Its main thread does nothing else meanwhile.
     *
     * @param server its name
     * @param command the command
     * @param delay how long it takes; zero ends it
     */
    public void delay(String server, String command, Duration delay) {
        fault(server, faults -> faults.delay(command, delay), command + " takes " + delay.toMillis() + " ms");
    }

    /**
     * Makes a server refuse a command, from now on until {@link #mend}.
     *
     * @param server its name
     * @param command the command
     * @param result the result code
     * @param text Kea's sentence
     */
    public void refuse(String server, String command, ResultCode result, String text) {
        fault(
                server,
                faults -> faults.refuse(command, new KeaAnswer(result, text, null)),
                "refuses " + command + " with " + result);
    }

    /**
     * Makes a server reject the leases that its partners send, as one does whose subnets differ.
     *
     * @param server its name
     * @param on whether it does
     */
    public void rejectLeases(String server, boolean on) {
        fault(server, faults -> faults.rejectLeases(on), on ? "rejects leases" : "takes leases");
    }

    /**
     * Makes a server clean up its lease file, while which Kea 3.1.2 and newer take no new configuration.
     *
     * @param server its name
     * @param on whether it does
     */
    public void cleanLeaseFile(String server, boolean on) {
        fault(server, faults -> faults.cleanLeaseFile(on), on ? "cleans its lease file" : "has cleaned its lease file");
    }

    /**
     * Ends all of a server's lost answers, delays, refusals, rejections and clean-ups.
     *
     * @param server its name
     */
    public void mend(String server) {
        fault(server, Faults::clear, "mended");
    }

    private void fault(String server, java.util.function.Consumer<Faults> change, String text) {
        FakeKea kea = server(server);
        synchronized (world.lock()) {
            change.accept(kea.faults());
            world.note(server, Timeline.Kind.FAULT, text);
        }
    }

    // ---- DHCP clients

    /**
     * Lets new DHCP clients arrive, from now on.
     *
     * @param perSecond how many; 0 ends it
     */
    public void clients(double perSecond) {
        synchronized (world.lock()) {
            clients.rate(perSecond);
        }
    }

    /**
     * How many clients got an address.
     *
     * @return the count
     */
    public long clientsServed() {
        synchronized (world.lock()) {
            return clients.served();
        }
    }

    /**
     * How many clients gave up after a minute without an answer.
     *
     * @return the count
     */
    public long clientsLost() {
        synchronized (world.lock()) {
            return clients.lost();
        }
    }

    // ---- record

    /**
     * What happened: states, commands from outside, faults.
     *
     * @return the record, which goes on
     */
    public Timeline timeline() {
        return world.timeline();
    }

    /**
     * What the servers were sent from outside.
     *
     * @return the latest 2000 commands, oldest first
     */
    public List<ReceivedCommand> received() {
        synchronized (world.lock()) {
            return world.received();
        }
    }

    /**
     * What one server was sent from outside, of one name.
     *
     * @param server its name
     * @param command the command's name
     * @return those commands among the latest 2000, oldest first
     */
    public List<ReceivedCommand> received(String server, String command) {
        return received().stream()
                .filter(one -> one.server().equals(server) && one.command().equals(command))
                .toList();
    }

    /** Ends what listens on loopback, and the clock that follows the real one. Without effect when there is neither. */
    @Override
    public void close() {
        for (AutoCloseable one : open) {
            try {
                one.close();
            } catch (Exception e) {
                throw new IllegalStateException("Cannot close " + one, e);
            }
        }
        open.clear();
    }

    /** Mode and servers. */
    @Override
    public String toString() {
        return mode + " " + servers;
    }

    /** Describes a relationship, and starts it. Each start makes a new one. Not for use by several threads. */
    public static final class Builder {

        private DhcpService service = DhcpService.DHCP4;
        private HaMode mode = HaMode.HOT_STANDBY;
        private KeaVersion version = KeaVersion.of(3, 0, 4);
        private final Map<String, KeaVersion> versions = new HashMap<>();
        private int backups;
        private final Map<String, JsonValue> parameters = new TreeMap<>();
        private List<String> hooks = List.of();
        private UnaryOperator<JsonObject> change = UnaryOperator.identity();
        private final Map<String, UnaryOperator<JsonObject>> changes = new HashMap<>();
        private long seed;
        private @Nullable Instant start;
        private double speed;
        private boolean loopback;
        private Optional<String> credentials = Optional.empty();
        private String network = "10.0.0.";
        private int kept = Timeline.KEPT;

        Builder() {}

        /**
         * DHCPv4 or DHCPv6.
         *
         * @param service the service, DHCPv4 by default
         * @return this
         */
        public Builder service(DhcpService service) {
            this.service = service;
            return this;
        }

        /**
         * How the servers share the work.
         *
         * @param mode the mode, hot-standby by default
         * @return this
         */
        public Builder mode(HaMode mode) {
            this.mode = mode;
            return this;
        }

        /**
         * Which Kea all servers are.
         *
         * @param version for example {@code 2.2.0}, {@code 2.6.3}, {@code 3.0.4} (the default) or {@code 3.2.0}
         * @return this
         */
        public Builder version(String version) {
            this.version = Generation.version(version);
            return this;
        }

        /**
         * Which Kea one server is, where it differs from the others.
         *
         * @param server its name
         * @param version its version
         * @return this
         */
        public Builder version(String server, String version) {
            versions.put(server, Generation.version(version));
            return this;
        }

        /**
         * How many backups there are.
         *
         * @param count none by default; in passive-backup all servers but the primary
         * @return this
         */
        public Builder backups(int count) {
            if (count < 0) {
                throw new IllegalArgumentException("backups: expected 0 or more, found " + count);
            }
            this.backups = count;
            return this;
        }

        /**
         * How often partners are asked for their state.
         *
         * @param delay Kea's default is 10 s
         * @return this
         */
        public Builder heartbeatDelay(Duration delay) {
            return parameter("heartbeat-delay", delay.toMillis());
        }

        /**
         * How long a partner may be silent.
         *
         * @param delay Kea's default is 60 s
         * @return this
         */
        public Builder maxResponseDelay(Duration delay) {
            return parameter("max-response-delay", delay.toMillis());
        }

        /**
         * How many clients a silent partner may leave without an answer until it counts as down.
         *
         * @param count 0 is down at once; Kea's default is 10
         * @return this
         */
        public Builder maxUnackedClients(int count) {
            return parameter("max-unacked-clients", count);
        }

        /**
         * Any parameter of the relationship.
         *
         * @param name its name, for example {@code delayed-updates-limit}
         * @param value its value, as {@link Json#value} takes it
         * @return this
         */
        public Builder parameter(String name, @Nullable Object value) {
            parameters.put(name, Json.value(value));
            return this;
        }

        /**
         * Hook libraries beside lease_cmds and ha.
         *
         * @param names for example {@code subnet_cmds}
         * @return this
         */
        public Builder hooks(String... names) {
            this.hooks = List.of(names);
            return this;
        }

        /**
         * Changes the configuration file of every server.
         *
         * @param change gives the new content of {@code Dhcp4} or {@code Dhcp6}
         * @return this
         */
        public Builder configuration(UnaryOperator<JsonObject> change) {
            UnaryOperator<JsonObject> before = this.change;
            this.change = dhcp -> change.apply(before.apply(dhcp));
            return this;
        }

        /**
         * Changes the configuration file of one server.
         *
         * @param server its name
         * @param change gives the new content of {@code Dhcp4} or {@code Dhcp6}
         * @return this
         */
        public Builder configuration(String server, UnaryOperator<JsonObject> change) {
            changes.merge(server, change, (before, after) -> dhcp -> after.apply(before.apply(dhcp)));
            return this;
        }

        /**
         * What chance begins with.
         *
         * @param seed 0 by default
         * @return this
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Where the servers are, so that several relationships can be told from each other.
         *
         * @param prefix the first three bytes of their addresses with a dot behind, {@code 10.0.0.} by default;
         *     {@code server1} is number 1 there
         * @return this
         */
        public Builder network(String prefix) {
            this.network = prefix;
            return this;
        }

        /**
         * How much of what happened is kept, for those who have thousands of relationships.
         *
         * @param entries how many of the latest entries of the timeline, and of the commands received; 2000 by default
         * @return this
         */
        public Builder keeping(int entries) {
            this.kept = entries;
            return this;
        }

        /**
         * When this world begins.
         *
         * @param start by default 2026-01-01T00:00:00Z, and with {@link #realTime} the real time
         * @return this
         */
        public Builder startingAt(Instant start) {
            this.start = start;
            return this;
        }

        /**
         * Lets time pass by itself.
         *
         * @param speed how many times as fast as real time, above 0
         * @return this
         */
        public Builder realTime(double speed) {
            if (!(speed > 0)) {
                throw new IllegalArgumentException("speed: expected more than 0, found " + speed);
            }
            this.speed = speed;
            return this;
        }

        /**
         * Gives each server an address of its own on loopback, where it answers HTTP as its version does: a Control Agent
         * up to 2.6, the daemon itself later. Time then passes by itself, as with {@code realTime(1)} unless told
         * otherwise. Needs mockwebserver3 on the test path.
         *
         * @return this
         */
        public Builder onLoopback() {
            this.loopback = true;
            return this;
        }

        /**
         * Makes the HTTP faces ask for user and password.
         *
         * @param user the user
         * @param password the password
         * @return this
         */
        public Builder basicAuth(String user, String password) {
            this.credentials = Optional.of(user + ":" + password);
            return this;
        }

        /**
         * Starts all servers, 20 ms one after the other.*
         * @return the relationship, a moment after its servers' start
         * @throws IllegalArgumentException when a server does not start with its configuration; the message is Kea's
         */
        public FakeRelationship start() {
            if (loopback && speed == 0) {
                speed = 1;
            }
            Instant begin =
                    start != null ? start : speed > 0 ? Clock.systemUTC().instant() : DEFAULT_START;
            World world = new World(begin, seed, kept);
            List<FakePeer> peers = peers();
            List<FakeKea> servers = new ArrayList<>();
            Map<String, PeerRole> roles = new HashMap<>();
            FakeConfiguration configuration = new FakeConfiguration(service, mode, peers, parameters, hooks);
            for (FakePeer peer : peers) {
                roles.put(peer.name(), peer.role());
                JsonObject dhcp = changes.getOrDefault(peer.name(), UnaryOperator.identity())
                        .apply(change.apply(configuration.dhcp(peer)));
                servers.add(new FakeKea(
                        world,
                        peer.name(),
                        peer.version(),
                        KeaConfig.of(service, dhcp),
                        peer.hasAgent() ? new FakeKea.Agent(peer.management(), peer.socket()) : null,
                        java.util.Set.of(peer.host())));
            }
            FakeRelationship relationship = new FakeRelationship(world, mode, servers, roles);
            synchronized (world.lock()) {
                for (FakeKea server : servers) {
                    server.startOrThrow();
                    world.time().advance(ONE_AFTER_THE_OTHER);
                }
            }
            if (loopback) {
                servers.forEach(server -> relationship.open.add(FakeControlAgent.over(server, credentials)));
            }
            if (speed > 0) {
                RealTime ticker = new RealTime(world, speed);
                world.follow(ticker);
                relationship.open.add(ticker);
                ticker.start();
            }
            return relationship;
        }

        private List<FakePeer> peers() {
            List<PeerRole> roles = new ArrayList<>(List.of(PeerRole.PRIMARY));
            if (mode.equals(HaMode.LOAD_BALANCING)) {
                roles.add(PeerRole.SECONDARY);
            } else if (mode.equals(HaMode.HOT_STANDBY)) {
                roles.add(PeerRole.STANDBY);
            }
            for (int i = 0; i < backups; i++) {
                roles.add(PeerRole.BACKUP);
            }
            List<Integer> ports = loopback ? FreePorts.find(2 * roles.size()) : List.of();
            List<FakePeer> peers = new ArrayList<>();
            for (int i = 0; i < roles.size(); i++) {
                String name = "server" + (i + 1);
                KeaVersion own = versions.getOrDefault(name, version);
                peers.add(
                        loopback
                                ? new FakePeer(
                                        name, roles.get(i), own, "127.0.0.1", ports.get(2 * i), ports.get(2 * i + 1))
                                : new FakePeer(name, roles.get(i), own, network + (i + 1), 8000, 8001));
            }
            return peers;
        }
    }
}
