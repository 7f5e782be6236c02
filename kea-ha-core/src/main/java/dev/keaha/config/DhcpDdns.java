package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The connection to the server that updates DNS (Kea manual, "DDNS for DHCPv4").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = DhcpDdns.Builder.class)
public sealed interface DhcpDdns extends Remarks, WithDhcpDdns permits ImmutableDhcpDdns {

    /**
     * Whether DNS is updated at all.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("enable-updates")
    Optional<Boolean> enableUpdates();

    /**
     * Where that server listens.
     *
     * @return an address; Kea's default is 127.0.0.1 or ::1; empty where absent
     */
    @JsonProperty("server-ip")
    Optional<String> serverIp();

    /**
     * The port that it listens on.
     *
     * @return a port; Kea's default is 53001; empty where absent
     */
    @JsonProperty("server-port")
    OptionalLong serverPort();

    /**
     * The address to send from.
     *
     * @return an address; by default any; empty where absent
     */
    @JsonProperty("sender-ip")
    Optional<String> senderIp();

    /**
     * The port to send from.
     *
     * @return a port; by default any; empty where absent
     */
    @JsonProperty("sender-port")
    OptionalLong senderPort();

    /**
     * How many requests may wait.
     *
     * @return Kea's default is 1024; empty where absent
     */
    @JsonProperty("max-queue-size")
    OptionalLong maxQueueSize();

    /**
     * The protocol.
     *
     * @return {@code UDP}; empty where absent
     */
    @JsonProperty("ncr-protocol")
    Optional<String> ncrProtocol();

    /**
     * The format.
     *
     * @return {@code JSON}; empty where absent
     */
    @JsonProperty("ncr-format")
    Optional<String> ncrFormat();

    /**
     * The old spelling of {@code ddns-qualifying-suffix}, gone in Kea 2.6.
     *
     * @return a domain; empty where absent
     */
    @JsonProperty("qualifying-suffix")
    Optional<String> qualifyingSuffix();

    /**
     * The old spelling of {@code ddns-override-no-update}, gone in Kea 2.6.
     *
     * @return as written; empty where absent
     */
    @JsonProperty("override-no-update")
    Optional<Boolean> overrideNoUpdate();

    /**
     * The old spelling of {@code ddns-override-client-update}, gone in Kea 2.6.
     *
     * @return as written; empty where absent
     */
    @JsonProperty("override-client-update")
    Optional<Boolean> overrideClientUpdate();

    /**
     * The old spelling of {@code ddns-replace-client-name}, gone in Kea 2.6.
     *
     * @return as written; empty where absent
     */
    @JsonProperty("replace-client-name")
    Optional<String> replaceClientName();

    /**
     * The old spelling of {@code ddns-generated-prefix}, gone in Kea 2.6.
     *
     * @return as written; empty where absent
     */
    @JsonProperty("generated-prefix")
    Optional<String> generatedPrefix();

    /**
     * The old place of the parameter of the same name outside, gone in Kea 2.6.
     *
     * @return as written; empty where absent
     */
    @JsonProperty("hostname-char-set")
    Optional<String> hostnameCharSet();

    /**
     * The old place of the parameter of the same name outside, gone in Kea 2.6.
     *
     * @return as written; empty where absent
     */
    @JsonProperty("hostname-char-replacement")
    Optional<String> hostnameCharReplacement();

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
    final class Builder extends ImmutableDhcpDdns.Builder {
        Builder() {}
    }
}
