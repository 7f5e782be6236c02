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
 * What is done with one option within an option of an answer.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = FlexSubRule.Builder.class)
public sealed interface FlexSubRule extends WithFlexSubRule permits ImmutableFlexSubRule {

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
     * Whether the option around it is added where it is not there.
     *
     * @return Kea's default is true; empty where absent
     */
    @JsonProperty("container-add")
    Optional<Boolean> containerAdd();

    /**
     * Whether the option around it is removed where nothing is left in it.
     *
     * @return Kea's default is true; empty where absent
     */
    @JsonProperty("container-remove")
    Optional<Boolean> containerRemove();

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
    final class Builder extends ImmutableFlexSubRule.Builder {
        Builder() {}
    }
}
