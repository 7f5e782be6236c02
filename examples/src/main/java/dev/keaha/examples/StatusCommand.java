package dev.keaha.examples;

import dev.keaha.command.TransportFailure;
import dev.keaha.controller.ManagedRelationship;
import dev.keaha.controller.Survey;
import dev.keaha.health.PeerObservation;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description = "Tells whether the service is OK, Impaired or down, and why.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    private static final Set<TransportFailure> CERTAINLY_DOWN =
            Set.of(TransportFailure.REFUSED, TransportFailure.DAEMON_OFFLINE);

    @Mixin
    private ConnectionOptions connection;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Session session = new Session(connection)) {
            ManagedRelationship relationship;
            try {
                relationship = session.open();
            } catch (Failure failure) {
                if (failure.exitCode() != ExitCode.DOWN) {
                    throw failure;
                }
                StatusPage page = StatusPage.down(session.address(), failure);
                spec.commandLine().getOut().println(page.text(connection.json));
                return ExitCode.DOWN;
            }
            Survey survey = relationship.survey();
            couldTell(survey);
            StatusPage page = StatusPage.of(relationship, survey, relationship.plan(survey));
            spec.commandLine().getOut().println(page.text(connection.json));
            return switch (survey.verdict().health()) {
                case OK -> ExitCode.DONE;
                case IMPAIRED -> ExitCode.PART;
                case SERVICE_DOWN -> ExitCode.DOWN;
            };
        }
    }

    /** When nobody answered, "down" needs a sign that the daemons are, not that we may not or cannot ask. */
    static void couldTell(Survey survey) {
        @Nullable PeerObservation doubtful = null;
        for (PeerObservation observation : survey.observations()) {
            if (observation instanceof PeerObservation.Seen) {
                return;
            }
            PeerObservation.Unreachable unreachable = (PeerObservation.Unreachable) observation;
            if (!CERTAINLY_DOWN.contains(unreachable.failure()) && doubtful == null) {
                doubtful = unreachable;
            }
        }
        if (doubtful instanceof PeerObservation.Unreachable unreachable) {
            throw new Failure(
                    "could-not-tell",
                    "No peer answered, and it is not certain that none runs. " + unreachable.peer() + ": "
                            + unreachable.detail(),
                    "Give management addresses at which the peers answer, and credentials where they are needed.");
        }
    }
}
