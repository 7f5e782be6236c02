package dev.keaha.following;

/** What happens when the peers differ at the moment a relationship is added (spec row S8). */
public enum WhenAdded {
    /** The plan is shown and nothing is sent, until somebody consents, the source changes, or the peers agree. */
    HOLD,
    /** The source overwrites the others at once (the specification's rule). */
    REPLICATE
}
