package dev.keaha.testkit;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.ResultCode;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaParameters;
import dev.keaha.ha.HaPeer;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.HaState;
import dev.keaha.ha.PeerRole;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Kea's HA state machine of one relationship in one daemon: states, scopes, heartbeats, lease updates, synchronization
 * and maintenance (kea-reference 2, checked against Kea 2.2.0, 2.6.3 and 3.0.4).
 */
final class HaMachine {

    private static final Duration REQUEST = Duration.ofSeconds(10);
    private static final long TERMINATED_AGAIN = Duration.ofMinutes(10).toMillis();
    private static final int WORST_SKEW_SECONDS = 60;
    private static final long REJECTED_FOR = Duration.ofDays(1).toMillis();
    private static final ResultCode MAINTENANCE_NOT_ALLOWED = new ResultCode(1001);
    private static final DateTimeFormatter SYSTEM_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    /** Why the machine is run; some states look at it. */
    private enum Event {
        NONE,
        START,
        HEARTBEAT_COMPLETE,
        LEASE_UPDATES_COMPLETE,
        SYNCING_ENDED,
        MAINTENANCE_NOTIFY,
        MAINTENANCE_START,
        MAINTENANCE_CANCEL,
        SYNCED_PARTNER_UNAVAILABLE
    }

    private enum Pause {
        NEVER,
        ONCE,
        ALWAYS
    }

    private final Daemon daemon;
    private final int index;
    private final HaRelationship relationship;
    private final HaParameters parameters;
    private final HaPeer self;
    private final Map<HaState, Pause> pauses = new HashMap<>();
    private final Map<HaState, Runnable> handlers;

    private HaState state = HaState.WAITING;
    private HaState previous = HaState.WAITING;
    private boolean entered = true;
    private boolean paused;
    private Event last = Event.NONE;
    private Event next = Event.NONE;

    private final TreeSet<String> scopes = new TreeSet<>();
    private VirtualTime.@Nullable Due heartbeat;

    private @Nullable HaState partnerState;
    private long partnerStateSince;
    private final TreeSet<String> partnerScopes = new TreeSet<>();
    private long lastContact;
    private @Nullable Instant ownTimeAtSkew;
    private @Nullable Instant partnerTimeAtSkew;
    private long skewSeconds;
    private long unsent;
    private long partnerUnsent;
    private long partnerUnsentBefore;
    private boolean syncCompleteNotified;

    private long analyzed;
    private final Map<String, Boolean> connecting = new HashMap<>();
    private final Map<String, Long> rejected = new HashMap<>();
    private final Deque<JsonObject> backlog = new ArrayDeque<>();
    private boolean backlogOverflown;

    HaMachine(Daemon daemon, int index, HaRelationship relationship) {
        this.daemon = daemon;
        this.index = index;
        this.relationship = relationship;
        this.parameters = HaParameters.of(relationship, daemon.version());
        this.self = relationship.peer(relationship.thisServerName().strip()).orElseThrow();
        this.lastContact = daemon.time().now();
        this.handlers = Map.ofEntries(
                Map.entry(HaState.BACKUP, this::backup),
                Map.entry(HaState.COMMUNICATION_RECOVERY, this::communicationRecovery),
                Map.entry(HaState.HOT_STANDBY, this::normal),
                Map.entry(HaState.LOAD_BALANCING, this::normal),
                Map.entry(HaState.IN_MAINTENANCE, this::inMaintenance),
                Map.entry(HaState.PARTNER_DOWN, this::partnerDown),
                Map.entry(HaState.PARTNER_IN_MAINTENANCE, this::partnerInMaintenance),
                Map.entry(HaState.PASSIVE_BACKUP, this::passiveBackup),
                Map.entry(HaState.READY, this::ready),
                Map.entry(HaState.SYNCING, this::syncing),
                Map.entry(HaState.TERMINATED, this::terminated),
                Map.entry(HaState.WAITING, this::waiting));
        relationship
                .stateMachine()
                .flatMap(machine -> machine.array("states"))
                .orElse(JsonArray.empty())
                .objects()
                .forEach(entry -> pauses.put(
                        HaState.of(entry.text("state").orElse("")),
                        Pause.valueOf(entry.text("pause").orElse("never").toUpperCase(java.util.Locale.ROOT))));
    }

    /** Begins in waiting, as a daemon does that was started or configured. */
    void start() {
        daemon.locks().enable(localOrigin());
        pauseIfConfigured();
        daemon.stateEntered(this);
        run(Event.START);
    }

    /** Ends, as when the hook is unloaded. */
    void stop() {
        stopHeartbeat();
        daemon.locks().enable(localOrigin());
    }

    HaRelationship relationship() {
        return relationship;
    }

    HaParameters parameters() {
        return parameters;
    }

    /** This server's own entry. */
    HaPeer self() {
        return self;
    }

    HaState state() {
        return state;
    }

