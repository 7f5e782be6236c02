package dev.keaha.hook;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The parameters of {@code libddns_gss_tsig.so}, a hook of the DDNS server (Kea manual, "GSS-TSIG").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = GssTsig.Builder.class)
public sealed interface GssTsig extends HookParameters, WithGssTsig permits ImmutableGssTsig {

    /**
     * The Kerberos name of the DNS server.
     *
     * @return a principal; empty where absent
     */
    @JsonProperty("server-principal")
    Optional<String> serverPrincipal();

    /**
     * The Kerberos name of the DDNS server.
     *
     * @return a principal; empty where absent
     */
    @JsonProperty("client-principal")
    Optional<String> clientPrincipal();

    /**
     * Whether GSS guards against replay.
     *
     * @return Kea's default is true; empty where absent
     */
    @JsonProperty("gss-replay-flag")
    Optional<Boolean> gssReplayFlag();

    /**
     * Whether GSS guards the sequence.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("gss-sequence-flag")
    Optional<Boolean> gssSequenceFlag();

    /**
     * How long a key lives.
     *
     * @return seconds; Kea's default is 3600; empty where absent
     */
    @JsonProperty("tkey-lifetime")
    OptionalLong tkeyLifetime();

    /**
     * After how long a key is made anew.
     *
     * @return seconds; Kea's default is 2700; empty where absent
     */
    @JsonProperty("rekey-interval")
    OptionalLong rekeyInterval();

    /**
     * After how long making a key is tried again.
     *
     * @return seconds; Kea's default is 120; empty where absent
     */
    @JsonProperty("retry-interval")
    OptionalLong retryInterval();

    /**
     * How keys are exchanged.
     *
     * @return {@code UDP} or {@code TCP}; Kea's default is TCP; empty where absent
     */
    @JsonProperty("tkey-protocol")
    Optional<String> tkeyProtocol();

    /**
     * Whether updates go without GSS-TSIG where there is no key.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("fallback")
    Optional<Boolean> fallback();

    /**
     * How long an exchange of keys may take.
     *
     * @return milliseconds; Kea's default is 3000; empty where absent
     */
    @JsonProperty("exchange-timeout")
    OptionalLong exchangeTimeout();

    /**
     * The client's key table.
     *
     * @return as Kerberos names it; empty where absent
     */
    @JsonProperty("client-keytab")
    Optional<String> clientKeytab();

    /**
     * The cache of credentials.
     *
     * @return as Kerberos names it; empty where absent
     */
    @JsonProperty("credentials-cache")
    Optional<String> credentialsCache();

    /**
     * Whether a direction flag that some servers set wrongly is ignored.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("ignore-bad-direction")
    Optional<Boolean> ignoreBadDirection();

    /**
     * Anything that the administrator keeps with it.
     *
     * @return an object; empty where absent
     */
    @JsonProperty("user-context")
    Optional<JsonObject> userContext();

    /**
     * A remark.
     *
     * @return the text; empty where absent
     */
    @JsonProperty("comment")
    Optional<String> comment();

    /**
     * The DNS servers.
     *
     * @return the servers; null where absent
     */
    @JsonProperty("servers")
    @Nullable
    List<GssTsigServer> servers();

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
    final class Builder extends ImmutableGssTsig.Builder {
        Builder() {}
    }
}
