package dev.keaha.replication;

import dev.keaha.command.KeaCommand;
import java.time.Duration;

/** What a {@link ReplicationRun} wants done next. */
public sealed interface RunStep {

    /**
     * The journal after this step; it goes into the next call.
     *
     * @return the journal
     */
    RunJournal journal();

    /**
     * Send a command and report what came of it. Where the command {@link KeaCommand#changes changes} anything, the
     * journal must be stored before.
     *
     * @param journal the journal after this step
     * @param peer whom to send it to
     * @param command what to send; its arguments hold secrets in clear
     * @param timeout for all of it
     * @param overwrites whether it changes the peer's configuration; the one before must be archived before
     */
    record Send(RunJournal journal, String peer, KeaCommand<?> command, Duration timeout, boolean overwrites)
            implements RunStep {}

    /**
     * Let time pass, then report {@link RunObservation.Nothing}.
     *
     * @param journal the journal after this step
     * @param time how long
     * @param why a sentence for people
     */
    record Wait(RunJournal journal, Duration time, String why) implements RunStep {}

    /**
     * The run is over; its journal is not needed any more.
     *
     * @param journal the journal; asked again, it gives the same report
     * @param report how it ended
     */
    record Done(RunJournal journal, ReplicationReport report) implements RunStep {}
}
