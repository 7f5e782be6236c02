package dev.keaha.controller;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Brings events to one listener, in their order and without ever keeping the sender waiting. Safe for several threads. */
final class EventDelivery {

    private static final int BACKLOG = 10_000;

    private final HaListener listener;
    private final Executor threads;
    private final Deque<HaEvent> waiting = new ArrayDeque<>();
    private boolean busy;
    private long missed;

    EventDelivery(HaListener listener, Executor threads) {
        this.listener = listener;
        this.threads = threads;
    }

    void send(HaEvent event) {
        synchronized (this) {
            if (waiting.size() >= BACKLOG) {
                missed++;
                return;
            }
            waiting.add(event);
            if (busy) {
                return;
            }
            busy = true;
        }
        try {
            threads.execute(this::deliver);
        } catch (RejectedExecutionException closed) {
            synchronized (this) {
                busy = false;
            }
        }
    }

    private void deliver() {
        while (true) {
            HaEvent event;
            synchronized (this) {
                event = waiting.poll();
                if (event == null) {
                    busy = false;
                    notifyAll();
                    return;
                }
            }
            try {
                listener.on(event);
            } catch (RuntimeException | Error itsOwnMistake) {
                synchronized (this) {
                    missed++;
                }
            }
        }
    }

    /** Waits until the listener was told everything; whether it was. */
    synchronized boolean drained(Duration atMost) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        while (busy) {
            long millis = (until - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }

    /** How many events were dropped, or thrown at by the listener. */
    synchronized long missed() {
        return missed;
    }
}
