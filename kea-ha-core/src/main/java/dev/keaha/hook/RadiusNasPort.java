package dev.keaha.hook;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The port that stands for a subnet at a RADIUS server.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = RadiusNasPort.Builder.class)
public sealed interface RadiusNasPort extends WithRadiusNasPort permits ImmutableRadiusNasPort {

    /**
     * The port.
     *
     * @return a number; empty where absent
     */
    @JsonProperty("port")
    OptionalLong port();

    /**
     * The subnet by its number.
     *
     * @return a number; empty where absent
     */
    @JsonProperty("subnet-id")
    OptionalLong subnetId();

    /**
     * The subnet by its prefix.
     *
     * @return a prefix; empty where absent
     */
    @JsonProperty("subnet-prefix")
    Optional<String> subnetPrefix();

    /**
     * The shared network.
     *
     * @return its name; empty where absent
     */
    @JsonProperty("shared-network-name")
    Optional<String> sharedNetworkName();

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
    final class Builder extends ImmutableRadiusNasPort.Builder {
        Builder() {}
    }
}
