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
 * The parameters of {@code libdhcp_ping_check.so} (Kea manual, "libdhcp_ping_check.so").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = PingCheck.Builder.class)
public sealed interface PingCheck extends HookParameters, WithPingCheck permits ImmutablePingCheck {

    /**
     * Whether an address is pinged before it is offered.
     *
     * @return Kea's default is true; empty where absent
     */
    @JsonProperty("enable-ping-check")
    Optional<Boolean> enablePingCheck();

    /**
     * How many pings must stay without an answer.
     *
     * @return Kea's default is 1; empty where absent
     */
    @JsonProperty("min-ping-requests")
    OptionalLong minPingRequests();

    /**
     * How long a ping may take.
     *
     * @return milliseconds; Kea's default is 100; empty where absent
     */
    @JsonProperty("reply-timeout")
    OptionalLong replyTimeout();

    /**
     * For how long after its last use an address is not pinged for the same client.
     *
     * @return seconds; Kea's default is 60; empty where absent
     */
    @JsonProperty("ping-cltt-secs")
    OptionalLong pingClttSecs();

    /**
     * The threads that ping.
     *
     * @return Kea's default is 0, as many as for DHCP; empty where absent
     */
    @JsonProperty("ping-channel-threads")
    OptionalLong pingChannelThreads();

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
    final class Builder extends ImmutablePingCheck.Builder {
        Builder() {}
    }
}
