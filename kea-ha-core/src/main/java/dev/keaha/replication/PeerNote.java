package dev.keaha.replication;

import java.util.List;

/**
 * A peer that a plan has no step for.
 *
 * @param peer the peer's name
 * @param outcome how the replication ends for it
 * @param text a sentence for people: why it gets no step
 * @param changes what would be different if it got the source's configuration; none where that is not known
 */
public record PeerNote(String peer, PeerOutcome outcome, String text, List<ConfigDifference> changes) {

    /** Copies the list. */
    public PeerNote {
        changes = List.copyOf(changes);
    }
}
