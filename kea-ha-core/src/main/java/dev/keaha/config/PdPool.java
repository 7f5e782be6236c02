package dev.keaha.config;

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
 * Prefixes that are delegated to clients (Kea manual, "Subnet and Prefix Delegation Pools").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = PdPool.Builder.class)
public sealed interface PdPool extends ClassGuards, Remarks, WithPdPool permits ImmutablePdPool {

    /**
     * The prefix that is cut into pieces.
     *
     * @return an IPv6 address
     */
    @JsonProperty("prefix")
    String prefix();

    /**
     * The length of that prefix.
     *
     * @return bits; empty where absent
     */
    @JsonProperty("prefix-len")
    OptionalLong prefixLen();

    /**
     * The length of each piece.
     *
     * @return bits, at least {@code prefix-len}; empty where absent
     */
    @JsonProperty("delegated-len")
    OptionalLong delegatedLen();

    /**
     * What a client gets no use of within its piece.
     *
     * @return an IPv6 address; empty where absent
     */
    @JsonProperty("excluded-prefix")
    Optional<String> excludedPrefix();

    /**
     * The length of what is excluded.
     *
     * @return bits; 0 is nothing; empty where absent
     */
    @JsonProperty("excluded-prefix-len")
    OptionalLong excludedPrefixLen();

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
    final class Builder extends ImmutablePdPool.Builder {
        Builder() {}
    }
}
