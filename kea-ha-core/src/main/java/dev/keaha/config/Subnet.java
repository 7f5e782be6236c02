package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.OptionalLong;

/** A subnet of either family. */
public sealed interface Subnet permits Subnet4, Subnet6 {

    /**
     * The subnet's number, which leases carry; the same on all peers.
     *
     * @return 1 to 4294967294; required since Kea 2.6; empty where absent
     */
    @JsonProperty("id")
    OptionalLong id();

    /**
     * The subnet's prefix.
     *
     * @return such as {@code 192.0.2.0/24} or {@code 2001:db8:1::/64}
     */
    @JsonProperty("subnet")
    String subnet();
}
