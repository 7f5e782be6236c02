package dev.keaha.controller;

import dev.keaha.ha.RelationshipId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** The thread around {@link WatchSchedule}: begins what is due, and sleeps until something is. Safe for several threads. */
final class WatchLoop implements AutoCloseable {

    private final Clock clock;
    private final Executor threads;
    private final Map<String, Watched> watched = new ConcurrentSkipListMap<>();

    // Guarded by this.
    private final WatchSchedule schedule;
    private @Nullable Thread thread;
    private long signals;
    private boolean closed;

    WatchLoop(WatchSchedule schedule, Clock clock, Executor threads) {
        this.schedule = schedule;
        this.clock = clock;
        this.threads = threads;
    }

    void add(Watched relationship) {
        RelationshipId id = relationship.relationship().id();
        watched.put(id.toString(), relationship);
        synchronized (this) {
            schedule.add(id, clock.instant());
            signal();
        }
    }

    Optional<Watched> remove(RelationshipId id) {
        synchronized (this) {
            schedule.remove(id);
        }
        return Optional.ofNullable(watched.remove(id.toString()));
    }

    Optional<Watched> get(RelationshipId id) {
        return Optional.ofNullable(watched.get(id.toString()));
    }

    Collection<Watched> all() {
        return watched.values();
    }

    synchronized void refresh(RelationshipId id) {
        schedule.refresh(id, clock.instant());
        signal();
    }

    private void signal() {
        signals++;
        notifyAll();
    }

    /** Begins what is due; answers when something will be again, or empty while it waits for what is under way. */
    Optional<Instant> runDue() {
        List<RelationshipId> begun;
        synchronized (this) {
            begun = closed ? List.of() : schedule.begin(clock.instant());
        }
        for (RelationshipId id : begun) {
            try {
                threads.execute(() -> turn(id));
            } catch (RejectedExecutionException ending) {
                ended(id);
            }
        }
        synchronized (this) {
            return schedule.wake(clock.instant());
        }
    }

    private void turn(RelationshipId id) {
        try {
            get(id).ifPresent(Watched::turn);
        } finally {
            ended(id);
        }
    }

    private synchronized void ended(RelationshipId id) {
        schedule.ended(id, clock.instant());
        signal();
    }

    synchronized void start() {
        if (thread == null && !closed) {
            Thread own = new Thread(this::run, "kea-ha-watch");
            own.setDaemon(true);
            thread = own;
            own.start();
        }
    }

    private void run() {
        while (true) {
            long heard;
            synchronized (this) {
                if (closed) {
                    return;
                }
                heard = signals;
            }
            Optional<Instant> wake = runDue();
            try {
                sleep(heard, wake);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private synchronized void sleep(long heard, Optional<Instant> wake) throws InterruptedException {
        if (signals != heard || closed) {
            return;
        }
        if (wake.isEmpty()) {
            wait();
        } else {
            long millis = Duration.between(clock.instant(), wake.get()).toMillis();
            if (millis >= 0) {
                wait(millis + 1);
            }
        }
    }

    /** Begins nothing new, and waits for what is under way; whether that has ended. */
    synchronized boolean stop(Duration atMost) throws InterruptedException {
        close();
        Instant until = clock.instant().plus(atMost);
        while (schedule.underWay() > 0) {
            long millis = Duration.between(clock.instant(), until).toMillis();
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }

    @Override
    public synchronized void close() {
        closed = true;
        signal();
    }
}
