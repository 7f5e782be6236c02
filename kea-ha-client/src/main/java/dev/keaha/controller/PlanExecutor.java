package dev.keaha.controller;

import dev.keaha.command.KeaAnswer;
import dev.keaha.command.KeaChannel;
import dev.keaha.command.KeaTransportException;
import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.ha.RelationshipId;
import dev.keaha.replication.ReplicationReport;
import dev.keaha.replication.ReplicationRun;
import dev.keaha.replication.RunJournal;
import dev.keaha.replication.RunObservation;
import dev.keaha.replication.RunStep;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Carries out what {@link ReplicationRun} says: sends, waits, stores. It decides nothing. */
final class PlanExecutor {

    private final DhcpService service;
    private final RelationshipId id;
    private final Function<String, KeaChannel> channelOf;
    private final RelationshipStore store;
    private final Clock clock;
    private final Pause pause;
    private final Consumer<String> progress;
    private final Set<String> archived = new HashSet<>();

    PlanExecutor(
            DhcpService service,
            RelationshipId id,
            Function<String, KeaChannel> channelOf,
            RelationshipStore store,
            Clock clock,
            Pause pause,
            Consumer<String> progress) {
        this.service = service;
        this.id = id;
        this.channelOf = channelOf;
        this.store = store;
        this.clock = clock;
        this.pause = pause;
        this.progress = progress;
    }

    /**
     * Executes until the run is done. The journal stays in the store until the caller has learnt what came of it, so that
     * a crash in between loses nothing: finishing a run that is done finds everything in place.
     *
     * @param begun the journal of a new run, or of one that was cut off
     * @param overwritten each peer's configuration before the run, archived before it is replaced
     */
    ReplicationReport execute(RunJournal begun, Map<String, KeaConfig> overwritten) {
        RunJournal journal = begun;
        RunObservation seen = new RunObservation.Nothing();
        while (true) {
            RunStep step = ReplicationRun.next(journal, seen, clock.instant());
            journal = step.journal();
            if (step instanceof RunStep.Done done) {
                return done.report();
            } else if (step instanceof RunStep.Wait wait) {
                pause.await(wait.time());
                seen = new RunObservation.Nothing();
            } else {
                seen = send((RunStep.Send) step, overwritten);
            }
        }
    }

    private RunObservation send(RunStep.Send send, Map<String, KeaConfig> overwritten) {
        if (send.command().changes()) {
            store.saveJournal(id, send.journal().toJson());
            if (send.overwrites() && overwritten.containsKey(send.peer()) && archived.add(send.peer())) {
                store.archive(id, send.peer(), clock.instant(), overwritten.get(send.peer()));
            }
            progress.accept(send.peer() + ": " + send.command().name());
        }
        try {
            KeaAnswer answer = channelOf.apply(send.peer()).send(service, send.command(), send.timeout());
            return new RunObservation.Answered(answer);
        } catch (KeaTransportException e) {
            return new RunObservation.Failed(e.failure(), e.mayHaveRun(), String.valueOf(e.getMessage()));
        }
    }
}
