package dev.keaha.replication;

import java.util.Locale;

/**
 * What a replication may do.
 *
 * @param replicate whether anything is replicated at all ({@code keaReplicateConfig}, spec row S7)
 * @param allowInterruption consent to a step during which nobody is served for longer than a second
 * @param fullPush how a full push may be done now
 */
public record ReplicationPolicy(boolean replicate, boolean allowInterruption, FullPush fullPush) {

    /** How a full push, which restarts a server's HA, may be done. */
    public enum FullPush {
        /** Its partner serves its clients meanwhile, where that can be. */
        HANDED_OVER,
        /** One server after the other, each out of service until its next heartbeat. */
        ROLLING,
        /** Not at all now, for example outside a maintenance window: only commands that leave HA alone. */
        REFUSED;

        /** The word on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Replicates, and never leaves all clients alone for longer than a second. */
    public static final ReplicationPolicy DEFAULT = new ReplicationPolicy(true, false, FullPush.HANDED_OVER);

    /**
     * This policy with replication on or off.
     *
     * @param on whether anything is replicated at all
     * @return a new policy
     */
    public ReplicationPolicy withReplicate(boolean on) {
        return new ReplicationPolicy(on, allowInterruption, fullPush);
    }

    /**
     * This policy with or without consent to an interruption.
     *
     * @param consent whether nobody may be served for longer than a second
     * @return a new policy
     */
    public ReplicationPolicy withAllowInterruption(boolean consent) {
        return new ReplicationPolicy(replicate, consent, fullPush);
    }

    /**
     * This policy with another way of full pushes.
     *
     * @param way how a full push may be done
     * @return a new policy
     */
    public ReplicationPolicy withFullPush(FullPush way) {
        return new ReplicationPolicy(replicate, allowInterruption, way);
    }
}
