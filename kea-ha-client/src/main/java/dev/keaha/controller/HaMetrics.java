package dev.keaha.controller;

import dev.keaha.ha.RelationshipId;
import java.util.Locale;
import java.util.Map;

/**
 * Takes the numbers of a controller to wherever the product keeps its metrics (spec row B13). Implementations are safe for
 * use by several threads, return at once, and throw nothing.
 */
public interface HaMetrics {

    /** Takes nothing anywhere. */
    HaMetrics NONE = new HaMetrics() {
        @Override
        public void gauge(Gauge gauge, RelationshipId relationship, Map<String, String> labels, double value) {
            // nobody asked for it
        }

        @Override
        public void count(Counter counter, RelationshipId relationship, Map<String, String> labels, long more) {
            // nobody asked for it
        }

        @Override
        public void forget(RelationshipId relationship) {
            // nothing is kept
        }
    };

    /** What goes up and down. */
    enum Gauge {
        /** 0 OK, 1 Impaired, 2 Service down. */
        HEALTH("Health of the relationship: 0 OK, 1 Impaired, 2 Service down"),
        /** 1 when the peer answers. Label {@code peer}. */
        PEER_UP("1 when the peer answers"),
        /** How many scopes the peer serves. Label {@code peer}. */
        SCOPES("Scopes that the peer serves"),
        /** In how many places its configuration differs from what the source's would make it. Label {@code peer}. */
        CONFIG_DIFFERENCES("Places in which the peer's configuration differs from what the source's would make it"),
        /** Seconds by which its clock is ahead. Label {@code peer}. */
        CLOCK_SKEW("Seconds by which the peer's clock is ahead"),
        /** When something was replicated last, in seconds since 1970. */
        LAST_REPLICATION("When something was replicated last, in seconds since 1970");

        private final String help;

        Gauge(String help) {
            this.help = help;
        }

        /**
         * What it is, for people.
         *
         * @return a few words
         */
        public String help() {
            return help;
        }

        /** The word for metric systems, such as {@code peer_up}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What only goes up. */
    enum Counter {
        /** Looks at the relationship. */
        LOOKS("Looks at the relationship"),
        /** Looks that failed for a reason of our own. */
        FAILURES("Looks that failed for a reason that is not the servers'"),
        /** Differences found. Label {@code peer}. */
        DRIFTS("Differences found"),
        /** Replications. Labels {@code peer} and {@code outcome}. */
        REPLICATIONS("Replications by outcome");

        private final String help;

        Counter(String help) {
            this.help = help;
        }

        /**
         * What it is, for people.
         *
         * @return a few words
         */
        public String help() {
            return help;
        }

        /** The word for metric systems, such as {@code looks}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A gauge has a value.
     *
     * @param gauge which
     * @param relationship whose
     * @param labels further labels
     * @param value the value
     */
    void gauge(Gauge gauge, RelationshipId relationship, Map<String, String> labels, double value);

    /**
     * Something was counted.
     *
     * @param counter which
     * @param relationship whose
     * @param labels further labels
     * @param more how many more, above zero
     */
    void count(Counter counter, RelationshipId relationship, Map<String, String> labels, long more);

    /**
     * A relationship is not watched any more.
     *
     * @param relationship which
     */
    void forget(RelationshipId relationship);
}
