package dev.keaha.testkit;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.ResultCode;
import dev.keaha.config.DhcpService;
import dev.keaha.config.HookLibrary;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaPeer;
import dev.keaha.ha.HaRelationship;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of a daemon, from its start to its end. */
final class Daemon {

    /** Answers a command, at once or later. */
    @FunctionalInterface
    interface Handler {
        void handle(@Nullable JsonValue arguments, Consumer<KeaAnswer> reply);
    }

    /** How long the main thread is busy with a small configuration; other commands take next to nothing. */
    private static final Map<String, Duration> TAKES =
            Map.of("config-set", Duration.ofMillis(30), "config-reload", Duration.ofMillis(30));

    private final FakeKea server;
    private final DhcpLocks locks;
    private final long startedAt;
    private final Deque<Runnable> urgent = new ArrayDeque<>();
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private final Map<String, Handler> handlers = new TreeMap<>();

    private KeaConfig config;
    private List<HookLibrary> hooks = List.of();
    private List<HaMachine> machines = List.of();
    // made when they change, since every heartbeat asks for them
    private TreeSet<String> commands;
    private List<String> listenerAddresses = List.of();
    private List<String> socketAddresses;
    private boolean threads;
    private long configuredAt;
    private int blocked;
    private boolean ended;

    /** Loads a configuration that {@link ConfigRules} found good. */
    Daemon(FakeKea server, KeaConfig config) {
        this.server = server;
        this.locks = new DhcpLocks(time());
        this.startedAt = time().now();
        this.config = config;
        this.commands = commandsOf(hooks);
        this.socketAddresses = socketAddresses(config);
        StatusCommands.register(handlers, this);
        ConfigCommands.register(handlers, this);
        HaCommands.register(handlers, this);
        LeaseCommands.register(handlers, this);
        SubnetCommands.register(handlers, this);
        ReservationCommands.register(handlers, this);
    }

    FakeKea server() {
        return server;
    }

    KeaVersion version() {
        return server.version();
    }

    DhcpService service() {
        return server.service();
    }

    VirtualTime time() {
        return server.world().time();
    }

    /** This host's clock. */
    Instant clock() {
        return time().instant().plus(server.clockSkew());
    }

    DhcpLocks locks() {
        return locks;
    }

    Leases leases() {
        return server.leases();
    }

    KeaConfig config() {
        return config;
    }

    List<HaMachine> machines() {
        return machines;
    }

    boolean threads() {
        return threads;
    }

    long uptimeSeconds() {
        return (time().now() - startedAt) / 1000;
    }

    long sinceConfiguredSeconds() {
        return (time().now() - configuredAt) / 1000;
    }

    boolean hasServerNames() {
        return version().atLeast(2, 5, 5);
    }

    boolean hasOriginIds() {
        return version().atLeast(2, 5, 8);
    }

    boolean hasHash() {
        return version().atLeast(2, 4, 0);
    }

    // ---- configuration

    /**
     * Takes a configuration. What fails while it is parsed changes nothing; a hook that does not load leaves the daemon
     * without any hook, and with the old configuration to show.
     */
    KeaAnswer configure(KeaConfig wanted) {
        Optional<String> refusal = ConfigRules.check(wanted, version());
        if (refusal.isPresent()) {
            return new KeaAnswer(ResultCode.ERROR, refusal.get(), null);
        }
        KeaConfig shown = ShownConfig.of(wanted, version());
        unloadHooks();
        if (!ConfigRules.hooksLoad(wanted, version())) {
            threads = false;
            return new KeaAnswer(
                    version().atLeast(3, 0, 4) ? ResultCode.FATAL : ResultCode.ERROR,
                    "One or more hook libraries failed to load",
                    null);
        }
        config = shown;
        socketAddresses = socketAddresses(config);
        configuredAt = time().now();
        if (version().atLeast(2, 6, 2)) {
            locks.resetForConfiguration();
        }
        threads = shown.dhcp()
                .object("multi-threading")
                .flatMap(threading -> threading.bool("enable-multi-threading"))
                .orElse(false);
        boolean bound = loadHooks();
        server.changed();
        return bound
                ? configured()
                : new KeaAnswer(
                        ResultCode.ERROR,
                        "Error initializing hooks: CmdHttpListener::run failed: unable to setup TCP acceptor for"
                                + " listening to the incoming HTTP requests: bind: Address already in use [system:98 at"
                                + " /usr/include/boost/asio/detail/reactive_socket_service.hpp:161 in function 'bind']",
                        null);
    }

    private KeaAnswer configured() {
        return new KeaAnswer(
                ResultCode.SUCCESS,
                "Configuration successful.",
                hasHash() ? Json.object("hash", ShownConfig.hash(config)) : null);
    }

    /** Changes the configuration in memory as delta commands do, without restarting anything. */
    void amend(KeaConfig amended) {
        config = ShownConfig.of(amended, version());
    }

