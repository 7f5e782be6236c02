package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.OptionalLong;

/** How long leases live. What is absent is inherited from what is around: pool, subnet, shared network, server. */
public sealed interface ValidLifetimes permits ClientClass4, NetworkParameters, PreferredLifetimes {

    /**
     * How long a lease is valid.
     *
     * @return seconds; Kea's default is 7200; empty where absent
     */
    @JsonProperty("valid-lifetime")
    OptionalLong validLifetime();

    /**
     * The shortest lifetime that a client may ask for.
     *
     * @return seconds; by default the same as {@code valid-lifetime}; empty where absent
     */
    @JsonProperty("min-valid-lifetime")
    OptionalLong minValidLifetime();

    /**
     * The longest lifetime that a client may ask for.
     *
     * @return seconds; by default the same as {@code valid-lifetime}; empty where absent
     */
    @JsonProperty("max-valid-lifetime")
    OptionalLong maxValidLifetime();
}
