package dev.keaha.examples;

import dev.keaha.client.KeaClient;
import dev.keaha.command.KeaCommandException;
import dev.keaha.command.KeaCommands;
import dev.keaha.command.KeaTransportException;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaConfigException;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonSyntaxException;
import dev.keaha.replication.ConfigDiff;
import dev.keaha.replication.ConfigDifference;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "diff",
        description =
                "Shows what makes configuration B of configuration A: by subnet, option, pool, class and hook. Exit"
                        + " code 0: they mean the same, 1: they differ, 3: one cannot be read.",
        mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "A",
            description = "A file, or a management address: http://HOST:PORT/, https://..., or unix:PATH.")
    private String from;

    @Parameters(index = "1", paramLabel = "B", description = "Another one.")
    private String to;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--all",
            description = "Between a file and a server, shows also the settings that only the server has, most of them"
                    + " defaults that it fills in.")
    private boolean all;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    DiffCommand() {
        from = "";
        to = "";
    }

    @Override
    public Integer call() {
        KeaConfig one = read(from);
        KeaConfig other = read(to);
        if (one.service() != other.service()) {
            throw new Failure(
                    "different-services",
                    from + " is of " + one.service() + ", " + to + " of " + other.service() + ".",
                    "Compare two of one service; for a server, --service says which.");
        }
        List<ConfigDifference> differences = ConfigDiff.between(one, other).differences();
        List<ConfigDifference> shown = differences.stream()
                .filter(difference -> all || !filledIn(difference))
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(
                    JsonArray.of(shown.stream().map(ConfigDifference::toJson).toList())
                            .toJson());
        } else {
            shown.forEach(out::println);
            if (shown.size() < differences.size()) {
                out.println("(Left out: " + (differences.size() - shown.size())
                        + " settings that only the server has, most of them defaults; --all shows them.)");
            }
            if (differences.isEmpty()) {
                out.println("They mean the same.");
            }
        }
        return shown.isEmpty() ? ExitCode.DONE : ExitCode.PART;
    }

    /** A server shows every setting, a file those that somebody wrote. */
    private boolean filledIn(ConfigDifference difference) {
        return !difference.whole()
                && (isServer(to) && !isServer(from) && difference.kind() == ConfigDifference.Kind.ADDED
                        || isServer(from) && !isServer(to) && difference.kind() == ConfigDifference.Kind.REMOVED);
    }

    private static boolean isServer(String place) {
        return place.startsWith("http:") || place.startsWith("https:") || place.startsWith("unix:");
    }

    private KeaConfig read(String place) {
        if (isServer(place)) {
            try (KeaClient client = KeaClient.create()) {
                return client.channel(server.endpoint(place, place))
                        .call(server.service, KeaCommands.configGet(), server.timeout)
                        .config();
            } catch (KeaTransportException | KeaCommandException e) {
                throw new Failure(
                        "unreadable", place + ": " + e.getMessage(), "Give the address of a server that answers.");
            }
        }
        try {
            return Session.configFile(Path.of(place)).config();
        } catch (JsonSyntaxException | KeaConfigException e) {
            throw new Failure(
                    "unreadable", place + ": " + e.getMessage(), "Give the configuration of a Kea DHCP server.");
        }
    }
}
