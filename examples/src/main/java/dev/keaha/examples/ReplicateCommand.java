package dev.keaha.examples;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "replicate",
        description = "Brings every peer that can be reached onto the source's configuration.",
        mixinStandardHelpOptions = true)
final class ReplicateCommand implements Callable<Integer> {

    @Mixin
    private ConnectionOptions connection;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Session session = new Session(connection)) {
            Progress progress = new Progress(spec.commandLine(), connection.json);
            return ReportPage.show(session.open().replicate(progress), spec.commandLine(), connection.json);
        }
    }
}
