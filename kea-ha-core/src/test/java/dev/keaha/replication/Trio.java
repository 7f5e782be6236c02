package dev.keaha.replication;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaCommand;
import dev.keaha.command.ResultCode;
import dev.keaha.command.RunningConfig;
import dev.keaha.command.TransportFailure;
import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaDetection;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.HaState;
import dev.keaha.ha.PeerRole;
import dev.keaha.health.Health;
import dev.keaha.health.PeerCondition;
import dev.keaha.health.PeerVerdict;
import dev.keaha.health.PushPermission;
import dev.keaha.health.PushPermission.Level;
import dev.keaha.health.Reason;
import dev.keaha.health.ReasonCode;
import dev.keaha.health.ReplicationState;
import dev.keaha.health.Verdict;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A primary, its partner (not in passive-backup) and a backup that behave as field-notes saw real ones do, in virtual time. */
final class Trio {

    static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    static final Duration HEARTBEAT = Duration.ofSeconds(1);
    static final Duration MAX_RESPONSE = Duration.ofSeconds(20);
    static final String PRIMARY = "server1";
    static final String PARTNER = "server2";
    static final String BACKUP = "server3";

    final HaMode mode;
    final Map<String, Peer> peers = new LinkedHashMap<>();
    /** What was sent, as {@code server2 config-set}. */
    final List<String> sent = new ArrayList<>();

    Instant now = START;
    private Duration unserved = Duration.ZERO;

    Trio(HaMode mode) {
        this.mode = mode;
        add(PRIMARY, PeerRole.PRIMARY);
        if (mode.equals(HaMode.LOAD_BALANCING)) {
            add(PARTNER, PeerRole.SECONDARY);
        } else if (mode.equals(HaMode.HOT_STANDBY)) {
            add(PARTNER, PeerRole.STANDBY);
        }
        add(BACKUP, PeerRole.BACKUP);
    }

    private void add(String name, PeerRole role) {
        peers.put(name, new Peer(name, role, config(mode, name)));
    }

    Peer peer(String name) {
        return java.util.Objects.requireNonNull(peers.get(name));
    }

    // Configurations.

    static KeaConfig config(HaMode mode, String name) {
        JsonArray peers = Json.array(Json.object("name", PRIMARY, "url", "http://192.0.2.1:8001/", "role", "primary"));
        if (!mode.equals(HaMode.PASSIVE_BACKUP)) {
            String role = mode.equals(HaMode.LOAD_BALANCING) ? "secondary" : "standby";
            peers = peers.with(Json.object("name", PARTNER, "url", "http://192.0.2.2:8001/", "role", role));
        }
        peers = peers.with(Json.object("name", BACKUP, "url", "http://192.0.2.3:8001/", "role", "backup"));
        return KeaConfig.of(
                DhcpService.DHCP4,
                Json.object(
                        "control-socket", Json.object("socket-name", "/run/" + name + ".sock"),
                        "interfaces-config", Json.object("interfaces", List.of("eth-" + name)),
                        "lease-database", Json.object("type", "memfile", "password", "secret-of-" + name),
                        "valid-lifetime", 3600,
                        "loggers",
                                Json.array(Json.object(
                                        "name",
                                        "kea-dhcp4",
                                        "severity",
                                        "INFO",
                                        "output-options",
                                        Json.array(Json.object("output", "/var/log/" + name)))),
                        "hooks-libraries",
                                Json.array(
                                        Json.object("library", "/" + name + "/libdhcp_lease_cmds.so"),
                                        Json.object(
                                                "library",
                                                "/" + name + "/libdhcp_ha.so",
                                                "parameters",
                                                Json.object(
                                                        "high-availability",
                                                        Json.array(Json.object(
                                                                "this-server-name", name,
                                                                "mode", mode.word(),
                                                                "heartbeat-delay", HEARTBEAT.toMillis(),
                                                                "max-response-delay", MAX_RESPONSE.toMillis(),
                                                                "peers", peers))))),
                        "subnet4", Json.array(subnet(1), subnet(2))));
    }

    static JsonObject subnet(int id) {
        return Json.object("id", id, "subnet", "192.0." + id + ".0/24", "pools", Json.array());
    }

    static UnaryOperator<JsonObject> withSubnet(int id) {
        return dhcp -> dhcp.withArray("subnet4", subnets -> subnets.with(subnet(id)));
    }

    /** Changes the HA section of a configuration. */
    static UnaryOperator<JsonObject> ha(UnaryOperator<JsonObject> change) {
        return dhcp -> dhcp.withArray(
                "hooks-libraries",
                hooks -> hooks.map(hook -> {
                    JsonObject object = (JsonObject) hook;
                    return object.text("library").orElse("").endsWith("libdhcp_ha.so")
                            ? object.withObject(
                                    "parameters",
                                    parameters -> parameters.withArray(
                                            "high-availability",
                                            list -> list.map(entry -> change.apply((JsonObject) entry))))
                            : object;
                }));
    }

