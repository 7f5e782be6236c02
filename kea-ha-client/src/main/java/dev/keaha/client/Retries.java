package dev.keaha.client;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.ResultCode;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What is done about a refusal that is known to pass. Such a command was not begun, so that it may be sent again whatever
 * it is.
 *
 * @param most how often
 * @param pause how long before the first time, about
 * @param jitter draws the pauses; null for one of the thread's own
 */
record Retries(int most, Duration pause, @Nullable RandomGenerator jitter) {

    /** Kea 3.1.2 and newer takes no new configuration while it cleans up its lease file. */
    static boolean passes(KeaAnswer answer) {
        return answer.result().equals(ResultCode.ERROR)
                && answer.text().contains("lease file cleanup process is running");
    }

    /**
     * How long to wait: doubled each time, and up to half of it less by chance, so that many that were refused together
     * don't come together again.
     *
     * @param earlier how often it was sent again before
     */
    Duration pauseAfter(int earlier) {
        long whole = pause.toNanos() << Math.min(earlier, 10);
        return Duration.ofNanos(whole - (long) (whole / 2.0 * drawn()));
    }

    private double drawn() {
        if (jitter == null) {
            return ThreadLocalRandom.current().nextDouble();
        }
        synchronized (jitter) {
            return jitter.nextDouble();
        }
    }
}
