package dev.keaha.replication;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaCommand;
import dev.keaha.command.ResultCode;
import dev.keaha.command.RunningConfig;
import dev.keaha.command.TransportFailure;
import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaVersion;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaState;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonNumber;
import dev.keaha.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Two servers with the part of Kea's HA state machine that a hand-over goes through, as its source has it, under load and
 * in virtual time: heartbeats, what each has last heard of the other, lease updates that find nobody, locks of the DHCP
 * service. It fails as soon as two serve the same scope.
 */
final class LivePair {

    static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final Duration LOAD = Duration.ofMillis(150);
    private static final Duration COMMAND = Duration.ofMillis(5);

    final HaMode mode;
    final KeaVersion version;
    final Map<String, Server> servers = new HashMap<>();
    final List<String> sent = new ArrayList<>();
    Instant now = Trio.START;
    private Duration unserved = Duration.ZERO;
    private Duration gap = Duration.ZERO;
    private Duration longestGap = Duration.ZERO;

    LivePair(HaMode mode, KeaVersion version, Duration phase) {
        this.mode = mode;
        this.version = version;
        servers.put(Trio.PRIMARY, new Server(Trio.PRIMARY, Duration.ofSeconds(3)));
        servers.put(Trio.PARTNER, new Server(Trio.PARTNER, phase));
    }

    Server server(String name) {
        return Objects.requireNonNull(servers.get(name));
    }

    /** In server-seconds without service per scope. */
    Duration unserved() {
        return unserved;
    }

    Duration longestGap() {
        return longestGap;
    }

    boolean isNormal() {
        return servers.values().stream().allMatch(server -> server.state.equals(normal()) && !server.locked);
    }

    HaState normal() {
        return HaState.of(mode.word());
    }

    private List<String> scopes() {
        return mode.equals(HaMode.LOAD_BALANCING) ? List.of(Trio.PRIMARY, Trio.PARTNER) : List.of(Trio.PRIMARY);
    }

    PlanRequest request() {
        Trio trio = new Trio(mode);
        trio.peers.remove(Trio.BACKUP);
        trio.peers.values().forEach(peer -> {
            peer.version = version;
            peer.running = server(peer.name).running;
        });
        PlanRequest request = trio.request(Trio.PRIMARY);
        Map<String, PeerSnapshot> snapshots = new HashMap<>();
        request.snapshots()
                .forEach((name, snapshot) -> snapshots.put(
                        name,
                        new PeerSnapshot(
                                name,
                                version,
                                new RunningConfig(snapshot.running().config(), Optional.empty()),
                                Set.of("config-set"))));
        return PlanRequest.of(DhcpService.DHCP4, trio.relationship(Trio.PRIMARY), request.verdict(), snapshots);
    }

    static KeaConfig config(HaMode mode, String name) {
        return Trio.config(mode, name)
                .with(Trio.ha(entry -> entry.with("heartbeat-delay", JsonNumber.of(HEARTBEAT.toMillis()))
                        .with("max-response-delay", JsonNumber.of(60_000))
                        .withArray(
                                "peers",
                                peers -> peers.without(peer -> ((JsonObject) peer)
                                        .text("role")
                                        .filter("backup"::equals)
                                        .isPresent()))));
    }

    // The run.

    ReplicationReport run(RunJournal begun, Trio.Watcher watcher) {
        RunJournal journal = begun;
        RunObservation seen = new RunObservation.Nothing();
        for (int i = 0; i < 20_000; i++) {
            RunStep step = ReplicationRun.next(journal, seen, now);
            RunJournal restarted = watcher.before(i, step);
            journal = restarted == null ? step.journal() : restarted;
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
        throw new AssertionError("the run does not end: " + sent);
    }

    RunObservation send(RunStep.Send send) {
        String line = send.peer() + " " + send.command().name() + " (" + server(Trio.PRIMARY).state + ", "
                + server(Trio.PARTNER).state + ")";
        if (sent.isEmpty() || !sent.get(sent.size() - 1).endsWith(line)) {
            sent.add(Duration.between(Trio.START, now).toMillis() + " " + line);
        }
        pass(COMMAND);
        RunObservation answer = server(send.peer()).obey(send.command());
        onlyOneServes();
        pass(COMMAND);
        return answer;
    }

    void pass(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= 5) {
            now = now.plusMillis(5);
            servers.values().forEach(Server::tick);
            boolean all = true;
            onlyOneServes();
            for (String scope : scopes()) {
                List<String> serving = serving(scope);
                if (serving.isEmpty()) {
                    unserved = unserved.plusMillis(5);
                }
                all &= !serving.isEmpty();
            }
            gap = all ? Duration.ZERO : gap.plusMillis(5);
            longestGap = gap.compareTo(longestGap) > 0 ? gap : longestGap;
        }
    }

    private List<String> serving(String scope) {
        return servers.values().stream()
                .filter(server -> server.serves(scope))
                .map(server -> server.name)
                .toList();
    }

