package dev.keaha.replication;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.ha.HaRelationship;
import dev.keaha.health.Verdict;
import java.util.Map;
import java.util.Optional;

/**
 * What a plan is made from.
 *
 * @param service the daemons' service
 * @param relationship the relationship as the source has it
 * @param verdict who is the source, who is at work, and whether replication may be
 * @param snapshots what was read from each peer, by its name; peers that could not be read are absent
 * @param localSettings what belongs to each peer
 * @param policy what the replication may do
 * @param proven pushes that were proven before
 * @param edit the source's new configuration, where it is to be changed; made from the one in its snapshot
 */
public record PlanRequest(
        DhcpService service,
        HaRelationship relationship,
        Verdict verdict,
        Map<String, PeerSnapshot> snapshots,
        LocalSettings localSettings,
        ReplicationPolicy policy,
        ProvenPairs proven,
        Optional<KeaConfig> edit) {

    /** Copies the map. */
    public PlanRequest {
        snapshots = Map.copyOf(snapshots);
    }

    /**
     * A plain replication with the default local settings and policy, where nothing was proven before.
     *
     * @param service the daemons' service
     * @param relationship the relationship as the source has it
     * @param verdict who is the source, who is at work, and whether replication may be
     * @param snapshots what was read from each peer, by its name
     * @return the request
     */
    public static PlanRequest of(
            DhcpService service, HaRelationship relationship, Verdict verdict, Map<String, PeerSnapshot> snapshots) {
        return new PlanRequest(
                service,
                relationship,
                verdict,
                snapshots,
                LocalSettings.DEFAULT,
                ReplicationPolicy.DEFAULT,
                ProvenPairs.NONE,
                Optional.empty());
    }

    /**
     * This request with an edit of the source.
     *
     * @param config the source's new configuration
     * @return a new request
     */
    public PlanRequest withEdit(KeaConfig config) {
        return new PlanRequest(
                service, relationship, verdict, snapshots, localSettings, policy, proven, Optional.of(config));
    }

    /**
     * This request under another policy.
     *
     * @param other the policy
     * @return a new request
     */
    public PlanRequest withPolicy(ReplicationPolicy other) {
        return new PlanRequest(service, relationship, verdict, snapshots, localSettings, other, proven, edit);
    }

    /**
     * This request with other pushes proven before.
     *
     * @param pairs the pushes
     * @return a new request
     */
    public PlanRequest withProven(ProvenPairs pairs) {
        return new PlanRequest(service, relationship, verdict, snapshots, localSettings, policy, pairs, edit);
    }
}
