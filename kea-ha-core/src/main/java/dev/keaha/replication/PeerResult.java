package dev.keaha.replication;

import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;

/**
 * How a replication ended for one peer.
 *
 * @param name the peer's name
 * @param source whether it is the source
 * @param outcome how it ended
 * @param text a sentence for people: what happened and, where something is to be done, what
 */
public record PeerResult(String name, boolean source, PeerOutcome outcome, String text) {

    JsonObject toJson() {
        return Json.object("name", name, "source", source, "outcome", outcome.toString(), "text", text);
    }

    static PeerResult fromJson(JsonObject json) {
        return new PeerResult(
                Stored.text(json, "name"),
                Stored.bool(json, "source"),
                Stored.word(PeerOutcome.class, Stored.text(json, "outcome")),
                Stored.text(json, "text"));
    }
}
