package dev.keaha.command;

import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;

/** Which lease. */
public final class LeaseKey {

    private final JsonObject arguments;

    private LeaseKey(JsonObject arguments) {
        this.arguments = arguments;
    }

    /**
     * The lease of an address.
     *
     * @param address an IPv4 or IPv6 address
     * @return the key
     */
    public static LeaseKey ofAddress(String address) {
        return new LeaseKey(Json.object("ip-address", address));
    }

    /**
     * The lease of a delegated prefix.
     *
     * @param prefix its first address, without length
     * @return the key
     */
    public static LeaseKey ofPrefix(String prefix) {
        return new LeaseKey(Json.object("ip-address", prefix, "type", "IA_PD"));
    }

    /**
     * The lease of a DHCPv4 client.
     *
     * @param subnet the id of its subnet
     * @param identifierType {@code hw-address} or {@code client-id}
     * @param identifier hexadecimal digits
     * @return the key
     */
    public static LeaseKey ofClient(long subnet, String identifierType, String identifier) {
        return new LeaseKey(
                Json.object("subnet-id", subnet, "identifier-type", identifierType, "identifier", identifier));
    }

    /**
     * The lease of a DHCPv6 client.
     *
     * @param subnet the id of its subnet
     * @param duid hexadecimal digits
     * @param iaid the client's number for it
     * @return the key
     */
    public static LeaseKey ofDuid(long subnet, String duid, long iaid) {
        return new LeaseKey(
                Json.object("subnet-id", subnet, "identifier-type", "duid", "identifier", duid, "iaid", iaid));
    }

    JsonObject arguments() {
        return arguments;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LeaseKey that && arguments.equals(that.arguments);
    }

    @Override
    public int hashCode() {
        return arguments.hashCode();
    }

    @Override
    public String toString() {
        return arguments.toString();
    }
}
