package dev.keaha.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaCommand;
import dev.keaha.command.ResultCode;
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
import dev.keaha.testkit.FakeKea;
import dev.keaha.testkit.FakeRelationship;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many relationships for many virtual days, with faults of servers, wires, disks and of the controller itself, and with
 * changes through the controller and past it, all by chance from a seed. What must hold:
 *
 * <ul>
 *   <li>a change that was acknowledged is in the final configuration or in the archive, and was made once;
 *   <li>when all is well in the end, no peer differs;
 *   <li>no two servers of a pair are given a configuration at once;
 *   <li>nothing is left of the run but what the relationships need.
 * </ul>
 */
@Tag("exhaustive")
class ControllerChaosTest {

    private static final boolean NIGHTLY = Boolean.getBoolean("kea.ha.nightly");
    private static final long SEED =
            Long.getLong("kea.ha.chaos.seed", Boolean.getBoolean("kea.ha.nightly") ? System.nanoTime() % 1_000_000 : 5);
    private static final int RELATIONSHIPS = Integer.getInteger("kea.ha.chaos.relationships", NIGHTLY ? 1000 : 10);
    private static final Duration TIME = Duration.ofDays(Integer.getInteger("kea.ha.chaos.days", NIGHTLY ? 30 : 1));
    /** Kea takes 65 s at the most. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(NIGHTLY ? 60 : 20);

    private static final Duration INTERVAL = NIGHTLY ? Duration.ofMinutes(10) : Duration.ofMinutes(2);
    private static final Duration BETWEEN_FAULTS = NIGHTLY ? Duration.ofHours(16) : Duration.ofHours(2);
    private static final int CRASHES = 20;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Fleet fleet = new Fleet();
    private final Map<RelationshipId, Set<String>> archived = new HashMap<>();
    private final MemoryStore store =
            new MemoryStore((id, config) -> archived.computeIfAbsent(id, key -> new HashSet<>())
                    .addAll(counts(config).keySet()));
    private final PriorityQueue<Due> due =
            new PriorityQueue<>((one, other) -> one.at().equals(other.at())
                    ? Long.compare(one.number(), other.number())
                    : one.at().compareTo(other.at()));
    private final Map<String, Long> happened = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();
    private final Map<Integer, Subject> subjects = new HashMap<>();
    private long numbers;
    private HaController controller;
    /** After how many more changing commands the controller crashes; 0 is never. */
    private int crashIn;

    private record Due(Instant at, long number, int relationship, Runnable what) {}

    /** The controller is gone in the middle of what it does. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** What the test knows of a relationship. */
    private static final class Subject {
        private final Fleet.Member member;
        private RelationshipId id;
        private final Set<String> acknowledged = new HashSet<>();
        private final Map<String, Instant> configured = new HashMap<>();
        private Optional<String> retry = Optional.empty();
        private int keys;

        Subject(Fleet.Member member) {
            this.member = member;
        }
    }

    @Test
    void losesNothingAndLeavesNobodyBehind() {
        long begun = System.nanoTime();
        System.out.println("chaos: " + RELATIONSHIPS + " relationships, " + TIME.toDays() + " virtual days, seed "
                + SEED + " (-Dkea.ha.chaos.seed)");
        try (fleet) {
            build();
            Instant end = fleet.now().plus(TIME);
            Instant half = fleet.now().plus(TIME.dividedBy(2));
            subjects.values().forEach(subject -> {
                plan(subject, this::fault);
                plan(subject, this::edit);
            });
            for (int i = 0; i < CRASHES; i++) {
                Instant at = fleet.now().plusSeconds(random.nextLong(TIME.toSeconds()));
                due.add(new Due(at, numbers++, -1, () -> crashIn = 1 + random.nextInt(30)));
            }
            run(half);
            long heapAtHalf = heap();
            run(end);
            long heapAtEnd = heap();
            recover();
            check();
            System.out.printf(
                    "chaos: %s; heap %d MB at half time, %d MB at the end; %d s%n",
                    happened, heapAtHalf >> 20, heapAtEnd >> 20, (System.nanoTime() - begun) / 1_000_000_000);
            assertThat(violations).as("seed " + SEED).isEmpty();
            assertThat(heapAtEnd).as("memory").isLessThan(heapAtHalf * 3 / 2 + (64 << 20));
        }
    }

