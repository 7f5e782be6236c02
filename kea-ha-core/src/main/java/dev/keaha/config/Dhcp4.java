package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The configuration of a DHCPv4 server: what stands under {@code Dhcp4} (Kea manual, "The DHCPv4 Server").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = Dhcp4.Builder.class)
public sealed interface Dhcp4 extends Network4Parameters, ServerParameters, WithDhcp4 permits ImmutableDhcp4 {

    /**
     * The subnets outside of shared networks.
     *
     * @return the subnets; null where absent
     */
    @JsonProperty("subnet4")
    @Nullable
    List<Subnet4> subnet4();

    /**
     * The shared networks, with their subnets.
     *
     * @return the networks; null where absent
     */
    @JsonProperty("shared-networks")
    @Nullable
    List<SharedNetwork4> sharedNetworks();

    /**
     * The definitions of classes.
     *
     * @return the classes in the order in which they are evaluated; null where absent
     */
    @JsonProperty("client-classes")
    @Nullable
    List<ClientClass4> clientClasses();

    /**
     * The global reservations.
     *
     * @return the reservations; null where absent
     */
    @JsonProperty("reservations")
    @Nullable
    List<Reservation4> reservations();

    /**
     * Whether the client id is sent back.
     *
     * @return Kea's default is true; empty where absent
     */
    @JsonProperty("echo-client-id")
    Optional<Boolean> echoClientId();

    /**
     * Whether relay options are remembered for renewals that come without a relay.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("stash-agent-options")
    Optional<Boolean> stashAgentOptions();

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
    final class Builder extends ImmutableDhcp4.Builder {
        Builder() {}
    }
}
