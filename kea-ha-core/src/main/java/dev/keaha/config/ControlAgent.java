package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The configuration of a Control Agent: what stands under {@code Control-agent} (Kea manual, "The Kea Control Agent").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = ControlAgent.Builder.class)
public sealed interface ControlAgent extends Remarks, WithControlAgent permits ImmutableControlAgent {

    /**
     * The address that it listens on.
     *
     * @return an address; Kea's default is 127.0.0.1; empty where absent
     */
    @JsonProperty("http-host")
    Optional<String> httpHost();

    /**
     * The port that it listens on.
     *
     * @return a port; Kea's default is 8000; empty where absent
     */
    @JsonProperty("http-port")
    OptionalLong httpPort();

    /**
     * The daemons behind it.
     *
     * @return their sockets; empty where absent
     */
    @JsonProperty("control-sockets")
    Optional<AgentSockets> controlSockets();

    /**
     * Who may send commands.
     *
     * @return the users; empty where absent
     */
    @JsonProperty("authentication")
    Optional<HttpAuthentication> authentication();

    /**
     * TLS: who is trusted.
     *
     * @return a path on the server; empty where absent
     */
    @JsonProperty("trust-anchor")
    Optional<String> trustAnchor();

    /**
     * TLS: the agent's certificate.
     *
     * @return a path on the server; empty where absent
     */
    @JsonProperty("cert-file")
    Optional<String> certFile();

    /**
     * TLS: the key of the certificate.
     *
     * @return a path on the server; empty where absent
     */
    @JsonProperty("key-file")
    Optional<String> keyFile();

    /**
     * TLS: whether clients must show a certificate.
     *
     * @return Kea's default is true; empty where absent
     */
    @JsonProperty("cert-required")
    Optional<Boolean> certRequired();

    /**
     * Headers that are added to answers.
     *
     * @return the headers; null where absent
     */
    @JsonProperty("http-headers")
    @Nullable
    List<HttpHeader> httpHeaders();

    /**
     * The hook libraries, in the order in which they are loaded.
     *
     * @return the libraries; null where absent
     */
    @JsonProperty("hooks-libraries")
    @Nullable
    List<HookLibrary> hooksLibraries();

    /**
     * What is logged where.
     *
     * @return the loggers; null where absent
     */
    @JsonProperty("loggers")
    @Nullable
    List<LoggerConfig> loggers();

    /**
     * Everything else that was written.
     *
     * @return names and values, in order
     */
    @Value.Redacted
    @JsonAnyGetter
    Map<String, JsonValue> unmodelled();

    /**
     * Starts a value.
     *
     * @return a new builder
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds values; not for several threads. */
    final class Builder extends ImmutableControlAgent.Builder {
        Builder() {}
    }
}
