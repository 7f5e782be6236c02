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
 * Where a server takes commands (Kea manual, "Management API").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = ControlSocket.Builder.class)
public sealed interface ControlSocket extends Remarks, WithControlSocket permits ImmutableControlSocket {

    /**
     * The type of socket.
     *
     * @return {@code unix}, {@code http} or {@code https}; empty where absent
     */
    @JsonProperty("socket-type")
    Optional<String> socketType();

    /**
     * The path of a Unix socket.
     *
     * @return a path on the server; empty where absent
     */
    @JsonProperty("socket-name")
    Optional<String> socketName();

    /**
     * The address that an HTTP socket listens on.
     *
     * @return an address; Kea's default is 127.0.0.1; empty where absent
     */
    @JsonProperty("socket-address")
    Optional<String> socketAddress();

    /**
     * The port that an HTTP socket listens on.
     *
     * @return a port; Kea's default is 8000; empty where absent
     */
    @JsonProperty("socket-port")
    OptionalLong socketPort();

    /**
     * Who may send commands over HTTP.
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
     * TLS: the server's certificate.
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
     * Headers that are added to HTTP answers.
     *
     * @return the headers; null where absent
     */
    @JsonProperty("http-headers")
    @Nullable
    List<HttpHeader> httpHeaders();

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
    final class Builder extends ImmutableControlSocket.Builder {
        Builder() {}
    }
}