    HaRelationship relationship(String peer) {
        return ((HaDetection.Found) HaDetection.in(peer(peer).running))
                .relationships()
                .get(0);
    }

    // What is asked for.

    /** A request as the shell would make it: everybody who answers was read. */
    PlanRequest request(String source) {
        Map<String, PeerSnapshot> snapshots = new HashMap<>();
        peers.values().stream()
                .filter(peer -> peer.failure == null)
                .forEach(peer -> snapshots.put(peer.name, peer.snapshot()));
        return PlanRequest.of(DhcpService.DHCP4, relationship(source), verdict(source), snapshots);
    }

    Verdict verdict(String source) {
        boolean pairWell = peers.values().stream()
                .filter(peer -> peer.role.isActive())
                .allMatch(peer -> peer.state.equals(peer.normal()) && peer.failure == null);
        List<PeerVerdict> all = new ArrayList<>();
        List<Reason> reasons = new ArrayList<>();
        for (Peer peer : peers.values()) {
            PeerCondition condition = peer.condition();
            Level level = peer.name.equals(source)
                    ? (pairWell && !mode.equals(HaMode.PASSIVE_BACKUP) ? Level.FULL : Level.ALONE)
                    : condition == PeerCondition.ACTIVE || condition == PeerCondition.NO_HA ? Level.FULL : Level.NONE;
            all.add(new PeerVerdict(
                    peer.name,
                    peer.role,
                    "http://192.0.2.1:8000/",
                    condition,
                    peer.failure == null ? Optional.of(peer.state) : Optional.empty(),
                    List.of(),
                    Optional.of(peer.version),
                    Optional.empty(),
                    true,
                    new PushPermission(level, peer.name + " is " + condition + ".")));
            if (condition.isAway()) {
                reasons.add(new Reason(
                        ReasonCode.PEER_UNREACHABLE,
                        Optional.of(peer.name),
                        peer.name + " does not answer.",
                        "Start it.",
                        Optional.empty()));
            }
        }
        return new Verdict(
                reasons.isEmpty() ? Health.OK : Health.IMPAIRED,
                Optional.of(source),
                ReplicationState.ON,
                all,
                reasons);
    }

    // The run.

    /** Where a run may be cut off or looked at. */
    interface Watcher {
        /** Is told each step before it is carried out; gives the journal to start again with, or null to go on. */
        @Nullable
        RunJournal before(int step, RunStep next);
    }

    ReplicationReport run(ReplicationPlan plan) {
        return run(ReplicationRun.begin(plan, now), (step, next) -> null, UnaryOperator.identity());
    }

    ReplicationReport run(RunJournal begun, Watcher watcher) {
        return run(begun, watcher, UnaryOperator.identity());
    }

    /** Runs to the end; each journal goes through the store. */
    ReplicationReport run(RunJournal begun, Watcher watcher, UnaryOperator<RunJournal> store) {
        RunJournal journal = begun;
        RunObservation seen = new RunObservation.Nothing();
        for (int i = 0; i < 5_000; i++) {
            RunStep step = ReplicationRun.next(journal, seen, now);
            RunJournal restarted = watcher.before(i, step);
            journal = restarted == null ? store.apply(step.journal()) : restarted;
            if (restarted != null) {
                seen = new RunObservation.Nothing();
            } else if (step instanceof RunStep.Done done) {
                return done.report();
            } else if (step instanceof RunStep.Wait wait) {
                pass(wait.time());
                seen = new RunObservation.Nothing();
            } else {
                seen = send((RunStep.Send) step);
            }
        }
        throw new AssertionError("the run does not end; last: " + sent.subList(sent.size() - 20, sent.size()));
    }

    RunObservation send(RunStep.Send send) {
        sent.add(send.peer() + " " + send.command().name());
        return peer(send.peer()).answer(send.command());
    }

