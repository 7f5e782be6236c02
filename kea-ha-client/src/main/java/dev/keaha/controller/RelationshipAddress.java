package dev.keaha.controller;

import dev.keaha.client.KeaEndpoint;
import dev.keaha.config.DhcpService;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody gives us to find a relationship by.
 *
 * @param service the daemons' service
 * @param endpoint a management endpoint of one of its peers, with the credentials for all of them
 * @param peers management endpoints of peers by name, where they are known
 * @param relationship the name of one of its peers, which chooses among several relationships of a daemon; empty where
 *     there is only one
 */
public record RelationshipAddress(
        DhcpService service, KeaEndpoint endpoint, Map<String, KeaEndpoint> peers, Optional<String> relationship) {

    /** Copies the map. */
    public RelationshipAddress {
        peers = Map.copyOf(peers);
    }

    /**
     * The relationship that the daemon behind an endpoint has.
     *
     * @param service the daemons' service
     * @param endpoint a management endpoint of one of its peers
     * @return the address
     */
    public static RelationshipAddress of(DhcpService service, KeaEndpoint endpoint) {
        return new RelationshipAddress(service, endpoint, Map.of(), Optional.empty());
    }
}
