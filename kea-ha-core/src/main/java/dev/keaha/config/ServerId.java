package dev.keaha.config;

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
 * How a DHCPv6 server's own DUID is made (Kea manual, "Server Identifier"). Peers need different ones.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = ServerId.Builder.class)
public sealed interface ServerId extends Remarks, WithServerId permits ImmutableServerId {

    /**
     * The type of DUID.
     *
     * @return {@code LLT}, {@code EN} or {@code LL}; Kea's default is LLT; empty where absent
     */
    @JsonProperty("type")
    Optional<String> type();

    /**
     * Its identifier.
     *
     * @return hexadecimal digits; empty where absent
     */
    @JsonProperty("identifier")
    Optional<String> identifier();

    /**
     * The hardware type.
     *
     * @return 0 is that of an interface; empty where absent
     */
    @JsonProperty("htype")
    OptionalLong htype();

    /**
     * The enterprise number.
     *
     * @return 0 is that of ISC; empty where absent
     */
    @JsonProperty("enterprise-id")
    OptionalLong enterpriseId();

    /**
     * The time in a DUID of type LLT.
     *
     * @return 0 is now; empty where absent
     */
    @JsonProperty("time")
    OptionalLong time();

    /**
     * Whether it is written to disk.
     *
     * @return Kea's default is true; empty where absent
     */
    @JsonProperty("persist")
    Optional<Boolean> persist();

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
    final class Builder extends ImmutableServerId.Builder {
        Builder() {}
    }
}
