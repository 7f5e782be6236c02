package dev.keaha.replication;

import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.time.Duration;
import java.util.Locale;

/**
 * What a step is expected to cost the clients. An estimate from mode, timers and size; field measurements are behind it.
 *
 * @param clients whose requests it is about
 * @param time how long they get no answer, or a late one
 * @param why a sentence for people
 */
public record Interruption(Clients clients, Duration time, String why) {

    private static final Duration TOLERATED = Duration.ofMillis(1500);

    /** Whose requests an interruption is about, from least to most. */
    public enum Clients {
        /** Nobody notices. */
        NOBODY,
        /** All get their answers, some of them late. */
        LATE,
        /** Those of one server get no answer; the others do. */
        SOME,
        /** Nobody is served. */
        ALL;

        /** The word in JSON. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Whether nobody is served for longer than a second. The estimate is good to half a second.
     *
     * @return true when it is so
     */
    public boolean stopsService() {
        return clients == Clients.ALL && time.compareTo(TOLERATED) >= 0;
    }

    JsonObject toJson() {
        return Json.object("clients", clients.toString(), "milliseconds", time.toMillis(), "why", why);
    }

    /** The sentence. */
    @Override
    public String toString() {
        return why;
    }
}
