package dev.keaha.hook;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonValue;
import java.util.List;
import java.util.Map;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The parameters of {@code libdhcp_lease_cmds.so} (Kea manual, "libdhcp_lease_cmds.so").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = LeaseCmds.Builder.class)
public sealed interface LeaseCmds extends HookParameters, WithLeaseCmds permits ImmutableLeaseCmds {

    /**
     * What is kept with every lease of what its packets said.
     *
     * @return the variables; Kea 2.7.7 and newer; null where absent
     */
    @JsonProperty("binding-variables")
    @Nullable
    List<BindingVariable> bindingVariables();

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
    final class Builder extends ImmutableLeaseCmds.Builder {
        Builder() {}
    }
}
