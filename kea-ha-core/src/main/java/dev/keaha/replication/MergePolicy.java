package dev.keaha.replication;

import java.util.Locale;

/** What becomes of the changes that a stand-in accepted while it was the source, when the primary returns. */
public enum MergePolicy {
    /** They are overwritten with the primary's configuration, and kept in the archive (the rule of spec row S12). */
    PRIMARY_WINS,
    /** They are carried over onto the primary where nothing contradicts; else they are held. */
    MERGE_OR_HOLD,
    /** They are held until somebody decides. */
    HOLD;

    /**
     * What this means for somebody who changes a stand-in.
     *
     * @param standIn the stand-in's name
     * @param primary the primary's name
     * @return a sentence for people
     */
    public String promise(String standIn, String primary) {
        String when = standIn + " stands in for " + primary + ". When " + primary + " returns, ";
        return when
                + switch (this) {
                    case PRIMARY_WINS ->
                        "its own configuration wins: this change will be overwritten, and only be in the archive.";
                    case MERGE_OR_HOLD ->
                        "this change is carried over, unless something was changed there too that contradicts"
                                + " it; then it is held for a decision.";
                    case HOLD -> "this change is held for a decision.";
                };
    }

    /** The word on command lines and in JSON. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
