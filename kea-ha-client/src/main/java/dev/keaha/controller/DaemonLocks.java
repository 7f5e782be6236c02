package dev.keaha.controller;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets only one relationship at a time change a daemon: those that share one, such as a hub, wait for each other. The
 * locks are taken in one order, so that nobody waits for ever.
 */
final class DaemonLocks {

    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    /** What was locked. */
    interface Held {
        /** Lets the others go on. */
        void release();
    }

    /** Waits until nobody else holds any of these daemons. */
    Held lock(Collection<String> daemons) {
        List<ReentrantLock> held = new ArrayList<>();
        for (String daemon : new TreeSet<>(daemons)) {
            ReentrantLock lock = locks.computeIfAbsent(daemon, key -> new ReentrantLock());
            lock.lock();
            held.add(lock);
        }
        return () -> held.forEach(ReentrantLock::unlock);
    }
}
