package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/** What can be said of the whole DHCPv6 server, a shared network and a subnet alike. */
public sealed interface Network6Parameters extends NetworkParameters, PreferredLifetimes
        permits Dhcp6, SharedNetwork6, Subnet6 {

    /**
     * How a free prefix is chosen.
     *
     * @return {@code iterative}, {@code random} or {@code flq}; Kea's default is iterative; empty where absent
     */
    @JsonProperty("pd-allocator")
    Optional<String> pdAllocator();
}
