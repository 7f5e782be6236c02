package dev.keaha.ha;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A state of Kea's HA state machine (Kea manual, "Server States"). A word that a newer Kea adds is carried like the known ones.
 *
 * @param word Kea's word
 */
public record HaState(@JsonValue String word) {

    /** A backup at work: it serves nobody. */
    public static final HaState BACKUP = new HaState("backup");

    /** Load-balancing, the partner is not heard; lease updates are kept for it. */
    public static final HaState COMMUNICATION_RECOVERY = new HaState("communication-recovery");

    /** Normal in hot-standby. */
    public static final HaState HOT_STANDBY = new HaState("hot-standby");

    /** Normal in load-balancing. */
    public static final HaState LOAD_BALANCING = new HaState("load-balancing");

    /** Waits to be shut down, serves nobody. */
    public static final HaState IN_MAINTENANCE = new HaState("in-maintenance");

    /** Serves alone. */
    public static final HaState PARTNER_DOWN = new HaState("partner-down");

    /** Serves alone while its partner is maintained. */
    public static final HaState PARTNER_IN_MAINTENANCE = new HaState("partner-in-maintenance");

    /** Normal for the primary in passive-backup. */
    public static final HaState PASSIVE_BACKUP = new HaState("passive-backup");

    /** Has the leases, waits for its partner; serves nobody. */
    public static final HaState READY = new HaState("ready");

    /** Fetches leases; serves nobody. */
    public static final HaState SYNCING = new HaState("syncing");

    /** HA is off for good; serves its own clients. */
    public static final HaState TERMINATED = new HaState("terminated");

    /** Just started or reconfigured; serves nobody. */
    public static final HaState WAITING = new HaState("waiting");

    /** Only in the view of a partner: it does not answer. */
    public static final HaState UNAVAILABLE = new HaState("unavailable");

    /**
     * The value of a word.
     *
     * @param word Kea's word, also one that this release does not know
     * @return the value
     */
    @JsonCreator
    public static HaState of(String word) {
        return new HaState(word);
    }

    @Override
    public String toString() {
        return word;
    }
}
