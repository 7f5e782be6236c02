package dev.keaha.controller;

import dev.keaha.replication.ReplicationReport;
import java.util.Locale;

/** What came of a change. */
public sealed interface ChangeResult {

    /**
     * It was tried.
     *
     * @param report how it ended for each peer, the source first of all: where that did not take it, nothing was changed
     */
    record Tried(ReplicationReport report) implements ChangeResult {

        /**
         * Whether the source has the new configuration, in memory and on disk.
         *
         * @return true when it has, whatever became of the others: they follow
         */
        public boolean accepted() {
            return report.peers().stream()
                    .anyMatch(peer -> peer.source() && peer.outcome().proves());
        }
    }

    /**
     * It was made before, under the same key; nothing was done now.
     *
     * @param text how it ended then, a sentence for people
     */
    record MadeBefore(String text) implements ChangeResult {}

    /**
     * It was not tried.
     *
     * @param code which kind of reason; stable, for programs
     * @param text a sentence for people: what stands against it
     * @param advice a sentence for people: what to do
     */
    record Refused(Code code, String text, String advice) implements ChangeResult {}

    /** Why a change is not tried. */
    enum Code {
        /** The relationship is not watched by this controller. */
        NOT_WATCHED,
        /** The service is down (spec row S12). */
        SERVICE_DOWN,
        /** The plan refuses it, for the state of the servers or for what the policy allows; the text says why. */
        NOT_NOW,
        /** The new configuration looks wrong, and there is no consent to it. */
        LOOKS_WRONG,
        /** An earlier try under this key ended without anybody knowing how, and the source does not tell it now. */
        UNCERTAIN;

        /** The word in JSON, such as {@code service-down}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
