package dev.keaha.health;

/** What a reason does to the health. Health is the greatest effect among the reasons. */
public enum Effect {
    /** Worth knowing; changes nothing. */
    NONE("none"),
    /** The service is impaired. */
    IMPAIRS("impairs"),
    /** The service is down. */
    DOWN("down");

    private final String word;

    Effect(String word) {
        this.word = word;
    }

    /** The word in JSON. */
    @Override
    public String toString() {
        return word;
    }
}
