package dev.keaha.examples;

import dev.keaha.replication.LocalSettings;
import dev.keaha.replication.MergePolicy;
import dev.keaha.replication.ReplicationPolicy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command that talks to servers takes. */
final class ConnectionOptions {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "URL",
            description =
                    "Management address of the primary, or of any peer: http://HOST:PORT/, https://..., unix:PATH, or"
                            + " HOST[:PORT]. Default: from the preferences, the agent's file, or 127.0.0.1:8000.")
    @Nullable
    String url;

    @Mixin
    ServerOptions server = new ServerOptions();

    @Option(names = "--peer", paramLabel = "NAME=URL", description = "Management address of a peer; repeatable.")
    Map<String, String> peers = new LinkedHashMap<>();

    @Option(names = "--relationship", paramLabel = "PEER", description = "Chooses the relationship that has this peer.")
    @Nullable
    String relationship;

    @Option(names = "--preferences", paramLabel = "FILE", description = "A preferences.cfg.")
    @Nullable
    Path preferences;

    @Option(names = "--agent-config", paramLabel = "FILE", description = "A kea-ctrl-agent.conf.")
    @Nullable
    Path agentConfig;

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description =
                    "Where relationships, journals and overwritten configurations are kept. Default: keaha below the"
                            + " user's state directory.")
    @Nullable
    Path store;

    @Option(
            names = "--allow-interruption",
            description = "Consents to a step that stops service for longer than a second.")
    boolean allowInterruption;

    @Option(
            names = "--full-push",
            paramLabel = "WAY",
            description = "How a change goes out that commands of Kea's hooks cannot express: handed-over (default; the"
                    + " partner serves meanwhile), rolling (each server waits for its next heartbeat), or refused (not"
                    + " now, for example outside a maintenance window).")
    ReplicationPolicy.FullPush fullPush = ReplicationPolicy.FullPush.HANDED_OVER;

    @Option(
            names = "--stand-in-edits",
            paramLabel = "POLICY",
            description = "What becomes of changes made on a stand-in when the primary returns: primary-wins (default),"
                    + " merge-or-hold, or hold.")
    MergePolicy standInEdits = MergePolicy.PRIMARY_WINS;

    @Option(
            names = "--local",
            paramLabel = "PATH",
            description = "Settings that stay local to each peer besides the usual ones; repeatable.")
    List<String> local = List.of();

    @Option(
            names = "--not-local",
            paramLabel = "PATH",
            description = "One of the usual local settings that is replicated all the same; repeatable.")
    List<String> notLocal = List.of();

    @Option(names = "--json", description = "Prints JSON.")
    boolean json;

    /** What stays local, as the options say. */
    LocalSettings localSettings() {
        try {
            LocalSettings settings = LocalSettings.DEFAULT;
            for (String path : notLocal) {
                settings = settings.without(path);
            }
            for (String path : local) {
                settings = settings.with(path, "as told by --local");
            }
            return settings;
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    "wrong-usage",
                    String.valueOf(e.getMessage()),
                    "keaha plan shows the paths of all local settings.",
                    ExitCode.USAGE);
        }
    }
}
