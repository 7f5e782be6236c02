package dev.keaha.hook;

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
 * What is done with one option of an answer.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = FlexRule.Builder.class)
public sealed interface FlexRule extends WithFlexRule permits ImmutableFlexRule {

    /**
     * The option by its code.
     *
     * @return a code; empty where absent
     */
    @JsonProperty("code")
    OptionalLong code();

    /**
     * The option by its name.
     *
     * @return a name; empty where absent
     */
    @JsonProperty("name")
    Optional<String> name();

    /**
     * The space that the option is of.
     *
     * @return a space; empty where absent
     */
    @JsonProperty("space")
    Optional<String> space();

    /**
     * Whether the value of the expression is text in columns rather than bytes.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("csv-format")
    Optional<Boolean> csvFormat();

    /**
     * The value, where the option is not there yet.
     *
     * @return an expression; empty where absent
     */
    @JsonProperty("add")
    Optional<String> add();

    /**
     * The value, whether the option is there or not.
     *
     * @return an expression; empty where absent
     */
    @JsonProperty("supersede")
    Optional<String> supersede();

    /**
     * When the option is taken out.
     *
     * @return an expression that is true or false; empty where absent
     */
    @JsonProperty("remove")
    Optional<String> remove();

    /**
     * For whom this is done.
     *
     * @return a class; empty where absent
     */
    @JsonProperty("client-class")
    Optional<String> clientClass();

    /**
     * A remark.
     *
     * @return the text; empty where absent
     */
    @JsonProperty("comment")
    Optional<String> comment();

    /**
     * What is done with options within the option.
     *
     * @return the rules in order; null where absent
     */
    @JsonProperty("sub-options")
    @Nullable
    List<FlexSubRule> subOptions();

    /**
     * The option that is copied.
     *
     * @return Kea 3.3.0 and newer; empty where absent
     */
    @JsonProperty("source")
    Optional<String> source();

    /**
     * The option that it is copied to.
     *
     * @return Kea 3.3.0 and newer; empty where absent
     */
    @JsonProperty("destination")
    Optional<String> destination();

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
    final class Builder extends ImmutableFlexRule.Builder {
        Builder() {}
    }
}
