package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonValue;
import java.util.Map;
import java.util.OptionalLong;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * How expired leases are reclaimed (Kea manual, "Lease Expiration").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = ExpiredLeasesProcessing.Builder.class)
public sealed interface ExpiredLeasesProcessing extends WithExpiredLeasesProcessing
        permits ImmutableExpiredLeasesProcessing {

    /**
     * The pause between two rounds of reclaiming.
     *
     * @return seconds; Kea's default is 10; empty where absent
     */
    @JsonProperty("reclaim-timer-wait-time")
    OptionalLong reclaimTimerWaitTime();

    /**
     * The pause between two rounds of removing.
     *
     * @return seconds; Kea's default is 25; empty where absent
     */
    @JsonProperty("flush-reclaimed-timer-wait-time")
    OptionalLong flushReclaimedTimerWaitTime();

    /**
     * How long a reclaimed lease is kept.
     *
     * @return seconds; Kea's default is 3600; empty where absent
     */
    @JsonProperty("hold-reclaimed-time")
    OptionalLong holdReclaimedTime();

    /**
     * How many leases one round reclaims.
     *
     * @return Kea's default is 100; 0 is no limit; empty where absent
     */
    @JsonProperty("max-reclaim-leases")
    OptionalLong maxReclaimLeases();

    /**
     * How long one round may take.
     *
     * @return milliseconds; Kea's default is 250; 0 is no limit; empty where absent
     */
    @JsonProperty("max-reclaim-time")
    OptionalLong maxReclaimTime();

    /**
     * After how many unfinished rounds a warning is logged.
     *
     * @return Kea's default is 5; empty where absent
     */
    @JsonProperty("unwarned-reclaim-cycles")
    OptionalLong unwarnedReclaimCycles();

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
    final class Builder extends ImmutableExpiredLeasesProcessing.Builder {
        Builder() {}
    }
}