    boolean isPaused() {
        return paused;
    }

    boolean serves(String scope) {
        return scopes.contains(scope);
    }

    List<String> scopes() {
        return List.copyOf(scopes);
    }

    /** Whether a name is one of this relationship's peers, which is how commands choose it. */
    boolean names(String peer) {
        return relationship.peer(peer).isPresent();
    }

    private boolean isPassiveBackup() {
        return relationship.mode().equals(HaMode.PASSIVE_BACKUP);
    }

    private boolean isBackup() {
        return self.role().equals(PeerRole.BACKUP);
    }

    private boolean isPrimary() {
        return self.role().equals(PeerRole.PRIMARY);
    }

    /** The other active server. */
    private Optional<HaPeer> partner() {
        return isBackup() ? Optional.empty() : isPrimary() ? relationship.standIn() : relationship.primary();
    }

    private int localOrigin() {
        return DhcpLocks.HA_LOCAL + index;
    }

    private int remoteOrigin() {
        return daemon.hasOriginIds() ? DhcpLocks.HA_REMOTE + index : DhcpLocks.HA_LOCAL;
    }

    private HaState normalState() {
        return isBackup() ? HaState.BACKUP : HaState.of(relationship.mode().word());
    }

    // ---- the model: a handler runs for an event until it asks for nothing more

    private void post(Event event) {
        last = next;
        next = event;
    }

    private void run(Event event) {
        post(event);
        do {
            handlers.get(state).run();
        } while (next != Event.NONE);
    }

    /** Changes the state; its handler runs when the event at hand goes on. */
    private void transition(HaState to) {
        previous = state;
        state = to;
        entered = !previous.equals(state);
        if (entered) {
            pauseIfConfigured();
            daemon.stateEntered(this);
        }
        post(next);
    }

    private void pauseIfConfigured() {
        Pause pause = pauses.getOrDefault(state, Pause.NEVER);
        if (!paused && pause != Pause.NEVER) {
            paused = true;
            if (pause == Pause.ONCE) {
                pauses.remove(state);
            }
        }
    }

    private boolean enters() {
        boolean result = entered;
        entered = false;
        return result;
    }

    private void stay() {
        post(Event.NONE);
    }

    // ---- scopes and the DHCP service

    private void serveNone() {
        scopes.clear();
    }

    private void serveOwn() {
        scopes.clear();
        if (isPrimary() || self.role().equals(PeerRole.SECONDARY)) {
            scopes.add(self.name());
        }
    }

    private void serveAll() {
        scopes.clear();
        relationship.peers().stream()
                .filter(peer ->
                        peer.role().equals(PeerRole.PRIMARY) || peer.role().equals(PeerRole.SECONDARY))
                .forEach(peer -> scopes.add(peer.name()));
    }

    /** Locks or unlocks only when the service as a whole is not as this state wants it. */
    private void adjustService() {
        boolean wanted = List.of(
                        HaState.COMMUNICATION_RECOVERY,
                        HaState.LOAD_BALANCING,
                        HaState.HOT_STANDBY,
                        HaState.PARTNER_DOWN,
                        HaState.PARTNER_IN_MAINTENANCE,
                        HaState.PASSIVE_BACKUP,
                        HaState.TERMINATED)
                .contains(state);
        if (!wanted && daemon.locks().isServiceEnabled()) {
            daemon.locks().disable(localOrigin());
        } else if (wanted && !daemon.locks().isServiceEnabled()) {
            daemon.locks().enable(localOrigin());
        }
    }

    // ---- the states

    private void backup() {
        if (enters()) {
            serveNone();
            adjustService();
        }
        stay();
    }

    private void passiveBackup() {
        if (enters()) {
            serveOwn();
            adjustService();
            stopHeartbeat();
        }
        stay();
    }

    private void terminated() {
        if (enters()) {
            serveOwn();
            adjustService();
            rejected.clear();
            stopHeartbeat();
        }
        stay();
    }

    private void inMaintenance() {
        if (enters()) {
            serveNone();
            adjustService();
        }
        scheduleHeartbeat();
        stay();
    }

    private void waiting() {
        if (enters()) {
            serveNone();
            adjustService();
            rejected.clear();
        }
        if (!isPassiveBackup() && !isBackup()) {
            scheduleHeartbeat();
        }
        if (isHeldBack()) {
            stay();
        } else if (isBackup()) {
            transition(HaState.BACKUP);
        } else if (isPassiveBackup()) {
            transition(HaState.PASSIVE_BACKUP);
        } else if (shouldTerminate()) {
            transition(HaState.TERMINATED);
        } else if (isPartnerStateInvalid() || partnerState == null || is(HaState.SYNCING)) {
            stay();
        } else if (is(HaState.TERMINATED)) {
            if (daemon.version().atLeast(2, 5, 8) && daemon.time().now() - partnerStateSince >= TERMINATED_AGAIN) {
                transition(HaState.TERMINATED);
            } else {
                stay();
            }
        } else if (is(HaState.UNAVAILABLE)) {
            partnerDownOrStay();
        } else if (is(HaState.WAITING) && !isPrimary()) {
            stay();
        } else {
            transition(parameters.syncLeases() ? HaState.SYNCING : HaState.READY);
        }
    }

