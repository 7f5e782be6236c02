package dev.keaha.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/** How clients reach the server. */
public sealed interface Link permits SharedNetwork4, SharedNetwork6, Subnet4, Subnet6 {

    /**
     * The interface that its clients are connected to directly.
     *
     * @return an interface name; empty where absent
     */
    @JsonProperty("interface")
    Optional<String> interfaceName();

    /**
     * The relays of its clients.
     *
     * @return the relays; empty where absent
     */
    @JsonProperty("relay")
    Optional<Relay> relay();
}
