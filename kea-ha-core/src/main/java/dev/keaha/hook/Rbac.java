package dev.keaha.hook;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The parameters of {@code libdhcp_rbac.so}, {@code libca_rbac.so} at a Control Agent (Kea manual, "libdhcp_rbac.so"). What is matched is an
 * expression of any depth, and stays as it is written.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = Rbac.Builder.class)
public sealed interface Rbac extends HookParameters, WithRbac permits ImmutableRbac {

    /**
     * How a client gets its role.
     *
     * @return {@code remote-address}, {@code cert-subject}, {@code cert-issuer}, {@code basic-authentication} or {@code custom-value}; empty where absent
     */
    @JsonProperty("assign-role-method")
    Optional<String> assignRoleMethod();

    /**
     * Where the descriptions of commands are.
     *
     * @return a directory on the server; empty where absent
     */
    @JsonProperty("api-files")
    Optional<String> apiFiles();

    /**
     * Whether clients without TLS are refused.
     *
     * @return Kea's default is false, unless roles come from certificates; empty where absent
     */
    @JsonProperty("require-tls")
    Optional<Boolean> requireTls();

    /**
     * Commands beside those of the descriptions.
     *
     * @return the commands; null where absent
     */
    @JsonProperty("commands")
    @Nullable
    List<RbacCommand> commands();

    /**
     * What is matched, by names.
     *
     * @return objects of one member each; null where absent
     */
    @JsonProperty("access-control-lists")
    @Nullable
    List<JsonObject> accessControlLists();

    /**
     * What each role may do.
     *
     * @return the roles; null where absent
     */
    @JsonProperty("roles")
    @Nullable
    List<RbacRole> roles();

    /**
     * What those without a role may do.
     *
     * @return the role; empty where absent
     */
    @JsonProperty("default-role")
    Optional<RbacRole> defaultRole();

    /**
     * What those of a role that is not configured may do.
     *
     * @return the role; empty where absent
     */
    @JsonProperty("unknown-role")
    Optional<RbacRole> unknownRole();

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
    final class Builder extends ImmutableRbac.Builder {
        Builder() {}
    }
}
