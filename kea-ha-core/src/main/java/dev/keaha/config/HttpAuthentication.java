package dev.keaha.config;

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
 * Who may send commands over HTTP.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = HttpAuthentication.Builder.class)
public sealed interface HttpAuthentication extends Remarks, WithHttpAuthentication permits ImmutableHttpAuthentication {

    /**
     * The type of authentication.
     *
     * @return {@code basic}; empty where absent
     */
    @JsonProperty("type")
    Optional<String> type();

    /**
     * The realm.
     *
     * @return any text; empty where absent
     */
    @JsonProperty("realm")
    Optional<String> realm();

    /**
     * Where the files of users and passwords are.
     *
     * @return a path on the server; empty where absent
     */
    @JsonProperty("directory")
    Optional<String> directory();

    /**
     * The users.
     *
     * @return the users; empty lets everybody in; null where absent
     */
    @JsonProperty("clients")
    @Nullable
    List<HttpUser> clients();

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
    final class Builder extends ImmutableHttpAuthentication.Builder {
        Builder() {}
    }
}