    void pass(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= 50) {
            now = now.plusMillis(Math.min(left, 50));
            peers.values().forEach(Peer::tick);
            if (peers.values().stream().noneMatch(Peer::serves)) {
                unserved = unserved.plusMillis(50);
            }
        }
    }

    /** How long nobody served, so far. */
    Duration unserved() {
        return unserved;
    }

    List<String> changesSent() {
        return sent.stream()
                .filter(line -> line.matches(".*(config-set|config-write|config-reload|maintenance).*"))
                .toList();
    }

    /** What happens to one command instead of what should. */
    interface Fault extends Function<KeaCommand<?>, RunObservation> {}

    final class Peer {
        final String name;
        final PeerRole role;
        KeaVersion version = KeaVersion.of(3, 0, 4);
        KeaConfig running;
        KeaConfig file;
        HaState state;
        boolean hooks = true;
        /** Why it does not answer; null when it does. */
        @Nullable
        TransportFailure failure;
        /** Whether the daemon serves and talks to its partner, be it that we cannot reach it. */
        boolean alive = true;
        /** What it makes of a configuration that it loads. */
        UnaryOperator<KeaConfig> fillIn = config -> config;
        /** What it refuses to load its hooks with. */
        Predicate<KeaConfig> chokesOn = config -> !config.hookLibraries().isEmpty() && notNamed(config);
        /** Where it gets stuck in waiting. */
        Predicate<KeaConfig> stalledBy = config -> false;

        final Map<String, Deque<Fault>> faults = new HashMap<>();
        private Instant waitingSince = START;
        /** Switched off by a user; a configuration that is loaded stops the clock that would end it, not the lock. */
        boolean locked;

        private Instant lockedUntil = START;

        Peer(String name, PeerRole role, KeaConfig config) {
            this.name = name;
            this.role = role;
            this.running = config;
            this.file = config;
            this.state = normal();
        }

        HaState normal() {
            return role.equals(PeerRole.BACKUP) ? HaState.BACKUP : HaState.of(mode.word());
        }

        private boolean notNamed(KeaConfig config) {
            return ((HaDetection.Found) HaDetection.in(config))
                    .relationships().stream()
                            .noneMatch(relationship ->
                                    relationship.thisServerName().equals(name));
        }

        PeerCondition condition() {
            if (failure != null) {
                return switch (failure) {
                    case DAEMON_OFFLINE -> PeerCondition.OFFLINE;
                    case REFUSED, UNREACHABLE, TIMED_OUT -> PeerCondition.UNREACHABLE;
                    default -> PeerCondition.INACCESSIBLE;
                };
            }
            if (!hooks) {
                return PeerCondition.NO_HA;
            }
            return state.equals(HaState.PARTNER_DOWN)
                    ? PeerCondition.ALONE
                    : state.equals(normal()) ? PeerCondition.ACTIVE : PeerCondition.SETTLING;
        }

        PeerSnapshot snapshot() {
            return version.atLeast(2, 4, 0)
                    ? new PeerSnapshot(
                            name,
                            version,
                            new RunningConfig(running, Optional.of(hash())),
                            Set.of("config-hash-get", "config-set"))
                    : new PeerSnapshot(
                            name, version, new RunningConfig(running, Optional.empty()), Set.of("config-set"));
        }

        private String hash() {
            return running.fingerprint().toString();
        }

        Optional<Peer> partner() {
            return role.isActive()
                    ? peers.values().stream()
                            .filter(other -> other.role.isActive() && other != this)
                            .findFirst()
                    : Optional.empty();
        }

        void die(TransportFailure how) {
            failure = how;
            alive = false;
            partner().ifPresent(other -> other.state = HaState.PARTNER_DOWN);
        }

        boolean serves() {
            return alive
                    && !locked
                    && role.isActive()
                    && (!hooks
                            || !List.of(HaState.WAITING, HaState.SYNCING, HaState.READY, HaState.IN_MAINTENANCE)
                                    .contains(state));
        }

        void tick() {
            if (locked && !now.isBefore(lockedUntil)) {
                locked = false;
            }
            if (!state.equals(HaState.WAITING) || !hooks || !alive || stalledBy.test(running)) {
                return;
            }
            boolean alone = partner().filter(other -> !other.alive).isPresent();
            boolean partnerAway = partner()
                    .filter(other ->
                            other.alive && !other.locked && !other.serves() && !other.state.equals(HaState.WAITING))
                    .isPresent();
            Duration needed =
                    alone ? MAX_RESPONSE : role.isActive() && partner().isPresent() ? HEARTBEAT : Duration.ZERO;
            if (!partnerAway && !now.isBefore(waitingSince.plus(needed))) {
                state = alone ? HaState.PARTNER_DOWN : normal();
            }
        }

        Peer fault(String command, Fault fault) {
            faults.computeIfAbsent(command, any -> new ArrayDeque<>()).add(fault);
            return this;
        }

        Peer refuses(String command, int code, String text) {
            return fault(command, any -> answered(new KeaAnswer(new ResultCode(code), text, null)));
        }

        /** It does what it should, but the answer is lost. */
        Peer losesAnswer(String command) {
            return fault(command, sent -> {
                obey(sent);
                return new RunObservation.Failed(TransportFailure.TIMED_OUT, true, "no answer within the time");
            });
        }

        /** The command itself is lost; nobody knows that. */
        Peer losesCommand(String command) {
            return fault(
                    command,
                    sent -> new RunObservation.Failed(TransportFailure.CONNECTION_LOST, true, "the connection broke"));
        }

        Peer isNotReached(String command) {
            return fault(command, sent -> new RunObservation.Failed(TransportFailure.REFUSED, false, "nobody listens"));
        }

        RunObservation answer(KeaCommand<?> command) {
            if (failure != null) {
                return new RunObservation.Failed(failure, failure == TransportFailure.TIMED_OUT, name + ": " + failure);
            }
            Deque<Fault> waiting = faults.get(command.name());
            Fault fault = waiting == null ? null : waiting.poll();
            return fault == null ? obey(command) : fault.apply(command);
        }

        /** As it should be. */
        RunObservation obeyed(KeaCommand<?> command) {
            return obey(command);
        }

        private RunObservation obey(KeaCommand<?> command) {
            JsonValue arguments = command.arguments();
            return switch (command.name()) {
                case "config-test" -> answered(KeaAnswer.done("Configuration seems sane."));
                case "config-hash-get" ->
                    version.atLeast(2, 4, 0)
                            ? answered(new KeaAnswer(ResultCode.SUCCESS, "", Json.object("hash", hash())))
                            : answered(new KeaAnswer(ResultCode.UNSUPPORTED, "no such command", null));
                case "config-get" -> answered(new KeaAnswer(ResultCode.SUCCESS, "", running.tree()));
                case "config-set" -> load(KeaConfig.of((JsonObject) java.util.Objects.requireNonNull(arguments)));
                case "config-reload" -> load(file);
                case "config-write" -> {
                    file = running;
                    yield answered(KeaAnswer.done("Configuration written"));
                }
                case "status-get" -> answered(new KeaAnswer(ResultCode.SUCCESS, "", status()));
                case "dhcp-disable" -> {
                    locked = true;
                    lockedUntil = arguments instanceof JsonObject object && object.has("max-period")
                            ? now.plusSeconds(object.integer("max-period").getAsLong())
                            : Instant.MAX;
                    yield answered(KeaAnswer.done("DHCPv4 service disabled"));
                }
                case "dhcp-enable" -> {
                    locked = false;
                    yield answered(KeaAnswer.done("DHCP service successfully enabled"));
                }
                case "ha-maintenance-start" -> maintenance();
                case "ha-maintenance-cancel" -> {
                    state = normal();
                    partner().ifPresent(other -> other.state = other.normal());
                    yield answered(KeaAnswer.done("Server maintenance successfully canceled."));
                }
                default -> throw new AssertionError("nobody should send " + command.name());
            };
        }

        void restartHa() {
            state = HaState.WAITING;
            waitingSince = now;
        }

        private RunObservation load(KeaConfig config) {
            if (chokesOn.test(config)) {
                hooks = false;
                return answered(new KeaAnswer(
                        version.atLeast(3, 0, 4) ? ResultCode.FATAL : ResultCode.ERROR,
                        "One or more hook libraries failed to load",
                        null));
            }
            hooks = true;
            lockedUntil = Instant.MAX;
            running = fillIn.apply(config);
            restartHa();
            if (!role.isActive() || partner().isEmpty()) {
                tick();
            }
            return answered(KeaAnswer.done("Configuration successful."));
        }

        private RunObservation maintenance() {
            if (partner().filter(other -> other.alive).isPresent()) {
                state = HaState.PARTNER_IN_MAINTENANCE;
                partner().get().state = HaState.IN_MAINTENANCE;
                return answered(KeaAnswer.done("Server is now in the partner-in-maintenance state"));
            }
            state = HaState.PARTNER_DOWN;
            return answered(KeaAnswer.done("Server is now in the partner-down state as its partner appears to be"
                    + " offline for maintenance."));
        }

        private JsonObject status() {
            JsonObject process = Json.object("pid", 1, "uptime", 10, "reload", 1);
            if (!hooks) {
                return process;
            }
            JsonObject servers = Json.object(
                    "local", Json.object("role", role.word(), "state", state.word(), "scopes", Json.array()));
            if (partner().isPresent()) {
                Peer other = partner().get();
                servers = servers.with(
                        "remote",
                        Json.object(
                                "role",
                                other.role.word(),
                                "in-touch",
                                true,
                                "last-state",
                                other.alive ? other.state.word() : "unavailable",
                                "age",
                                1));
            }
            return process.with(
                    "high-availability", Json.array(Json.object("ha-mode", mode.word(), "ha-servers", servers)));
        }

        private RunObservation answered(KeaAnswer answer) {
            return new RunObservation.Answered(answer);
        }
    }
}
