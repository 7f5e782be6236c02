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
 * What a role may do.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = RbacRole.Builder.class)
public sealed interface RbacRole extends WithRbacRole permits ImmutableRbacRole {

    /**
     * The role.
     *
     * @return its name; empty where absent
     */
    @JsonProperty("name")
    Optional<String> name();

    /**
     * What is accepted.
     *
     * @return a name, or an expression; empty where absent
     */
    @JsonProperty("accept-commands")
    Optional<JsonValue> acceptCommands();

    /**
     * What is refused.
     *
     * @return a name, or an expression; empty where absent
     */
    @JsonProperty("reject-commands")
    Optional<JsonValue> rejectCommands();

    /**
     * What is done with all else.
     *
     * @return {@code accept} or {@code reject}; Kea's default is reject; empty where absent
     */
    @JsonProperty("other-commands")
    Optional<String> otherCommands();

    /**
     * What is looked at first.
     *
     * @return {@code accept} or {@code reject}; Kea's default is accept; empty where absent
     */
    @JsonProperty("list-match-first")
    Optional<String> listMatchFirst();

    /**
     * What is taken out of answers.
     *
     * @return such as {@code list-commands}; null where absent
     */
    @JsonProperty("response-filters")
    @Nullable
    List<String> responseFilters();

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
    final class Builder extends ImmutableRbacRole.Builder {
        Builder() {}
    }
}
