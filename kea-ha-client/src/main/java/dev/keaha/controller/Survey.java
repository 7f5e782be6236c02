package dev.keaha.controller;

import dev.keaha.ha.HaRelationship;
import dev.keaha.health.PeerObservation;
import dev.keaha.health.Verdict;
import dev.keaha.replication.PeerSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What was seen of a relationship in one round, and what it means.
 *
 * @param at when the round ended
 * @param relationship the relationship as the source writes it, else as it was last known
 * @param observations one for each peer
 * @param snapshots the configuration of each peer that gave it, by name
 * @param verdict what it means
 */
public record Survey(
        Instant at,
        HaRelationship relationship,
        List<PeerObservation> observations,
        Map<String, PeerSnapshot> snapshots,
        Verdict verdict) {

    /** Copies list and map. */
    public Survey {
        observations = List.copyOf(observations);
        snapshots = Map.copyOf(snapshots);
    }
}
