package dev.keaha.controller;

import java.time.Duration;

/** How time is let pass; tests let virtual time pass instead. */
@FunctionalInterface
public interface Pause {

    /** Sleeps on the calling thread. */
    Pause SLEEP = time -> {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedRunException();
        }
    };

    /**
     * Returns when the time has passed.
     *
     * @param time how long, zero or more
     * @throws InterruptedRunException when the thread was interrupted; its interrupt flag stays set
     */
    void await(Duration time);
}
