package dev.keaha.client;

import dev.keaha.command.KeaTransportException;
import dev.keaha.command.TransportFailure;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, before it is known where.
 *
 * @param kind which kind
 * @param mayHaveRun whether the command may have reached the daemon
 * @param detail a sentence: what happened and what to do
 */
record Failure(TransportFailure kind, boolean mayHaveRun, String detail) {

    static Failure notRun(TransportFailure kind, String detail) {
        return new Failure(kind, false, detail);
    }

    static Failure mayHaveRun(TransportFailure kind, String detail) {
        return new Failure(kind, true, detail);
    }

    KeaTransportException at(String address) {
        return at(address, null);
    }

    KeaTransportException at(String address, @Nullable Throwable cause) {
        return new KeaTransportException(kind, address, mayHaveRun, detail, cause);
    }
}
