package dev.keaha.command;

import dev.keaha.ha.HaState;
import java.time.Instant;
import java.util.List;

/**
 * The answer to {@code ha-heartbeat}: a server's own view of itself.
 *
 * @param state the state of its machine
 * @param time its clock, in whole seconds
 * @param scopes the scopes it serves
 * @param unsentUpdates lease updates it could not send to its partner
 */
public record HaHeartbeat(HaState state, Instant time, List<String> scopes, long unsentUpdates) {

    /** Copies the list. */
    public HaHeartbeat {
        scopes = List.copyOf(scopes);
    }
}
