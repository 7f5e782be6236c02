package dev.keaha.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.command.ResultCode;
import dev.keaha.ha.HaMode;
import dev.keaha.json.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten thousand hours of random faults, twice with the same seed. */
@Tag("exhaustive")
class LongRunTest {

    private static final long SEED = 20260101;
    private static final Duration HOURS = Duration.ofHours(10_000);
    private static final Duration AT_MOST = Duration.ofMinutes(1);
    private static final List<String> SERVERS = List.of("server1", "server2", "server3");

    /** What a run was. */
    private record Run(Fingerprint trace, long entries, long served, long lost, Duration took) {

        boolean wentAs(Run other) {
            return trace.equals(other.trace)
                    && entries == other.entries
                    && served == other.served
                    && lost == other.lost;
        }

        @Override
        public String toString() {
            return entries + " entries, " + served + " clients served, " + lost + " lost, in " + took.toMillis()
                    + " ms";
        }
    }

    @Test
    void tenThousandHoursOfFaultsAreTheSameForTheSameSeed() {
        Run first = run(SEED);
        Run second = run(SEED);
        System.out.println("10,000 virtual hours, seed " + SEED + ": " + first + "; again: " + second);
        assertThat(first.wentAs(second)).isTrue();
        assertThat(first.entries()).isGreaterThan(10_000);
        assertThat(first.took()).isLessThan(AT_MOST);
        assertThat(second.took()).isLessThan(AT_MOST);
    }

    /** What this process had of a processor, however busy the machine is. */
    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    private static Run run(long seed) {
        Duration began = processorTime();
        RandomGenerator chance = new SplittableRandom(seed);
        try (FakeRelationship kea = FakeRelationship.builder()
                .mode(HaMode.LOAD_BALANCING)
                .backups(1)
                .heartbeatDelay(Duration.ofSeconds(30))
                .seed(seed)
                .start()) {
            kea.clients(1 / 1800.0);
            Instant end = kea.now().plus(HOURS);
            while (kea.now().isBefore(end)) {
                String one = SERVERS.get(chance.nextInt(SERVERS.size()));
                fault(kea, chance, one);
                kea.advance(Duration.ofSeconds(chance.nextInt(10, 3600)));
                heal(kea, one);
                kea.advance(Duration.ofSeconds(chance.nextInt(10, 10_800)));
            }
            return new Run(
                    kea.timeline().fingerprint(),
                    kea.timeline().count(),
                    kea.clientsServed(),
                    kea.clientsLost(),
                    processorTime().minus(began));
        }
    }

    private static void fault(FakeRelationship kea, RandomGenerator chance, String one) {
        switch (chance.nextInt(10)) {
            case 0 -> kea.kill(one);
            case 1 -> kea.restart(one);
            case 2 -> kea.pause(one);
            case 3 -> kea.partition("server1", "server2");
            case 4 -> kea.unplug(one);
            case 5 -> kea.skewClock(one, Duration.ofSeconds(chance.nextInt(-90, 90)));
            case 6 -> kea.loseAnswer(one, "ha-heartbeat");
            case 7 -> kea.delay(one, "ha-heartbeat", Duration.ofSeconds(chance.nextInt(1, 20)));
            case 8 -> kea.refuse(one, "ha-heartbeat", ResultCode.ERROR, "not now");
            default -> kea.rejectLeases(one, true);
        }
    }

    private static void heal(FakeRelationship kea, String one) {
        kea.skewClock(one, Duration.ZERO);
        kea.mend(one);
        kea.plug(one);
        kea.heal();
        kea.resume(one);
        SERVERS.forEach(server -> {
            if (!kea.server(server).isRunning()) {
                kea.restart(server);
            }
        });
        // nothing but a restart leads out of terminated
        if (kea.server("server1")
                        .state()
                        .filter(dev.keaha.ha.HaState.TERMINATED::equals)
                        .isPresent()
                || kea.server("server2")
                        .state()
                        .filter(dev.keaha.ha.HaState.TERMINATED::equals)
                        .isPresent()) {
            kea.restart("server1");
            kea.restart("server2");
        }
    }
}
