package dev.keaha.testkit.real;

import dev.keaha.ha.PeerRole;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where everything of one server is.
 *
 * @param name its name in the relationship
 * @param role its role there
 * @param directory its files, as this machine sees them
 * @param inside the same directory as the daemon sees it
 * @param endpoint where it takes commands
 * @param agent where its Control Agent takes commands; null when it has none
 * @param peerUrl what its peers call
 */
record PeerLayout(
        String name,
        PeerRole role,
        Path directory,
        String inside,
        URI endpoint,
        @Nullable URI agent,
        URI peerUrl) {

    static final String DAEMON_FILE = "kea.json";
    static final String AGENT_FILE = "agent.json";
    static final String DAEMON_LOG = "kea.log";
    static final String AGENT_LOG = "agent.log";
    /** What the programs themselves print, above all before they have a log. */
    static final String DAEMON_OUTPUT = "kea.out";

    static final String AGENT_OUTPUT = "agent.out";
    static final String SOCKET = "kea.socket";
    static final String LEASES = "leases.csv";

    /** A file as the daemon sees it. */
    String inside(String file) {
        return inside + "/" + file;
    }
}
