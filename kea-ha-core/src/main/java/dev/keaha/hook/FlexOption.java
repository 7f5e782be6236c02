package dev.keaha.hook;

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
 * The parameters of {@code libdhcp_flex_option.so} (Kea manual, "libdhcp_flex_option.so").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = FlexOption.Builder.class)
public sealed interface FlexOption extends HookParameters, WithFlexOption permits ImmutableFlexOption {

    /**
     * What is done with which options.
     *
     * @return the rules in order; null where absent
     */
    @JsonProperty("options")
    @Nullable
    List<FlexRule> options();

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
    final class Builder extends ImmutableFlexOption.Builder {
        Builder() {}
    }
}
