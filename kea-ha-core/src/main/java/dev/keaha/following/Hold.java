package dev.keaha.following;

import java.util.Locale;

/**
 * Why the source's configuration is not brought to the others until somebody decides.
 *
 * @param code which kind of reason; stable, for programs
 * @param text a sentence for people: what was found
 * @param advice a sentence for people: what to do
 */
public record Hold(Code code, String text, String advice) {

    /** The kinds of reasons. */
    public enum Code {
        /** The peers differed already when the relationship was added (spec row S8). */
        DIFFERED_WHEN_ADDED,
        /** The source has no subnet any more. */
        EMPTY,
        /** The source's configuration has no usable relationship any more. */
        HA_GONE,
        /** More of the subnets or reservations vanished at once than the policy lets pass. */
        VANISHING;

        /** The word in JSON, such as {@code differed-when-added}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
