package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.OptionalLong;

/** How long DHCPv6 addresses live. */
public sealed interface PreferredLifetimes extends ValidLifetimes permits ClientClass6, Network6Parameters {

    /**
     * How long an address is preferred.
     *
     * @return seconds; by default 0.625 of the valid lifetime; empty where absent
     */
    @JsonProperty("preferred-lifetime")
    OptionalLong preferredLifetime();

    /**
     * The shortest preferred lifetime that a client may ask for.
     *
     * @return seconds; by default the same as {@code preferred-lifetime}; empty where absent
     */
    @JsonProperty("min-preferred-lifetime")
    OptionalLong minPreferredLifetime();

    /**
     * The longest preferred lifetime that a client may ask for.
     *
     * @return seconds; by default the same as {@code preferred-lifetime}; empty where absent
     */
    @JsonProperty("max-preferred-lifetime")
    OptionalLong maxPreferredLifetime();
}
