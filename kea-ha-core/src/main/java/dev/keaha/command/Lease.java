package dev.keaha.command;

import dev.keaha.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A lease as Kea answers it; members that are not read here are carried in {@link #tree}.
 *
 * @param address the address, or the first one of a prefix
 * @param subnet the id of its subnet
 * @param state what it is in
 * @param tree all that Kea answered of it
 */
public record Lease(String address, long subnet, LeaseState state, JsonObject tree) {

    static Lease of(String command, JsonObject tree) {
        return new Lease(
                tree.text("ip-address").orElseThrow(() -> KeaCommand.malformed(command, "a lease without ip-address")),
                tree.integer("subnet-id").orElse(0),
                new LeaseState(tree.integer("state").orElse(0)),
                tree);
    }

    /**
     * The length of a delegated prefix.
     *
     * @return the length; empty for an address
     */
    public OptionalLong prefixLength() {
        return tree.integer("prefix-len");
    }

    /**
     * When the client was last heard of it ({@code cltt}), by the server's clock.
     *
     * @return the time in whole seconds
     */
    public Instant lastTransmission() {
        return Instant.ofEpochSecond(seconds("cltt"));
    }

    /**
     * How long it lasts from then on.
     *
     * @return the valid lifetime in whole seconds
     */
    public Duration validLifetime() {
        return Duration.ofSeconds(seconds("valid-lft"));
    }

    /** Whatever comes, in the bounds of an Instant. */
    private long seconds(String member) {
        return Math.max(0, Math.min(tree.integer(member).orElse(0), Integer.MAX_VALUE * 4L));
    }

    /**
     * The client's hardware address.
     *
     * @return hexadecimal digits with colons; empty where not known
     */
    public Optional<String> hwAddress() {
        return tree.text("hw-address").filter(text -> !text.isEmpty());
    }

    /**
     * The DHCPv4 client's identifier.
     *
     * @return hexadecimal digits with colons; empty where not known
     */
    public Optional<String> clientId() {
        return tree.text("client-id").filter(text -> !text.isEmpty());
    }

    /**
     * The DHCPv6 client's DUID.
     *
     * @return hexadecimal digits with colons; empty for DHCPv4
     */
    public Optional<String> duid() {
        return tree.text("duid");
    }

    /**
     * The client's name.
     *
     * @return the name; empty where not known
     */
    public Optional<String> hostname() {
        return tree.text("hostname").filter(text -> !text.isEmpty());
    }
}
