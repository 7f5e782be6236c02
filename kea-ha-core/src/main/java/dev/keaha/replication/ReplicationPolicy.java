package dev.keaha.replication;

/**
 * What a replication may do.
 *
 * @param replicate whether anything is replicated at all ({@code keaReplicateConfig}, spec row S7)
 * @param allowInterruption consent to a step during which nobody is served for longer than a second
 */
public record ReplicationPolicy(boolean replicate, boolean allowInterruption) {

    /** Replicates, and never leaves all clients alone for longer than a second. */
    public static final ReplicationPolicy DEFAULT = new ReplicationPolicy(true, false);

    /**
     * This policy with replication on or off.
     *
     * @param on whether anything is replicated at all
     * @return a new policy
     */
    public ReplicationPolicy withReplicate(boolean on) {
        return new ReplicationPolicy(on, allowInterruption);
    }

    /**
     * This policy with or without consent to an interruption.
     *
     * @param consent whether nobody may be served for longer than a second
     * @return a new policy
     */
    public ReplicationPolicy withAllowInterruption(boolean consent) {
        return new ReplicationPolicy(replicate, consent);
    }
}