    private void build() {
        for (int i = 0; i < RELATIONSHIPS; i++) {
            HaMode mode = i % 2 == 0 ? HaMode.HOT_STANDBY : HaMode.LOAD_BALANCING;
            String version = List.of("2.2.0", "2.6.3", "3.0.4").get(i % 3);
            int backups = i % 5 == 0 ? 1 : 0;
            Fleet.Member member = fleet.add(builder -> builder.mode(mode)
                    .version(version)
                    .backups(backups)
                    .maxUnackedClients(0)
                    .heartbeatDelay(HEARTBEAT)
                    .maxResponseDelay(Duration.ofSeconds(65)));
            subjects.put(i, new Subject(member));
        }
        fleet.pause(HEARTBEAT.multipliedBy(6));
        fleet.wire = this::pass;
        controller = controller();
        subjects.values().forEach(subject -> {
            subject.member.enter();
            subject.id = ((Opening.Opened) controller.add(fleet.address(subject.member)))
                    .relationship()
                    .id();
        });
        fleet.catchUp();
    }

    private HaController controller() {
        HaController made = fleet.controller(store)
                .followPolicy(FollowPolicy.DEFAULT.withWhenAdded(WhenAdded.REPLICATE))
                .replicationPolicy(ReplicationPolicy.DEFAULT.withAllowInterruption(true))
                .watch(WatchOptions.DEFAULT.withInterval(INTERVAL).withSeed(SEED))
                .build();
        made.listen(event -> count(event.getClass().getSimpleName()));
        return made;
    }

    private void count(String what) {
        happened.merge(what, 1L, Long::sum);
    }

    // Time.

    private void run(Instant until) {
        while (!due.isEmpty() && due.peek().at().isBefore(until)) {
            Due next = due.poll();
            runController(next.at());
            perform(next);
        }
        runController(until);
    }

    private void perform(Due next) {
        if (next.relationship() >= 0) {
            subjects.get(next.relationship()).member.enter();
        }
        alive(next.what());
        fleet.leave();
    }

    private void runController(Instant until) {
        while (fleet.now().isBefore(until)) {
            alive(() -> fleet.run(controller, until));
        }
    }

    /** Does something; where the controller crashes meanwhile, another one takes its place. */
    private void alive(Runnable what) {
        try {
            what.run();
        } catch (Crash crash) {
            count("crash of the controller");
            controller.close();
            controller = controller();
            controller.reconnect();
        }
    }

    private void in(Subject subject, Duration time, Runnable what) {
        due.add(new Due(subject.member.kea.now().plus(time), numbers++, subject.member.number, what));
    }

    private Duration about(Duration time) {
        return Duration.ofMillis(1 + random.nextLong(2 * time.toMillis()));
    }

    private void plan(Subject subject, java.util.function.Consumer<Subject> what) {
        in(subject, about(BETWEEN_FAULTS), () -> {
            what.accept(subject);
            plan(subject, what);
        });
    }

    // What happens to the servers.

    private void fault(Subject subject) {
        FakeRelationship kea = subject.member.kea;
        List<FakeKea> servers = kea.servers();
        String server = servers.get(random.nextInt(servers.size())).name();
        Duration lasting = about(HEARTBEAT.multipliedBy(20));
        int kind = random.nextInt(11);
        count("fault " + kind);
        switch (kind) {
            case 0, 1 -> {
                kea.kill(server);
                in(subject, lasting, () -> kea.restart(server));
            }
            case 2 -> kea.restart(server);
            case 3 -> {
                kea.unplug(server);
                in(subject, lasting, () -> kea.plug(server));
            }
            case 4 -> {
                kea.partition("server1", "server2");
                in(subject, about(HEARTBEAT), kea::heal);
            }
            case 5 -> {
                kea.pause(server);
                in(subject, about(HEARTBEAT), () -> kea.resume(server));
            }
            case 6 -> kea.loseAnswer(server, "config-set");
            case 7 -> {
                kea.refuse(server, "config-write", ResultCode.ERROR, "disk full");
                in(subject, lasting, () -> kea.mend(server));
            }
            case 8 -> {
                kea.refuse(server, "config-test", ResultCode.ERROR, "busy");
                in(subject, lasting, () -> kea.mend(server));
            }
            case 9 -> {
                kea.kill("server1");
                in(subject, lasting, () -> kea.kill("server2"));
                in(subject, lasting.multipliedBy(2), () -> kea.restart(random.nextBoolean() ? "server1" : "server2"));
                in(subject, lasting.multipliedBy(3), () -> {
                    kea.restart("server1");
                    kea.restart("server2");
                });
            }
            default -> outside(subject, server);
        }
    }

    /** Somebody changes a server past the controller. */
    private void outside(Subject subject, String server) {
        FakeKea daemon = subject.member.kea.server(server);
        if (daemon.isRunning()) {
            String key = "outside" + subject.keys++;
            KeaConfig changed = with(daemon.config(), key);
            boolean written = random.nextBoolean();
            try {
                if (daemon.answer("config-set", changed.tree()).result().isDone() && written) {
                    daemon.answer("config-write", Json.object());
                }
            } catch (IllegalStateException noAnswer) {
                count("answer lost outside");
            }
        }
    }

