package dev.keaha.replication;

import java.util.Locale;

/** How a peer's configuration compares to the source's, local settings aside. */
public enum Comparison {
    /** It is the source itself. */
    SOURCE,
    /** Nothing is different, or only what survives every push. */
    EQUAL,
    /** Something is different. */
    DIFFERENT,
    /** One of the two could not be read, or they cannot be compared. */
    UNKNOWN;

    /** The word in JSON. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
