package dev.keaha.hook;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * Something of a packet that is kept with its lease.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = BindingVariable.Builder.class)
public sealed interface BindingVariable extends WithBindingVariable permits ImmutableBindingVariable {

    /**
     * The name under which it is kept.
     *
     * @return a name; empty where absent
     */
    @JsonProperty("name")
    Optional<String> name();

    /**
     * What is kept.
     *
     * @return an expression over a packet; empty where absent
     */
    @JsonProperty("expression")
    Optional<String> expression();

    /**
     * The packet that it is taken from.
     *
     * @return {@code query} or {@code response}; empty where absent
     */
    @JsonProperty("source")
    Optional<String> source();

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
    final class Builder extends ImmutableBindingVariable.Builder {
        Builder() {}
    }
}
