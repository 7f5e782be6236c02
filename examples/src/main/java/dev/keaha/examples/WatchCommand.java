package dev.keaha.examples;

import dev.keaha.controller.ManagedRelationship;
import dev.keaha.controller.Survey;
import dev.keaha.health.ReplicationState;
import dev.keaha.json.Fingerprint;
import dev.keaha.replication.ReplicationPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "watch",
        description = "Adds the relationship by its primary and keeps its peers on the source's configuration.",
        mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {

    @Mixin
    private ConnectionOptions connection;

    @Option(names = "--for", paramLabel = "TIME", description = "How long, such as 10m. Default: until it is stopped.")
    private @Nullable Duration howLong;

    @Option(names = "--interval", paramLabel = "TIME", description = "Time between two looks. Default: 5s.")
    private Duration interval = Duration.ofSeconds(5);

    @Option(
            names = "--overwrite",
            description =
                    "Overwrites at once what the peers have of their own when the relationship is added. Default: the"
                            + " plan is shown and held until the source changes or the peers agree.")
    private boolean overwrite;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Instant end = howLong == null ? Instant.MAX : Instant.now().plus(howLong);
        try (Session session = new Session(connection)) {
            ManagedRelationship relationship = session.add();
            Progress progress = new Progress(spec.commandLine(), connection.json);
            Optional<Fingerprint> heldFor = Optional.empty();
            for (boolean first = true; ; first = false) {
                Survey survey = relationship.survey();
                ReplicationPlan plan = relationship.plan(survey);
                spec.commandLine()
                        .getOut()
                        .println(StatusPage.of(relationship, survey, plan).text(connection.json));
                boolean due = survey.verdict().replication() == ReplicationState.ON
                        && !plan.steps().isEmpty();
                if (first && due && !overwrite) {
                    heldFor = source(survey);
                    progress.accept("Held, since the peers differed already when they were added. The plan:");
                    progress.accept(plan.toString());
                }
                if (!due || !source(survey).equals(heldFor)) {
                    heldFor = Optional.empty();
                }
                if (due && heldFor.isEmpty()) {
                    progress.accept("Replicating:");
                    String report = relationship.replicate(progress).toString();
                    progress.accept(report);
                }
                if (!Instant.now().plus(interval).isBefore(end)) {
                    return ExitCode.DONE;
                }
                Thread.sleep(interval.toMillis());
            }
        }
    }

    private static Optional<Fingerprint> source(Survey survey) {
        return survey.verdict()
                .source()
                .map(survey.snapshots()::get)
                .map(snapshot -> snapshot.running().config().fingerprint());
    }
}