    private void onlyOneServes() {
        for (String scope : scopes()) {
            if (serving(scope).size() > 1) {
                throw new AssertionError("both serve " + scope + " after " + sent);
            }
        }
    }

    final class Server {
        final String name;
        KeaConfig running;
        HaState state;
        Predicate<KeaConfig> chokesOn = config -> false;
        boolean hooks = true;
        boolean locked;
        private Instant lockedUntil = Instant.MAX;
        private Instant loadedAt = Instant.MIN;
        private Set<String> serving;
        private HaState before = HaState.WAITING;
        private @Nullable HaState heard;
        private Instant heardAt;
        private Instant nextBeat;
        private boolean lockedByHa;
        private boolean synced;

        Server(String name, Duration phase) {
            this.name = name;
            this.running = config(mode, name);
            this.state = normal();
            this.heard = normal();
            this.heardAt = now.minus(HEARTBEAT).plus(phase);
            this.nextBeat = now.plus(phase);
            this.serving = own();
        }

        private Server partner() {
            return server(name.equals(Trio.PRIMARY) ? Trio.PARTNER : Trio.PRIMARY);
        }

        private Set<String> own() {
            return scopes().contains(name) ? Set.of(name) : Set.of();
        }

        private boolean isLoading() {
            return now.isBefore(loadedAt);
        }

        boolean serves(String scope) {
            if (isLoading() || locked) {
                return false;
            }
            if (!hooks) {
                return true;
            }
            boolean on = !Set.of(HaState.WAITING, HaState.SYNCING, HaState.READY, HaState.IN_MAINTENANCE)
                    .contains(state);
            return on && !lockedByHa && serving.contains(scope);
        }

        void tick() {
            if (locked && !now.isBefore(lockedUntil)) {
                locked = false;
            }
            if (isLoading() || !hooks) {
                return;
            }
            boolean updates = serving.stream().anyMatch(this::serves)
                    && Set.of(normal(), HaState.PARTNER_IN_MAINTENANCE).contains(state);
            if (updates) {
                if (partner().isLoading() || !partner().hooks) {
                    heard = HaState.UNAVAILABLE;
                }
                step();
            }
            if (!now.isBefore(nextBeat)) {
                nextBeat = now.plus(HEARTBEAT);
                if (partner().isLoading() || !partner().hooks) {
                    heard = HaState.UNAVAILABLE;
                } else {
                    heard = partner().state;
                    heardAt = now;
                }
                step();
            }
        }

        private void enter(HaState next) {
            before = state;
            state = next;
            lockedByHa = false;
            serving = state.equals(normal())
                    ? own()
                    : Set.of(HaState.PARTNER_DOWN, HaState.PARTNER_IN_MAINTENANCE)
                                    .contains(state)
                            ? new LinkedHashSet<>(scopes())
                            : Set.of();
        }

        /** Until nothing more follows from what was heard. */
        private void step() {
            HaState old;
            do {
                old = state;
                HaState other = heard == null ? HaState.of("never") : heard;
                boolean up = other.equals(normal());
                if (state.equals(HaState.WAITING)) {
                    if (Set.of(
                                    normal(),
                                    HaState.IN_MAINTENANCE,
                                    HaState.PARTNER_DOWN,
                                    HaState.READY,
                                    HaState.PARTNER_IN_MAINTENANCE)
                            .contains(other)) {
                        // its partner is quiet while it copies the leases; in partner-down until its next heartbeat
                        partner().lockedByHa = partner().state.equals(HaState.PARTNER_DOWN);
                        enter(HaState.READY);
                    }
                } else if (state.equals(HaState.READY)) {
                    if (up) {
                        enter(normal());
                    } else if (other.equals(HaState.PARTNER_IN_MAINTENANCE)) {
                        enter(HaState.IN_MAINTENANCE);
                    } else if (other.equals(HaState.IN_MAINTENANCE)) {
                        enter(HaState.PARTNER_IN_MAINTENANCE);
                    }
                } else if (state.equals(normal())) {
                    if (other.equals(HaState.PARTNER_DOWN)) {
                        enter(HaState.WAITING);
                    } else if (other.equals(HaState.PARTNER_IN_MAINTENANCE)) {
                        enter(HaState.IN_MAINTENANCE);
                    } else if (other.equals(HaState.IN_MAINTENANCE)) {
                        enter(HaState.PARTNER_IN_MAINTENANCE);
                    }
                } else if (state.equals(HaState.PARTNER_IN_MAINTENANCE)) {
                    if (other.equals(HaState.UNAVAILABLE)) {
                        enter(HaState.PARTNER_DOWN);
                    }
                } else if (state.equals(HaState.PARTNER_DOWN) && other.equals(HaState.READY)) {
                    enter(normal());
                }
            } while (!old.equals(state));
        }

        // Commands.

