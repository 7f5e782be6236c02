package dev.keaha.testkit;

import dev.keaha.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A command that a fake server was sent from outside; what servers say to each other is not among them.
 *
 * @param at when it was answered, in virtual time
 * @param server to whom it was sent
 * @param command the command's name
 * @param arguments its arguments, null for none; may hold secrets
 * @param outcome result and text of the answer, or why there was none
 */
public record ReceivedCommand(
        Instant at, String server, String command, @Nullable JsonObject arguments, String outcome) {

    /** Without the arguments, which can be large. */
    @Override
    public String toString() {
        return at + " " + server + " " + command + ": " + outcome;
    }
}