    private void syncing() {
        if (enters()) {
            serveNone();
            adjustService();
            rejected.clear();
        }
        if (isHeldBack()) {
            stay();
        } else if (shouldTerminate() || is(HaState.TERMINATED)) {
            transition(HaState.TERMINATED);
        } else if (isPartnerStateInvalid()) {
            transition(HaState.WAITING);
        } else if (is(HaState.UNAVAILABLE)) {
            partnerDownOrStay();
            scheduleHeartbeat();
        } else {
            stopHeartbeat();
            stay();
            synchronize(partner().orElseThrow(), syncSeconds(), (done, text) -> {
                if (done) {
                    transition(HaState.READY);
                    scheduleHeartbeat();
                    run(Event.SYNCING_ENDED);
                } else {
                    scheduleHeartbeat();
                }
            });
        }
    }

    private long syncSeconds() {
        return Math.max(1, parameters.syncTimeout().toSeconds());
    }

    private void ready() {
        if (enters()) {
            serveNone();
            adjustService();
            rejected.clear();
        }
        scheduleHeartbeat();
        if (isHeldBack()) {
            stay();
        } else if (shouldTerminate() || is(HaState.TERMINATED)) {
            transition(HaState.TERMINATED);
        } else if (isPartnerStateInvalid()) {
            transition(HaState.WAITING);
        } else if (is(HaState.HOT_STANDBY) || is(HaState.LOAD_BALANCING) || is(HaState.COMMUNICATION_RECOVERY)) {
            transition(normalState());
        } else if (is(HaState.READY) && isPrimary()) {
            transition(normalState());
        } else if (is(HaState.IN_MAINTENANCE)) {
            transition(HaState.PARTNER_IN_MAINTENANCE);
        } else if (is(HaState.PARTNER_IN_MAINTENANCE)) {
            transition(HaState.IN_MAINTENANCE);
        } else if (is(HaState.UNAVAILABLE)) {
            partnerDownOrStay();
        } else {
            stay();
        }
    }

    private void normal() {
        if (enters()) {
            serveOwn();
            adjustService();
        }
        scheduleHeartbeat();
        if (isHeldBack()) {
            stay();
        } else if (shouldTerminate() || is(HaState.TERMINATED)) {
            transition(HaState.TERMINATED);
        } else if (isPartnerStateInvalid() || is(HaState.PARTNER_DOWN)) {
            transition(HaState.WAITING);
        } else if (is(HaState.IN_MAINTENANCE)) {
            transition(HaState.PARTNER_IN_MAINTENANCE);
        } else if (is(HaState.PARTNER_IN_MAINTENANCE)) {
            transition(HaState.IN_MAINTENANCE);
        } else if (is(HaState.UNAVAILABLE) && shouldPartnerDown()) {
            transition(HaState.PARTNER_DOWN);
        } else if (is(HaState.UNAVAILABLE)
                && relationship.mode().equals(HaMode.LOAD_BALANCING)
                && parameters.delayedUpdatesLimit() > 0) {
            transition(HaState.COMMUNICATION_RECOVERY);
        } else {
            stay();
        }
    }

    private void communicationRecovery() {
        if (enters()) {
            serveOwn();
            adjustService();
        }
        scheduleHeartbeat();
        if (isHeldBack()) {
            stay();
        } else if (shouldTerminate() || is(HaState.TERMINATED)) {
            leaveRecovery(HaState.TERMINATED);
        } else if (isPartnerStateInvalid() || is(HaState.PARTNER_DOWN)) {
            leaveRecovery(HaState.WAITING);
        } else if (is(HaState.IN_MAINTENANCE)) {
            leaveRecovery(HaState.PARTNER_IN_MAINTENANCE);
        } else if (is(HaState.PARTNER_IN_MAINTENANCE)) {
            leaveRecovery(HaState.IN_MAINTENANCE);
        } else if (is(HaState.UNAVAILABLE)) {
            if (shouldPartnerDown()) {
                leaveRecovery(HaState.PARTNER_DOWN);
            } else {
                stay();
            }
        } else if (isCommunicationInterrupted()) {
            stay();
        } else if (is(HaState.WAITING) || is(HaState.SYNCING) || is(HaState.READY)) {
            if (backlogOverflown) {
                leaveRecovery(HaState.WAITING);
            } else {
                stay();
            }
        } else if (is(normalState()) || is(HaState.COMMUNICATION_RECOVERY)) {
            stay();
            recover();
        } else {
            leaveRecovery(HaState.WAITING);
        }
    }