        RunObservation obey(KeaCommand<?> command) {
            if (isLoading()) {
                // the main thread is at work, and answers afterwards
                pass(Duration.between(now, loadedAt));
            }
            JsonObject arguments = command.arguments();
            return switch (command.name()) {
                case "config-test" -> done("Configuration seems sane.");
                case "config-get" -> answered(new KeaAnswer(ResultCode.SUCCESS, "", running.tree()));
                case "config-write" -> done("Configuration written");
                case "config-reload" -> load(config(mode, name));
                case "config-set" -> load(KeaConfig.of(Objects.requireNonNull(arguments)));
                case "status-get" -> answered(new KeaAnswer(ResultCode.SUCCESS, "", status()));
                case "dhcp-disable" -> {
                    locked = true;
                    lockedUntil = arguments != null && arguments.has("max-period")
                            ? now.plusSeconds(arguments.integer("max-period").orElseThrow())
                            : Instant.MAX;
                    yield done("disabled");
                }
                case "dhcp-enable" -> {
                    locked = false;
                    yield done("enabled");
                }
                case "ha-scopes" -> {
                    serving = arguments
                            .array("scopes")
                            .orElse(JsonArray.empty())
                            .texts()
                            .collect(Collectors.toSet());
                    yield done("New HA scopes configured.");
                }
                case "ha-reset" -> {
                    // without a heartbeat it makes one transition only, and serves in neither state
                    enter(HaState.WAITING);
                    yield done("HA state machine reset.");
                }
                case "ha-maintenance-start" -> maintenance();
                case "ha-maintenance-cancel" -> cancel();
                case "ha-maintenance-notify" ->
                    arguments.bool("cancel").orElseThrow() ? leave(null) : intoMaintenance();
                default -> throw new AssertionError("nobody should send " + command.name());
            };
        }

        private RunObservation load(KeaConfig config) {
            boolean good = !chokesOn.test(config);
            hooks = good;
            // the end of the lock is forgotten, the lock is not
            lockedUntil = Instant.MAX;
            loadedAt = now.plus(LOAD);
            pass(LOAD);
            if (!good) {
                return answered(new KeaAnswer(ResultCode.ERROR, "One or more hook libraries failed to load", null));
            }
            running = config;
            heard = null;
            enter(HaState.WAITING);
            nextBeat = now.plus(HEARTBEAT);
            heardAt = now;
            return done("Configuration successful.");
        }

        private RunObservation maintenance() {
            if (Set.of(HaState.IN_MAINTENANCE, HaState.PARTNER_IN_MAINTENANCE).contains(state)) {
                return answered(new KeaAnswer(ResultCode.ERROR, "Unable to transition", null));
            }
            partner().intoMaintenance();
            enter(HaState.PARTNER_IN_MAINTENANCE);
            return done("Server is now in the partner-in-maintenance state and its partner is in-maintenance state.");
        }

        private RunObservation intoMaintenance() {
            if (state.equals(HaState.PARTNER_IN_MAINTENANCE)) {
                return answered(new KeaAnswer(new ResultCode(1001), "Unable to transition", null));
            }
            enter(HaState.IN_MAINTENANCE);
            return done("Server is in-maintenance state.");
        }

        private RunObservation leave(@Nullable HaState partners) {
            if (!state.equals(HaState.IN_MAINTENANCE)) {
                return answered(new KeaAnswer(ResultCode.ERROR, "not in the in-maintenance state.", null));
            }
            if (version.atLeast(2, 7, 5)) {
                heard = partners;
            }
            enter(before);
            return done("Server maintenance canceled.");
        }

        private RunObservation cancel() {
            if (!state.equals(HaState.PARTNER_IN_MAINTENANCE)) {
                return answered(new KeaAnswer(ResultCode.ERROR, "Unable to cancel", null));
            }
            HaState next = before.equals(HaState.PARTNER_IN_MAINTENANCE) ? HaState.WAITING : before;
            if (partner().leave(next) instanceof RunObservation.Answered answer
                    && !answer.answer().result().isDone()) {
                heard = HaState.UNAVAILABLE;
                return answered(new KeaAnswer(ResultCode.ERROR, "Unable to cancel maintenance.", null));
            }
            if (version.atLeast(2, 7, 5)) {
                heard = partner().state;
            }
            enter(next);
            return done("Server maintenance successfully canceled.");
        }

        private JsonObject status() {
            JsonObject process = Json.object("pid", 1, "uptime", 10, "reload", 1);
            if (!hooks) {
                return process;
            }
            JsonObject local = Json.object("role", "primary", "state", state.word(), "scopes", List.copyOf(serving));
            JsonObject remote = Json.object(
                    "role",
                    "standby",
                    "in-touch",
                    true,
                    "last-state",
                    heard == null ? "" : heard.word(),
                    "age",
                    Duration.between(heardAt, now).toSeconds());
            return process.with(
                    "high-availability",
                    Json.array(Json.object(
                            "ha-mode", mode.word(), "ha-servers", Json.object("local", local, "remote", remote))));
        }

        private RunObservation done(String text) {
            return answered(KeaAnswer.done(text));
        }

        private RunObservation answered(KeaAnswer answer) {
            return new RunObservation.Answered(answer);
        }

        RunObservation silent() {
            return new RunObservation.Failed(TransportFailure.TIMED_OUT, true, "no answer");
        }
    }
}
