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
 * The relays of a network's clients.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = Relay.Builder.class)
public sealed interface Relay extends WithRelay permits ImmutableRelay {

    /**
     * The addresses of the relays.
     *
     * @return addresses; null where absent
     */
    @JsonProperty("ip-addresses")
    @Nullable
    List<String> ipAddresses();

    /**
     * The address of the one relay; the old spelling, gone in Kea 2.6.
     *
     * @return an address; empty where absent
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
    final class Builder extends ImmutableRelay.Builder {
        Builder() {}
    }
}
