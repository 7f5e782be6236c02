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
 * A range of IPv6 addresses.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = Pool6.Builder.class)
public sealed interface Pool6 extends ClassGuards, DnsUpdates, Remarks, WithPool6 permits ImmutablePool6 {

    /**
     * The range of addresses.
     *
     * @return first and last address with a dash between them, or a prefix
     */
    @JsonProperty("pool")
    String pool();

    /**
     * The pool's number in statistics.
     *
     * @return Kea's default is 0; empty where absent
     */
    @JsonProperty("pool-id")
    OptionalLong poolId();

    /**
     * The options that clients of this pool get.
     *
     * @return the options in order; null where absent
     */
    @JsonProperty("option-data")
    @Nullable
    List<OptionData> optionData();

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
    final class Builder extends ImmutablePool6.Builder {
        Builder() {}
    }
}
