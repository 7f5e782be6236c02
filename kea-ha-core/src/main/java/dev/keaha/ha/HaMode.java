package dev.keaha.ha;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * How the peers of a relationship share the work. A word that a newer Kea adds is carried like the known ones.
 *
 * @param word Kea's word
 */
public record HaMode(@JsonValue String word) {

    /** Primary and secondary both serve, each its half of the clients. */
    public static final HaMode LOAD_BALANCING = new HaMode("load-balancing");

    /** The primary serves; the standby takes over when it is lost. */
    public static final HaMode HOT_STANDBY = new HaMode("hot-standby");

    /** The primary serves alone; backups only receive its leases. */
    public static final HaMode PASSIVE_BACKUP = new HaMode("passive-backup");

    /**
     * The value of a word.
     *
     * @param word Kea's word, also one that this release does not know
     * @return the value
     */
    @JsonCreator
    public static HaMode of(String word) {
        return new HaMode(word);
    }

    @Override
    public String toString() {
        return word;
    }
}
