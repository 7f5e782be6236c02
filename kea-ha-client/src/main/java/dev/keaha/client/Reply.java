package dev.keaha.client;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaTransportException;

/** What came of a command for one of several daemons behind a Control Agent. */
public sealed interface Reply {

    /**
     * The daemon answered.
     *
     * @param answer its answer, be it done or refused
     */
    record Answered(KeaAnswer answer) implements Reply {}

    /**
     * The daemon gave no answer, or is not there; the other one may have answered all the same.
     *
     * @param failure why; it also tells whether this daemon may have run the command
     */
    record Missing(KeaTransportException failure) implements Reply {}

    /**
     * The answer, where there has to be one.
     *
     * @return the answer, be it done or refused
     * @throws KeaTransportException when there is none
     */
    default KeaAnswer orThrow() {
        if (this instanceof Answered answered) {
            return answered.answer();
        }
        throw ((Missing) this).failure();
    }
}
