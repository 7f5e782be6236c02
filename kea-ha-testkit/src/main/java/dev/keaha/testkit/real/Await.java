package dev.keaha.testkit.real;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting: for a condition until a deadline, and for the end of a process. */
final class Await {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private Await() {}

    /**
     * Looks again and again.
     *
     * @return whether the condition held in time
     * @throws IllegalStateException when the thread is interrupted, which it stays
     */
    static boolean until(Duration atMost, BooleanSupplier condition) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for Kea", e);
            }
        }
        return true;
    }

    /** Something that waits, and answers. */
    @FunctionalInterface
    interface Waiting<T> {
        T get() throws InterruptedException;
    }

    /** Waits to the end also when the thread is interrupted, which it stays: processes must not be left behind. */
    static <T> T uninterruptibly(Waiting<T> waiting) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return waiting.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
