package dev.keaha.health;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is the matter with a relationship: health, source of truth, who is what, and why (spec rows S9 to S12, B1).
 *
 * @param health the greatest effect among the reasons
 * @param source the name of the peer whose in-memory configuration is the source of truth; empty when the service is down
 * @param replication whether the source's configuration may be brought to the others right now
 * @param peers every peer of the relationship, in the order configured
 * @param reasons the facts that led here, weightiest first
 */
public record Verdict(
        Health health,
        Optional<String> source,
        ReplicationState replication,
        List<PeerVerdict> peers,
        List<Reason> reasons) {

    /** Copies the lists. */
    public Verdict {
        peers = List.copyOf(peers);
        reasons = List.copyOf(reasons);
    }

    /**
     * What is the matter with one peer.
     *
     * @param name the peer's name
     * @return its part of the verdict; empty where the relationship has no such peer
     */
    public Optional<PeerVerdict> peer(String name) {
        return peers.stream().filter(peer -> peer.name().equals(name)).findFirst();
    }

    /**
     * This verdict with further reasons, such as what a comparison of the configurations found.
     *
     * @param more reasons
     * @return a new verdict whose health follows from all reasons
     */
    public Verdict with(Collection<Reason> more) {
        List<Reason> all = new ArrayList<>(reasons);
        all.addAll(more);
        all.sort(Comparator.comparing(Reason::code));
        return new Verdict(Health.of(all), source, replication, peers, all);
    }
}
