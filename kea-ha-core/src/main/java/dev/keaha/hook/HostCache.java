package dev.keaha.hook;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonValue;
import java.util.Map;
import java.util.OptionalLong;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The parameters of {@code libdhcp_host_cache.so} (Kea manual, "libdhcp_host_cache.so").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = HostCache.Builder.class)
public sealed interface HostCache extends HookParameters, WithHostCache permits ImmutableHostCache {

    /**
     * How many reservations are kept.
     *
     * @return Kea's default is 0, no limit; empty where absent
     */
    @JsonProperty("maximum")
    OptionalLong maximum();

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
    final class Builder extends ImmutableHostCache.Builder {
        Builder() {}
    }
}
