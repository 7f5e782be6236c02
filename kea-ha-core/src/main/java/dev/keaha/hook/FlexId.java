package dev.keaha.hook;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The parameters of {@code libdhcp_flex_id.so} (Kea manual, "libdhcp_flex_id.so").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = FlexId.Builder.class)
public sealed interface FlexId extends HookParameters, WithFlexId permits ImmutableFlexId {

    /**
     * What a client is known by.
     *
     * @return an expression over its packet; empty where absent
     */
    @JsonProperty("identifier-expression")
    Optional<String> identifierExpression();

    /**
     * Whether it takes the place of the client id or DUID, so that leases are kept by it.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("replace-client-id")
    Optional<Boolean> replaceClientId();

    /**
     * DHCPv6: whether the IAID is taken for 0.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("ignore-iaid")
    Optional<Boolean> ignoreIaid();

    /**
     * DHCPv4: whether a client id after RFC 4361 is known by the DUID in it.
     *
     * @return newer than Kea 3.3.0; empty where absent
     */
    @JsonProperty("cid-as-rfc4361-duid")
    Optional<Boolean> cidAsRfc4361Duid();

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
    final class Builder extends ImmutableFlexId.Builder {
        Builder() {}
    }
}
