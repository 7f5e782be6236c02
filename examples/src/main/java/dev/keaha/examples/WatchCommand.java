package dev.keaha.examples;

import dev.keaha.controller.ManagedRelationship;
import dev.keaha.controller.Survey;
import dev.keaha.health.ReplicationState;
import dev.keaha.replication.ReplicationPlan;
import java.time.Duration;
import java.time.Instant;
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

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Instant end = howLong == null ? Instant.MAX : Instant.now().plus(howLong);
        try (Session session = new Session(connection)) {
            ManagedRelationship relationship = session.add();
            Progress progress = new Progress(spec.commandLine(), connection.json);
            while (true) {
                Survey survey = relationship.survey();
                ReplicationPlan plan = relationship.plan(survey);
                spec.commandLine()
                        .getOut()
                        .println(StatusPage.of(relationship, survey, plan).text(connection.json));
                if (survey.verdict().replication() == ReplicationState.ON
                        && !plan.steps().isEmpty()) {
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
}
