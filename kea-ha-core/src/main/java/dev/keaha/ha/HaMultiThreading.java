package dev.keaha.ha;

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
 * The {@code multi-threading} parameters of a relationship, as written (Kea manual, "Multi-Threaded Configuration
 * (HA+MT)"). Absent parameters are empty; Kea's defaults are in {@link HaParameters}.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = HaMultiThreading.Builder.class)
public sealed interface HaMultiThreading permits ImmutableHaMultiThreading {

    /**
     * Whether HA uses several threads.
     *
     * @return as written
     */
    @JsonProperty("enable-multi-threading")
    Optional<Boolean> enabled();

    /**
     * Whether the daemon listens on its own peer URL for its partners.
     *
     * @return as written
     */
    @JsonProperty("http-dedicated-listener")
    Optional<Boolean> dedicatedListener();

    /**
     * Threads of that listener; 0 is as many as for DHCP.
     *
     * @return as written
     */
    @JsonProperty("http-listener-threads")
    OptionalLong listenerThreads();

    /**
     * Threads that send to partners; 0 is as many as for DHCP.
     *
     * @return as written
     */
    @JsonProperty("http-client-threads")
    OptionalLong clientThreads();

    /**
     * Everything else that was written, which Kea ignores without a word.
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
    final class Builder extends ImmutableHaMultiThreading.Builder {
        Builder() {}
    }
}
