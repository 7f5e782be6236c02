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
 * The configuration of a DHCPv6 server: what stands under {@code Dhcp6} (Kea manual, "The DHCPv6 Server").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = Dhcp6.Builder.class)
public sealed interface Dhcp6 extends Network6Parameters, ServerParameters, WithDhcp6 permits ImmutableDhcp6 {

    /**
     * The subnets outside of shared networks.
     *
     * @return the subnets; null where absent
     */
    @JsonProperty("subnet6")
    @Nullable
    List<Subnet6> subnet6();

    /**
     * The shared networks, with their subnets.
     *
     * @return the networks; null where absent
     */
    @JsonProperty("shared-networks")
    @Nullable
    List<SharedNetwork6> sharedNetworks();

    /**
     * The definitions of classes.
     *
     * @return the classes in the order in which they are evaluated; null where absent
     */
    @JsonProperty("client-classes")
    @Nullable
    List<ClientClass6> clientClasses();

    /**
     * The global reservations.
     *
     * @return the reservations; null where absent
     */
    @JsonProperty("reservations")
    @Nullable
    List<Reservation6> reservations();

    /**
     * Where the server keeps its DUID and lease file.
     *
     * @return a path on the server; empty where absent
     */
    @JsonProperty("data-directory")
    Optional<String> dataDirectory();

    /**
     * Where a client's hardware address is looked for, in the order tried.
     *
     * @return source names; Kea's default is {@code any}; null where absent
     */
    @JsonProperty("mac-sources")
    @Nullable
    List<String> macSources();

    /**
     * The options that a relay may supply.
     *
     * @return option names or codes; null where absent
     */
    @JsonProperty("relay-supplied-options")
    @Nullable
    List<String> relaySuppliedOptions();

    /**
     * How the server's own DUID is made.
     *
     * @return the settings; empty where absent
     */
    @JsonProperty("server-id")
    Optional<ServerId> serverId();

    /**
     * Whether clients may register addresses that they made themselves.
     *
     * @return Kea 3.1.4 and newer; Kea's default is true; empty where absent
     */
    @JsonProperty("allow-address-registration")
    Optional<Boolean> allowAddressRegistration();

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
    final class Builder extends ImmutableDhcp6.Builder {
        Builder() {}
    }
}
