package dev.keaha.replication;

import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.time.Duration;

/**
 * What handing a server's clients over to its partner needs to know.
 *
 * @param heartbeat the server's {@code heartbeat-delay}
 * @param quiet how long the partner is kept quiet at the most while the configuration is loaded, in whole seconds
 * @param showReady whether the partner must have seen the server ready before it gives its clients back: in load-balancing
 *     a server before Kea 2.7.5 remembers its partner in maintenance, and would take over again with its next lease
 */
public record HandOver(Duration heartbeat, Duration quiet, boolean showReady) {

    JsonObject toJson() {
        return Json.object("heartbeat", heartbeat.toMillis(), "quiet", quiet.toSeconds(), "showReady", showReady);
    }

    static HandOver fromJson(JsonObject json) {
        return new HandOver(
                Duration.ofMillis(Stored.number(json, "heartbeat")),
                Duration.ofSeconds(Stored.number(json, "quiet")),
                Stored.bool(json, "showReady"));
    }
}
