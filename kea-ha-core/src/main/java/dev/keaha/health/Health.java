package dev.keaha.health;

/** Whether the service is there (spec rows S9 to S12), from best to worst. */
public enum Health {
    /** Every peer is active. */
    OK("ok", "OK"),
    /** Clients are served, but not everything is as it should be. */
    IMPAIRED("impaired", "Impaired"),
    /** Nobody serves clients. */
    SERVICE_DOWN("service-down", "Service down");

    private final String word;
    private final String title;

    Health(String word, String title) {
        this.word = word;
        this.title = title;
    }

    /**
     * The word in JSON.
     *
     * @return for example {@code service-down}
     */
    public String word() {
        return word;
    }

    /** For people. */
    @Override
    public String toString() {
        return title;
    }
}
