package dev.keaha.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * How many commands are under way at once, in total and to each host. Those that find no place wait in the order of their
 * coming, and hosts take turns, so that a slow one does not hold up the others. Safe for use by several threads.
 */
final class Places {

    private final int total;
    private final int perHost;
    private final Executor executor;
    private final Map<String, Host> hosts = new HashMap<>();
    /** Hosts with somebody waiting and room for him; empty unless all places are taken. */
    private final Queue<Host> ready = new ArrayDeque<>();

    private int taken;
    private boolean closed;

    Places(int total, int perHost, Executor executor) {
        this.total = total;
        this.perHost = perHost;
        this.executor = executor;
    }

    private static final class Host {
        final Set<Place> waiting = new LinkedHashSet<>();
        int taken;
        boolean ready;

        boolean isIdle() {
            return taken == 0 && waiting.isEmpty() && !ready;
        }
    }

    /** One command's place, taken or waited for. */
    final class Place {

        private final String host;
        private final Runnable turn;
        private @Nullable Host at;
        private boolean taken;

        private Place(String host, Runnable turn) {
            this.host = host;
            this.turn = turn;
        }

        /** Gets in: at once in this thread where there is room, else later on the executor. */
        void enter() {
            synchronized (Places.this) {
                if (closed) {
                    return;
                }
                Host mine = hosts.computeIfAbsent(host, name -> new Host());
                at = mine;
                if (Places.this.taken == total || mine.taken == perHost) {
                    mine.waiting.add(this);
                    announce(mine);
                    return;
                }
                take(mine, this);
            }
            turn.run();
        }

        /** Gives the place to the next, or gives up waiting; once and no more. */
        void leave() {
            List<Place> next;
            synchronized (Places.this) {
                Host mine = at;
                if (mine == null) {
                    return;
                }
                at = null;
                if (taken) {
                    mine.taken--;
                    Places.this.taken--;
                    announce(mine);
                } else {
                    mine.waiting.remove(this);
                }
                next = admit();
                forget(host, mine);
            }
            next.forEach(place -> executor.execute(place.turn));
        }
    }

    Place place(String host, Runnable turn) {
        return new Place(host, turn);
    }

    /** Nobody gets in any more. */
    synchronized void close() {
        closed = true;
        ready.clear();
    }

    private void announce(Host host) {
        if (!host.ready && !host.waiting.isEmpty() && host.taken < perHost && !closed) {
            host.ready = true;
            ready.add(host);
        }
    }

    private void take(Host host, Place place) {
        host.taken++;
        taken++;
        place.taken = true;
    }

    private List<Place> admit() {
        List<Place> next = new ArrayList<>();
        while (taken < total && !ready.isEmpty()) {
            Host host = ready.remove();
            host.ready = false;
            if (host.waiting.isEmpty()) {
                continue;
            }
            Place place = host.waiting.iterator().next();
            host.waiting.remove(place);
            take(host, place);
            next.add(place);
            announce(host);
        }
        return next;
    }

    private void forget(String name, Host host) {
        if (host.isIdle()) {
            hosts.remove(name);
        }
    }
}
