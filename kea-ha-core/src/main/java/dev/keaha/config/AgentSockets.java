package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The sockets of the daemons behind a Control Agent.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = AgentSockets.Builder.class)
public sealed interface AgentSockets extends WithAgentSockets permits ImmutableAgentSockets {

    /**
     * That of the DHCPv4 server.
     *
     * @return the socket; empty where absent
     */
    @JsonProperty("dhcp4")
    Optional<ControlSocket> dhcp4();

    /**
     * That of the DHCPv6 server.
     *
     * @return the socket; empty where absent
     */
    @JsonProperty("dhcp6")
    Optional<ControlSocket> dhcp6();

    /**
     * That of the server that updates DNS.
     *
     * @return the socket; empty where absent
     */
    @JsonProperty("d2")
    Optional<ControlSocket> d2();

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
    final class Builder extends ImmutableAgentSockets.Builder {
        Builder() {}
    }
}