    private void unloadHooks() {
        machines.forEach(HaMachine::stop);
        machines = List.of();
        hooks = List.of();
        listenerAddresses = List.of();
        commands = commandsOf(hooks);
    }

    private boolean loadHooks() {
        hooks = config.hookLibraries();
        commands = commandsOf(hooks);
        List<HaRelationship> relationships = config.hookLibrary(HookLibrary.HA)
                .map(hook -> HaSection.read(hook.parameters().orElse(JsonObject.empty()), version()))
                .orElse(List.of());
        List<HaMachine> started = new ArrayList<>();
        for (HaRelationship relationship : relationships) {
            started.add(new HaMachine(this, started.size(), relationship));
        }
        machines = List.copyOf(started);
        listenerAddresses = machines.stream()
                .filter(this::hasListener)
                .map(machine -> World.address(machine.self().url()))
                .toList();
        machines.forEach(HaMachine::start);
        return listenerAddresses.stream()
                .allMatch(address -> server.world().servers().stream()
                        .filter(other -> other != server)
                        .allMatch(other -> other.doorAt(address).isEmpty()));
    }

    boolean hasHook(String fileName) {
        return hooks.stream().anyMatch(hook -> hook.fileName().equals(fileName));
    }

    /** Host and port of every dedicated listener. */
    List<String> listenerAddresses() {
        return listenerAddresses;
    }

    private boolean hasListener(HaMachine machine) {
        return threads
                && machine.parameters().multiThreading()
                && machine.parameters().dedicatedListener();
    }

    /** Host and port of every HTTP control socket. */
    List<String> socketAddresses() {
        return socketAddresses;
    }

    private static List<String> socketAddresses(KeaConfig config) {
        return config.dhcp()
                .array("control-sockets")
                .orElse(JsonArray.empty())
                .objects()
                .filter(socket -> socket.text("socket-type").orElse("").startsWith("http"))
                .map(socket -> socket.text("socket-address").orElse("127.0.0.1") + ":"
                        + socket.integer("socket-port").orElse(8000))
                .toList();
    }

    /** The Unix control socket, which the Control Agent must find where its own configuration says. */
    Optional<String> unixSocket() {
        Optional<JsonObject> single = config.dhcp().object("control-socket");
        return single.isPresent()
                ? single.get().text("socket-name")
                : config.dhcp()
                        .array("control-sockets")
                        .orElse(JsonArray.empty())
                        .objects()
                        .filter(socket -> socket.text("socket-type").orElse("").equals("unix"))
                        .findFirst()
                        .flatMap(socket -> socket.text("socket-name"));
    }

    boolean listenerRestricts(String command) {
        return machines.stream().anyMatch(machine -> machine.parameters().restrictCommands())
                && !HaCommands.ON_LISTENER.contains(command.replaceFirst("^lease[46]-", "lease-"));
    }

    // ---- the main thread

    /** Runs on the main thread: now, or when it is free. */
    void main(Runnable work) {
        run(queue, work, blocked > 0);
    }

    private void run(Deque<Runnable> waiting, Runnable work, boolean wait) {
        if (ended) {
            return;
        }
        if (wait || server.isPaused()) {
            waiting.add(work);
        } else {
            work.run();
        }
    }

    /** Lets the main thread do nothing else until {@link #unblock}, as synchronous work of Kea does. */
    void block() {
        blocked++;
    }

    void unblock() {
        blocked--;
        time().in(0, this::drain);
    }

    /** Does what waited, as far as it may. */
    void drain() {
        while (!ended && !server.isPaused()) {
            Runnable work = urgent.poll();
            if (work == null && blocked == 0) {
                work = queue.poll();
            }
            if (work == null) {
                return;
            }
            work.run();
        }
    }

    VirtualTime.Due later(long millis, Runnable work) {
        return time().in(millis, () -> main(work));
    }

    void end() {
        ended = true;
        machines.forEach(HaMachine::stop);
    }

    // ---- commands

    /** Takes a command from outside, by a thread of the HA listener or by the main thread. */
    void receive(Door by, String command, @Nullable JsonValue arguments, Consumer<Reply> then) {
        if (by == Door.LISTENER && listenerRestricts(command)) {
            run(urgent, () -> then.accept(Reply.without(Reply.Kind.FORBIDDEN, "Forbidden")), false);
        } else if (by == Door.LISTENER) {
            run(urgent, () -> perform(by, command, arguments, then), false);
        } else {
            main(() -> perform(by, command, arguments, then));
        }
    }

    private void perform(Door by, String command, @Nullable JsonValue arguments, Consumer<Reply> then) {
        Duration delay = server.faults().delay(command).plus(TAKES.getOrDefault(command, Duration.ZERO));
        if (delay.isZero()) {
            execute(by, command, arguments, then);
            return;
        }
        block();
        time().in(delay, () -> {
            unblock();
            run(urgent, () -> execute(by, command, arguments, then), false);
        });
    }

