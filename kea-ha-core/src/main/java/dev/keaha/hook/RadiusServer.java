package dev.keaha.hook;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A RADIUS server.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = RadiusServer.Builder.class)
public sealed interface RadiusServer extends WithRadiusServer permits ImmutableRadiusServer {

    /**
     * Where it is.
     *
     * @return a host name or address; empty where absent
     */
    @JsonProperty("name")
    Optional<String> name();

    /**
     * Its port.
     *
     * @return Kea's default is 1812 for access, 1813 for accounting; empty where absent
     */
    @JsonProperty("port")
    OptionalLong port();

    /**
     * The shared secret. Never shown.
     *
     * @return the secret; empty where absent
     */
    @Value.Redacted
    @JsonProperty("secret")
    Optional<String> secret();

    /**
     * TLS: who is trusted.
     *
     * @return a path on the server; empty where absent
     */
    @JsonProperty("trust-anchor")
    Optional<String> trustAnchor();

    /**
     * TLS: the certificate of this client.
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
    final class Builder extends ImmutableRadiusServer.Builder {
        Builder() {}
    }
}
