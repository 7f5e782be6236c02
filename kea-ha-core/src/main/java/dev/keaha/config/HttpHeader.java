package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A header that is added to HTTP answers.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = HttpHeader.Builder.class)
public sealed interface HttpHeader extends Remarks, WithHttpHeader permits ImmutableHttpHeader {

    /**
     * The header's name.
     *
     * @return the name; empty where absent
     */
    @JsonProperty("name")
    Optional<String> name();

    /**
     * The header's content.
     *
     * @return the content; empty where absent
     */
    @JsonProperty("value")
    Optional<String> value();

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
    final class Builder extends ImmutableHttpHeader.Builder {
        Builder() {}
    }
}