    private void leaveRecovery(HaState to) {
        transition(to);
        backlog.clear();
        backlogOverflown = false;
    }

    /** Sends what was kept back; where that cannot be done, both servers start again. */
    private void recover() {
        daemon.block();
        Consumer<Boolean> sent = done -> {
            if (done) {
                daemon.unblock();
                leaveRecovery(normalState());
                run(Event.LEASE_UPDATES_COMPLETE);
            } else {
                send("ha-reset", serverName(), REQUEST, (answer, failure) -> {
                    daemon.unblock();
                    if (failure == null) {
                        leaveRecovery(HaState.WAITING);
                        run(Event.LEASE_UPDATES_COMPLETE);
                    }
                });
            }
        };
        if (backlogOverflown) {
            sent.accept(false);
        } else {
            sendBacklog(sent);
        }
    }

    private void sendBacklog(Consumer<Boolean> done) {
        JsonObject lease = backlog.poll();
        if (lease == null) {
            done.accept(true);
            return;
        }
        send(daemon.leaseUpdate(), daemon.leaseUpdateOf(lease), REQUEST, (answer, failure) -> {
            if (failure == null) {
                sendBacklog(done);
            } else {
                done.accept(false);
            }
        });
    }

    private void partnerDown() {
        if (enters()) {
            if (last == Event.MAINTENANCE_START || self.autoFailover().orElse(true)) {
                serveAll();
            } else {
                serveOwn();
            }
            adjustService();
            rejected.clear();
        } else if (last == Event.SYNCED_PARTNER_UNAVAILABLE) {
            adjustService();
        }
        scheduleHeartbeat();
        if (isHeldBack()) {
            stay();
        } else if (shouldTerminate() || is(HaState.TERMINATED)) {
            transition(HaState.TERMINATED);
        } else if (isPartnerStateInvalid()
                || is(HaState.COMMUNICATION_RECOVERY)
                || is(HaState.PARTNER_DOWN)
                || is(HaState.PARTNER_IN_MAINTENANCE)) {
            transition(HaState.WAITING);
        } else if (is(HaState.READY)) {
            transition(partnerHasNewUnsentUpdates() ? HaState.WAITING : normalState());
        } else {
            stay();
        }
    }

    private void partnerInMaintenance() {
        if (enters()) {
            serveAll();
            adjustService();
        }
        scheduleHeartbeat();
        if (paused) {
            stay();
        } else if (shouldTerminate()) {
            transition(HaState.TERMINATED);
        } else if (is(HaState.UNAVAILABLE)) {
            transition(HaState.PARTNER_DOWN);
        } else {
            stay();
        }
    }

    // ---- what the states ask

    private boolean is(HaState partner) {
        return partner.equals(partnerState);
    }

    private boolean isHeldBack() {
        return last == Event.MAINTENANCE_CANCEL || paused;
    }

    private void partnerDownOrStay() {
        if (shouldPartnerDown()) {
            transition(HaState.PARTNER_DOWN);
        } else {
            stay();
        }
    }

    /** A server that sees its partner's clients waits until they are in need; the others go by time alone. */
    private boolean shouldPartnerDown() {
        if (!isCommunicationInterrupted()) {
            return false;
        }
        boolean seesClients = daemon.locks().isServiceEnabled()
                && (relationship.mode().equals(HaMode.LOAD_BALANCING)
                        || self.role().equals(PeerRole.STANDBY));
        return !seesClients || parameters.maxUnackedClients() == 0 || unacked() > parameters.maxUnackedClients();
    }

    private boolean shouldTerminate() {
        return Math.abs(skewSeconds) > WORST_SKEW_SECONDS
                || parameters.maxRejectedLeaseUpdates() > 0
                        && rejectedClients() >= parameters.maxRejectedLeaseUpdates();
    }

    private boolean isPartnerStateInvalid() {
        HaMode mode = relationship.mode();
        return (is(HaState.COMMUNICATION_RECOVERY) || is(HaState.LOAD_BALANCING)) && !mode.equals(HaMode.LOAD_BALANCING)
                || is(HaState.HOT_STANDBY) && !mode.equals(HaMode.HOT_STANDBY);
    }

    private long silence() {
        return daemon.time().now() - lastContact;
    }

    boolean isCommunicationInterrupted() {
        return silence() > parameters.maxResponseDelay().toMillis();
    }

    private long unacked() {
        return connecting.values().stream().filter(unacked -> unacked).count();
    }

    private int rejectedClients() {
        long now = daemon.time().now();
        rejected.values().removeIf(until -> until <= now);
        return rejected.size();
    }

    private boolean partnerHasNewUnsentUpdates() {
        return partnerUnsent > 0 && partnerUnsentBefore != partnerUnsent;
    }

    // ---- talking to the partner

    private void scheduleHeartbeat() {
        if (heartbeat == null) {
            armHeartbeat();
        }
    }

