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
 * Switches for clients and relays that do not follow the standards.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = Compatibility.Builder.class)
public sealed interface Compatibility extends WithCompatibility permits ImmutableCompatibility {

    /**
     * Whether options that are cut short are read as far as they go.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("lenient-option-parsing")
    Optional<Boolean> lenientOptionParsing();

    /**
     * DHCPv4: whether the relay's link selection is ignored.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("ignore-rai-link-selection")
    Optional<Boolean> ignoreRaiLinkSelection();

    /**
     * DHCPv4: whether messages to another server are answered.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("ignore-dhcp-server-identifier")
    Optional<Boolean> ignoreDhcpServerIdentifier();

    /**
     * DHCPv4: whether the addresses .0 and .255 are never given out.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("exclude-first-last-24")
    Optional<Boolean> excludeFirstLast24();

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
    final class Builder extends ImmutableCompatibility.Builder {
        Builder() {}
    }
}
