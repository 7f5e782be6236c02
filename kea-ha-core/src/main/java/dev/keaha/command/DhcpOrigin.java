package dev.keaha.command;

import dev.keaha.json.JsonNumber;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import java.util.OptionalLong;

/**
 * On whose behalf {@code dhcp-disable} and {@code dhcp-enable} are sent. Each has a lock of its own: the service runs
 * when nobody holds one, and only the origin that took a lock gives it back.
 *
 * @param word Kea's word
 * @param id Kea's number, which wins over the word from Kea 2.5.8 on; earlier ones ignore it
 */
public record DhcpOrigin(String word, OptionalLong id) {

    /** An administrator. */
    public static final DhcpOrigin USER = new DhcpOrigin("user", OptionalLong.empty());

    /**
     * The HA partner of a relationship. It takes this lock while it fetches leases; one that is left over from a partner
     * that died meanwhile can be given back with this.
     *
     * @param relationship its place among the server's relationships, from 0; servers before Kea 2.5.8 have only one
     * @return the origin
     * @throws IllegalArgumentException when the place is below 0 or above 999
     */
    public static DhcpOrigin haPartner(int relationship) {
        if (relationship < 0 || relationship > 999) {
            throw new IllegalArgumentException("Expected a place from 0 to 999, found " + relationship);
        }
        return new DhcpOrigin("ha-partner", OptionalLong.of(2000L + relationship));
    }

    JsonObject in(JsonObject arguments) {
        if (equals(USER)) {
            return arguments;
        }
        JsonObject with = arguments.with("origin", new JsonString(word));
        return id.isPresent() ? with.with("origin-id", JsonNumber.of(id.getAsLong())) : with;
    }
}
