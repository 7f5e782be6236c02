package dev.keaha.controller;

import java.util.Locale;

/** What came of looking for a relationship. */
public sealed interface Opening {

    /**
     * It is there.
     *
     * @param relationship the relationship, with a way to its peers
     */
    record Opened(ManagedRelationship relationship) implements Opening {}

    /**
     * It is not, or may not be used that way.
     *
     * @param code which kind of refusal
     * @param text a sentence for people: what was found
     * @param advice a sentence for people: what to do
     */
    record Refused(Code code, String text, String advice) implements Opening {}

    /** Why a relationship cannot be used. */
    enum Code {
        /** The daemon does not load the HA hook (spec row S4). */
        NO_HA_HOOK,
        /** The daemon loads the hook, but no relationship is configured (spec row S4). */
        NO_RELATIONSHIP,
        /** The HA section cannot be read. */
        MALFORMED,
        /** The daemon has several relationships, and none was chosen. */
        SEVERAL_RELATIONSHIPS,
        /** The daemon has no relationship with the peer named. */
        NO_SUCH_RELATIONSHIP,
        /** The daemon is not the primary, and only a primary can be added (spec row S3). */
        NOT_PRIMARY,
        /** No address led to a daemon that answered properly (spec row S5). */
        UNREACHABLE,
        /** Every known peer refuses, or its agent says that the daemon is offline: the service is down. */
        SERVICE_DOWN;

        /** The word in JSON, such as {@code not-primary}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
