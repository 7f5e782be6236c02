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
 * The parameters of {@code libdhcp_perfmon.so} (Kea manual, "libdhcp_perfmon.so").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = PerfMon.Builder.class)
public sealed interface PerfMon extends HookParameters, WithPerfMon permits ImmutablePerfMon {

    /**
     * Whether durations are measured.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("enable-monitoring")
    Optional<Boolean> enableMonitoring();

    /**
     * How long a measurement lasts.
     *
     * @return seconds; Kea's default is 60; empty where absent
     */
    @JsonProperty("interval-width-secs")
    OptionalLong intervalWidthSecs();

    /**
     * Whether durations become statistics.
     *
     * @return Kea's default is true; empty where absent
     */
    @JsonProperty("stats-mgr-reporting")
    Optional<Boolean> statsMgrReporting();

    /**
     * How often an alarm is told again.
     *
     * @return seconds; Kea's default is 300; empty where absent
     */
    @JsonProperty("alarm-report-secs")
    OptionalLong alarmReportSecs();

    /**
     * When to raise an alarm.
     *
     * @return the alarms; null where absent
     */
    @JsonProperty("alarms")
    @Nullable
    List<PerfMonAlarm> alarms();

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
    final class Builder extends ImmutablePerfMon.Builder {
        Builder() {}
    }
}
