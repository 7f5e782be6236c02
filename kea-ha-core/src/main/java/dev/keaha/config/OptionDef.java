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
 * The definition of an option that Kea does not know by itself (Kea manual, "Custom DHCPv4 Options").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = OptionDef.Builder.class)
public sealed interface OptionDef extends Remarks, WithOptionDef permits ImmutableOptionDef {

    /**
     * The option's name.
     *
     * @return the name
     */
    @JsonProperty("name")
    String name();

    /**
     * The option's code.
     *
     * @return the code; empty where absent
     */
    @JsonProperty("code")
    OptionalLong code();

    /**
     * The type of its content.
     *
     * @return such as {@code uint32}, {@code record} or {@code empty}; empty where absent
     */
    @JsonProperty("type")
    Optional<String> type();

    /**
     * Whether there are many values of the type.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("array")
    Optional<Boolean> array();

    /**
     * The types of the fields of a record.
     *
     * @return types with commas between them; empty where absent
     */
    @JsonProperty("record-types")
    Optional<String> recordTypes();

    /**
     * The option space.
     *
     * @return the space; by default that of the family; empty where absent
     */
    @JsonProperty("space")
    Optional<String> space();

    /**
     * The option space of its sub-options.
     *
     * @return the space; by default none; empty where absent
     */
    @JsonProperty("encapsulate")
    Optional<String> encapsulate();

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
    final class Builder extends ImmutableOptionDef.Builder {
        Builder() {}
    }
}
