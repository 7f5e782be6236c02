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
 * Several DHCPv4 subnets on one link (Kea manual, "Shared Networks in DHCPv4").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = SharedNetwork4.Builder.class)
public sealed interface SharedNetwork4 extends Network4Parameters, Link, ClassGuards, WithSharedNetwork4
        permits ImmutableSharedNetwork4 {

    /**
     * The network's name, unique on the server.
     *
     * @return the name
     */
    @JsonProperty("name")
    String name();

    /**
     * The subnets of the network.
     *
     * @return the subnets; null where absent
     */
    @JsonProperty("subnet4")
    @Nullable
    List<Subnet4> subnet4();

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
    final class Builder extends ImmutableSharedNetwork4.Builder {
        Builder() {}
    }
}
