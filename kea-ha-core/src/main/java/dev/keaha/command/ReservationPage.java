package dev.keaha.command;

import dev.keaha.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Some of the reservations.
 *
 * @param reservations the reservations
 * @param next where to go on; empty after the last one
 */
public record ReservationPage(List<JsonObject> reservations, Optional<Next> next) {

    /** Copies the list. */
    public ReservationPage {
        reservations = List.copyOf(reservations);
    }

    /**
     * Where the next page begins; Kea's own numbers.
     *
     * @param source which source of reservations
     * @param from after which one in it
     */
    public record Next(long source, long from) {}
}
