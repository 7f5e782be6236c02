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
 * When a duration is too long.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = PerfMonAlarm.Builder.class)
public sealed interface PerfMonAlarm extends WithPerfMonAlarm permits ImmutablePerfMonAlarm {

    /**
     * Which duration.
     *
     * @return the duration; empty where absent
     */
    @JsonProperty("duration-key")
    Optional<PerfMonDuration> durationKey();

    /**
     * Whether it is raised.
     *
     * @return Kea's default is true; empty where absent
     */
    @JsonProperty("enable-alarm")
    Optional<Boolean> enableAlarm();

    /**
     * From which mean duration on it is raised.
     *
     * @return milliseconds; empty where absent
     */
    @JsonProperty("high-water-ms")
    OptionalLong highWaterMs();

    /**
     * Under which mean duration it ends.
     *
     * @return milliseconds; empty where absent
     */
    @JsonProperty("low-water-ms")
    OptionalLong lowWaterMs();

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
    final class Builder extends ImmutablePerfMonAlarm.Builder {
        Builder() {}
    }
}
