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
 * The parameters of {@code libdhcp_run_script.so} (Kea manual, "libdhcp_run_script.so").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = RunScript.Builder.class)
public sealed interface RunScript extends HookParameters, WithRunScript permits ImmutableRunScript {

    /**
     * The script.
     *
     * @return a path on the server; empty where absent
     */
    @JsonProperty("name")
    Optional<String> name();

    /**
     * Whether Kea waits until the script is done.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("sync")
    Optional<Boolean> sync();

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
    final class Builder extends ImmutableRunScript.Builder {
        Builder() {}
    }
}
