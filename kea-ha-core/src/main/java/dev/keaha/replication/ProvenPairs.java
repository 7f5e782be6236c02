package dev.keaha.replication;

import dev.keaha.config.KeaConfig;
import dev.keaha.json.JsonArray;
import java.util.ArrayList;
import java.util.List;

/**
 * The pushes that were proven, one for each peer: the newest.
 *
 * @param pairs one pair for each peer at most
 */
public record ProvenPairs(List<ProvenPair> pairs) {

    /** Nothing was proven yet. */
    public static final ProvenPairs NONE = new ProvenPairs(List.of());

    /** Copies the list. */
    public ProvenPairs {
        pairs = List.copyOf(pairs);
    }

    /**
     * These pairs and a new one, which takes the place of an older one of the same peer.
     *
     * @param pair the new one
     * @return new pairs
     */
    public ProvenPairs with(ProvenPair pair) {
        List<ProvenPair> more = new ArrayList<>(pairs);
        more.removeIf(old -> old.peer().equals(pair.peer()));
        more.add(pair);
        return new ProvenPairs(more);
    }

    /**
     * Whether a push of this source's configuration to this peer was proven, and nothing changed since.
     *
     * @param peer the peer's name
     * @param source the source's configuration now
     * @param own the peer's configuration now
     * @return true when pushing would change nothing
     */
    public boolean isProven(String peer, KeaConfig source, KeaConfig own) {
        return pairs.contains(new ProvenPair(peer, source.fingerprint(), own.fingerprint()));
    }

    /**
     * These pairs as JSON.
     *
     * @return a list to store
     */
    public JsonArray toJson() {
        return JsonArray.of(pairs.stream().map(ProvenPair::toJson).toList());
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @param json the list
     * @return the pairs
     * @throws IllegalArgumentException when the list is anything else
     */
    public static ProvenPairs fromJson(JsonArray json) {
        return new ProvenPairs(json.objects().map(ProvenPair::fromJson).toList());
    }
}
