package dev.keaha.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.client.KeaClient;
import dev.keaha.client.KeaEndpoint;
import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaChannel;
import dev.keaha.command.KeaCommand;
import dev.keaha.command.KeaCommandException;
import dev.keaha.command.KeaCommands;
import dev.keaha.command.KeaTransportException;
import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.following.FollowPolicy;
import dev.keaha.following.WhenAdded;
import dev.keaha.ha.HaMode;
import dev.keaha.ha.HaState;
import dev.keaha.ha.RelationshipId;
import dev.keaha.health.Health;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import dev.keaha.replication.ReplicationPolicy;
import dev.keaha.testkit.real.RealKea;
import dev.keaha.testkit.real.RealKea.Generation;
import dev.keaha.testkit.real.RealServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The invariants of {@link ControllerChaosTest} on real Kea: daemons and agents are killed, servers are changed past the
 * controller, and the controller itself ends in the middle of what it does.
 */
class ControllerChaosIT {

    private static final Duration TIME =
            Boolean.getBoolean("kea.ha.nightly") ? Duration.ofMinutes(5) : Duration.ofSeconds(40);
    private static final long SEED =
            Long.getLong("kea.ha.chaos.seed", Boolean.getBoolean("kea.ha.nightly") ? System.nanoTime() % 1_000_000 : 5);
    private static final Duration BUSY_MACHINE = Duration.ofMinutes(4);

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}")
    @EnumSource(Generation.class)
    void losesNothingAndLeavesNobodyBehind(Generation generation) throws Exception {
        System.out.println(
                "chaos on " + generation + ": " + TIME.toSeconds() + " s, seed " + SEED + " (-Dkea.ha.chaos.seed)");
        HaMode mode = generation == Generation.V2_6 ? HaMode.LOAD_BALANCING : HaMode.HOT_STANDBY;
        RealKea.of(generation, DhcpService.DHCP4, mode)
                .controlAgents()
                .heartbeatDelay(Duration.ofSeconds(1))
                .maxResponseDelay(Duration.ofSeconds(3))
                .run(kea -> {
                    try (KeaClient client = KeaClient.create()) {
                        new Life(kea, client).live();
                    }
                });
    }

    private final class Life {
        private final RealKea kea;
        private final KeaClient client;
        private final SplittableRandom random = new SplittableRandom(SEED);
        private final FileStore store = new FileStore(directory);
        private final Map<String, Long> happened = new TreeMap<>();
        private final Set<String> acknowledged = new HashSet<>();
        private final Map<String, Boolean> settled = new HashMap<>();
        private final List<String> violations = new ArrayList<>();
        private Optional<String> retry = Optional.empty();
        private int keys;
        private HaController controller;
        private RelationshipId id;

        Life(RealKea kea, KeaClient client) {
            this.kea = kea;
            this.client = client;
            this.controller = controller();
        }

        private HaController controller() {
            return HaController.builder(store)
                    .channels(watchedChannels())
                    .timeout(Duration.ofSeconds(5))
                    .followPolicy(FollowPolicy.DEFAULT.withWhenAdded(WhenAdded.REPLICATE))
                    .replicationPolicy(ReplicationPolicy.DEFAULT.withAllowInterruption(true))
                    .watch(WatchOptions.DEFAULT.withInterval(Duration.ofMillis(500)))
                    .build();
        }

        /** No server of the pair is given a configuration while its partner has not taken in the one before. */
        private Function<KeaEndpoint, KeaChannel> watchedChannels() {
            return endpoint -> {
                KeaChannel channel = client.channel(endpoint);
                return new KeaChannel() {
                    @Override
                    public KeaAnswer send(DhcpService service, KeaCommand<?> command, Duration timeout) {
                        boolean sets = command.name().equals("config-set");
                        String own = endpoint.uri().toString();
                        if (sets) {
                            synchronized (settled) {
                                settled.forEach((other, done) -> {
                                    if (!other.equals(own) && !done) {
                                        violations.add("config-set to " + own + " while it is under way at " + other);
                                    }
                                });
                                settled.put(own, false);
                            }
                            count("config-set");
                        }
                        try {
                            return channel.send(service, command, timeout);
                        } finally {
                            if (sets) {
                                synchronized (settled) {
                                    settled.put(own, true);
                                }
                            }
                        }
                    }

                    @Override
                    public String address() {
                        return channel.address();
                    }
                };
            };
        }

        private synchronized void count(String what) {
            happened.merge(what, 1L, Long::sum);
        }

        private KeaEndpoint endpoint(RealServer server) {
            return KeaEndpoint.builder(server.agentEndpoint().orElse(server.endpoint()))
                    .build();
        }

        void live() throws Exception {
            Map<String, KeaEndpoint> peers = new LinkedHashMap<>();
            peers.put("server2", endpoint(kea.server("server2")));
            Opening opening = controller.add(new RelationshipAddress(
                    DhcpService.DHCP4, endpoint(kea.server("server1")), peers, Optional.empty()));
            id = ((Opening.Opened) opening).relationship().id();
            controller.start();
            Instant end = Instant.now().plus(TIME);
            while (Instant.now().isBefore(end)) {
                act();
                Instant next = Instant.now().plusMillis(300 + random.nextInt(3000));
                while (Instant.now().isBefore(next)) {
                    Thread.onSpinWait();
                    java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                }
            }
            kea.servers().forEach(RealServer::start);
            awaitAllWell();
            controller.stop(BUSY_MACHINE);
            check();
            controller.close();
            System.out.println("chaos on " + kea.version() + ": " + happened);
        }

        private void act() {
            RealServer server = kea.server(random.nextBoolean() ? "server1" : "server2");
            switch (random.nextInt(9)) {
                case 0, 1 -> {
                    server.kill();
                    count("daemon killed");
                }
                case 2 -> {
                    server.killAgent();
                    count("agent killed");
                }
                case 3, 4 -> {
                    kea.servers().forEach(RealServer::start);
                    count("all started");
                }
                case 5 -> outside(server);
                case 6 -> {
                    controller.close();
                    controller = controller();
                    controller.reconnect();
                    controller.start();
                    count("controller ended");
                }
                default -> change();
            }
        }

        private void outside(RealServer server) {
            KeaChannel channel = client.channel(endpoint(server));
            try {
                KeaConfig config = channel.call(DhcpService.DHCP4, KeaCommands.configGet(), Duration.ofSeconds(5))
                        .config();
                channel.call(
                        DhcpService.DHCP4,
                        KeaCommands.configSet(with(config, "outside" + keys++)),
                        Duration.ofSeconds(20));
                count("changed outside");
            } catch (KeaTransportException | KeaCommandException down) {
                count("not changed outside");
            }
        }

        private void change() {
            String key = retry.orElseGet(() -> "edit" + keys++);
            retry = Optional.of(key);
            ChangeResult result = controller.change(
                    id, ChangeRequest.of(config -> with(config, key)).withKey(key), line -> {});
            boolean made = result instanceof ChangeResult.MadeBefore before
                            && !before.text().startsWith("not-persisted")
                    || result instanceof ChangeResult.Tried tried && tried.accepted();
            count(made ? "change" : "change refused");
            retry = Optional.empty();
            if (made) {
                acknowledged.add(key);
            }
        }

        private void awaitAllWell() {
            Instant until = Instant.now().plus(BUSY_MACHINE);
            while (true) {
                controller.refresh(id);
                Optional<Sight> sight = controller.latest(id);
                boolean well = sight.filter(seen -> seen.survey().verdict().health() == Health.OK
                                && seen.plan().upToDate())
                        .isPresent();
                if (well) {
                    return;
                }
                if (Instant.now().isAfter(until)) {
                    throw new AssertionError("seed " + SEED + ": not well after " + BUSY_MACHINE + ": "
                            + sight.map(seen -> seen.survey().verdict().reasons() + "\n" + seen.plan())
                            + " " + controller.following(id));
                }
                boolean ended = kea.servers().stream()
                        .anyMatch(server -> server.state()
                                .filter(HaState.TERMINATED::equals)
                                .isPresent());
                if (ended) {
                    kea.servers().forEach(RealServer::restart);
                    count("terminated");
                }
                java.util.concurrent.locks.LockSupport.parkNanos(500_000_000);
            }
        }

        private void check() throws IOException {
            Map<String, Long> last = counts(config(kea.server("server1")));
            assertThat(counts(config(kea.server("server2")))).isEqualTo(last);
            assertThat(last.values()).as("made once, seed " + SEED).allMatch(times -> times == 1);
            Set<String> kept = new HashSet<>(last.keySet());
            try (Stream<Path> files =
                    Files.list(directory.resolve(id.toString()).resolve("archive"))) {
                for (Path file : files.toList()) {
                    kept.addAll(counts(KeaConfig.of(Json.parseObject(Files.readString(file))))
                            .keySet());
                }
            }
            assertThat(kept).as("acknowledged, seed " + SEED).containsAll(acknowledged);
            assertThat(violations).as("seed " + SEED).isEmpty();
        }

        private KeaConfig config(RealServer server) {
            return client.channel(endpoint(server))
                    .call(DhcpService.DHCP4, KeaCommands.configGet(), Duration.ofSeconds(20))
                    .config();
        }
    }

    private static KeaConfig with(KeaConfig config, String key) {
        return KeaConfig.of(config.tree().withObject("Dhcp4", dhcp -> {
            JsonObject context = dhcp.object("user-context").orElse(JsonObject.empty());
            return dhcp.with(
                    "user-context",
                    context.with(key, Json.value(context.integer(key).orElse(0) + 1)));
        }));
    }

    private static Map<String, Long> counts(KeaConfig config) {
        Map<String, Long> counts = new HashMap<>();
        JsonObject context = config.dhcp().object("user-context").orElse(JsonObject.empty());
        context.names().forEach(name -> counts.put(name, context.integer(name).orElse(0)));
        return counts;
    }
}
