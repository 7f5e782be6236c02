package dev.keaha.testkit;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaChannel;
import dev.keaha.command.ResultCode;
import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaState;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One Kea DHCP daemon on a host of its own, without any network: a command comes in, the answer goes out that this
 * version of Kea gives. Its configuration file and its leases outlive the daemon; everything else does not.
 *
 * <p>It is as strict as Kea: {@code config-test} passes a broken HA section, {@code config-set} then leaves the daemon
 * without hooks, and so on. What it does not model it refuses with {@link UnsupportedOperationException}; it never makes
 * an answer up.
 *
 * <p>A daemon of a {@link FakeRelationship} talks to its partners. One that was made by {@link #of} is alone: it has HA
 * when its configuration says so, and its partner never answers.
 *
 * <p>Time is virtual: it stands still until somebody advances it. Safe for use by several threads.
 */
public final class FakeKea {

    /** Where the configuration file is. */
    public static final String CONFIG_FILE = "/etc/kea/kea.conf";

    private static final Duration AGENT_PATIENCE = Duration.ofSeconds(60);
    private static final int FIRST_PID = 4711;

    private final World world;
    private final String name;
    private final KeaVersion version;
    private final DhcpService service;
    private final Leases leases = new Leases();
    private final Faults faults = new Faults();
    private final Set<String> hosts;
    private final @Nullable Agent agent;
    private final List<Supplier<CompletableFuture<Void>>> listeners = new ArrayList<>();
    private CompletableFuture<Void> settling = CompletableFuture.completedFuture(null);

    private KeaConfig file;
    private Duration clockSkew = Duration.ZERO;
    private @Nullable Daemon daemon;
    private boolean paused;
    private int starts;

    /** The Control Agent of a host: where it listens, and the Unix socket that it believes to be the daemon's. */
    static final class Agent {
        private final URI url;
        private final String address;
        private final String socket;
        private boolean running = true;

        Agent(URI url, String socket) {
            this.url = url;
            this.address = World.address(url.toString());
            this.socket = socket;
        }
    }

    FakeKea(World world, String name, KeaVersion version, KeaConfig file, @Nullable Agent agent, Set<String> hosts) {
        this.world = world;
        this.name = name;
        this.version = version;
        this.service = file.service();
        this.file = file;
        this.agent = agent;
        this.hosts = Set.copyOf(hosts);
        world.add(this);
    }

    /**
     * Starts a daemon that is alone in its world, at 2026-01-01T00:00:00Z. Before Kea 2.7.2 it is managed through a
     * Control Agent, later directly.
     *
     * @param config its configuration file; what its version would not start with is refused
     * @param version for example {@code 2.2.0}, {@code 2.6.3}, {@code 3.0.4} or {@code 3.2.0}
     * @return the running daemon
     * @throws IllegalArgumentException when this version does not start with this configuration; the message is Kea's
     */
    public static FakeKea of(KeaConfig config, String version) {
        World world = new World(FakeRelationship.DEFAULT_START, 0, Timeline.KEPT);
        KeaVersion parsed = Generation.version(version);
        Agent agent = parsed.atLeast(2, 7, 2)
                ? null
                : new Agent(
                        URI.create("http://127.0.0.1:8000/"), unixSocket(config).orElse(""));
        FakeKea server = new FakeKea(world, "kea", parsed, config, agent, Set.of("127.0.0.1"));
        synchronized (world.lock()) {
            server.startOrThrow();
        }
        return server;
    }

    static Optional<String> unixSocket(KeaConfig config) {
        Optional<JsonObject> single = config.dhcp().object("control-socket");
        return (single.isPresent()
                        ? single
                        : config.dhcp()
                                .array("control-sockets")
                                .orElse(JsonArray.empty())
                                .objects()
                                .filter(socket ->
                                        socket.text("socket-type").orElse("").equals("unix"))
                                .findFirst())
                .flatMap(socket -> socket.text("socket-name"));
    }

    /**
     * The daemon's name in its relationship.
     *
     * @return for example {@code server1}; {@code kea} for one that is alone
     */
    public String name() {
        return name;
    }

    /**
     * Which Kea it is.
     *
     * @return the version
     */
    public KeaVersion version() {
        return version;
    }

    /**
     * DHCPv4 or DHCPv6.
     *
     * @return the service
     */
    public DhcpService service() {
        return service;
    }

    // ---- commands

    /**
     * Gives a command to the daemon, as through its Unix control socket.
     *
     * @param command the command's name
     * @param arguments its arguments, null for none
     * @return the answer, be it done or refused
     * @throws IllegalStateException when there is no answer: the daemon is not running, is paused, or fails in this
     *     command as Kea does
     * @throws UnsupportedOperationException when this fake does not model the command
     */
    public KeaAnswer answer(String command, @Nullable JsonValue arguments) {
        synchronized (world.lock()) {
            Daemon running = daemon;
            if (running == null) {
                throw new IllegalStateException(name + " is not running");
            }
            List<Reply> replies = new ArrayList<>();
            running.receive(Door.AGENT, command, arguments, replies::add);
            world.pass(() -> !replies.isEmpty(), AGENT_PATIENCE);
            if (replies.isEmpty() || replies.get(0).answer() == null) {
                throw new IllegalStateException(name + " gave no answer to " + command
                        + (replies.isEmpty() ? "" : ": " + replies.get(0).text()));
            }
            return replies.get(0).answer();
        }
    }

    /**
     * Gives a command without arguments to the daemon.
     *
     * @param command the command's name
     * @return the answer, be it done or refused
     * @throws IllegalStateException when there is no answer
     * @throws UnsupportedOperationException when this fake does not model the command
     */
    public KeaAnswer answer(String command) {
        return answer(command, null);
    }

    /**
     * A way to the daemon's management address that needs no network: through its Control Agent where it has one, else
     * to its HTTP control socket. It leads to where that was when the daemon was first configured: after a
     * {@code config-set} that moves the socket, nobody is there. A call that has to wait lets virtual time pass.
     *
     * @return the channel
     */
    public KeaChannel channel() {
        return new FakeChannel(this, managementUrl());
    }

    /**
     * Where the daemon is managed.
     *
     * @return the Control Agent's address where it has one, else that of its first HTTP control socket, else that of its
     *     Unix socket
     */
    public URI managementUrl() {
        if (agent != null) {
            return agent.url;
        }
        return file.dhcp()
                .array("control-sockets")
                .orElse(JsonArray.empty())
                .objects()
                .filter(socket -> socket.text("socket-type").orElse("").startsWith("http"))
                .findFirst()
                .map(socket -> URI.create(socket.text("socket-type").orElse("http") + "://"
                        + socket.text("socket-address").orElse("127.0.0.1") + ":"
                        + socket.integer("socket-port").orElse(8000) + "/"))
                .orElseGet(() -> URI.create("unix:" + unixSocket(file).orElse("")));
    }

    // ---- what it is like

    /**
     * The configuration in memory, as {@code config-get} shows it.
     *
     * @return the configuration
     * @throws IllegalStateException when the daemon is not running
     */
    public KeaConfig config() {
        synchronized (world.lock()) {
            return running().config();
        }
    }

    /**
     * The configuration file, with which the daemon starts and to which it reloads.
     *
     * @return the configuration as written
     */
    public KeaConfig file() {
        synchronized (world.lock()) {
            return file;
        }
    }

    /**
     * Whether the daemon exists; a paused one does.
     *
     * @return true when it does
     */
    public boolean isRunning() {
        synchronized (world.lock()) {
            return daemon != null;
        }
    }

    /**
     * The state of its first HA machine.
     *
     * @return empty when the daemon is not running or has no HA
     */
    public Optional<HaState> state() {
        synchronized (world.lock()) {
            return daemon == null
                    ? Optional.empty()
                    : daemon.machines().stream().findFirst().map(HaMachine::state);
        }
    }

    /**
     * The scopes that it serves, of all its relationships, as long as its DHCP service is on.
     *
     * @return peer names; none when it answers no client
     */
    public List<String> servedScopes() {
        synchronized (world.lock()) {
            return daemon == null || paused || !daemon.locks().isServiceEnabled()
                    ? List.of()
                    : daemon.machines().stream()
                            .flatMap(machine -> machine.scopes().stream())
                            .toList();
        }
    }

    /**
     * How many leases it has.
     *
     * @return the count
     */
    public int leaseCount() {
        synchronized (world.lock()) {
            return leases.size();
        }
    }

    // ---- what can happen to it

    /** Ends the daemon as a SIGKILL does; its Control Agent goes on. Without effect when it is not running. */
    public void kill() {
        synchronized (world.lock()) {
            end("killed");
        }
        settle();
    }

    /**
     * Starts the daemon from its file. Without effect when it is running.
     *
     * @return whether it runs now; a file that this version does not take keeps it down
     */
    public boolean start() {
        boolean runs;
        synchronized (world.lock()) {
            runs = daemon != null || tryStart().isEmpty();
        }
        settle();
        return runs;
    }

    /**
     * Ends the daemon where it runs, and starts it from its file.
     *
     * @return whether it runs now
     */
    public boolean restart() {
        synchronized (world.lock()) {
            end("stopped");
        }
        settle();
        return start();
    }

    /** Stops the daemon in the middle of what it does: it can be connected to, and answers nothing. */
    public void pause() {
        synchronized (world.lock()) {
            paused = true;
            world.note(name, Timeline.Kind.FAULT, "paused");
        }
    }

    /** Lets a paused daemon go on with what has piled up. */
    public void resume() {
        synchronized (world.lock()) {
            paused = false;
            world.note(name, Timeline.Kind.FAULT, "resumed");
            if (daemon != null) {
                daemon.drain();
            }
        }
    }

    /**
     * Ends its Control Agent; the daemon goes on.
     *
     * @throws IllegalStateException when it has none
     */
    public void killAgent() {
        setAgentRunning(false);
    }

    /**
     * Starts its Control Agent again.
     *
     * @throws IllegalStateException when it has none
     */
    public void startAgent() {
        setAgentRunning(true);
    }

    private void setAgentRunning(boolean running) {
        synchronized (world.lock()) {
            if (agent == null) {
                throw new IllegalStateException(name + " has no Control Agent");
            }
            agent.running = running;
            world.note(name, Timeline.Kind.FAULT, running ? "agent started" : "agent killed");
            changed();
        }
        settle();
    }

    /**
     * Sets its host's clock.
     *
     * @param ahead how far it is ahead of the true time, negative when behind
     */
    public void skewClock(Duration ahead) {
        synchronized (world.lock()) {
            clockSkew = ahead;
            world.note(name, Timeline.Kind.FAULT, "clock " + ahead.toSeconds() + " s ahead");
        }
    }

    /**
     * Writes its configuration file, as an administrator does with an editor.
     *
     * @param config the new content
     */
    public void write(KeaConfig config) {
        synchronized (world.lock()) {
            file = config;
        }
    }

    /**
     * Lets virtual time pass for this daemon and whatever shares its world.
     *
     * @param time how much
     */
    public void advance(Duration time) {
        synchronized (world.lock()) {
            world.time().advance(time);
        }
    }

    /**
     * What happened to it and to whatever shares its world.
     *
     * @return the record
     */
    public Timeline timeline() {
        return world.timeline();
    }

    /** Name, version and state. */
    @Override
    public String toString() {
        return name + " (" + service + " " + version + ", "
                + (isRunning() ? state().map(HaState::word).orElse("running") : "not running") + ")";
    }

    // ---- for the rest of the kit; all of it holds the lock

    World world() {
        return world;
    }

    Leases leases() {
        return leases;
    }

    Faults faults() {
        return faults;
    }

    boolean isPaused() {
        return paused;
    }

    Duration clockSkew() {
        return clockSkew;
    }

    Instant now() {
        return world.time().instant();
    }

    int pid() {
        return FIRST_PID + starts;
    }

    boolean hasAgent() {
        return agent != null;
    }

    @Nullable
    Daemon daemon() {
        return daemon;
    }

    private Daemon running() {
        if (daemon == null) {
            throw new IllegalStateException(name + " is not running");
        }
        return daemon;
    }

    /** Has it told when what listens at this host may have changed; the telling holds the lock, the change must not. */
    void onChange(Supplier<CompletableFuture<Void>> listener) {
        synchronized (world.lock()) {
            listeners.add(listener);
        }
    }

    void changed() {
        for (Supplier<CompletableFuture<Void>> listener : List.copyOf(listeners)) {
            settling = CompletableFuture.allOf(settling, listener.get());
        }
    }

    /** Waits until what listens is as it should be. Not while holding the lock, which those who change it need. */
    private void settle() {
        if (!Thread.holdsLock(world.lock())) {
            CompletableFuture<Void> last;
            synchronized (world.lock()) {
                last = settling;
            }
            last.join();
        }
    }

    boolean isAgentUp() {
        return agent != null && agent.running;
    }

    void startOrThrow() {
        tryStart().ifPresent(problem -> {
            throw new IllegalArgumentException(name + " does not start: " + problem);
        });
    }

    /** What keeps it from starting, in Kea's words; empty when it runs. */
    private Optional<String> tryStart() {
        KeaConfig read = FileComments.moved(file);
        Optional<String> problem = ConfigRules.check(read, version);
        if (problem.isEmpty()) {
            starts++;
            Daemon started = new Daemon(this, read);
            daemon = started;
            paused = false;
            world.note(name, Timeline.Kind.FAULT, "started");
            KeaAnswer answer = started.configure(read);
            if (!answer.result().equals(ResultCode.SUCCESS)) {
                problem = Optional.of(answer.text());
            }
        }
        if (problem.isPresent()) {
            end("failed to start: " + problem.get());
        }
        return problem;
    }

    void end(String how) {
        Daemon running = daemon;
        if (running != null) {
            running.end();
            daemon = null;
            paused = false;
            world.note(name, Timeline.Kind.FAULT, how);
            changed();
        }
    }

    /** Whether this host has the address of a URL, whoever listens there. */
    boolean hasAddress(String url) {
        return hosts.contains(URI.create(url).getHost());
    }

    /** Who listens at an address of this host. */
    Optional<Door> doorAt(String address) {
        if (agent != null && agent.running && agent.address.equals(address)) {
            return Optional.of(Door.AGENT);
        }
        Daemon running = daemon;
        if (running == null) {
            return Optional.empty();
        } else if (running.listenerAddresses().contains(address)) {
            return Optional.of(Door.LISTENER);
        }
        return running.socketAddresses().contains(address) ? Optional.of(Door.SOCKET) : Optional.empty();
    }

    /** Takes a command at one of its doors. */
    void receive(Door by, String command, @Nullable JsonValue arguments, Consumer<Reply> then) {
        Daemon running = daemon;
        if (by != Door.AGENT) {
            if (running != null) {
                running.receive(by, command, arguments, then);
            }
            return;
        }
        String problem = "";
        if (running == null) {
            problem = "Connection refused";
        } else if (agent != null && !running.unixSocket().orElse("").equals(agent.socket)) {
            problem = "No such file or directory";
        }
        if (running == null || !problem.isEmpty()) {
            then.accept(Reply.without(Reply.Kind.OFFLINE, unable(problem)));
            return;
        }
        boolean[] answered = {false};
        Consumer<Reply> once = reply -> {
            if (!answered[0]) {
                answered[0] = true;
                then.accept(reply);
            }
        };
        VirtualTime.Due patience = world.time()
                .in(
                        AGENT_PATIENCE,
                        () -> once.accept(Reply.without(Reply.Kind.NO_ANSWER, unable("Operation canceled"))));
        running.receive(by, command, arguments, reply -> {
            patience.cancel();
            once.accept(
                    reply.kind() == Reply.Kind.NO_ANSWER
                            ? Reply.without(Reply.Kind.NO_ANSWER, unable("End of file"))
                            : reply);
        });
    }

    private String unable(String reason) {
        return String.format(
                Locale.ROOT,
                "unable to forward command to the %s service: %s. The server is likely to be offline",
                service.word(),
                reason);
    }
}