    private void execute(Door by, String command, @Nullable JsonValue arguments, Consumer<Reply> then) {
        boolean lost = server.faults().losesAnswer(command);
        Consumer<KeaAnswer> reply = answer -> then.accept(
                lost ? Reply.without(Reply.Kind.LOST, "the answer was lost") : Reply.of(placed(by, answer)));
        Optional<KeaAnswer> refusal = server.faults().refusal(command);
        if (refusal.isPresent()) {
            reply.accept(refusal.get());
            return;
        }
        try {
            answer(command, arguments, reply);
        } catch (Refused refused) {
            reply.accept(refused.answer());
        } catch (NoAnswer failed) {
            then.accept(Reply.without(Reply.Kind.NO_ANSWER, "Internal Server Error"));
        }
    }

    /** What came through the Unix socket is said to stand on the wire, what came over HTTP in a string. */
    private static KeaAnswer placed(Door by, KeaAnswer answer) {
        return by == Door.AGENT
                ? answer
                : new KeaAnswer(answer.result(), answer.text().replace("<wire>:0:", "<string>:1:"), answer.arguments());
    }

    private void answer(String command, @Nullable JsonValue arguments, Consumer<KeaAnswer> reply) {
        if (!commands().contains(command)) {
            reply.accept(new KeaAnswer(ResultCode.UNSUPPORTED, "'" + command + "' command not supported.", null));
            return;
        }
        Handler handler = handlers.get(command);
        if (handler == null) {
            throw new UnsupportedOperationException("FakeKea has no " + command + " yet. Real Kea " + version()
                    + " answers it; test what needs it against real Kea.");
        }
        handler.handle(arguments, reply);
    }

    /** What {@code list-commands} answers. */
    TreeSet<String> commands() {
        return commands;
    }

    private TreeSet<String> commandsOf(List<HookLibrary> loaded) {
        Generation generation = Generation.of(service(), version());
        TreeSet<String> names = new TreeSet<>(generation.commands());
        for (HookLibrary hook : loaded) {
            generation.commandsOf(hook.fileName()).ifPresent(names::addAll);
        }
        return names;
    }

    // ---- DHCP clients

    /**
     * A packet of a client, which may be in another server's scope.
     *
     * @param answer runs when the client is answered
     */
    void packet(String client, long number, String scope, Duration trying, Runnable answer) {
        if (ended || server.isPaused() || blocked > 0 || !locks.isServiceEnabled()) {
            return;
        }
        Optional<HaMachine> machine =
                machines.stream().filter(one -> one.names(scope)).findFirst();
        if (machine.isPresent() && !machine.get().serves(scope)) {
            machine.get().overhear(client, trying);
            return;
        }
        Optional<JsonObject> lease = Clients.lease(this, client, number, scope);
        lease.ifPresent(leases()::put);
        if (machine.isPresent() && lease.isPresent()) {
            machine.get().leaseGiven(client, lease.get(), answer);
        } else if (lease.isPresent()) {
            answer.run();
        }
    }

    // ---- what a machine asks of its daemon

    void stateEntered(HaMachine machine) {
        server.world()
                .note(
                        server.name(),
                        Timeline.Kind.STATE,
                        machine.state().word()
                                + (machines.size() > 1
                                        ? " (" + machine.relationship().thisServerName() + ")"
                                        : ""));
    }

    void sendToPeer(
            HaPeer peer, String command, @Nullable JsonObject arguments, Duration timeout, Consumer<Reply> then) {
        // what the main thread waits for reaches it while it is blocked
        boolean awaited = blocked > 0;
        server.world()
                .send(
                        server,
                        peer.url(),
                        command,
                        arguments,
                        timeout,
                        reply -> run(awaited ? urgent : queue, () -> then.accept(reply), !awaited && blocked > 0));
    }

    String leaseCommand(String what) {
        return (service() == DhcpService.DHCP4 ? "lease4-" : "lease6-") + what;
    }

    /** The command that carries a lease to another server. */
    String leaseUpdate() {
        return leaseCommand(service() == DhcpService.DHCP4 ? "update" : "bulk-apply");
    }

    JsonObject leaseUpdateOf(JsonObject lease) {
        JsonObject sent = lease.with(
                        "expire",
                        Json.value(lease.integer("cltt").orElse(0)
                                + lease.integer("valid-lft").orElse(0)))
                .without("cltt");
        JsonObject arguments = service() == DhcpService.DHCP4
                ? sent.with("force-create", Json.value(true))
                : Json.object("deleted-leases", Json.array(), "leases", Json.array(sent));
        return version().atLeast(2, 3, 8) ? arguments.with("origin", Json.value("ha-partner")) : arguments;
    }
}
