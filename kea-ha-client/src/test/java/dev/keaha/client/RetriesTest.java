package dev.keaha.client;

import static dev.keaha.config.DhcpService.DHCP4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaCommand;
import dev.keaha.command.KeaCommands;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A refusal that passes: Kea 3.1.2 and newer while it cleans up its lease file (from its source; no package yet). */
class RetriesTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final KeaCommand<?> CHANGE = KeaCommands.configReload();
    private static final String BUSY =
            "[{\"result\":1,\"text\":\"Can not update configuration while lease file cleanup process is running.\"}]";

    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final List<Integer> exchanges = new CopyOnWriteArrayList<>();

    private KeaAnswer ask(int busy, int most, Duration pause, Duration time) throws Exception {
        List<String> left = new CopyOnWriteArrayList<>(java.util.Collections.nCopies(busy, BUSY));
        try (FaultyServer server = new FaultyServer(connection ->
                        connection.answer(left.isEmpty() ? "[{\"result\":0,\"text\":\"done\"}]" : left.remove(0)));
                KeaClient client = KeaClient.builder()
                        .retries(most, pause, new SplittableRandom(7))
                        .observer(new KeaClientObserver() {
                            @Override
                            public void repeated(Sent sent, String reason, Duration pause) {
                                assertThat(reason).contains("lease file cleanup");
                                pauses.add(pause);
                            }

                            @Override
                            public void ended(Sent sent, Outcome outcome) {
                                exchanges.add(outcome.exchanges());
                            }
                        })
                        .build()) {
            return client.channel(KeaEndpoint.of("http://127.0.0.1:" + server.port()))
                    .send(DHCP4, CHANGE, time);
        }
    }

    @Test
    void isSentAgainUntilItIsTaken() throws Exception {
        assertThat(ask(3, 5, Duration.ofMillis(8), LONG).text()).isEqualTo("done");
        assertThat(pauses).hasSize(3);
        assertThat(pauses.get(0)).isBetween(Duration.ofMillis(4), Duration.ofMillis(8));
        assertThat(pauses.get(1)).isBetween(Duration.ofMillis(8), Duration.ofMillis(16));
        assertThat(pauses.get(2)).isBetween(Duration.ofMillis(16), Duration.ofMillis(32));
        // the check of the daemon, the command, three times more
        assertThat(exchanges).containsExactly(5);
    }

    @Test
    void isRefusedInTheEnd() throws Exception {
        assertThat(ask(100, 2, Duration.ofMillis(1), LONG).result().isDone()).isFalse();
        assertThat(exchanges).containsExactly(4);
    }

    @Test
    void isRefusedAtOnceWhereThereIsNoTimeToWait() throws Exception {
        assertThat(ask(100, 5, Duration.ofMinutes(10), LONG).result().isDone()).isFalse();
        assertThat(pauses).isEmpty();
    }

    @Test
    void canBeSwitchedOff() throws Exception {
        assertThat(ask(100, 0, Duration.ofMillis(1), LONG).result().isDone()).isFalse();
        assertThat(pauses).isEmpty();
    }

    @Test
    void bounds() {
        SplittableRandom random = new SplittableRandom();
        for (Duration bad : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofHours(2))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KeaClient.builder().retries(1, bad, random));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeaClient.builder().retries(-1, Duration.ofSeconds(1), random));
    }
}