    private void armHeartbeat() {
        long delay = parameters.heartbeatDelay().toMillis();
        if (delay > 0) {
            if (heartbeat != null) {
                heartbeat.cancel();
            }
            heartbeat = daemon.later(delay, this::sendHeartbeat);
        }
    }

    private void stopHeartbeat() {
        if (heartbeat != null) {
            heartbeat.cancel();
            heartbeat = null;
        }
    }

    private void sendHeartbeat() {
        boolean notified = syncCompleteNotified;
        syncCompleteNotified = false;
        send("ha-heartbeat", serverName(), REQUEST, (answer, failure) -> {
            boolean heard = failure == null && answer != null && hear(answer.object());
            if (heard) {
                lastContact = daemon.time().now();
                connecting.clear();
                analyzed = 0;
            } else {
                partnerUnavailable();
            }
            armHeartbeat();
            if (notified && !heard) {
                post(Event.SYNCED_PARTNER_UNAVAILABLE);
            }
            run(Event.HEARTBEAT_COMPLETE);
        });
    }

    private boolean hear(JsonObject answer) {
        Optional<String> said = answer.text("state");
        Optional<Instant> time = answer.text("date-time").map(World::parseHttpDate);
        if (said.isEmpty() || time.isEmpty() || !handlers.containsKey(HaState.of(said.get()))) {
            return false;
        }
        setPartnerState(HaState.of(said.get()));
        Instant own = daemon.clock().truncatedTo(ChronoUnit.SECONDS);
        ownTimeAtSkew = own;
        partnerTimeAtSkew = time.get();
        skewSeconds = Duration.between(own, time.get()).toSeconds();
        answer.array("scopes").ifPresent(heard -> {
            partnerScopes.clear();
            heard.texts().forEach(partnerScopes::add);
        });
        answer.integer("unsent-update-count").ifPresent(count -> {
            partnerUnsentBefore = partnerUnsent;
            partnerUnsent = count;
        });
        return true;
    }

    private void setPartnerState(HaState said) {
        if (!said.equals(partnerState)) {
            partnerStateSince = daemon.time().now();
        }
        partnerState = said;
    }

    private void partnerUnavailable() {
        setPartnerState(HaState.UNAVAILABLE);
        if (daemon.version().atLeast(2, 3, 7)) {
            skewSeconds = 0;
            ownTimeAtSkew = null;
            partnerTimeAtSkew = null;
        }
    }

    private JsonObject serverName() {
        return daemon.hasServerNames() ? Json.object("server-name", self.name()) : JsonObject.empty();
    }

    /** Sends to the partner; a failure is anything but an answer that is done. */
    private void send(
            String command,
            JsonObject arguments,
            Duration timeout,
            BiConsumer<@Nullable KeaAnswer, @Nullable String> then) {
        sendTo(partner().orElseThrow(), command, arguments, timeout, then);
    }

    private void sendTo(
            HaPeer peer,
            String command,
            JsonObject arguments,
            Duration timeout,
            BiConsumer<@Nullable KeaAnswer, @Nullable String> then) {
        daemon.sendToPeer(peer, command, arguments.size() == 0 ? null : arguments, timeout, reply -> {
            KeaAnswer answer = reply.answer();
            if (answer == null) {
                then.accept(null, reply.text());
            } else if (answer.result().isDone()) {
                then.accept(answer, null);
            } else {
                then.accept(answer, words(answer));
            }
        });
    }

    /** An answer that is not done, in the words of Kea's HA client. */
    private String words(KeaAnswer answer) {
        String code = "error code " + answer.result();
        if (!daemon.hasServerNames()) {
            return answer.text().isEmpty() ? code : answer.text() + ", " + code;
        }
        return answer.text().isEmpty() ? code + ")" : answer.text() + " (" + code + ")";
    }

    // ---- synchronization

    /** Fetches a server's leases. The daemon does nothing else meanwhile. */
    private void synchronize(HaPeer from, long maxPeriod, BiConsumer<Boolean, String> then) {
        daemon.block();
        JsonObject disable = Json.object("origin", "ha-partner");
        if (daemon.hasOriginIds()) {
            disable = disable.with("origin-id", Json.value(remoteOrigin()));
        }
        if (maxPeriod > 0) {
            disable = disable.with("max-period", Json.value(maxPeriod));
        }
        sendTo(from, "dhcp-disable", disable, REQUEST, (answer, failure) -> {
            if (failure != null) {
                partnerUnavailable();
                synchronizationEnded(failure, then);
            } else {
                fetchPage(from, "start", maxPeriod, then);
            }
        });
    }

