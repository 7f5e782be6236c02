package dev.keaha.client;

import dev.keaha.json.JsonValue;
import java.util.concurrent.CompletableFuture;

/** One request, and how far it has come. */
interface Exchange {

    /** How far a request has come; what a caller may do when it fails there. */
    enum Stage {
        /** No connection yet. */
        CONNECTING,
        /** Connected, the request not yet handed over whole, so that Kea can't have run it. */
        SENDING,
        /** Handed over whole. */
        WAITING,
        /** The answer has begun. */
        READING;

        boolean mayHaveRun() {
            return compareTo(WAITING) >= 0;
        }
    }

    /** Begins, unless it has ended; once and no more. It has no time limit of its own: whoever began it ends it. */
    void begin();

    /**
     * What came back; fails with a {@link dev.keaha.command.KeaTransportException} when it is nothing that Kea answers to
     * a command, and with whatever was caught when the connection failed.
     */
    CompletableFuture<JsonValue> reply();

    /** How far it has come. */
    Stage stage();

    /** The size of the answer's body, 0 while there is none. */
    long bytes();

    /**
     * Ends it, and its connection. A request that was not yet handed over whole never is from then on.
     *
     * @return whether it was handed over, so that Kea may have run it; the same when called again
     */
    boolean end();
}
