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
 * A command that access is granted to.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = RbacCommand.Builder.class)
public sealed interface RbacCommand extends WithRbacCommand permits ImmutableRbacCommand {

    /**
     * The command.
     *
     * @return its name; empty where absent
     */
    @JsonProperty("name")
    Optional<String> name();

    /**
     * What it does.
     *
     * @return {@code read} or {@code write}; empty where absent
     */
    @JsonProperty("access")
    Optional<String> access();

    /**
     * The hook that it is of.
     *
     * @return a name; empty where absent
     */
    @JsonProperty("hook")
    Optional<String> hook();

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
    final class Builder extends ImmutableRbacCommand.Builder {
        Builder() {}
    }
}
