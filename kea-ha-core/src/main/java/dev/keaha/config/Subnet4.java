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
 * A DHCPv4 subnet (Kea manual, "Configuration of Address Pools" and following sections).
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = Subnet4.Builder.class)
public sealed interface Subnet4 extends Subnet, Network4Parameters, Link, ClassGuards, WithSubnet4
        permits ImmutableSubnet4 {

    /**
     * The ranges that addresses are given from.
     *
     * @return the pools; null where absent
     */
    @JsonProperty("pools")
    @Nullable
    List<Pool4> pools();

    /**
     * The reservations of the subnet.
     *
     * @return the reservations; null where absent
     */
    @JsonProperty("reservations")
    @Nullable
    List<Reservation4> reservations();

    /**
     * DHCPv4-over-DHCPv6: the interface of the subnet's clients.
     *
     * @return an interface name; empty where absent
     */
    @JsonProperty("4o6-interface")
    Optional<String> interfaceName4o6();

    /**
     * DHCPv4-over-DHCPv6: the interface id of the subnet's clients.
     *
     * @return text or hexadecimal digits; empty where absent
     */
    @JsonProperty("4o6-interface-id")
    Optional<String> interfaceId4o6();

    /**
     * DHCPv4-over-DHCPv6: the IPv6 prefix of the subnet's clients.
     *
     * @return an IPv6 prefix; empty where absent
     */
    @JsonProperty("4o6-subnet")
    Optional<String> subnet4o6();

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
    final class Builder extends ImmutableSubnet4.Builder {
        Builder() {}
    }
}