    /** The product changes something, and asks again under the same key until it has an answer. */
    private void edit(Subject subject) {
        String key = subject.retry.orElseGet(() -> "edit" + subject.keys++);
        subject.retry = Optional.of(key);
        ChangeResult result = controller.change(
                subject.id, ChangeRequest.of(config -> with(config, key)).withKey(key), line -> {});
        subject.retry = Optional.empty();
        if (result instanceof ChangeResult.MadeBefore
                || result instanceof ChangeResult.Tried tried && tried.accepted()) {
            count(result instanceof ChangeResult.MadeBefore ? "change made before" : "change");
            if (!(result instanceof ChangeResult.MadeBefore made)
                    || !made.text().startsWith("not-persisted")) {
                subject.acknowledged.add(key);
            }
        } else {
            count("change refused");
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

    // What the controller does to them.

    private KeaAnswer pass(Fleet.Member member, FakeKea server, KeaCommand<?> command, Fleet.Sending sending) {
        if (!command.changes()) {
            return sending.send();
        }
        boolean crash = crashIn > 0 && --crashIn == 0;
        if (crash && random.nextBoolean()) {
            throw new Crash();
        }
        Subject subject = subjects.get(member.number);
        if (command.name().equals("config-set") && !server.name().equals("server3")) {
            oneAtATime(subject, server);
        }
        KeaAnswer answer = sending.send();
        if (crash) {
            throw new Crash();
        }
        return answer;
    }

    /** Its partner, where it was given a configuration before, has returned to work since, or is lost for other reasons. */
    private void oneAtATime(Subject subject, FakeKea server) {
        count("config-set");
        FakeRelationship kea = subject.member.kea;
        FakeKea partner = kea.server(server.name().equals("server1") ? "server2" : "server1");
        Instant given = subject.configured.get(partner.name());
        boolean settling = partner.isRunning()
                && given != null
                && partner.state()
                        .filter(state -> state.equals(HaState.WAITING) || state.equals(HaState.SYNCING))
                        .isPresent()
                && Duration.between(given, kea.now()).compareTo(HEARTBEAT) < 0;
        if (settling && !server.servedScopes().isEmpty()) {
            violations.add("relationship " + subject.member.number + ": config-set to " + server + " while " + partner
                    + " settles from one at " + given + "\n" + kea.timeline());
        }
        subject.configured.put(server.name(), kea.now());
    }

    // The end.

    private void recover() {
        due.clear();
        crashIn = 0;
        for (Subject subject : subjects.values()) {
            subject.member.enter();
            FakeRelationship kea = subject.member.kea;
            kea.heal();
            for (FakeKea server : kea.servers()) {
                kea.resume(server.name());
                kea.plug(server.name());
                kea.mend(server.name());
                if (!server.isRunning()) {
                    kea.restart(server.name());
                }
            }
        }
        fleet.catchUp();
        runController(fleet.now().plus(HEARTBEAT.multipliedBy(30)).plus(Duration.ofHours(3)));
        for (Subject subject : subjects.values()) {
            boolean sick = subject.member.kea.servers().stream()
                    .anyMatch(server ->
                            server.state().filter(HaState.TERMINATED::equals).isPresent());
            if (sick) {
                count("terminated");
                subject.member.enter();
                subject.member.kea.servers().forEach(FakeKea::restart);
            }
        }
        fleet.catchUp();
        runController(fleet.now().plus(HEARTBEAT.multipliedBy(30)).plus(Duration.ofHours(3)));
    }

    private void check() {
        for (Subject subject : subjects.values()) {
            String name = "relationship " + subject.member.number + ": ";
            Sight sight = controller.latest(subject.id).orElseThrow();
            if (sight.survey().verdict().health() != Health.OK || !sight.plan().upToDate()) {
                violations.add(name + sight.survey().verdict().health() + ", "
                        + sight.survey().verdict().reasons() + "\n" + sight.plan() + "\n"
                        + controller.following(subject.id) + "\n" + subject.member.kea.timeline());
                continue;
            }
            Map<String, Long> last = counts(subject.member.kea.server("server1").config());
            for (FakeKea server : subject.member.kea.servers()) {
                if (!counts(server.config()).equals(last)) {
                    violations.add(name + server + " differs: " + sight.plan() + "\n" + subject.member.kea.timeline());
                }
            }
            last.forEach((key, count) -> {
                if (count != 1) {
                    violations.add(name + key + " was made " + count + " times");
                }
            });
            Set<String> kept = archived.getOrDefault(subject.id, Set.of());
            for (String key : subject.acknowledged) {
                if (!last.containsKey(key) && !kept.contains(key)) {
                    violations.add(name + key + " is lost\n" + subject.member.kea.timeline());
                }
            }
        }
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
