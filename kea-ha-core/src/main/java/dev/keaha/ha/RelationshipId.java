package dev.keaha.ha;

import dev.keaha.config.DhcpService;
import dev.keaha.json.Fingerprint;
import dev.keaha.json.Json;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which relationship it is: the service, and all peers by name and URL together, since {@code server1} and
 * {@code server2} are everybody's names. The order in which a server lists its peers does not matter.
 *
 * @param service the daemons' service
 * @param peers every peer as {@code name@url}, sorted
 */
public record RelationshipId(DhcpService service, List<String> peers) {

    /** Copies the list. */
    public RelationshipId {
        peers = List.copyOf(peers);
    }

    /**
     * The identity of a relationship.
     *
     * @param service the daemons' service
     * @param relationship as any of its servers writes it
     * @return its identity
     */
    public static RelationshipId of(DhcpService service, HaRelationship relationship) {
        return new RelationshipId(
                service,
                relationship.peers().stream()
                        .map(peer -> peer.name() + "@" + peer.url())
                        .sorted(Comparator.naturalOrder())
                        .toList());
    }

    /** A short name that is fit for people and for a file name, such as {@code dhcp4-server1-server2-9f3a12c4}. */
    @Override
    public String toString() {
        Fingerprint all = Json.value(peers).fingerprint();
        String names = peers.stream()
                .map(peer -> peer.substring(0, peer.indexOf('@')).replaceAll("[^A-Za-z0-9_.]", "_"))
                .collect(Collectors.joining("-"));
        return service + "-" + (names.length() > 80 ? names.substring(0, 80) : names) + "-"
                + all.toString().substring(0, 8);
    }
}
