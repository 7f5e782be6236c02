package dev.keaha.replication;

import dev.keaha.config.KeaConfig;
import dev.keaha.json.JsonPath;
import java.util.List;

/**
 * The configuration that a peer shall have: the source's, with the peer's own local settings.
 *
 * @param config the configuration for the peer
 * @param adopted local settings that had to be taken from the source, since they stand in list elements that the peer
 *     does not have yet; whoever reads the plan should know
 */
public record Overlay(KeaConfig config, List<JsonPath> adopted) {

    /** Copies the list. */
    public Overlay {
        adopted = List.copyOf(adopted);
    }
}
