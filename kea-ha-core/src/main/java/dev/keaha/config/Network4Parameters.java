package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import java.util.OptionalLong;

/** What can be said of the whole DHCPv4 server, a shared network and a subnet alike. */
public sealed interface Network4Parameters extends NetworkParameters, BootServer
        permits Dhcp4, SharedNetwork4, Subnet4 {

    /**
     * Whether clients are known by their client id; else by their hardware address.
     *
     * @return Kea's default is true; empty where absent
     */
    @JsonProperty("match-client-id")
    Optional<Boolean> matchClientId();

    /**
     * Whether requests for foreign addresses are refused rather than ignored.
     *
     * @return Kea's default is false; empty where absent
     */
    @JsonProperty("authoritative")
    Optional<Boolean> authoritative();

    /**
     * How long an offered address is kept for its client.
     *
     * @return seconds; Kea's default is 0, not at all; empty where absent
     */
    @JsonProperty("offer-lifetime")
    OptionalLong offerLifetime();
}
