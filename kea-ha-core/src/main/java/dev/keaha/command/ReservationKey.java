package dev.keaha.command;

import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;

/**
 * Which reservation.
 *
 * @param subnet the id of its subnet, 0 for a global one
 * @param identifierType {@code hw-address}, {@code duid}, {@code circuit-id}, {@code client-id}, {@code flex-id}; or
 *     {@code ip-address}
 * @param identifier the client's identifier in hexadecimal digits, or the address reserved
 */
public record ReservationKey(long subnet, String identifierType, String identifier) {

    private static final String ADDRESS = "ip-address";

    /**
     * The reservation of an address.
     *
     * @param subnet the id of its subnet
     * @param address the address, or one of them
     * @return the key
     */
    public static ReservationKey ofAddress(long subnet, String address) {
        return new ReservationKey(subnet, ADDRESS, address);
    }

    JsonObject arguments() {
        return identifierType.equals(ADDRESS)
                ? Json.object("subnet-id", subnet, ADDRESS, identifier)
                : Json.object("subnet-id", subnet, "identifier-type", identifierType, "identifier", identifier);
    }
}
