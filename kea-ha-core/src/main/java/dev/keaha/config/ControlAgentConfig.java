package dev.keaha.config;

import dev.keaha.binding.Binding;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonNumber;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The configuration of a Control Agent ({@code kea-ctrl-agent.conf}): a lossless lens on its JSON tree (spec row
 * S5; Kea
 * manual, "The Kea Control Agent"). The agent is gone in Kea 3.2.
 */
public final class ControlAgentConfig {

    /** The member that holds an agent's configuration. */
    public static final String ROOT = "Control-agent";

    /** Where an agent listens unless its configuration says otherwise. */
    public static final String DEFAULT_HOST = "127.0.0.1";

    /** The port that an agent listens on unless its configuration says otherwise. */
    public static final int DEFAULT_PORT = 8000;

    private final JsonObject agent;
    private final String host;
    private final int port;

    private ControlAgentConfig(JsonObject agent, String host, int port) {
        this.agent = agent;
        this.host = host;
        this.port = port;
    }

    /**
     * Reads the tree of a configuration file, or the arguments of an agent's {@code config-get} answer, whose
     * {@code hash} is dropped.
     *
     * @param tree an object with a {@code Control-agent} member
     * @return the configuration
     * @throws KeaConfigException when there is none, or something beside it, or host or port cannot be what they are
     */
    public static ControlAgentConfig of(JsonObject tree) {
        JsonObject config = tree.without("hash");
        if (config.size() != 1) {
            throw new KeaConfigException("", "expected exactly one member, " + ROOT + "; found " + config.names());
        }
        JsonValue root = config.get(ROOT);
        if (root == null) {
            throw new KeaConfigException(
                    config.names().get(0), "expected " + ROOT + ". This is no configuration of a Kea Control Agent.");
        }
        if (!(root instanceof JsonObject agent)) {
            throw new KeaConfigException(ROOT, "expected an object, found " + root.kind());
        }
        return new ControlAgentConfig(agent, host(agent), port(agent));
    }

    private static String host(JsonObject agent) {
        JsonValue host = agent.get("http-host");
        if (host == null) {
            return DEFAULT_HOST;
        } else if (host instanceof JsonString text) {
            return text.value();
        }
        throw new KeaConfigException(ROOT + ".http-host", "expected a string, found " + host.kind());
    }

    private static int port(JsonObject agent) {
        JsonValue port = agent.get("http-port");
        if (port == null) {
            return DEFAULT_PORT;
        }
        OptionalLong number = port instanceof JsonNumber n ? n.integer() : OptionalLong.empty();
        if (number.isEmpty() || number.getAsLong() < 0 || number.getAsLong() > 65535) {
            throw new KeaConfigException(
                    ROOT + ".http-port",
                    "expected a whole number from 0 to 65535, found "
                            + (port instanceof JsonNumber ? port.toString() : port.kind()));
        }
        return (int) number.getAsLong();
    }

    /**
     * The address that the agent listens on.
     *
     * @return {@code http-host}, by default 127.0.0.1
     */
    public String httpHost() {
        return host;
    }

    /**
     * The port that the agent listens on.
     *
     * @return {@code http-port}, by default 8000
     */
    public int httpPort() {
        return port;
    }

    /**
     * Whether the agent speaks HTTPS.
     *
     * @return true when {@code trust-anchor}, {@code cert-file} or {@code key-file} is set; Kea wants all three or none
     */
    public boolean usesTls() {
        return Stream.of("trust-anchor", "cert-file", "key-file")
                .anyMatch(
                        name -> agent.text(name).filter(file -> !file.isEmpty()).isPresent());
    }

    /**
     * Whether a client of the agent must show a certificate.
     *
     * @return {@code cert-required}, by default true; means nothing without TLS
     */
    public boolean requiresClientCertificate() {
        return agent.bool("cert-required").orElse(true);
    }

    /**
     * Whether a client of the agent must log in.
     *
     * @return true when {@code authentication} lists at least one client
     */
    public boolean usesAuthentication() {
        return agent.object("authentication")
                        .flatMap(authentication -> authentication.array("clients"))
                        .orElse(JsonArray.empty())
                        .size()
                > 0;
    }

    /**
     * The Unix socket of a daemon behind the agent.
     *
     * @param service the daemon
     * @return its {@code socket-name}, or empty where the agent forwards nothing to it
     */
    public Optional<String> socketName(DhcpService service) {
        return agent.object("control-sockets")
                .flatMap(sockets -> sockets.object(service.word()))
                .flatMap(socket -> socket.text("socket-name"));
    }

    /**
     * The typed view.
     *
     * @return the view
     * @throws KeaConfigException when a member has the wrong type
     */
    public ControlAgent view() {
        return Binding.read(agent, ControlAgent.class, ROOT, KeaConfigException::new);
    }

    /**
     * This configuration with a typed view written back: what did not change stays as it was written.
     *
     * @param changed the view
     * @return a new configuration
     * @throws KeaConfigException as {@link #of}
     */
    public ControlAgentConfig with(ControlAgent changed) {
        return of(Json.object(ROOT, Binding.write(changed, agent)));
    }

    /**
     * The keys that an agent of a version does not know, and so would refuse; not those of hook libraries.
     *
     * @param version the version of the agent that this configuration is meant for
     * @return what it would refuse, in the order written; empty where it knows all
     */
    public List<UnknownKey> unknownKeys(KeaVersion version) {
        return KeyCheck.check(this, version);
    }

    /**
     * All that is wrong with this configuration for an agent of a version, as {@link KeaConfig#problems}.
     *
     * @param version the version of the agent that this configuration is meant for
     * @return what was found; empty where all is well
     */
    public List<Finding> problems(KeaVersion version) {
        return VersionCheck.check(this, version);
    }

    /**
     * What the agent would refuse as well, and only its machine can know.
     *
     * @param version the version of the agent that this configuration is meant for
     * @return what has to hold there
     */
    public List<Assumption> assumptions(KeaVersion version) {
        return MachineCheck.check(this, version);
    }

    /**
     * What stands under {@code Control-agent}.
     *
     * @return the object
     */
    public JsonObject agent() {
        return agent;
    }

    /**
     * The whole tree.
     *
     * @return an object with the one member {@code Control-agent}
     */
    public JsonObject tree() {
        return Json.object(ROOT, agent);
    }

    /**
     * This configuration with its content changed.
     *
     * @param change gives the new content of {@code Control-agent}
     * @return a new configuration
     * @throws KeaConfigException as {@link #of}
     */
    public ControlAgentConfig with(UnaryOperator<JsonObject> change) {
        return of(Json.object(ROOT, change.apply(agent)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ControlAgentConfig that && agent.equals(that.agent);
    }

    @Override
    public int hashCode() {
        return agent.hashCode();
    }

    /** The JSON with secrets masked. */
    @Override
    public String toString() {
        return tree().toString();
    }
}
