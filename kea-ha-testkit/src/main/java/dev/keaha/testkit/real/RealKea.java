package dev.keaha.testkit.real;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaState;
import dev.keaha.ha.PeerRole;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A relationship of real Kea servers on loopback.
 *
 * <pre>{@code
 * try (RealKea kea = RealKea.of(Generation.V2_6, DhcpService.DHCP4, HaMode.HOT_STANDBY).backups(1).start()) {
 *     kea.awaitNormal();
 *     kea.server("server1").kill();
 *     ...
 * }
 * }</pre>
 *
 * <p>{@code server1} is the primary, {@code server2} the secondary or standby (in passive-backup the first backup), the
 * backups follow. The servers serve no network interface; each has its own ports, sockets and files. Every process that
 * was started ends with {@link #close}, or with this JVM, however that ends.
 *
 * <p>Safe for use by several threads. Many can run side by side.
 */
public final class RealKea implements AutoCloseable {

    private static final Duration NORMAL = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 5;

    private final Installation installation;
    private final HaMode mode;
    private final Workspace workspace;
    private final Ports ports;
    private final @Nullable OwnNetworks networks;
    private final List<RealServer> servers;

    private RealKea(
            Installation installation,
            HaMode mode,
            Workspace workspace,
            Ports ports,
            @Nullable OwnNetworks networks,
            List<RealServer> servers) {
        this.installation = installation;
        this.mode = mode;
        this.workspace = workspace;
        this.ports = ports;
        this.networks = networks;
        this.servers = List.copyOf(servers);
    }

    /**
     * Begins to describe a relationship.
     *
     * @param generation which Kea
     * @param service DHCPv4 or DHCPv6
     * @param mode load-balancing, hot-standby or passive-backup
     * @return a description of a pair (in passive-backup, of a primary alone) with Kea's defaults, but quick timers
     */
    public static Builder of(Generation generation, DhcpService service, HaMode mode) {
        return new Builder(generation, service, mode);
    }

    /**
     * Every generation that can be used here and now.
     *
     * @return oldest first; empty when there is none, and {@link Installation#of} says why
     */
    public static List<Installation> installed() {
        return Installation.all();
    }

    /**
     * The exact version of the servers.
     *
     * @return for example 2.6.3
     */
    public KeaVersion version() {
        return installation.version();
    }

    /**
     * All servers, the primary first, backups last.
     *
     * @return the servers, running or not
     */
    public List<RealServer> servers() {
        return servers;
    }

    /**
     * One server.
     *
     * @param name its name, for example {@code server1}
     * @return the server
     * @throws IllegalArgumentException when there is no such server
     */
    public RealServer server(String name) {
        return servers.stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No server " + name + ", there are " + servers));
    }

    /**
     * Waits until every server is in its normal state, 60 seconds at most.
     *
     * @throws IllegalStateException when they are not in time; says in which states they are, with the logs
     */
    public void awaitNormal() {
        awaitNormal(NORMAL);
    }

    /**
     * Waits until every server is in its normal state: the one named after the mode, or {@code backup}.
     *
     * @param atMost how long
     * @throws IllegalStateException when they are not in time; says in which states they are, with the logs
     */
    public void awaitNormal(Duration atMost) {
        if (!Await.until(atMost, () -> servers.stream().allMatch(this::isNormal))) {
            String states = servers.stream()
                    .map(server -> server + " is "
                            + server.state().map(state -> "in " + state).orElse("not answering"))
                    .collect(Collectors.joining(", "));
            throw withLogs(new IllegalStateException("Not normal within " + atMost.toSeconds() + " s: " + states));
        }
    }

    private boolean isNormal(RealServer server) {
        HaState normal = server.role().isActive() ? new HaState(mode.word()) : HaState.BACKUP;
        return server.state().filter(normal::equals).isPresent();
    }

    /**
     * The logs of all servers, as far as they are worth reading first.
     *
     * @return many lines
     * @see RealServer#logs
     */
    public String logs() {
        return servers.stream().map(RealServer::logs).collect(Collectors.joining("\n"));
    }

    /**
     * Adds the logs to a failure, so that whoever shows it shows them.
     *
     * @param failure what went wrong
     * @param <T> its type
     * @return the same failure; it has the logs once, however often it comes by
     */
    public <T extends Throwable> T withLogs(T failure) {
        if (Arrays.stream(failure.getSuppressed()).noneMatch(Logs.class::isInstance)) {
            failure.addSuppressed(new Logs(logs()));
        }
        return failure;
    }

    /**
     * Cuts the network between two servers: what one sends the other is lost from now on, without a word. Both stay in
     * touch with everybody else. Several partitions add up.
     *
     * @param one a server's name
     * @param other another's
     * @throws IllegalArgumentException when there is no such server
     * @throws IllegalStateException without {@link Builder#ownNetworks}
     */
    public void partition(String one, String other) {
        networks().partition(server(one).name(), server(other).name());
    }

    /**
     * Ends every {@link #partition}.
     *
     * @throws IllegalStateException without {@link Builder#ownNetworks}
     */
    public void heal() {
        networks().heal();
    }

    private OwnNetworks networks() {
        OwnNetworks own = networks;
        if (own == null) {
            throw new IllegalStateException("These servers share one network: build them with ownNetworks()");
        }
        return own;
    }

    /** Ends every process and removes every file and network. Without effect when it is closed already. */
    @Override
    public void close() {
        servers.forEach(RealServer::close);
        if (networks != null) {
            networks.close();
        }
        workspace.close();
        ports.close();
    }

    /** Generation and servers. */
    @Override
    public String toString() {
        return "Kea " + version() + " " + mode + " " + servers;
    }

    /** The generations of Kea that are in use. */
    public enum Generation {
        /** 2.2: with Control Agents, and the peers speak through them. */
        V2_2("2.2"),
        /** 2.6: with Control Agents, and the peers have their own listeners. */
        V2_6("2.6"),
        /** 3.0: the daemons have HTTP control sockets of their own. */
        V3_0("3.0");

        private final String number;

        Generation(String number) {
            this.number = number;
        }

        /**
         * The first two numbers of its versions.
         *
         * @return for example {@code 2.6}
         */
        public String number() {
            return number;
        }

        boolean hasDedicatedListener() {
            return this != V2_2;
        }

        boolean hasHttpSocket() {
            return this == V3_0;
        }

        /** The number. */
        @Override
        public String toString() {
            return number;
        }
    }

    /**
     * What a test does with a running relationship.
     */
    @FunctionalInterface
    public interface Body {
        /**
         * Does it.
         *
         * @param kea the relationship, whose servers answer
         * @throws Exception when it fails
         */
        void run(RealKea kea) throws Exception;
    }

    /** Describes a relationship, and starts it. Each start makes a new one. Not for use by several threads. */
    public static final class Builder {

        private final Generation generation;
        private final DhcpService service;
        private final HaMode mode;
        private int backups;
        private Duration heartbeatDelay = Duration.ofSeconds(1);
        private Duration maxResponseDelay = Duration.ofSeconds(5);
        private List<String> hooks = List.of();
        private boolean controlAgents;
        private boolean ownAddresses;
        private boolean ownNetworks;
        private @Nullable Credentials credentials;
        private UnaryOperator<JsonObject> relationship = UnaryOperator.identity();
        private UnaryOperator<JsonObject> configuration = UnaryOperator.identity();
        private final Map<String, UnaryOperator<JsonObject>> configurationOf = new HashMap<>();
        private final Map<String, Duration> clockSkew = new HashMap<>();

        private Builder(Generation generation, DhcpService service, HaMode mode) {
            if (!Set.of(HaMode.LOAD_BALANCING, HaMode.HOT_STANDBY, HaMode.PASSIVE_BACKUP)
                    .contains(mode)) {
                throw new IllegalArgumentException("Not a mode that these generations know: " + mode);
            }
            this.generation = generation;
            this.service = service;
            this.mode = mode;
        }

        /**
         * Adds backup servers.
         *
         * @param count how many in all; default 0
         * @return this
         */
        public Builder backups(int count) {
            this.backups = count;
            return this;
        }

        /**
         * Sets {@code heartbeat-delay}.
         *
         * @param delay at most 65,535 ms; default 1 s
         * @return this
         */
        public Builder heartbeatDelay(Duration delay) {
            this.heartbeatDelay = delay;
            return this;
        }

        /**
         * Sets {@code max-response-delay}.
         *
         * @param delay at most 65,535 ms; default 5 s
         * @return this
         */
        public Builder maxResponseDelay(Duration delay) {
            this.maxResponseDelay = delay;
            return this;
        }

        /**
         * Changes the relationship in the HA hook's parameters, on every server.
         *
         * @param change from what it would be (with {@code this-server-name}, {@code mode}, the timers,
         *     {@code max-unacked-clients} 0 and {@code peers}) to what it is; several apply one after the other
         * @return this
         */
        public Builder relationship(UnaryOperator<JsonObject> change) {
            this.relationship = then(this.relationship, change);
            return this;
        }

        /**
         * Changes the {@code Dhcp4} or {@code Dhcp6} object of every server. Its logger tells when a server has started:
         * keep it at severity INFO or DEBUG.
         *
         * @param change from what it would be to what it is, for example {@code dhcp -> dhcp.patched(patch)}; several
         *     apply one after the other
         * @return this
         */
        public Builder configuration(UnaryOperator<JsonObject> change) {
            this.configuration = then(this.configuration, change);
            return this;
        }

        /**
         * Changes the {@code Dhcp4} or {@code Dhcp6} object of one server, after {@link #configuration(UnaryOperator)}.
         *
         * @param server its name
         * @param change from what it would be to what it is; several apply one after the other
         * @return this
         */
        public Builder configuration(String server, UnaryOperator<JsonObject> change) {
            this.configurationOf.merge(server, change, Builder::then);
            return this;
        }

        /**
         * Loads more hook libraries. {@code lease_cmds} and {@code ha} are always there.
         *
         * @param names without prefix and suffix, for example {@code subnet_cmds}, {@code host_cmds} (both free from 3.0
         *     on); {@link #start} fails where the installation has no such library
         * @return this
         */
        public Builder hooks(String... names) {
            this.hooks = List.of(names);
            return this;
        }

        /**
         * Gives every server a Control Agent on 3.0 too, beside its HTTP control socket. Up to 2.6 each always has one.
         *
         * @return this
         */
        public Builder controlAgents() {
            this.controlAgents = true;
            return this;
        }

        /**
         * Puts every server on a loopback address of its own, with the same ports on each, as if they were machines:
         * {@code server1} on 127.0.0.2, {@code server2} on 127.0.0.3 and so on. Default: all on 127.0.0.1, with ports of
         * their own.
         *
         * @return this
         */
        public Builder ownAddresses() {
            this.ownAddresses = true;
            return this;
        }

        /**
         * Puts every server into a network namespace of its own, as if they were machines behind a switch, so that
         * {@link RealKea#partition} can part them: each has an address of its own in 198.18.0.0/15, which only this
         * machine and the other servers reach, with the same ports on each. Needs the command {@code ip}. Default: all
         * share this machine's loopback.
         *
         * @return this
         */
        public Builder ownNetworks() {
            this.ownNetworks = true;
            return this;
        }

        /**
         * Asks for a user name and password on every management endpoint.
         *
         * @param user without colon
         * @param password none of {@code 1234}, {@code keatest}, which Kea 3.0 refuses
         * @return this
         */
        public Builder basicAuthentication(String user, String password) {
            this.credentials = new Credentials(user, password);
            return this;
        }

        /**
         * Gives one server a wrong clock.
         *
         * @param server its name
         * @param ahead how far ahead, in whole seconds; negative when behind
         * @return this
         */
        public Builder clockSkew(String server, Duration ahead) {
            this.clockSkew.put(server, ahead);
            return this;
        }

        /**
         * Starts all servers, and waits until each has started and answers at its management endpoint. They are then on
         * their way to their normal states: {@link RealKea#awaitNormal}.
         *
         * @return the running relationship, for the caller to close
         * @throws IllegalStateException when this generation is not installed, or a server does not start (with its
         *     logs); nothing is left running
         * @throws IllegalArgumentException when a server is named that does not exist
         */
        public RealKea start() {
            Installation installed = Installation.of(generation);
            for (int attempt = 1; ; attempt++) {
                RealKea kea = lay(installed);
                try {
                    kea.servers.forEach(RealServer::launch);
                    kea.servers.forEach(RealServer::awaitAnswer);
                    note(installed);
                    return kea;
                } catch (IllegalStateException failed) {
                    boolean portTaken = kea.servers.stream().anyMatch(RealServer::foundItsPortTaken);
                    kea.close();
                    if (!portTaken || attempt == ATTEMPTS) {
                        throw failed;
                    }
                }
            }
        }

        /**
         * Starts, runs a body, and closes. What the body throws has the servers' logs with it.
         *
         * @param body what to do
         * @throws Exception what the body throws
         * @throws IllegalStateException as {@link #start} does
         */
        public void run(Body body) throws Exception {
            try (RealKea kea = start()) {
                try {
                    body.run(kea);
                } catch (Throwable failure) {
                    kea.withLogs(failure);
                    throw failure;
                }
            }
        }

        /** A build that is to say which generations it tested reads the file that this property names. */
        private void note(Installation installed) {
            String file = System.getProperty("kea.ha.real.record");
            if (file == null) {
                return;
            }
            try {
                Path record = Path.of(file);
                Files.createDirectories(record.toAbsolutePath().getParent());
                Files.writeString(
                        record,
                        installed.version() + " " + service + " " + mode + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Everything but the processes: directories, ports, files. */
        private RealKea lay(Installation installed) {
            Workspace workspace = Workspace.create(installed.root());
            Ports ports = new Ports();
            OwnNetworks networks = null;
            try {
                List<PeerRole> roles = roles();
                networks = ownNetworks ? OwnNetworks.create(workspace.id(), names(roles.size())) : null;
                List<PeerLayout> peers = peers(roles, workspace, ports, networks);
                Set<String> unknown = new TreeSet<>(configurationOf.keySet());
                unknown.addAll(clockSkew.keySet());
                peers.forEach(peer -> unknown.remove(peer.name()));
                if (!unknown.isEmpty()) {
                    throw new IllegalArgumentException("No such servers: " + unknown);
                }
                write(new RelationshipConfiguration(
                        installed, service, mode, peers, heartbeatDelay, maxResponseDelay, hooks, credentials));
                List<RealServer> servers = new ArrayList<>();
                for (PeerLayout peer : peers) {
                    servers.add(new RealServer(
                            installed,
                            service,
                            peer,
                            networks == null ? List.of() : networks.command(peer.name()),
                            credentials,
                            clockSkew.getOrDefault(peer.name(), Duration.ZERO)));
                }
                return new RealKea(installed, mode, workspace, ports, networks, servers);
            } catch (RuntimeException e) {
                if (networks != null) {
                    networks.close();
                }
                workspace.close();
                ports.close();
                throw e;
            }
        }

        private List<PeerRole> roles() {
            List<PeerRole> roles = new ArrayList<>(List.of(PeerRole.PRIMARY));
            if (mode.equals(HaMode.LOAD_BALANCING)) {
                roles.add(PeerRole.SECONDARY);
            } else if (mode.equals(HaMode.HOT_STANDBY)) {
                roles.add(PeerRole.STANDBY);
            }
            for (int i = 0; i < backups; i++) {
                roles.add(PeerRole.BACKUP);
            }
            return roles;
        }

        private static List<String> names(int count) {
            return IntStream.rangeClosed(1, count).mapToObj(i -> "server" + i).toList();
        }

        private List<PeerLayout> peers(
                List<PeerRole> roles, Workspace workspace, Ports ports, @Nullable OwnNetworks networks) {
            List<String> names = names(roles.size());
            List<String> addresses = IntStream.range(0, roles.size())
                    .mapToObj(i -> networks == null ? "127.0.0." + (ownAddresses ? i + 2 : 1) : networks.address(i))
                    .toList();
            Places places = networks == null ? nextPlaces(ports, addresses) : Places.UNDISTURBED;
            List<PeerLayout> peers = new ArrayList<>();
            for (int i = 0; i < roles.size(); i++) {
                if (i > 0 && networks == null && !ownAddresses) {
                    places = nextPlaces(ports, addresses);
                }
                String name = names.get(i);
                String address = addresses.get(i);
                Path directory = workspace.subdirectory(name);
                peers.add(new PeerLayout(
                        name,
                        roles.get(i),
                        directory,
                        workspace.inside(directory),
                        url(address, places.management),
                        generation.hasHttpSocket() && !controlAgents
                                ? null
                                : url(address, generation.hasHttpSocket() ? places.agent : places.management),
                        url(address, generation.hasDedicatedListener() ? places.listener : places.management)));
            }
            return peers;
        }

        /** The ports of a server. */
        private record Places(int management, int listener, int agent) {
            /** In a network where nobody else lives. */
            static final Places UNDISTURBED = new Places(8000, 8001, 8002);
        }

        private static Places nextPlaces(Ports ports, List<String> addresses) {
            return new Places(ports.free(addresses), ports.free(addresses), ports.free(addresses));
        }

        private static URI url(String address, int port) {
            return URI.create("http://" + address + ":" + port + "/");
        }

        private void write(RelationshipConfiguration all) {
            for (PeerLayout peer : all.peers()) {
                JsonObject dhcp = all.daemon(peer, relationship.apply(all.relationship(peer)));
                dhcp = configuration.apply(dhcp);
                dhcp = configurationOf
                        .getOrDefault(peer.name(), UnaryOperator.identity())
                        .apply(dhcp);
                write(peer, PeerLayout.DAEMON_FILE, Json.object(service.root(), dhcp));
                URI agent = peer.agent();
                if (agent != null) {
                    write(peer, PeerLayout.AGENT_FILE, Json.object("Control-agent", all.agent(peer, agent)));
                }
            }
        }

        private static void write(PeerLayout peer, String name, JsonObject content) {
            Path file = peer.directory().resolve(name);
            try {
                Files.writeString(file, content.toPrettyJson() + "\n");
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot write " + file, e);
            }
        }

        private static UnaryOperator<JsonObject> then(UnaryOperator<JsonObject> first, UnaryOperator<JsonObject> next) {
            return value -> next.apply(first.apply(value));
        }
    }

    /** Carries the logs with a failure; where it was made says nothing. */
    private static final class Logs extends RuntimeException {

        private static final long serialVersionUID = 1;

        Logs(String text) {
            super("the servers' logs\n" + text, null, false, false);
        }
    }
}
