package dev.keaha.testkit;

import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/** Who has switched a daemon's DHCP service off. The service runs when nobody holds a lock. */
final class DhcpLocks {

    static final int USER = 1;
    static final int HA_LOCAL = 1000;
    static final int HA_REMOTE = 2000;
    static final int DATABASE = 3000;

    private final VirtualTime time;
    private final TreeSet<Integer> held = new TreeSet<>();
    private final Map<Integer, VirtualTime.Due> releases = new HashMap<>();

    DhcpLocks(VirtualTime time) {
        this.time = time;
    }

    boolean isServiceEnabled() {
        return held.isEmpty();
    }

    boolean isHeld(int origin) {
        return held.contains(origin);
    }

    void disable(int origin) {
        held.add(origin);
    }

    void disable(int origin, long seconds) {
        disable(origin);
        cancel(origin);
        releases.put(origin, time.in(seconds * 1000, () -> enable(origin)));
    }

    void enable(int origin) {
        held.remove(origin);
        cancel(origin);
    }

    /** What a new configuration does from 2.6.2 on: the locks of HA and of databases go, the user's stays. */
    void resetForConfiguration() {
        held.removeIf(origin -> origin >= HA_LOCAL);
    }

    private void cancel(int origin) {
        VirtualTime.Due release = releases.remove(origin);
        if (release != null) {
            release.cancel();
        }
    }

    /** {@code dhcp-state} of {@code status-get}. */
    JsonObject state() {
        return Json.object(
                "disabled-by-db-connection", origins(origin -> origin >= DATABASE),
                "disabled-by-local-command", origins(origin -> origin >= HA_LOCAL && origin < HA_REMOTE),
                "disabled-by-remote-command", origins(origin -> origin >= HA_REMOTE && origin < DATABASE),
                "disabled-by-user", isHeld(USER),
                "globally-disabled", !isServiceEnabled());
    }

    private List<Integer> origins(IntPredicate which) {
        return held.stream().filter(which::test).toList();
    }
}
