package dev.keaha.examples;

import dev.keaha.client.KeaEndpoint;
import dev.keaha.client.KeaTls;
import dev.keaha.config.DhcpService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

    @Option(names = "--service", paramLabel = "SERVICE", description = "dhcp4 (default) or dhcp6.")
    DhcpService service = DhcpService.DHCP4;

    @Option(names = "--peer", paramLabel = "NAME=URL", description = "Management address of a peer; repeatable.")
    Map<String, String> peers = new LinkedHashMap<>();

    @Option(names = "--relationship", paramLabel = "PEER", description = "Chooses the relationship that has this peer.")
    @Nullable
    String relationship;

    @Option(names = "--user", paramLabel = "USER", description = "User of the management channel.")
    @Nullable
    String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "File with the user's password.")
    @Nullable
    Path passwordFile;

    @Option(names = "--ca", paramLabel = "FILE", description = "Certificates (PEM) that are trusted for https.")
    @Nullable
    Path ca;

    @Option(names = "--cert", paramLabel = "FILE", description = "Client certificate (PEM).")
    @Nullable
    Path cert;

    @Option(names = "--key", paramLabel = "FILE", description = "Key (PEM) of the client certificate.")
    @Nullable
    Path key;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "For each command, such as 10s (default). A configuration is given 60s at least.")
    Duration timeout = Duration.ofSeconds(10);

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

    @Option(names = "--json", description = "Prints JSON.")
    boolean json;

    /** An endpoint with the credentials and certificates that were given. */
    KeaEndpoint secured(KeaEndpoint.Builder endpoint, String address) {
        if ((cert == null) != (key == null)) {
            throw new Failure("wrong-usage", "--cert and --key go together.", "Give both.", ExitCode.USAGE);
        }
        if ((user == null) != (passwordFile == null)) {
            throw new Failure("wrong-usage", "--user and --password-file go together.", "Give both.", ExitCode.USAGE);
        }
        if (user != null && passwordFile != null && !address.startsWith("unix:")) {
            endpoint.credentials(user, passwordFile);
        }
        if (address.startsWith("https:")) {
            if (cert != null && key != null) {
                endpoint.tls(KeaTls.ofClient(ca, cert, key));
            } else if (ca != null) {
                endpoint.tls(KeaTls.ofCa(ca));
            }
        }
        return endpoint.build();
    }
}
