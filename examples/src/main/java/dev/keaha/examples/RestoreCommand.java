package dev.keaha.examples;

import dev.keaha.config.KeaConfig;
import dev.keaha.controller.ArchiveEntry;
import dev.keaha.controller.ManagedRelationship;
import dev.keaha.controller.Survey;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.replication.ConfigDiff;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "restore",
        description =
                "Lists the configurations that were overwritten, shows what restoring one would change at the source,"
                        + " or restores it there and replicates it. Local settings stay as they are.",
        mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {

    @Mixin
    private ConnectionOptions connection;

    @Option(names = "--entry", paramLabel = "NAME", description = "Which one; without it, all are listed.")
    @Nullable
    private String entry;

    @Option(names = "--apply", description = "Restores it; without it, what would change is shown.")
    private boolean apply;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (apply && entry == null) {
            throw new Failure("wrong-usage", "--apply needs --entry.", "Say which one.", ExitCode.USAGE);
        }
        try (Session session = new Session(connection)) {
            ManagedRelationship relationship = session.open();
            if (entry == null) {
                list(relationship.archived());
                return ExitCode.DONE;
            }
            Survey survey = relationship.survey();
            KeaConfig source = survey.verdict()
                    .source()
                    .map(survey.snapshots()::get)
                    .map(snapshot -> snapshot.running().config())
                    .orElseThrow(() -> new Failure(
                            "source-not-read",
                            "There is no source whose configuration could be read.",
                            "keaha status says why."));
            KeaConfig restored = relationship
                    .restored(entry, survey)
                    .orElseThrow(() -> new Failure(
                            "no-such-entry",
                            "The archive has no entry " + entry + ".",
                            "keaha restore without --entry lists all."));
            if (apply) {
                Progress progress = new Progress(spec.commandLine(), connection.json);
                return ReportPage.show(
                        relationship.change(now -> unmoved(source, now, restored), progress),
                        spec.commandLine(),
                        connection.json);
            }
            ConfigDiff diff = ConfigDiff.between(source, restored);
            spec.commandLine()
                    .getOut()
                    .println(
                            connection.json
                                    ? diff.toJson().toJson()
                                    : diff.isEmpty() ? "Nothing would change." : diff.toString());
            return ExitCode.DONE;
        }
    }

    private static KeaConfig unmoved(KeaConfig source, KeaConfig now, KeaConfig restored) {
        if (!now.equals(source)) {
            throw new Failure(
                    "source-changed", "The source's configuration was just changed by somebody.", "Try again.");
        }
        return restored;
    }

    private void list(List<ArchiveEntry> entries) {
        PrintWriter out = spec.commandLine().getOut();
        if (connection.json) {
            out.println(JsonArray.of(entries.stream()
                            .map(each -> Json.object(
                                    "name", each.name(),
                                    "peer", each.peer(),
                                    "at", each.at().toString()))
                            .toList())
                    .toJson());
            return;
        }
        if (entries.isEmpty()) {
            out.println("Nothing was overwritten yet.");
        }
        entries.forEach(each -> out.println(each.name() + "  " + each.peer() + ", overwritten at " + each.at()));
    }
}
