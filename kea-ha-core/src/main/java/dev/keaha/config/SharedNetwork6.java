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
 * Several DHCPv6 subnets on one link (Kea manual, "Shared Networks in DHCPv6").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = SharedNetwork6.Builder.class)
public sealed interface SharedNetwork6 extends Network6Parameters, Link, ClassGuards, WithSharedNetwork6
        permits ImmutableSharedNetwork6 {

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
    @JsonProperty("subnet6")
    @Nullable
    List<Subnet6> subnet6();

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
    final class Builder extends ImmutableSharedNetwork6.Builder {
        Builder() {}
    }
}
