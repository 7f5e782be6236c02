package dev.keaha.testkit;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Lets a world's time follow the wall clock, so many times as fast. */
final class RealTime implements AutoCloseable {

    private static final long TICK_MILLIS = 5;

    private final World world;
    private final double speed;
    private final Thread thread;
    private volatile boolean closed;

    RealTime(World world, double speed) {
        this.world = world;
        this.speed = speed;
        this.thread = new Thread(this::run, "fake-kea-time");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        long start = System.nanoTime();
        long passed = 0;
        try {
            while (!closed) {
                Thread.sleep(TICK_MILLIS);
                long now = (long) ((System.nanoTime() - start) / 1e6 * speed);
                synchronized (world.lock()) {
                    world.time().advance(Duration.ofMillis(now - passed));
                    world.lock().notifyAll();
                }
                passed = now;
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits, with the lock released, until something is so or so much virtual time has passed. */
    boolean await(BooleanSupplier so, Duration atMost) {
        long until = world.time().now() + atMost.toMillis();
        try {
            while (!so.getAsBoolean() && world.time().now() < until && !closed) {
                world.lock().wait();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
        return so.getAsBoolean();
    }

    @Override
    public void close() {
        closed = true;
        synchronized (world.lock()) {
            world.lock().notifyAll();
        }
        thread.interrupt();
    }
}
