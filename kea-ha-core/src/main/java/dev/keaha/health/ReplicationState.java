package dev.keaha.health;

/** Whether the source's configuration may be brought to the others right now. */
public enum ReplicationState {
    /** It may. */
    ON("on"),
    /** Not now: something has to pass or be decided first; a reason says what. */
    HELD("held"),
    /** Not at all: there is no source, or the members share their configuration, or it was switched off. */
    OFF("off");

    private final String word;

    ReplicationState(String word) {
        this.word = word;
    }

    /** The word in JSON. */
    @Override
    public String toString() {
        return word;
    }
}
