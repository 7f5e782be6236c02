package dev.keaha.ha;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * One peer of a relationship, as written in {@code peers} (Kea manual, "Load-Balancing Configuration" and the sections
 * after it). Absent parameters are empty; Kea's defaults are in {@link HaParameters}.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = HaPeer.Builder.class)
public sealed interface HaPeer permits ImmutableHaPeer {

    /**
     * The peer's name, unique in its relationship.
     *
     * @return the name as written
     */
    @JsonProperty("name")
    String name();

    /**
     * Where its partners reach it. Not its management address: see the manual on dedicated listeners.
     *
     * @return an http or https URL whose host is an IP address
     */
    @JsonProperty("url")
    String url();

    /**
     * What it is in the relationship.
     *
     * @return the role
     */
    @JsonProperty("role")
    PeerRole role();

    /**
     * Whether it takes over its partner's clients by itself when it believes the partner down.
     *
     * @return as written; Kea's default is true
     */
    @JsonProperty("auto-failover")
    Optional<Boolean> autoFailover();

    /**
     * TLS: who is trusted when connecting to this peer.
     *
     * @return a path on the server; the empty string switches TLS off for this peer
     */
    @JsonProperty("trust-anchor")
    Optional<String> trustAnchor();

    /**
     * TLS: the certificate shown to this peer.
     *
     * @return a path on the server
     */
    @JsonProperty("cert-file")
    Optional<String> certFile();

    /**
     * TLS: the key of the certificate.
     *
     * @return a path on the server
     */
    @JsonProperty("key-file")
    Optional<String> keyFile();

    /**
     * The user its partners log in as.
     *
     * @return the user; the empty string is no authentication
     */
    @JsonProperty("basic-auth-user")
    Optional<String> basicAuthUser();

    /**
     * The password its partners log in with. Never shown.
     *
     * @return the password
     */
    @Value.Redacted
    @JsonProperty("basic-auth-password")
    Optional<String> basicAuthPassword();

    /**
     * The file that holds the password, instead of the password itself.
     *
     * @return a path on the server
     */
    @JsonProperty("basic-auth-password-file")
    Optional<String> basicAuthPasswordFile();

    /**
     * The file that holds the user; Kea 3.1.2 and newer.
     *
     * @return a path on the server
     */
    @JsonProperty("basic-auth-user-file")
    Optional<String> basicAuthUserFile();

    /**
     * Everything else that was written, which Kea ignores without a word.
     *
     * @return names and values, in order
     */
    @Value.Redacted
    @JsonAnyGetter
    Map<String, JsonValue> unmodelled();

    /**
     * Starts a peer.
     *
     * @return a new builder
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds peers; not for several threads. */
    final class Builder extends ImmutableHaPeer.Builder {
        Builder() {}
    }
}
