package dev.keaha.health;

import java.util.Locale;

/**
 * What may be sent to a peer right now to change its configuration (spec row B3), and why.
 *
 * @param level how much
 * @param why a sentence for people
 */
public record PushPermission(Level level, String why) {

    /** How much may be sent, from least to most. */
    public enum Level {
        /** Nothing. */
        NONE,
        /**
         * It serves and nobody would serve in its place: only what does not restart its HA, unless the policy consents to
         * the interruption.
         */
        ALONE,
        /** Anything, also what restarts its HA; one peer at a time. */
        FULL;

        /** The word in JSON. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What may be sent to a daemon that has several relationships: a push restarts them all, so the least permission of
     * all is the daemon's.
     *
     * @param other its permission in another relationship
     * @return the lesser one
     */
    public PushPermission and(PushPermission other) {
        return other.level.compareTo(level) < 0 ? other : this;
    }
}
