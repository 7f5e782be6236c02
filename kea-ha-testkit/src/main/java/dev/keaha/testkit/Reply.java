package dev.keaha.testkit;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.ResultCode;
import org.jspecify.annotations.Nullable;

/**
 * What comes back from a server that was sent a command.
 *
 * @param kind what came
 * @param answer the daemon's answer, null where it gave none
 * @param text why there is no answer, empty otherwise
 */
record Reply(Kind kind, @Nullable KeaAnswer answer, String text) {

    enum Kind {
        /** The daemon answered. */
        ANSWERED,
        /** The agent says that the daemon is not there. */
        OFFLINE,
        /** The agent says that the daemon went silent, or the daemon's handler failed. */
        NO_ANSWER,
        /** This door does not take the command: HTTP 403. */
        FORBIDDEN,
        /** The daemon worked, and its answer was lost on the way. */
        LOST,
        /** Nobody was reached. */
        FAILED
    }

    static Reply of(KeaAnswer answer) {
        return new Reply(Kind.ANSWERED, answer, "");
    }

    static Reply failed(String text) {
        return new Reply(Kind.FAILED, null, text);
    }

    static Reply without(Kind kind, String text) {
        return new Reply(kind, null, text);
    }

    /** What Kea's HA client makes of it: an agent's complaint and an HTTP error count as an answer with result 1. */
    Reply asHaClientReadsIt() {
        return switch (kind) {
            case OFFLINE, NO_ANSWER, FORBIDDEN -> of(new KeaAnswer(ResultCode.ERROR, text, null));
            case ANSWERED, LOST, FAILED -> this;
        };
    }
}
