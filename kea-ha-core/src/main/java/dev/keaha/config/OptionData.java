package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * An option with its content (Kea manual, "Standard DHCPv4 Options"). Known by name or by code.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = OptionData.Builder.class)
public sealed interface OptionData extends Remarks, WithOptionData permits ImmutableOptionData {

    /**
     * The option's name.
     *
     * @return the name; empty where absent
     */
    @JsonProperty("name")
    Optional<String> name();

    /**
     * The option's code.
     *
     * @return the code; empty where absent
     */
    @JsonProperty("code")
    OptionalLong code();

    /**
     * The option space.
     *
     * @return the space; by default that of the family; empty where absent
     */
    @JsonProperty("space")
    Optional<String> space();

    /**
     * The content.
     *
     * @return values with commas between them, or hexadecimal digits; empty where absent
     */
    @JsonProperty("data")
    Optional<String> data();

    /**
     * Whether the content is written as values; else in hexadecimal digits.
     *
     * @return Kea's default is true for options that it knows; empty where absent
     */
    @JsonProperty("csv-format")
    Optional<Boolean> csvFormat();

    /**
     * Whether it is sent also to clients that do not ask.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("always-send")
    Optional<Boolean> alwaysSend();

    /**
     * Whether it is never sent.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("never-send")
    Optional<Boolean> neverSend();

    /**
     * The classes whose members get it.
     *
     * @return class names; Kea 2.7.4 and newer; null where absent
     */
    @JsonProperty("client-classes")
    @Nullable
    List<String> clientClasses();

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
    final class Builder extends ImmutableOptionData.Builder {
        Builder() {}
    }
}
