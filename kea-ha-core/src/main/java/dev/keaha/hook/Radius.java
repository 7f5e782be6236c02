package dev.keaha.hook;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.binding.KeaStyle;
import dev.keaha.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The parameters of {@code libdhcp_radius.so} (Kea manual, "libdhcp_radius.so").
 */
@Value.Immutable
@KeaStyle
@JsonDeserialize(builder = Radius.Builder.class)
public sealed interface Radius extends HookParameters, WithRadius permits ImmutableRadius {

    /**
     * Who may have a lease.
     *
     * @return the service; empty where absent
     */
    @JsonProperty("access")
    Optional<RadiusService> access();

    /**
     * Who has what lease.
     *
     * @return the service; empty where absent
     */
    @JsonProperty("accounting")
    Optional<RadiusService> accounting();

    /**
     * What both share over TLS.
     *
     * @return the service; Kea 3.1.6 and newer; empty where absent
     */
    @JsonProperty("tls")
    Optional<RadiusService> tls();

    /**
     * The address to send from.
     *
     * @return an address; Kea's default is {@code *}; empty where absent
     */
    @JsonProperty("bindaddr")
    Optional<String> bindaddr();

    /**
     * Whether MAC addresses are written in the canonical way.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("canonical-mac-address")
    Optional<Boolean> canonicalMacAddress();

    /**
     * Whether the zero in front of a client id is cut off.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("client-id-pop0")
    Optional<Boolean> clientIdPop0();

    /**
     * Whether a printable client id is sent as text.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("client-id-printable")
    Optional<Boolean> clientIdPrintable();

    /**
     * For how long a silent server is left alone.
     *
     * @return seconds; Kea's default is 0; empty where absent
     */
    @JsonProperty("deadtime")
    OptionalLong deadtime();

    /**
     * The dictionary of attributes.
     *
     * @return a path on the server; empty where absent
     */
    @JsonProperty("dictionary")
    Optional<String> dictionary();

    /**
     * Whether the DUID in a client id after RFC 4361 is used.
     *
     * @return Kea's default is true; empty where absent
     */
    @JsonProperty("extract-duid")
    Optional<Boolean> extractDuid();

    /**
     * What DHCPv4 clients are known by.
     *
     * @return Kea's default is {@code client-id}; empty where absent
     */
    @JsonProperty("identifier-type4")
    Optional<String> identifierType4();

    /**
     * What DHCPv6 clients are known by.
     *
     * @return Kea's default is {@code duid}; empty where absent
     */
    @JsonProperty("identifier-type6")
    Optional<String> identifierType6();

    /**
     * The port that stands for a subnet.
     *
     * @return the ports; null where absent
     */
    @JsonProperty("nas-ports")
    @Nullable
    List<RadiusNasPort> nasPorts();

    /**
     * How servers are talked to.
     *
     * @return {@code UDP}, or from Kea 3.1.6 on {@code TLS}; Kea's default is UDP; empty where absent
     */
    @JsonProperty("protocol")
    Optional<String> protocol();

    /**
     * Whether the address that a server gives chooses the subnet.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("reselect-subnet-address")
    Optional<Boolean> reselectSubnetAddress();

    /**
     * Whether the pool that a server gives chooses the subnet.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("reselect-subnet-pool")
    Optional<Boolean> reselectSubnetPool();

    /**
     * How often a server is asked again.
     *
     * @return Kea's default is 3; empty where absent
     */
    @JsonProperty("retries")
    OptionalLong retries();

    /**
     * The file of sessions.
     *
     * @return a path on the server; empty where absent
     */
    @JsonProperty("session-history")
    Optional<String> sessionHistory();

    /**
     * The threads that ask.
     *
     * @return Kea's default is 0, as many as for DHCP; empty where absent
     */
    @JsonProperty("thread-pool-size")
    OptionalLong threadPoolSize();

    /**
     * How long a server may take.
     *
     * @return seconds; Kea's default is 10; empty where absent
     */
    @JsonProperty("timeout")
    OptionalLong timeout();

    /**
     * Whether requests carry a message authenticator.
     *
     * @return Kea 3.1.6 and newer; empty where absent
     */
    @JsonProperty("use-message-authenticator")
    Optional<Boolean> useMessageAuthenticator();

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
    final class Builder extends ImmutableRadius.Builder {
        Builder() {}
    }
}
