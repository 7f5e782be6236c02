package dev.keaha.replication;

/** How a difference is brought onto a peer, best first. */
public enum StepAction {
    /** Commands of Kea's hooks, each for one element. HA goes on as if nothing happened, and no client notices. */
    DELTA("delta"),
    /**
     * A full {@code config-set} while its partner serves all clients, as it does for a server in maintenance. Only for a
     * moment nobody is served.
     */
    CONFIG_SET_HANDED_OVER("config-set-handed-over"),
    /** A full {@code config-set} while its partner serves, or where the peer serves nobody. */
    CONFIG_SET("config-set"),
    /**
     * A full {@code config-set} on a lone survivor, and at once {@code ha-maintenance-start}, so that it serves again
     * without waiting for its lost partner. Only where it was in partner-down and its partner is still lost.
     */
    CONFIG_SET_ALONE("config-set-alone"),
    /** A full {@code config-set} while nobody else serves, with consent to the interruption. */
    CONFIG_SET_INTERRUPTING("config-set-interrupting");

    private final String word;

    StepAction(String word) {
        this.word = word;
    }

    /**
     * Whether the peer's HA state machine is restarted.
     *
     * @return true for every full {@code config-set}, also of an unchanged configuration
     */
    public boolean isDisruptive() {
        return this != DELTA;
    }

    /** The word in JSON. */
    @Override
    public String toString() {
        return word;
    }
}
