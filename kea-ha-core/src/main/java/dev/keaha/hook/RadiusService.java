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
 * A service of RADIUS.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = RadiusService.Builder.class)
public sealed interface RadiusService extends WithRadiusService permits ImmutableRadiusService {

    /**
     * Whether it is used.
     *
     * @return Kea's default is that it has servers; empty where absent
     */
    @JsonProperty("enabled")
    Optional<Boolean> enabled();

    /**
     * The servers in the order tried.
     *
     * @return the servers; null where absent
     */
    @JsonProperty("servers")
    @Nullable
    List<RadiusServer> servers();

    /**
     * What is sent.
     *
     * @return the attributes; null where absent
     */
    @JsonProperty("attributes")
    @Nullable
    List<RadiusAttribute> attributes();

    /**
     * Accounting: whether lease updates of HA partners count.
     *
     * @return Kea's default is true; empty where absent
     */
    @JsonProperty("peer-updates")
    Optional<Boolean> peerUpdates();

    /**
     * Access: how many requests may wait.
     *
     * @return Kea's default is 0, no limit; empty where absent
     */
    @JsonProperty("max-pending-requests")
    OptionalLong maxPendingRequests();

    /**
     * How often silent servers are tried.
     *
     * @return seconds; Kea's default is 0, never; empty where absent
     */
    @JsonProperty("idle-timer-interval")
    OptionalLong idleTimerInterval();

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
    final class Builder extends ImmutableRadiusService.Builder {
        Builder() {}
    }
}
