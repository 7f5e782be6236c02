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
 * The threads that answer clients (Kea manual, "Multi-Threading Settings").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = MultiThreading.Builder.class)
public sealed interface MultiThreading extends Remarks, WithMultiThreading permits ImmutableMultiThreading {

    /**
     * Whether there are several.
     *
     * @return Kea's default is true since 2.3.5, else false; empty where absent
     */
    @JsonProperty("enable-multi-threading")
    Optional<Boolean> enableMultiThreading();

    /**
     * How many there are.
     *
     * @return 0 is as many as the machine has processors; empty where absent
     */
    @JsonProperty("thread-pool-size")
    OptionalLong threadPoolSize();

    /**
     * How many packets may wait for each.
     *
     * @return Kea's default is 64; 0 is no limit; empty where absent
     */
    @JsonProperty("packet-queue-size")
    OptionalLong packetQueueSize();

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
    final class Builder extends ImmutableMultiThreading.Builder {
        Builder() {}
    }
}
