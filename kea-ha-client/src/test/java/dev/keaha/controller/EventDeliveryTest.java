package dev.keaha.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keaha.config.DhcpService;
import dev.keaha.ha.RelationshipId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventDeliveryTest {

    private static final RelationshipId ID = new RelationshipId(DhcpService.DHCP4, List.of("server1@http://10.0.0.1/"));
    private static final Duration LONG = Duration.ofSeconds(60);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static HaEvent event(int number) {
        return new HaEvent.Reconnected(ID, Instant.EPOCH, "server" + number);
    }

    @Test
    void tellsEachOnceInTheirOrder() throws InterruptedException {
        List<HaEvent> told = Collections.synchronizedList(new ArrayList<>());
        EventDelivery delivery = new EventDelivery(told::add, threads);
        List<HaEvent> all =
                IntStream.range(0, 5000).mapToObj(EventDeliveryTest::event).toList();
        all.forEach(delivery::send);
        assertThat(delivery.drained(LONG)).isTrue();
        assertThat(told).isEqualTo(all);
        assertThat(delivery.missed()).isZero();
    }

    @Test
    void aListenerThatThrowsGetsTheNextOneAllTheSame() throws InterruptedException {
        List<HaEvent> told = Collections.synchronizedList(new ArrayList<>());
        EventDelivery delivery = new EventDelivery(
                event -> {
                    told.add(event);
                    throw new AssertionError("its own mistake");
                },
                threads);
        delivery.send(event(1));
        delivery.send(event(2));
        assertThat(delivery.drained(LONG)).isTrue();
        assertThat(told).containsExactly(event(1), event(2));
        assertThat(delivery.missed()).isEqualTo(2);
    }

    @Test
    void aListenerThatHangsKeepsNobodyWaitingAndNoMoreThanItsShare() throws InterruptedException {
        CountDownLatch hangs = new CountDownLatch(1);
        List<HaEvent> told = Collections.synchronizedList(new ArrayList<>());
        EventDelivery delivery = new EventDelivery(
                event -> {
                    try {
                        hangs.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    told.add(event);
                },
                threads);
        for (int i = 0; i < 25_000; i++) {
            delivery.send(event(i));
        }
        assertThat(delivery.drained(Duration.ofMillis(20))).isFalse();
        assertThat(delivery.missed()).isBetween(14_998L, 15_000L);
        hangs.countDown();
        assertThat(delivery.drained(LONG)).isTrue();
        assertThat(told).hasSizeBetween(10_000, 10_002);
        assertThat(told.subList(0, 10_000))
                .isEqualTo(IntStream.range(0, 10_000)
                        .mapToObj(EventDeliveryTest::event)
                        .toList());
    }
}
