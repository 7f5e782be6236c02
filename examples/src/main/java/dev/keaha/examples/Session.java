package dev.keaha.examples;

import dev.keaha.client.KeaClient;
import dev.keaha.client.KeaEndpoint;
import dev.keaha.config.ControlAgentConfig;
import dev.keaha.config.KeaConfigFile;
import dev.keaha.controller.FileStore;
import dev.keaha.controller.HaController;
import dev.keaha.controller.ManagedRelationship;
import dev.keaha.controller.Opening;
import dev.keaha.controller.Preferences;
import dev.keaha.controller.RelationshipAddress;
import dev.keaha.controller.RelationshipStore;
import dev.keaha.replication.ReplicationPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The SDK set up as the options say. */
final class Session implements AutoCloseable {

    private final KeaClient client;
    private final HaController controller;
    private final RelationshipAddress address;

    Session(ConnectionOptions options) {
        this(options, controller -> controller);
    }

    Session(ConnectionOptions options, UnaryOperator<HaController.Builder> further) {
        Optional<ControlAgentConfig> agent = Optional.ofNullable(options.agentConfig)
                .map(file -> configFile(file).controlAgent());
        Preferences said = options.preferences == null
                ? Preferences.DEFAULTS
                : Preferences.parse(read(options.preferences), options.preferences.toString());
        Preferences preferences = agent.map(said::orElse).orElse(said);
        address = address(options, preferences, agent);
        client = KeaClient.create();
        controller = further.apply(HaController.builder(store(options))
                        .channels(client::channel)
                        .timeout(options.server.timeout)
                        .preferences(preferences)
                        .replicationPolicy(ReplicationPolicy.DEFAULT
                                .withAllowInterruption(options.allowInterruption)
                                .withFullPush(options.fullPush))
                        .mergePolicy(options.standInEdits)
                        .localSettings(options.localSettings()))
                .build();
    }

    HaController controller() {
        return controller;
    }

    RelationshipAddress address() {
        return address;
    }

    /** The relationship at the address, found by any of its peers. */
    ManagedRelationship open() {
        return opened(controller.open(address));
    }

    /** Every relationship at the address, or the one that was chosen. */
    List<ManagedRelationship> openAll() {
        return controller.openAll(address).stream().map(Session::opened).toList();
    }

    /** The relationship at the address, which must be its primary's. */
    ManagedRelationship add() {
        return opened(controller.add(address));
    }

    private static ManagedRelationship opened(Opening opening) {
        if (opening instanceof Opening.Refused refused) {
            int exitCode = refused.code() == Opening.Code.SERVICE_DOWN ? ExitCode.DOWN : ExitCode.ERROR;
            throw new Failure(refused.code().toString(), refused.text(), refused.advice(), exitCode);
        }
        return ((Opening.Opened) opening).relationship();
    }

    /** An explicit address wins over preferences, preferences over the agent's file, that over defaults. */
    private static RelationshipAddress address(
            ConnectionOptions options, Preferences preferences, Optional<ControlAgentConfig> agent) {
        String scheme = agent.filter(ControlAgentConfig::usesTls).isPresent() ? "https" : "http";
        String url =
                options.url == null ? bracketed(preferences.controlAgentHost().orElse("127.0.0.1")) : options.url;
        Map<String, KeaEndpoint> peers = new LinkedHashMap<>();
        options.peers.forEach((name, peer) -> peers.put(name, endpoint(peer, scheme, options, preferences)));
        return new RelationshipAddress(
                options.server.service,
                endpoint(url, scheme, options, preferences),
                peers,
                Optional.ofNullable(options.relationship));
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static KeaEndpoint endpoint(String url, String scheme, ConnectionOptions options, Preferences preferences) {
        String full = url;
        if (!url.contains("://") && !url.startsWith("unix:")) {
            boolean bareV6 = !url.startsWith("[") && url.indexOf(':') != url.lastIndexOf(':');
            boolean hasPort = !bareV6 && url.matches(".+:\\d+/?");
            int port = preferences.controlAgentPort().orElse(Preferences.DEFAULT_PORT);
            full = scheme + "://" + (hasPort ? url : (bareV6 ? bracketed(url) : url) + ":" + port);
        }
        return options.server.endpoint(url, full);
    }

    private static RelationshipStore store(ConnectionOptions options) {
        if (options.store != null) {
            return new FileStore(options.store);
        }
        String state = System.getenv("XDG_STATE_HOME");
        Path base = state == null || state.isBlank()
                ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(state);
        return new FileStore(base.resolve("keaha"));
    }

    /** A file in Kea's dialect; what it includes is found as Kea finds it, from the including file's directory. */
    static KeaConfigFile configFile(Path file) {
        return KeaConfigFile.read(file.toString(), read(file), (name, including) -> {
            Path included = Path.of(including).resolveSibling(name);
            return Files.exists(included)
                    ? Optional.of(new KeaConfigFile.Source(included.toString(), read(included)))
                    : Optional.empty();
        });
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            String why = Files.exists(file) ? e.getClass().getSimpleName() : "there is no such file";
            throw new Failure(
                    "unreadable", file + " cannot be read: " + why, "Give the name of a file that can be read.");
        }
    }

    @Override
    public void close() {
        controller.close();
        client.close();
    }
}
