package dev.keaha.command;

/**
 * Where reservations are looked for or changed ({@code operation-target}; Kea 2.3.7 and newer, earlier ones ignore it).
 * The configuration in memory is what replication carries; a host database is shared by whoever is configured with it.
 */
public enum ReservationTarget {
    /** The configuration in memory. */
    MEMORY("memory"),
    /** The host databases. A change is refused where there is none. */
    DATABASE("database"),
    /** Both. */
    ALL("all"),
    /** Kea's own choice: both for reads, the databases alone for changes. */
    DEFAULT("default");

    private final String word;

    ReservationTarget(String word) {
        this.word = word;
    }

    /**
     * Kea's word.
     *
     * @return for example {@code memory}
     */
    public String word() {
        return word;
    }

    @Override
    public String toString() {
        return word;
    }
}
