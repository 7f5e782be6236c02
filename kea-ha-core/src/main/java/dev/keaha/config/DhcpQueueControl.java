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
 * The queue of received packets (Kea manual, "Handling Congestion").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = DhcpQueueControl.Builder.class)
public sealed interface DhcpQueueControl extends Remarks, WithDhcpQueueControl permits ImmutableDhcpQueueControl {

    /**
     * Whether there is one.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("enable-queue")
    Optional<Boolean> enableQueue();

    /**
     * Its type.
     *
     * @return {@code kea-ring4}, {@code kea-ring6}, or what a hook adds; empty where absent
     */
    @JsonProperty("queue-type")
    Optional<String> queueType();

    /**
     * How many packets it holds.
     *
     * @return Kea's default is 64; empty where absent
     */
    @JsonProperty("capacity")
    OptionalLong capacity();

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
    final class Builder extends ImmutableDhcpQueueControl.Builder {
        Builder() {}
    }
}
