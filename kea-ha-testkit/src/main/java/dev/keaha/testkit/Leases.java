package dev.keaha.testkit;

import dev.keaha.json.JsonObject;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A server's leases, which outlive its daemon. */
final class Leases {

    /** An address, or in DHCPv6 a prefix, of its type. */
    private record Key(String type, Ip address) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return Comparator.comparing(Key::address).thenComparing(Key::type).compare(this, other);
        }
    }

    private final TreeMap<Key, JsonObject> leases = new TreeMap<>();
    private final LinkedHashMap<Key, JsonObject> asAdded = new LinkedHashMap<>();

    private static Key key(JsonObject lease) {
        return new Key(
                lease.text("type").orElse(""),
                Ip.parse(lease.text("ip-address").orElseThrow()).orElseThrow());
    }

    Optional<JsonObject> get(String type, Ip address) {
        return Optional.ofNullable(leases.get(new Key(type, address)));
    }

    void put(JsonObject lease) {
        leases.put(key(lease), lease);
        asAdded.put(key(lease), lease);
    }

    boolean remove(String type, Ip address) {
        asAdded.remove(new Key(type, address));
        return leases.remove(new Key(type, address)) != null;
    }

    int removeIn(long subnet) {
        int before = leases.size();
        leases.values().removeIf(lease -> lease.integer("subnet-id").orElse(0) == subnet);
        asAdded.keySet().retainAll(leases.keySet());
        return before - leases.size();
    }

    /** Takes a partner's lease unless there is one that is as young. */
    void merge(JsonObject lease) {
        JsonObject own = leases.get(key(lease));
        if (own == null || own.integer("cltt").orElse(0) < lease.integer("cltt").orElse(0)) {
            put(lease);
        }
    }

    Stream<JsonObject> all() {
        return leases.values().stream();
    }

    /** The order in which they came, which is that of a search by subnet. */
    Stream<JsonObject> allAsAdded() {
        return asAdded.values().stream();
    }

    int size() {
        return leases.size();
    }

    /** The leases after an address, at most so many. */
    List<JsonObject> page(Optional<Ip> after, long limit) {
        return after.map(address -> leases.tailMap(new Key("\uffff", address), false)).orElse(leases).values().stream()
                .limit(limit)
                .toList();
    }
}
