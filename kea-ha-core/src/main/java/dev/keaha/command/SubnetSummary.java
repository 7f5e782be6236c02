package dev.keaha.command;

import dev.keaha.json.JsonObject;
import java.util.Optional;

/**
 * A subnet as {@code subnet4-list} names it.
 *
 * @param id its id
 * @param prefix its prefix, for example {@code 192.0.2.0/24}
 * @param network the shared network that it is part of, if any
 * @param tree all that Kea answered of it
 */
public record SubnetSummary(long id, String prefix, Optional<String> network, JsonObject tree) {

    static SubnetSummary of(String command, JsonObject tree) {
        return new SubnetSummary(
                tree.integer("id").orElseThrow(() -> KeaCommand.malformed(command, "a subnet without id")),
                tree.text("subnet").orElseThrow(() -> KeaCommand.malformed(command, "a subnet without prefix")),
                tree.text("shared-network-name"),
                tree);
    }
}
