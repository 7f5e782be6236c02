package dev.keaha.replication;

import dev.keaha.json.Fingerprint;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;

/**
 * A push that was proven: with this configuration at the source, the peer read back that one. As long as neither changes,
 * a difference between them is what this peer makes of the source's configuration, and pushing again would not help.
 *
 * @param peer the peer's name
 * @param source what the source's configuration meant
 * @param own what the peer's configuration meant when it was read back
 */
public record ProvenPair(String peer, Fingerprint source, Fingerprint own) {

    JsonObject toJson() {
        return Json.object("peer", peer, "source", source.toString(), "own", own.toString());
    }

    static ProvenPair fromJson(JsonObject json) {
        return new ProvenPair(
                Stored.text(json, "peer"),
                Fingerprint.parse(Stored.text(json, "source")),
                Fingerprint.parse(Stored.text(json, "own")));
    }
}