    private void fetchPage(HaPeer from, String start, long maxPeriod, BiConsumer<Boolean, String> then) {
        JsonObject page = Json.object("from", start, "limit", parameters.syncPageLimit());
        sendTo(from, daemon.leaseCommand("get-page"), page, parameters.syncTimeout(), (answer, failure) -> {
            if (failure != null || answer == null) {
                partnerUnavailable();
                enablePartner(from, failure == null ? "" : failure, then);
                return;
            }
            List<JsonObject> leases = answer.object()
                    .array("leases")
                    .orElse(JsonArray.empty())
                    .objects()
                    .toList();
            leases.forEach(daemon.leases()::merge);
            if (!leases.isEmpty() && leases.size() >= parameters.syncPageLimit()) {
                fetchPage(from, leases.get(leases.size() - 1).text("ip-address").orElseThrow(), maxPeriod, then);
            } else {
                notifyPartner(from, then);
            }
        });
    }

    private void notifyPartner(HaPeer from, BiConsumer<Boolean, String> then) {
        JsonObject arguments = serverName();
        if (daemon.hasOriginIds()) {
            arguments =
                    arguments.with("origin-id", Json.value(remoteOrigin())).with("origin", Json.value(remoteOrigin()));
        }
        sendTo(from, "ha-sync-complete-notify", arguments, REQUEST, (answer, failure) -> {
            if (answer != null && answer.result().equals(ResultCode.UNSUPPORTED)) {
                enablePartner(from, "", then);
            } else {
                if (failure != null) {
                    partnerUnavailable();
                }
                synchronizationEnded(failure == null ? "" : failure, then);
            }
        });
    }

    private void enablePartner(HaPeer from, String problem, BiConsumer<Boolean, String> then) {
        JsonObject enable = Json.object("origin", "ha-partner");
        if (daemon.hasOriginIds()) {
            enable = enable.with("origin-id", Json.value(remoteOrigin()));
        }
        sendTo(from, "dhcp-enable", enable, REQUEST, (answer, failure) -> {
            if (failure != null) {
                partnerUnavailable();
            }
            synchronizationEnded(problem.isEmpty() && failure != null ? failure : problem, then);
        });
    }

    private void synchronizationEnded(String problem, BiConsumer<Boolean, String> then) {
        daemon.unblock();
        then.accept(problem.isEmpty(), problem.isEmpty() ? "Lease database synchronization complete." : problem);
    }

    // ---- DHCP clients

    /** A packet of a client whose scope this server does not serve: does its partner take care of it? */
    void overhear(String client, Duration trying) {
        if (isCommunicationInterrupted()) {
            analyzed++;
            boolean unacked = trying.compareTo(parameters.maxAckDelay()) > 0;
            connecting.merge(client, unacked, (before, now) -> before || now);
        }
    }

    /**
     * Sends a lease that was given to a client to the other servers.
     *
     * @param then runs when the client may be answered; does not run when it must not be
     */
    void leaseGiven(String client, JsonObject lease, Runnable then) {
        if (!parameters.sendLeaseUpdates()) {
            then.run();
            return;
        }
        int[] open = {0};
        boolean[] dropped = {false};
        for (HaPeer peer : relationship.peers().stream()
                .sorted(java.util.Comparator.comparing(HaPeer::name))
                .toList()) {
            if (peer.name().equals(self.name())) {
                continue;
            }
            boolean isBackup = peer.role().equals(PeerRole.BACKUP);
            if (!isBackup && state.equals(HaState.COMMUNICATION_RECOVERY)) {
                keepBack(lease);
            } else if (!isBackup && !sendsUpdates()) {
                unsent++;
            } else {
                boolean awaited = !isBackup || parameters.waitBackupAck();
                open[0] += awaited ? 1 : 0;
                sendTo(peer, daemon.leaseUpdate(), daemon.leaseUpdateOf(lease), REQUEST, (answer, failure) -> {
                    updateAnswered(client, isBackup, answer, failure);
                    if (awaited) {
                        dropped[0] |= failure != null;
                        open[0]--;
                        if (open[0] == 0) {
                            if (!dropped[0]) {
                                then.run();
                            }
                            run(Event.LEASE_UPDATES_COMPLETE);
                        }
                    }
                });
            }
        }
        if (open[0] == 0) {
            then.run();
        }
    }

    private boolean sendsUpdates() {
        return state.equals(HaState.HOT_STANDBY)
                || state.equals(HaState.LOAD_BALANCING)
                || state.equals(HaState.PARTNER_IN_MAINTENANCE);
    }

    private void keepBack(JsonObject lease) {
        backlog.removeIf(kept -> kept.text("ip-address").equals(lease.text("ip-address")));
        if (backlog.size() >= parameters.delayedUpdatesLimit()) {
            backlogOverflown = true;
        } else {
            backlog.add(lease);
        }
    }

    private void updateAnswered(
            String client, boolean fromBackup, @Nullable KeaAnswer answer, @Nullable String failure) {
        boolean conflict = answer != null && isConflict(answer);
        if (conflict) {
            rejected.put(client, daemon.time().now() + REJECTED_FOR);
        }
        if (!fromBackup && failure == null) {
            rejected.remove(client);
        } else if (!fromBackup && !conflict) {
            partnerUnavailable();
        }
    }

