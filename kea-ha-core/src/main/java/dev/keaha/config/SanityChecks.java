package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * What is checked when leases are loaded (Kea manual, "Sanity Checks").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = SanityChecks.Builder.class)
public sealed interface SanityChecks extends WithSanityChecks permits ImmutableSanityChecks {

    /**
     * Leases in no subnet, or another one than they say.
     *
     * @return {@code none}, {@code warn}, {@code fix}, {@code fix-del} or {@code del}; Kea's default is warn; empty
     *     where absent
     */
    @JsonProperty("lease-checks")
    Optional<String> leaseChecks();

    /**
     * The relay information of leases.
     *
     * @return {@code none}, {@code fix}, {@code strict} or {@code pedantic}; Kea's default is fix; empty where absent
     */
    @JsonProperty("extended-info-checks")
    Optional<String> extendedInfoChecks();

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
    final class Builder extends ImmutableSanityChecks.Builder {
        Builder() {}
    }
}
