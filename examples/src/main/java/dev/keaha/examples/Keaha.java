package dev.keaha.examples;

import dev.keaha.config.DhcpService;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line {@code keaha}: a thin shell over the SDK. */
@Command(
        name = "keaha",
        description = "Watches and replicates high availability of ISC Kea DHCP servers.",
        mixinStandardHelpOptions = true,
        version = "keaha 0.1.0-SNAPSHOT",
        subcommands = {
            DemoCommand.class,
            StatusCommand.class,
            PlanCommand.class,
            ReplicateCommand.class,
            ChangeCommand.class,
            WatchCommand.class,
            DiffCommand.class,
            DriftCommand.class,
            RestoreCommand.class,
            LintCommand.class
        })
public final class Keaha implements Runnable {

    @Spec
    private CommandSpec spec;

    private Keaha() {}

    /**
     * Runs it and ends the JVM with its exit code.
     *
     * @param arguments what was typed
     */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, arguments));
    }

    /**
     * Runs it.
     *
     * @param out where results go
     * @param err where errors for people go
     * @param arguments what was typed
     * @return the exit code
     */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine commandLine = new CommandLine(new Keaha())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(java.time.Duration.class, Durations::parse);
        commandLine.registerConverter(
                DhcpService.class,
                word -> DhcpService.of(word)
                        .orElseThrow(() -> new CommandLine.TypeConversionException(
                                "expected dhcp4 or dhcp6, found '" + word + "'")));
        CommandLine.IParameterExceptionHandler usage = commandLine.getParameterExceptionHandler();
        commandLine.setParameterExceptionHandler(
                (wrong, given) -> List.of(given).contains("--json")
                        ? new Failure("wrong-usage", String.valueOf(wrong.getMessage()), "See --help.", ExitCode.USAGE)
                                .show(wrong.getCommandLine(), true)
                        : usage.handleParseException(wrong, given));
        commandLine.setExecutionExceptionHandler((problem, command, parsed) ->
                Failure.of(problem).show(command, parsed.originalArgs().contains("--json")));
        for (CommandLine each : commandLine.getSubcommands().values()) {
            each.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE);
        }
        commandLine.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE);
        return commandLine.execute(arguments);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do, for example: keaha demo");
    }
}