    private boolean isConflict(KeaAnswer answer) {
        return daemon.version().atLeast(2, 3, 1) && answer.result().equals(ResultCode.CONFLICT);
    }

    // ---- commands

    KeaAnswer heartbeat() {
        return new KeaAnswer(
                ResultCode.SUCCESS,
                "HA peer status returned.",
                Json.object(
                        "date-time", World.httpDate(daemon.clock()),
                        "scopes", List.copyOf(scopes),
                        "state", state.word(),
                        "unsent-update-count", unsent));
    }

    KeaAnswer setScopes(List<String> wanted) {
        for (String scope : wanted) {
            if (!names(scope)) {
                return refusal("invalid server name specified '" + scope + "' while enabling/disabling HA scopes");
            }
        }
        scopes.clear();
        scopes.addAll(wanted);
        adjustService();
        return KeaAnswer.done("New HA scopes configured.");
    }

    KeaAnswer proceed() {
        boolean was = paused;
        paused = false;
        return KeaAnswer.done(was ? "HA state machine continues." : "HA state machine is not paused.");
    }

    KeaAnswer reset() {
        if (state.equals(HaState.WAITING)) {
            return KeaAnswer.done("HA state machine already in WAITING state.");
        }
        transition(HaState.WAITING);
        run(Event.NONE);
        return KeaAnswer.done("HA state machine reset.");
    }

    void synchronizeWith(String name, long maxPeriod, Consumer<KeaAnswer> reply) {
        HaPeer peer = relationship.peer(name).orElseThrow();
        if (peer.name().equals(self.name()) && daemon.hasServerNames()) {
            reply.accept(refusal("'" + name + "' points to local server but should point to a partner"));
            return;
        }
        if (isPassiveBackup() && !daemon.hasOriginIds()) {
            // it looks for a partner that there is not, and never comes back
            daemon.block();
            return;
        }
        synchronize(peer, maxPeriod, (done, text) -> reply.accept(done ? KeaAnswer.done(text) : refusal(text)));
    }

    /** A server that served alone stays closed until its next heartbeat tells how things are. */
    KeaAnswer syncCompleteNotified(int origin) {
        boolean alone = state.equals(HaState.PARTNER_DOWN);
        syncCompleteNotified |= alone;
        // 2.2 has one lock for both reasons, and keeps it
        if (alone && daemon.hasOriginIds()) {
            daemon.locks().disable(localOrigin());
        }
        if (!alone || daemon.hasOriginIds()) {
            daemon.locks().enable(origin);
        }
        return KeaAnswer.done("Server successfully notified about the synchronization completion.");
    }

    KeaAnswer maintenanceNotified(boolean cancel, Optional<HaState> partnerSays) {
        if (cancel) {
            if (!state.equals(HaState.IN_MAINTENANCE)) {
                return refusal("Unable to cancel the maintenance for the server not in the in-maintenance state.");
            }
            boolean tells = daemon.version().atLeast(2, 7, 5);
            if (tells) {
                Optional<HaState> known = partnerSays.filter(handlers::containsKey);
                known.ifPresentOrElse(this::setPartnerState, this::partnerUnavailable);
            }
            post(Event.MAINTENANCE_CANCEL);
            transition(tells && previous.equals(HaState.IN_MAINTENANCE) ? HaState.WAITING : previous);
            run(Event.NONE);
            return new KeaAnswer(
                    ResultCode.SUCCESS,
                    "Server maintenance canceled.",
                    tells ? Json.object("state", state.word()) : null);
        }
        if (List.of(HaState.BACKUP, HaState.PARTNER_IN_MAINTENANCE, HaState.TERMINATED)
                .contains(state)) {
            return new KeaAnswer(
                    MAINTENANCE_NOT_ALLOWED,
                    "Unable to transition the server from the " + state + " to in-maintenance state.",
                    null);
        }
        transition(HaState.IN_MAINTENANCE);
        run(Event.MAINTENANCE_NOTIFY);
        return KeaAnswer.done("Server is in-maintenance state.");
    }

