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
 * What one logger writes where (Kea manual, "Logging").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = LoggerConfig.Builder.class)
public sealed interface LoggerConfig extends Remarks, WithLoggerConfig permits ImmutableLoggerConfig {

    /**
     * The logger's name.
     *
     * @return such as {@code kea-dhcp4} or {@code kea-dhcp4.ha-hooks}; empty where absent
     */
    @JsonProperty("name")
    Optional<String> name();

    /**
     * The least severity that is logged.
     *
     * @return {@code FATAL}, {@code ERROR}, {@code WARN}, {@code INFO}, {@code DEBUG} or {@code NONE}; empty where
     *     absent
     */
    @JsonProperty("severity")
    Optional<String> severity();

    /**
     * How much of DEBUG is logged.
     *
     * @return 0 to 99; empty where absent
     */
    @JsonProperty("debuglevel")
    OptionalLong debuglevel();

    /**
     * Where it goes.
     *
     * @return the outputs; Kea 2.5.1 and newer; null where absent
     */
    @JsonProperty("output-options")
    @Nullable
    List<LogOutput> outputOptions();

    /**
     * Where it goes; the old spelling of {@code output-options}, the only one that Kea 2.2 knows.
     *
     * @return the outputs; null where absent
     */
    @JsonProperty("output_options")
    @Nullable
    List<LogOutput> oldOutputOptions();

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
    final class Builder extends ImmutableLoggerConfig.Builder {
        Builder() {}
    }
}
