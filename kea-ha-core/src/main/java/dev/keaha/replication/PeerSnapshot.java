package dev.keaha.replication;

import dev.keaha.command.RunningConfig;
import dev.keaha.config.KeaVersion;
import java.util.Set;

/**
 * What was read from one peer for a plan.
 *
 * @param peer its name in the relationship
 * @param version which Kea it is
 * @param running its configuration in memory; it holds secrets in clear
 * @param commands what it can do ({@code list-commands})
 */
public record PeerSnapshot(String peer, KeaVersion version, RunningConfig running, Set<String> commands) {

    /** Copies the set. */
    public PeerSnapshot {
        commands = Set.copyOf(commands);
    }

    /** Whether a look at Kea's own hash tells that the configuration is still the same. */
    boolean tellsHash() {
        return running.hash().isPresent() && commands.contains("config-hash-get");
    }
}
