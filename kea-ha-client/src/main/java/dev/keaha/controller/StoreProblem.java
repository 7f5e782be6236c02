package dev.keaha.controller;

/**
 * Something in the store that cannot be read, and was left as it is.
 *
 * @param kind what is wrong with it
 * @param where which file or entry it is
 * @param text sentences for people: what was found, and what to do
 */
public record StoreProblem(Kind kind, String where, String text) {

    /** What is wrong. */
    public enum Kind {
        /** It is not what kea-ha writes, or cannot be read at all. */
        DAMAGED,
        /** A newer release of kea-ha wrote it. */
        NEWER
    }
}
