package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonValue;
import java.util.List;
import java.util.Map;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * What is kept for one DHCPv6 client (Kea manual, "Host Reservations in DHCPv6"); known by exactly one of its
 * identifiers.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = Reservation6.Builder.class)
public sealed interface Reservation6 extends Reservation, Remarks, WithReservation6 permits ImmutableReservation6 {

    /**
     * The reserved addresses.
     *
     * @return IPv6 addresses; null where absent
     */
    @JsonProperty("ip-addresses")
    @Nullable
    List<String> ipAddresses();

    /**
     * The reserved prefixes.
     *
     * @return IPv6 prefixes; null where absent
     */
    @JsonProperty("prefixes")
    @Nullable
    List<String> prefixes();

    /**
     * What is excluded from each of the reserved prefixes.
     *
     * @return IPv6 prefixes, in the order of {@code prefixes}; null where absent
     */
    @JsonProperty("excluded-prefixes")
    @Nullable
    List<String> excludedPrefixes();

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
    final class Builder extends ImmutableReservation6.Builder {
        Builder() {}
    }
}
