package dev.keaha.health;

import java.util.Locale;

/** What a peer is, as far as the service is concerned. */
public enum PeerCondition {
    /** At work in its role. */
    ACTIVE,
    /** On its way there after a start, for a bounded time. */
    SETTLING,
    /** It gave no proper answer. */
    UNREACHABLE;

    /** The word in JSON. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
