package dev.keaha.replication;

/** How a replication ended for one peer. */
public enum PeerOutcome {
    /** It had the source's configuration already; nothing was sent. */
    UP_TO_DATE("up-to-date"),
    /** It has the source's configuration now, in memory and on disk. */
    REPLICATED("replicated"),
    /** It took the configuration and still differs; pushing again would not help. */
    DIFFERS("differs"),
    /** Nothing was tried on it. */
    NOT_TRIED("not-tried"),
    /** It refused the configuration in {@code config-test} or {@code config-set} and runs what it ran before. */
    REFUSED("refused"),
    /** It gave no answer, and reading back was not possible. */
    UNKNOWN("unknown"),
    /** It runs the source's configuration, but could not write it to disk. */
    NOT_PERSISTED("not-persisted"),
    /** The configuration broke its HA; its previous configuration was put back. */
    ROLLED_BACK("rolled-back"),
    /** The configuration broke its HA, and putting back the previous one failed too. */
    BROKEN("broken");

    private final String word;

    PeerOutcome(String word) {
        this.word = word;
    }

    /**
     * Whether the peer runs a configuration that was sent to it now.
     *
     * @return true when it does
     */
    public boolean applied() {
        return this == REPLICATED || this == DIFFERS || this == NOT_PERSISTED;
    }

    /**
     * Whether the peer is now known to run the source's configuration.
     *
     * @return true when it is
     */
    public boolean proves() {
        return this == UP_TO_DATE || this == REPLICATED || this == NOT_PERSISTED;
    }

    /** The word in JSON. */
    @Override
    public String toString() {
        return word;
    }
}
