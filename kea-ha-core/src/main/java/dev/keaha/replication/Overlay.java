package dev.keaha.replication;

import dev.keaha.config.KeaConfig;
import dev.keaha.config.Translation;
import dev.keaha.json.JsonPath;
import java.util.List;

/**
 * The configuration that a peer shall have: the source's, with the peer's own local settings.
 *
 * @param config the configuration for the peer
 * @param adopted local settings that had to be taken from the source, since they stand in list elements that the peer
 *     does not have yet; whoever reads the plan should know
 * @param remarks what could not be carried over between two generations of Kea; empty within one
 * @param refusals why it must not be brought there, between two generations of Kea; empty where it may
 */
public record Overlay(
        KeaConfig config, List<JsonPath> adopted, List<Translation.Remark> remarks, List<String> refusals) {

    /** Copies the lists. */
    public Overlay {
        adopted = List.copyOf(adopted);
        remarks = List.copyOf(remarks);
        refusals = List.copyOf(refusals);
    }
}
