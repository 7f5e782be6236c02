package dev.keaha.health;

import java.util.Collection;
import java.util.Comparator;

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

    /**
     * The health of several relationships together, such as those of one daemon.
     *
     * @param all their healths
     * @return the worst of them; OK where there is none
     */
    public static Health worst(Collection<Health> all) {
        return all.stream().max(Comparator.naturalOrder()).orElse(OK);
    }

    /**
     * The health that reasons make.
     *
     * @param reasons any number of reasons
     * @return what the greatest effect among them makes
     */
    static Health of(Collection<Reason> reasons) {
        Health health = OK;
        for (Reason reason : reasons) {
            Health one = switch (reason.effect()) {
                case NONE -> OK;
                case IMPAIRS -> IMPAIRED;
                case DOWN -> SERVICE_DOWN;
            };
            health = one.compareTo(health) > 0 ? one : health;
        }
        return health;
    }

    /** For people. */
    @Override
    public String toString() {
        return title;
    }
}
