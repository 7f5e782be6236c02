package dev.keaha.replication;

import dev.keaha.config.KeaConfig;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * How a replication ended. {@link #toString} is for people; it and {@link #toJson} hold no configuration.
 *
 * @param source the peer whose configuration was brought to the others; empty when there was none
 * @param peers how it ended for each peer, in the order configured
 * @param refusals why nothing at all was done; empty where something was
 * @param provenPairs the pushes that were proven now
 * @param archived the configurations that were replaced; they hold secrets in clear
 * @param common the source's configuration, where all servers that serve clients have it now; it holds secrets in clear
 */
public record ReplicationReport(
        Optional<String> source,
        List<PeerResult> peers,
        List<Refusal> refusals,
        List<ProvenPair> provenPairs,
        List<ArchivedConfig> archived,
        Optional<KeaConfig> common) {

    /** Copies the lists. */
    public ReplicationReport {
        peers = List.copyOf(peers);
        refusals = List.copyOf(refusals);
        provenPairs = List.copyOf(provenPairs);
        archived = List.copyOf(archived);
    }

    /**
     * How it ended for one peer.
     *
     * @param name the peer's name
     * @return its result; empty where the relationship has no such peer
     */
    public Optional<PeerResult> peer(String name) {
        return peers.stream().filter(peer -> peer.name().equals(name)).findFirst();
    }

    /**
     * Whether nothing was done because the service is down (spec row S12).
     *
     * @return true when it is so
     */
    public boolean serviceDown() {
        return refusals.stream().anyMatch(refusal -> refusal.code() == Refusal.Code.SERVICE_DOWN);
    }

    /**
     * What was proven before, and now.
     *
     * @param before what was proven before
     * @return all of it
     */
    public ProvenPairs proven(ProvenPairs before) {
        ProvenPairs all = before;
        for (ProvenPair pair : provenPairs) {
            all = all.with(pair);
        }
        return all;
    }

    /**
     * This report as JSON.
     *
     * @return {@code {"source","peers":[{"name","source","outcome","text"}]}}
     */
    public JsonObject toJson() {
        return Json.object(
                "source",
                source.orElse(null),
                "peers",
                peers.stream().map(PeerResult::toJson).toList());
    }

    /** For people, a line for each peer. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (Refusal refusal : refusals) {
            out.append("Nothing was done: ").append(refusal.text()).append('\n');
            out.append("  ").append(refusal.advice()).append('\n');
        }
        for (PeerResult peer : peers) {
            out.append(peer.name()).append(peer.source() ? " (source): " : ": ");
            out.append(peer.outcome()).append(". ").append(peer.text()).append('\n');
        }
        return out.toString().stripTrailing();
    }
}
