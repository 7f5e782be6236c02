package dev.keaha.client;

import static dev.keaha.config.DhcpService.DHCP4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaCommands;
import dev.keaha.command.KeaTransportException;
import dev.keaha.command.TransportFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How many commands are under way at once, and what becomes of the others. */
class ConcurrencyTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    /** A server that answers when it is let, and counts whom it keeps waiting. */
    private static final class Slow implements AutoCloseable {
        final Semaphore arrived = new Semaphore(0);
        final Semaphore let = new Semaphore(0);
        final AtomicInteger waiting = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final FaultyServer server = new FaultyServer(connection -> {
            most.accumulateAndGet(waiting.incrementAndGet(), Math::max);
            arrived.release();
            let.acquire();
            waiting.decrementAndGet();
            connection.answer("[{\"result\":0}]");
        });

        EndpointChannel channel(KeaClient client, String host) {
            return client.channel(KeaEndpoint.of("http://" + host + ":" + server.port()));
        }

        boolean arrived(int count) throws InterruptedException {
            return arrived.tryAcquire(count, 20, TimeUnit.SECONDS);
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private static List<CompletableFuture<KeaAnswer>> ask(EndpointChannel channel, int count) {
        List<CompletableFuture<KeaAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(channel.sendAsync(DHCP4, KeaCommands.configReload(), LONG));
        }
        return answers;
    }

    private static void all(List<CompletableFuture<KeaAnswer>> answers) throws Exception {
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
    }

    @Test
    void soManyToOneHostAndSoManyInAll() throws Exception {
        try (Slow slow = new Slow();
                KeaClient client = KeaClient.builder().concurrency(5, 3).build()) {
            List<CompletableFuture<KeaAnswer>> answers = ask(slow.channel(client, "127.0.0.1"), 20);
            assertThat(slow.arrived(3)).isTrue();
            // another name is another host
            answers.addAll(ask(slow.channel(client, "localhost"), 20));
            assertThat(slow.arrived(2)).isTrue();

            slow.let.release(40);

            all(answers);
            assertThat(slow.most.get()).isEqualTo(5);
            assertThat(slow.server.requests()).hasSize(40);
        }
    }

    @Test
    void aSlowHostDoesNotHoldUpAnother() throws Exception {
        try (Slow slow = new Slow();
                FaultyServer quick = new FaultyServer(connection -> connection.answer("[{\"result\":0}]"));
                KeaClient client = KeaClient.builder().concurrency(3, 2).build()) {
            List<CompletableFuture<KeaAnswer>> stuck = ask(slow.channel(client, "127.0.0.1"), 20);
            assertThat(slow.arrived(2)).isTrue();

            all(ask(client.channel(KeaEndpoint.of("http://localhost:" + quick.port())), 20));

            assertThat(stuck).noneMatch(CompletableFuture::isDone);
            slow.let.release(20);
            all(stuck);
        }
    }

    @Test
    void aThreadWaitsForItsTurnWithinItsTime() throws Exception {
        try (Slow slow = new Slow();
                KeaClient client = KeaClient.builder().concurrency(1, 1).build()) {
            EndpointChannel channel = slow.channel(client, "127.0.0.1");
            List<CompletableFuture<KeaAnswer>> first = ask(channel, 1);
            assertThat(slow.arrived(1)).isTrue();

            KeaTransportException failure = catchThrowableOfType(
                    KeaTransportException.class, () -> channel.send(DHCP4, KeaCommands.configReload(), SHORT));

            assertThat(failure.failure()).isEqualTo(TransportFailure.TIMED_OUT);
            assertThat(failure.mayHaveRun()).isFalse();
            assertThat(failure).hasMessageContaining("Its turn did not come within 300 ms");
            slow.let.release(2);
            all(first);
            // who gave up left no hole
            assertThat(channel.send(DHCP4, KeaCommands.configReload(), LONG)
                            .result()
                            .isDone())
                    .isTrue();
            assertThat(slow.server.requests()).hasSize(2);
        }
    }

    @Test
    void whoIsCancelledWhileWaitingIsNeverSent() throws Exception {
        try (Slow slow = new Slow();
                KeaClient client = KeaClient.builder().concurrency(1, 1).build()) {
            List<CompletableFuture<KeaAnswer>> answers = ask(slow.channel(client, "127.0.0.1"), 10);
            assertThat(slow.arrived(1)).isTrue();

            answers.subList(1, 9).forEach(answer -> answer.cancel(true));
            slow.let.release(10);

            all(List.of(answers.get(0), answers.get(9)));
            assertThat(slow.server.requests()).hasSize(2);
        }
    }

    /** What hangs on an answer may ask again, although only one may be under way. */
    @Test
    void anAnswerGivesItsPlaceBackFirst() throws Exception {
        try (Slow slow = new Slow();
                KeaClient client = KeaClient.builder().concurrency(1, 1).build()) {
            EndpointChannel channel = slow.channel(client, "127.0.0.1");
            slow.let.release(2);

            CompletableFuture<KeaAnswer> second = channel.sendAsync(DHCP4, KeaCommands.configReload(), LONG)
                    .thenApply(first -> channel.send(DHCP4, KeaCommands.configReload(), LONG));

            all(List.of(second));
        }
    }

    @Test
    void closingEndsWhoWaits() throws Exception {
        try (Slow slow = new Slow()) {
            KeaClient client = KeaClient.builder().concurrency(1, 1).build();
            List<CompletableFuture<KeaAnswer>> answers = ask(slow.channel(client, "127.0.0.1"), 2000);
            assertThat(slow.arrived(1)).isTrue();

            client.close();

            assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompletedExceptionally());
            assertThat(slow.server.requests()).hasSize(1);
        }
    }

    /** Wherever the end comes, what is said not to have run did not arrive whole. */
    @Test
    void endsAnywhereWithoutAWrongWord() throws Exception {
        List<String> notRun = new ArrayList<>();
        try (FaultyServer server = new FaultyServer(connection -> connection.answer("[{\"result\":0}]"))) {
            try (KeaClient client = KeaClient.create()) {
                EndpointChannel channel = client.channel(KeaEndpoint.of("http://127.0.0.1:" + server.port()));
                for (int number = 0; number < 400; number++) {
                    try {
                        channel.send(
                                DHCP4,
                                KeaCommands.generic("change-" + number + "-", null, true, false),
                                Duration.ofNanos(10_000 + number * 5_000L));
                    } catch (KeaTransportException e) {
                        if (!e.mayHaveRun()) {
                            notRun.add("change-" + number + "-");
                        }
                    }
                }
                channel.send(DHCP4, KeaCommands.configWrite(), LONG);
            }

            assertThat(notRun).isNotEmpty();
            assertThat(server.requests()).noneMatch(request -> notRun.stream().anyMatch(request::contains));
        }
    }

    @Test
    void closingDoesNotWaitForAnExecutorThatWasGiven() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (FaultyServer server = new FaultyServer(connection -> connection.answer("[{\"result\":0}]"))) {
            KeaClient client = KeaClient.builder().executor(executor).build();
            client.channel(KeaEndpoint.of("http://127.0.0.1:" + server.port()))
                    .send(DHCP4, KeaCommands.configWrite(), LONG);
            executor.execute(() -> {
                try {
                    new Semaphore(0).acquire();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });

            assertThat(CompletableFuture.runAsync(client::close)).succeedsWithin(LONG);
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void atLeastOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeaClient.builder().concurrency(0, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeaClient.builder().concurrency(1, 0));
    }
}
