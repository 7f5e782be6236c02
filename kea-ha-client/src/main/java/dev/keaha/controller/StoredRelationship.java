package dev.keaha.controller;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfigException;
import dev.keaha.ha.HaRelationship;
import dev.keaha.ha.RelationshipId;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A relationship as the store keeps it: enough to come back while the primary is down (spec rows S13, B7). It holds no
 * credentials for the management channel; those are given again.
 *
 * @param service the daemons' service
 * @param relationship the element of {@code high-availability} as the source writes it
 * @param addresses each peer's management address where it was last found
 * @param health what the state machine remembers, as JSON
 * @param proven the pairs of configurations that are known to be as equal as they get, as JSON
 */
public record StoredRelationship(
        DhcpService service,
        JsonObject relationship,
        Map<String, Address> addresses,
        JsonObject health,
        JsonArray proven) {

    private static final int FORMAT = 1;

    /** Copies the map. */
    public StoredRelationship {
        addresses = Map.copyOf(addresses);
    }

    /**
     * Where a peer's management channel is.
     *
     * @param uri the address
     * @param given whether somebody gave it; credentials go to no other
     */
    public record Address(URI uri, boolean given) {}

    /**
     * The relationship, typed.
     *
     * @return the relationship
     */
    public HaRelationship typed() {
        return HaRelationship.read(relationship, "relationship");
    }

    /**
     * Which relationship it is.
     *
     * @return its identity
     */
    public RelationshipId id() {
        return RelationshipId.of(service, typed());
    }

    JsonObject toJson() {
        Map<String, JsonValue> places = new LinkedHashMap<>();
        addresses.forEach((peer, address) ->
                places.put(peer, Json.object("uri", address.uri().toString(), "given", address.given())));
        return Json.object(
                "format", FORMAT,
                "service", service.word(),
                "relationship", relationship,
                "addresses", JsonObject.of(places),
                "health", health,
                "proven", proven);
    }

    static StoredRelationship fromJson(JsonObject json) {
        long format = json.integer("format").orElse(-1);
        if (format > FORMAT) {
            throw new NewerFormatException(format, FORMAT);
        } else if (format < 1) {
            throw new KeaConfigException("format", "expected " + FORMAT + ", found " + json.get("format"));
        }
        Map<String, Address> addresses = new LinkedHashMap<>();
        JsonObject places = json.object("addresses").orElse(JsonObject.empty());
        for (String peer : places.names()) {
            JsonObject address = places.object(peer).orElseThrow(() -> missing("addresses." + peer));
            addresses.put(
                    peer,
                    new Address(
                            URI.create(address.text("uri").orElseThrow(() -> missing("addresses." + peer + ".uri"))),
                            address.bool("given").orElse(false)));
        }
        StoredRelationship stored = new StoredRelationship(
                json.text("service").flatMap(DhcpService::of).orElseThrow(() -> missing("service")),
                json.object("relationship").orElseThrow(() -> missing("relationship")),
                addresses,
                json.object("health").orElse(JsonObject.empty()),
                json.array("proven").orElse(JsonArray.empty()));
        stored.typed();
        return stored;
    }

    private static KeaConfigException missing(String path) {
        return new KeaConfigException(path, "missing, or not what it should be");
    }

    /** It was written by a newer release. */
    static final class NewerFormatException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NewerFormatException(long found, long known) {
            super("it has format " + found + ", and this release of kea-ha knows " + known);
        }
    }

    /** Without the content of the relationship, which can hold secrets. */
    @Override
    public String toString() {
        return "StoredRelationship[" + id() + ", " + addresses + "]";
    }
}
