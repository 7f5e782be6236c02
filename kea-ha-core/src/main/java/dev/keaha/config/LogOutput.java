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
 * Where a logger writes.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = LogOutput.Builder.class)
public sealed interface LogOutput extends WithLogOutput permits ImmutableLogOutput {

    /**
     * The destination.
     *
     * @return {@code stdout}, {@code stderr}, {@code syslog}, or a path on the server; empty where absent
     */
    @JsonProperty("output")
    Optional<String> output();

    /**
     * Whether each line is written at once.
     *
     * @return Kea's default is true; empty where absent
     */
    @JsonProperty("flush")
    Optional<Boolean> flush();

    /**
     * The size at which a file is rotated.
     *
     * @return bytes; Kea's default is 10240000; empty where absent
     */
    @JsonProperty("maxsize")
    OptionalLong maxsize();

    /**
     * How many rotated files are kept.
     *
     * @return Kea's default is 1; empty where absent
     */
    @JsonProperty("maxver")
    OptionalLong maxver();

    /**
     * What a line looks like.
     *
     * @return a pattern in log4cplus's notation; empty where absent
     */
    @JsonProperty("pattern")
    Optional<String> pattern();

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
    final class Builder extends ImmutableLogOutput.Builder {
        Builder() {}
    }
}
