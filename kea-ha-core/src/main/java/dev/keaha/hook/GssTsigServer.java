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
 * A DNS server that takes updates signed with GSS-TSIG.
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = GssTsigServer.Builder.class)
public sealed interface GssTsigServer extends WithGssTsigServer permits ImmutableGssTsigServer {

    /**
     * Its identifier.
     *
     * @return any text; empty where absent
     */
    @JsonProperty("id")
    Optional<String> id();

    /**
     * The servers of the DDNS configuration that are this one.
     *
     * @return names; empty is all; null where absent
     */
    @JsonProperty("domain-names")
    @Nullable
    List<String> domainNames();

    /**
     * Its address.
     *
     * @return an address; empty where absent
     */
    @JsonProperty("ip-address")
    Optional<String> ipAddress();

    /**
     * Its port.
     *
     * @return Kea's default is 53; empty where absent
     */
    @JsonProperty("port")
    OptionalLong port();

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
    final class Builder extends ImmutableGssTsigServer.Builder {
        Builder() {}
    }
}
