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
 * A DHCPv6 subnet (Kea manual, "IPv6 Subnet Configuration" and following sections).
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = Subnet6.Builder.class)
public sealed interface Subnet6 extends Subnet, Network6Parameters, Link, ClassGuards, WithSubnet6
        permits ImmutableSubnet6 {

    /**
     * The ranges that addresses are given from.
     *
     * @return the pools; null where absent
     */
    @JsonProperty("pools")
    @Nullable
    List<Pool6> pools();

    /**
     * The prefixes that are delegated from.
     *
     * @return the pools; null where absent
     */
    @JsonProperty("pd-pools")
    @Nullable
    List<PdPool> pdPools();

    /**
     * The reservations of the subnet.
     *
     * @return the reservations; null where absent
     */
    @JsonProperty("reservations")
    @Nullable
    List<Reservation6> reservations();

    /**
     * The interface id that a relay marks its clients with.
     *
     * @return text or hexadecimal digits; empty where absent
     */
    @JsonProperty("interface-id")
    Optional<String> interfaceId();

    /**
     * Whether the two-message exchange is allowed.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("rapid-commit")
    Optional<Boolean> rapidCommit();

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
    final class Builder extends ImmutableSubnet6.Builder {
        Builder() {}
    }
}
