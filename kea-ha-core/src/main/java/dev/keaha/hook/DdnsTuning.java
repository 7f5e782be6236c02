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
 * The parameters of {@code libdhcp_ddns_tuning.so} (Kea manual, "libdhcp_ddns_tuning.so").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = DdnsTuning.Builder.class)
public sealed interface DdnsTuning extends HookParameters, WithDdnsTuning permits ImmutableDdnsTuning {

    /**
     * The name of a client.
     *
     * @return an expression over its packet; empty where absent
     */
    @JsonProperty("hostname-expr")
    Optional<String> hostnameExpr();

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
    final class Builder extends ImmutableDdnsTuning.Builder {
        Builder() {}
    }
}
