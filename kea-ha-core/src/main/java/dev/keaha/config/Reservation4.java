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
 * What is kept for one DHCPv4 client (Kea manual, "Host Reservations in DHCPv4"); known by exactly one of its
 * identifiers.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = Reservation4.Builder.class)
public sealed interface Reservation4 extends Reservation, BootServer, Remarks, WithReservation4
        permits ImmutableReservation4 {

    /**
     * The client's id.
     *
     * @return hexadecimal digits; empty where absent
     */
    @JsonProperty("client-id")
    Optional<String> clientId();

    /**
     * The circuit id that the relay adds.
     *
     * @return text or hexadecimal digits; empty where absent
     */
    @JsonProperty("circuit-id")
    Optional<String> circuitId();

    /**
     * The reserved address.
     *
     * @return an IPv4 address; empty where absent
     */
    @JsonProperty("ip-address")
    Optional<String> ipAddress();

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
    final class Builder extends ImmutableReservation4.Builder {
        Builder() {}
    }
}
