package dev.keaha.examples;

import dev.keaha.client.KeaEndpoint;
import dev.keaha.client.KeaTls;
import dev.keaha.config.DhcpService;
import dev.keaha.json.Secrets;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to talk to any server. */
final class ServerOptions {

    @Option(names = "--service", paramLabel = "SERVICE", description = "dhcp4 (default) or dhcp6.")
    DhcpService service = DhcpService.DHCP4;

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

    /**
     * The endpoint at an address.
     *
     * @param url as it was typed
     * @param full with scheme and port
     */
    KeaEndpoint endpoint(String url, String full) {
        KeaEndpoint.Builder endpoint;
        try {
            endpoint = KeaEndpoint.builder(URI.create(full));
        } catch (IllegalArgumentException e) {
            String shown = url.replaceAll("//[^/@]*@", "//" + Secrets.MASK + "@");
            throw new Failure(
                    "bad-address",
                    "'" + shown + "' is no management address."
                            + (shown.equals(url)
                                    ? " " + e.getMessage() + "."
                                    : " User and password do not belong there."),
                    "Give http://HOST:PORT/, https://HOST:PORT/, unix:PATH, or HOST[:PORT]; a user with --user and"
                            + " --password-file.");
        }
        try {
            return secured(endpoint, full);
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    "bad-option",
                    String.valueOf(e.getMessage()),
                    "Look at --user, --password-file, --ca, --cert and --key.");
        }
    }

    /** An endpoint with the credentials and certificates that were given. */
    private KeaEndpoint secured(KeaEndpoint.Builder endpoint, String address) {
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
