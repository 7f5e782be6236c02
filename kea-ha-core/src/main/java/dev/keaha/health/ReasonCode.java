package dev.keaha.health;

import java.util.Locale;

/** The kinds of facts that lead to a verdict. */
public enum ReasonCode {
    /** A peer gave no proper answer. */
    PEER_UNREACHABLE;

    /** The word in JSON, such as {@code peer-unreachable}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
