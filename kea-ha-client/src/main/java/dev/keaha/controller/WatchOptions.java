package dev.keaha.controller;

import java.time.Duration;

/**
 * How the relationships of a controller are watched.
 *
 * @param interval the time between two looks at one relationship, above zero; the default is 10 s
 * @param jitter how much of the interval chance moves each look, 0 to 1; the default is 0.2: up to a tenth earlier or later
 * @param concurrency how many looks may be under way at once, 1 or more; one that takes longer than a second does not count
 *     any more. The default is 32
 * @param slowConcurrency how many looks may be under way at once among relationships that were slow the last time, 1 or
 *     more; the default is 256
 * @param seed where the jitter comes from; the default is 0
 */
public record WatchOptions(Duration interval, double jitter, int concurrency, int slowConcurrency, long seed) {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Every ten seconds. */
    public static final WatchOptions DEFAULT = new WatchOptions(Duration.ofSeconds(10), 0.2, 32, 256, 0);

    /** Checks the numbers. */
    public WatchOptions {
        if (interval.isNegative()
                || interval.isZero()
                || !(jitter >= 0 && jitter <= 1)
                || concurrency < 1
                || slowConcurrency < 1) {
            throw new IllegalArgumentException(
                    "Expected an interval above zero, a jitter of 0 to 1 and at least one look at a time, found "
                            + interval + ", " + jitter + ", " + concurrency + " and " + slowConcurrency);
        }
    }

    /**
     * These options with another interval.
     *
     * @param time the time between two looks at one relationship
     * @return new options
     */
    public WatchOptions withInterval(Duration time) {
        return new WatchOptions(time, jitter, concurrency, slowConcurrency, seed);
    }

    /**
     * These options with another number of looks at once.
     *
     * @param prompt how many, not counting slow ones
     * @param slow how many among those that were slow the last time
     * @return new options
     */
    public WatchOptions withConcurrency(int prompt, int slow) {
        return new WatchOptions(interval, jitter, prompt, slow, seed);
    }

    /**
     * These options with another seed.
     *
     * @param other where the jitter comes from
     * @return new options
     */
    public WatchOptions withSeed(long other) {
        return new WatchOptions(interval, jitter, concurrency, slowConcurrency, other);
    }

    WatchSchedule schedule() {
        return new WatchSchedule(
                new WatchSchedule.Settings(interval, jitter, concurrency, slowConcurrency, PATIENCE), seed);
    }
}
