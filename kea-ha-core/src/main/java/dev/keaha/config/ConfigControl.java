package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A configuration backend (Kea manual, "Kea Configuration Backend").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = ConfigControl.Builder.class)
public sealed interface ConfigControl extends WithConfigControl permits ImmutableConfigControl {

    /**
     * Where configuration is kept.
     *
     * @return the databases; none is no backend; null where absent
     */
    @JsonProperty("config-databases")
    @Nullable
    List<Database> configDatabases();

    /**
     * How often they are asked for changes.
     *
     * @return seconds; Kea's default is 30, 0 is never; empty where absent
     */
    @JsonProperty("config-fetch-wait-time")
    OptionalLong configFetchWaitTime();

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
    final class Builder extends ImmutableConfigControl.Builder {
        Builder() {}
    }
}
