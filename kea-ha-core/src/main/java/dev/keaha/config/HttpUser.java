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
 * A user who may send commands over HTTP.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = HttpUser.Builder.class)
public sealed interface HttpUser extends Remarks, WithHttpUser permits ImmutableHttpUser {

    /**
     * The user's name.
     *
     * @return without a colon; empty where absent
     */
    @JsonProperty("user")
    Optional<String> user();

    /**
     * The file that holds the name.
     *
     * @return a path on the server; empty where absent
     */
    @JsonProperty("user-file")
    Optional<String> userFile();

    /**
     * The user's password. Never shown.
     *
     * @return the password; empty where absent
     */
    @Value.Redacted
    @JsonProperty("password")
    Optional<String> password();

    /**
     * The file that holds the password.
     *
     * @return a path on the server; empty where absent
     */
    @JsonProperty("password-file")
    Optional<String> passwordFile();

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
    final class Builder extends ImmutableHttpUser.Builder {
        Builder() {}
    }
}
