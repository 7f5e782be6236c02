package dev.keaha.examples;

import dev.keaha.controller.HaController;
import dev.keaha.controller.ManagedRelationship;
import dev.keaha.controller.Sight;
import dev.keaha.controller.WatchOptions;
import dev.keaha.following.FollowPolicy;
import dev.keaha.following.WhenAdded;
import java.io.PrintWriter;
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

    private static final Duration LAST_WORDS = Duration.ofMinutes(10);

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

    @Option(
            names = "--metrics",
            paramLabel = "PORT",
            description = "Serves http://127.0.0.1:PORT/metrics as OpenMetrics text; 0 takes a port that is free.")
    private @Nullable Integer metricsPort;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Instant end = howLong == null ? Instant.MAX : Instant.now().plus(howLong);
        PrintWriter out = spec.commandLine().getOut();
        OpenMetricsText metrics = new OpenMetricsText();
        try (Session session = new Session(
                connection,
                controller -> controller
                        .watch(WatchOptions.DEFAULT.withInterval(interval))
                        .followPolicy(
                                FollowPolicy.DEFAULT.withWhenAdded(overwrite ? WhenAdded.REPLICATE : WhenAdded.HOLD))
                        .metrics(metrics))) {
            boolean live = !connection.json && System.console() != null && System.getenv("TERM") != null;
            WatchView view = new WatchView(out, live);
            HaController controller = session.controller();
            if (!connection.json) {
                controller.listen(view::on);
            }
            ManagedRelationship relationship = session.add();
            if (metricsPort == null) {
                watch(controller, relationship, view, end);
            } else {
                try (MetricsPage page = new MetricsPage(metricsPort, metrics)) {
                    if (!connection.json) {
                        out.println("Metrics: http://127.0.0.1:" + page.port() + "/metrics");
                    }
                    watch(controller, relationship, view, end);
                }
            }
        }
        return ExitCode.DONE;
    }

    private void watch(HaController controller, ManagedRelationship relationship, WatchView view, Instant end)
            throws InterruptedException {
        controller.start();
        @Nullable Sight shown = null;
        while (true) {
            @Nullable Sight now = controller.latest(relationship.id()).orElse(null);
            if (now != null && now != shown) {
                show(relationship, now, view, shown == null);
                shown = now;
            }
            if (shown != null && !Instant.now().isBefore(end)) {
                controller.stop(LAST_WORDS);
                return;
            }
            Thread.sleep(100);
        }
    }

    private void show(ManagedRelationship relationship, Sight sight, WatchView view, boolean first) {
        view.draw(sight);
        if (connection.json || first) {
            spec.commandLine()
                    .getOut()
                    .println(StatusPage.of(relationship, sight.survey(), sight.plan())
                            .text(connection.json));
        }
    }
}
