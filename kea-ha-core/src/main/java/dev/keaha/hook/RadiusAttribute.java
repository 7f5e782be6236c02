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
 * An attribute that is sent to a RADIUS server.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = RadiusAttribute.Builder.class)
public sealed interface RadiusAttribute extends WithRadiusAttribute permits ImmutableRadiusAttribute {

    /**
     * The attribute by its name.
     *
     * @return a name of the dictionary; empty where absent
     */
    @JsonProperty("name")
    Optional<String> name();

    /**
     * The attribute by its number.
     *
     * @return a number; empty where absent
     */
    @JsonProperty("type")
    OptionalLong type();

    /**
     * Its value as text.
     *
     * @return the value; empty where absent
     */
    @JsonProperty("data")
    Optional<String> data();

    /**
     * Its value as hexadecimal digits.
     *
     * @return the value; empty where absent
     */
    @JsonProperty("raw")
    Optional<String> raw();

    /**
     * Its value by the packet.
     *
     * @return an expression over it; empty where absent
     */
    @JsonProperty("expr")
    Optional<String> expr();

    /**
     * The vendor that it belongs to.
     *
     * @return a name or number; empty where absent
     */
    @JsonProperty("vendor")
    Optional<String> vendor();

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
    final class Builder extends ImmutableRadiusAttribute.Builder {
        Builder() {}
    }
}
