package dev.keaha.replication;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.TransportFailure;

/** What came of the last step of a {@link ReplicationRun}. */
public sealed interface RunObservation {

    /** Nothing was sent: the run begins, or a wait is over. */
    record Nothing() implements RunObservation {}

    /**
     * The daemon answered.
     *
     * @param answer its answer, be it done or refused
     */
    record Answered(KeaAnswer answer) implements RunObservation {}

    /**
     * There was no proper answer.
     *
     * @param failure what kind of failure
     * @param mayHaveRun whether the command may have reached the daemon
     * @param detail a sentence: what happened
     */
    record Failed(TransportFailure failure, boolean mayHaveRun, String detail) implements RunObservation {}
}
