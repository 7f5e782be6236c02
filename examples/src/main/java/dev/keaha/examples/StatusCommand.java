package dev.keaha.examples;

import dev.keaha.command.TransportFailure;
import dev.keaha.controller.ManagedRelationship;
import dev.keaha.controller.Survey;
import dev.keaha.health.Health;
import dev.keaha.health.PeerObservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description = "Tells whether the service is OK, Impaired or down, and why.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    /** A daemon that is not there. */
    private static final Set<TransportFailure> GONE = Set.of(TransportFailure.REFUSED, TransportFailure.DAEMON_OFFLINE);
    /** Nothing came back, so that the way there may be the trouble. */
    private static final Set<TransportFailure> SILENT = Set.of(
            TransportFailure.UNREACHABLE,
            TransportFailure.UNKNOWN_HOST,
            TransportFailure.TIMED_OUT,
            TransportFailure.CONNECTION_LOST);

    @Mixin
    private ConnectionOptions connection;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Session session = new Session(connection)) {
            List<ManagedRelationship> relationships;
            try {
                relationships = session.openAll();
            } catch (Failure failure) {
                if (failure.exitCode() != ExitCode.DOWN) {
                    throw failure;
                }
                StatusPage page = StatusPage.down(session.address(), failure);
                spec.commandLine().getOut().println(page.text(connection.json));
                return ExitCode.DOWN;
            }
            List<StatusPage.Look> looks = new ArrayList<>();
            for (ManagedRelationship relationship : relationships) {
                Survey survey = relationship.survey();
                couldTell(survey);
                looks.add(new StatusPage.Look(relationship, survey, relationship.plan(survey)));
            }
            StatusPage page = StatusPage.of(session.address(), looks);
            spec.commandLine().getOut().println(page.text(connection.json));
            return switch (page.health()) {
                case OK -> ExitCode.DONE;
                case IMPAIRED -> ExitCode.PART;
                case SERVICE_DOWN -> ExitCode.DOWN;
            };
        }
    }

    /**
     * "Service down" needs a sign that the servers are: one that refuses us, or something else in its place, is none, and
     * mere silence is none where nobody at all answers.
     */
    private static void couldTell(Survey survey) {
        if (survey.verdict().health() != Health.SERVICE_DOWN) {
            return;
        }
        boolean nobody = survey.observations().stream().noneMatch(PeerObservation.Seen.class::isInstance);
        for (PeerObservation observation : survey.observations()) {
            boolean serves = survey.relationship()
                    .peer(observation.peer())
                    .filter(peer -> peer.role().isActive())
                    .isPresent();
            if (serves && observation instanceof PeerObservation.Unreachable away) {
                boolean tells = GONE.contains(away.failure()) || !nobody && SILENT.contains(away.failure());
                if (!tells) {
                    throw new Failure(
                            "could-not-tell",
                            "It is not certain that nobody serves. " + away.peer() + " at " + away.address() + ": "
                                    + away.detail() + ".",
                            "Give management addresses at which the peers answer, and credentials where they are needed.");
                }
            }
        }
    }
}
