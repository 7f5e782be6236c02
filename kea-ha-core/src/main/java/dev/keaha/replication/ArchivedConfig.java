package dev.keaha.replication;

import dev.keaha.config.KeaConfig;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.time.Instant;

/**
 * A configuration that a replication replaced.
 *
 * @param peer whose it was
 * @param at when the command that replaced it was sent
 * @param config the configuration; it holds secrets in clear
 */
public record ArchivedConfig(String peer, Instant at, KeaConfig config) {

    JsonObject toJson() {
        return Json.object("peer", peer, "at", at.toString(), "config", config.tree());
    }

    static ArchivedConfig fromJson(JsonObject json) {
        return new ArchivedConfig(Stored.text(json, "peer"), Stored.instant(json, "at"), Stored.config(json, "config"));
    }
}
