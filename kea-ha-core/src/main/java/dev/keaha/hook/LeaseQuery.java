package dev.keaha.hook;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The parameters of {@code libdhcp_lease_query.so} (Kea manual, "libdhcp_lease_query.so").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = LeaseQuery.Builder.class)
public sealed interface LeaseQuery extends HookParameters, WithLeaseQuery permits ImmutableLeaseQuery {

    /**
     * Who may ask.
     *
     * @return addresses; null where absent
     */
    @JsonProperty("requesters")
    @Nullable
    List<String> requesters();

    /**
     * DHCPv6: how long the delegated prefixes are that a query by address finds.
     *
     * @return lengths; null where absent
     */
    @JsonProperty("prefix-lengths")
    @Nullable
    List<Long> prefixLengths();

    /**
     * Queries over TCP.
     *
     * @return the settings; empty where absent
     */
    @JsonProperty("advanced")
    Optional<BulkLeaseQuery> advanced();

    /**
     * A remark.
     *
     * @return the text; empty where absent
     */
    @JsonProperty("comment")
    Optional<String> comment();

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
    final class Builder extends ImmutableLeaseQuery.Builder {
        Builder() {}
    }
}
