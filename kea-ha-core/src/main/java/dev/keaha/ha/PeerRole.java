package dev.keaha.ha;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What a peer is in its relationship. A word that a newer Kea adds is carried like the known ones.
 *
 * @param word Kea's word
 */
public record PeerRole(@JsonValue String word) {

    /** Serves; the rightful source of truth. */
    public static final PeerRole PRIMARY = new PeerRole("primary");

    /** The other half of a load-balancing pair. */
    public static final PeerRole SECONDARY = new PeerRole("secondary");

    /** The other half of a hot-standby pair. */
    public static final PeerRole STANDBY = new PeerRole("standby");

    /** Receives leases, serves nobody. */
    public static final PeerRole BACKUP = new PeerRole("backup");

    /**
     * Whether a server of this role can serve clients, and so stand in for another.
     *
     * @return true for every role but {@link #BACKUP}
     */
    public boolean isActive() {
        return !equals(BACKUP);
    }

    /**
     * The value of a word.
     *
     * @param word Kea's word, also one that this release does not know
     * @return the value
     */
    @JsonCreator
    public static PeerRole of(String word) {
        return new PeerRole(word);
    }

    @Override
    public String toString() {
        return word;
    }
}
