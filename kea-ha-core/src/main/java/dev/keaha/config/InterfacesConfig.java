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
 * Where a server listens for clients (Kea manual, "Interface Configuration").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = InterfacesConfig.Builder.class)
public sealed interface InterfacesConfig extends Remarks, WithInterfacesConfig permits ImmutableInterfacesConfig {

    /**
     * The interfaces.
     *
     * @return names, each optionally with a slash and an address; {@code *} is all; null where absent
     */
    @JsonProperty("interfaces")
    @Nullable
    List<String> interfaces();

    /**
     * DHCPv4: the type of socket.
     *
     * @return {@code raw} or {@code udp}; Kea's default is raw; empty where absent
     */
    @JsonProperty("dhcp-socket-type")
    Optional<String> dhcpSocketType();

    /**
     * DHCPv4: where answers leave.
     *
     * @return {@code same-as-inbound} or {@code use-routing}; Kea's default is the first; empty where absent
     */
    @JsonProperty("outbound-interface")
    Optional<String> outboundInterface();

    /**
     * Whether interfaces are looked up again at each reconfiguration.
     *
     * @return Kea's default is true; empty where absent
     */
    @JsonProperty("re-detect")
    Optional<Boolean> reDetect();

    /**
     * Whether a socket that does not open stops the server.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("service-sockets-require-all")
    Optional<Boolean> serviceSocketsRequireAll();

    /**
     * How often opening a socket is tried again.
     *
     * @return Kea's default is 0; empty where absent
     */
    @JsonProperty("service-sockets-max-retries")
    OptionalLong serviceSocketsMaxRetries();

    /**
     * How long to wait between two tries.
     *
     * @return milliseconds; Kea's default is 5000; empty where absent
     */
    @JsonProperty("service-sockets-retry-wait-time")
    OptionalLong serviceSocketsRetryWaitTime();

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
    final class Builder extends ImmutableInterfacesConfig.Builder {
        Builder() {}
    }
}