    void startMaintenance(Consumer<KeaAnswer> reply) {
        if (List.of(HaState.BACKUP, HaState.IN_MAINTENANCE, HaState.PARTNER_IN_MAINTENANCE, HaState.TERMINATED)
                .contains(state)) {
            reply.accept(
                    refusal("Unable to transition the server from the " + state + " to partner-in-maintenance state."));
            return;
        }
        HaPeer partner = partner().orElseThrow(NoAnswer::new);
        daemon.block();
        sendTo(partner, "ha-maintenance-notify", notification(false, state), REQUEST, (answer, failure) -> {
            daemon.unblock();
            if (failure != null) {
                partnerUnavailable();
            }
            if (answer == null || answer.result().equals(ResultCode.ERROR)) {
                goOnAlone(HaState.PARTNER_DOWN);
                reply.accept(
                        KeaAnswer.done(
                                "Server is now in the partner-down state as its partner appears to be offline for maintenance."));
            } else if (failure == null) {
                goOnAlone(HaState.PARTNER_IN_MAINTENANCE);
                reply.accept(
                        KeaAnswer.done(
                                "Server is now in the partner-in-maintenance state and its partner is in-maintenance state. The partner can be now safely shut down."));
            } else {
                reply.accept(refusal(
                        "Unable to transition to the partner-in-maintenance state. The partner server responded with the following message to the ha-maintenance-notify command: "
                                + failure + "."));
            }
        });
    }

    private void goOnAlone(HaState to) {
        post(Event.MAINTENANCE_START);
        transition(to);
        run(Event.NONE);
    }

    private JsonObject notification(boolean cancel, HaState own) {
        JsonObject arguments = serverName().with("cancel", Json.value(cancel));
        return daemon.version().atLeast(2, 7, 5) ? arguments.with("state", Json.value(own.word())) : arguments;
    }

    void cancelMaintenance(Consumer<KeaAnswer> reply) {
        if (!state.equals(HaState.PARTNER_IN_MAINTENANCE)) {
            reply.accept(
                    refusal(
                            "Unable to cancel maintenance request because the server is not in the partner-in-maintenance state."));
            return;
        }
        boolean tells = daemon.version().atLeast(2, 7, 5);
        HaState to = tells && previous.equals(HaState.PARTNER_IN_MAINTENANCE) ? HaState.WAITING : previous;
        daemon.block();
        sendTo(partner().orElseThrow(), "ha-maintenance-notify", notification(true, to), REQUEST, (answer, failure) -> {
            daemon.unblock();
            if (failure != null) {
                partnerUnavailable();
                reply.accept(refusal(
                        "Unable to cancel maintenance. The partner server responded with the following message to the ha-maintenance-notify command: "
                                + failure + "."));
                return;
            }
            if (tells) {
                partnerUnavailable();
                Optional.ofNullable(answer)
                        .flatMap(done -> done.object().text("state"))
                        .ifPresent(said -> setPartnerState(HaState.of(said)));
            }
            post(Event.MAINTENANCE_CANCEL);
            transition(to);
            run(Event.NONE);
            reply.accept(KeaAnswer.done("Server maintenance successfully canceled."));
        });
    }

    private static KeaAnswer refusal(String text) {
        return new KeaAnswer(ResultCode.ERROR, text, null);
    }

    /** {@code ha-servers} of {@code status-get}. */
    JsonObject status() {
        JsonObject local = Json.object("role", self.role().word(), "scopes", List.copyOf(scopes));
        if (daemon.hasServerNames()) {
            local = local.with("server-name", Json.value(self.name()));
        }
        local = local.with("state", Json.value(state.word()));
        boolean tellsSkew = daemon.version().atLeast(2, 7, 2);
        if (tellsSkew) {
            local = local.with("system-time", systemTime(ownTimeAtSkew));
        }
        JsonObject servers = Json.object("local", local);
        return isBackup() || isPassiveBackup() ? servers : servers.with("remote", remote(tellsSkew));
    }

    private JsonObject remote(boolean tellsSkew) {
        HaPeer partner = partner().orElseThrow();
        boolean inTouch = partnerState != null;
        Map<String, JsonValue> remote = new java.util.TreeMap<>();
        remote.put("age", Json.value(inTouch ? silence() / 1000 : 0));
        remote.put("analyzed-packets", Json.value(analyzed));
        remote.put("communication-interrupted", Json.value(isCommunicationInterrupted()));
        remote.put("connecting-clients", Json.value(connecting.size()));
        remote.put("in-touch", Json.value(inTouch));
        remote.put("last-scopes", Json.value(List.copyOf(partnerScopes)));
        remote.put("last-state", Json.value(partnerState == null ? "" : partnerState.word()));
        remote.put("role", Json.value(partner.role().word()));
        remote.put("unacked-clients", Json.value(unacked()));
        long left = parameters.maxUnackedClients() - unacked() + 1;
        remote.put("unacked-clients-left", Json.value(isCommunicationInterrupted() ? Math.max(0, left) : 0));
        if (daemon.hasServerNames()) {
            remote.put("server-name", Json.value(partner.name()));
        }
        if (tellsSkew) {
            remote.put("system-time", systemTime(partnerTimeAtSkew));
            remote.put("clock-skew", Json.value(partnerTimeAtSkew == null ? null : skewSeconds));
        }
        return JsonObject.of(remote);
    }

    private static JsonValue systemTime(@Nullable Instant instant) {
        return Json.value(instant == null ? null : SYSTEM_TIME.format(instant));
    }
}
