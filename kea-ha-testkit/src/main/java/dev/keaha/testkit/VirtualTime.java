package dev.keaha.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A clock that only moves when it is told to, and what is due on it. What is due at the same moment runs in the order in
 * which it was asked for, so that a run can be repeated. Not for use by several threads without a lock.
 */
final class VirtualTime {

    /** Something that will happen. */
    static final class Due implements Comparable<Due> {
        private final long at;
        private final long order;
        private final Runnable action;
        private boolean cancelled;

        private Due(long at, long order, Runnable action) {
            this.at = at;
            this.order = order;
            this.action = action;
        }

        void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Due other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    private final Instant start;
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private long now;
    private long order;

    VirtualTime(Instant start) {
        this.start = start;
    }

    Instant instant() {
        return start.plusMillis(now);
    }

    /** Milliseconds since the start. */
    long now() {
        return now;
    }

    /** Asks for something to happen some milliseconds from now. */
    Due in(long millis, Runnable action) {
        Due due = new Due(now + Math.max(0, millis), order++, action);
        queue.add(due);
        return due;
    }

    Due in(Duration delay, Runnable action) {
        return in(delay.toMillis(), action);
    }

    void advance(Duration time) {
        long until = now + time.toMillis();
        while (step(until)) {
            // all of it
        }
        now = until;
    }

    /**
     * Lets time pass until something is so, and no longer than given.
     *
     * @return whether it is so
     */
    boolean advanceUntil(BooleanSupplier so, Duration atMost) {
        long until = now + atMost.toMillis();
        while (!so.getAsBoolean()) {
            if (!step(until)) {
                now = until;
                return so.getAsBoolean();
            }
        }
        return true;
    }

    /** Runs the next thing that is due by then. */
    private boolean step(long until) {
        Due next = next(until);
        if (next == null) {
            return false;
        }
        now = next.at;
        next.action.run();
        return true;
    }

    private @Nullable Due next(long until) {
        for (Due head = queue.peek(); head != null && head.at <= until; head = queue.peek()) {
            queue.remove();
            if (!head.cancelled) {
                return head;
            }
        }
        return null;
    }
}
