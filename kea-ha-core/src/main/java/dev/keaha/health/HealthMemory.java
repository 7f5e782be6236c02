package dev.keaha.health;

import dev.keaha.json.Fingerprint;
import dev.keaha.json.Json;
import dev.keaha.json.JsonNull;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What {@link RelationshipStateMachine} remembers of a relationship between two steps. Small, and made to be stored.
 *
 * @param source who was the source; empty before the first step, and after a step that found none
 * @param sourceLost whether the last step found no source; then the first to become active is the next
 * @param primaryActiveSince since when the primary is active again while its stand-in is still the source
 * @param editedStandIn the stand-in whose configuration was changed while it was the source, until that is decided
 * @param peers what is remembered of each peer that was seen
 */
public record HealthMemory(
        Optional<String> source,
        boolean sourceLost,
        Optional<Instant> primaryActiveSince,
        Optional<String> editedStandIn,
        Map<String, PeerMemory> peers) {

    /**
     * What is remembered of a peer.
     *
     * @param started when its HA machine was last started, by a start of the daemon or a new configuration
     * @param settling its way to work; empty when it is not on it
     * @param lockedSince since when HA keeps its DHCP service off in a state in which it serves; empty when it does not
     * @param proven whether its configuration is proven to be the source's
     * @param configuration the configuration that it was last seen with; empty where that is not known
     */
    public record PeerMemory(
            Instant started,
            Optional<Settling> settling,
            Optional<Instant> lockedSince,
            boolean proven,
            Optional<Fingerprint> configuration) {

        /**
         * What is remembered of a peer that neither settles nor is locked.
         *
         * @param started when its HA machine was last started
         * @param proven whether its configuration is proven to be the source's
         */
        static PeerMemory of(Instant started, boolean proven) {
            return new PeerMemory(started, Optional.empty(), Optional.empty(), proven, Optional.empty());
        }
    }

    /**
     * A peer's way to work, over one start or several.
     *
     * @param since when it began, moved on by the time in which the peer was away between two starts
     * @param seen when it was last seen on it
     */
    public record Settling(Instant since, Instant seen) {}

    /** No memory: nothing is known of before. A caller who asks only once begins and ends with it. */
    public static final HealthMemory EMPTY =
            new HealthMemory(Optional.empty(), false, Optional.empty(), Optional.empty(), Map.of());

    /** Copies the map. */
    public HealthMemory {
        if (source.isPresent() && sourceLost) {
            throw new IllegalArgumentException("The source " + source.get() + " cannot be lost and known at once");
        }
        peers = Map.copyOf(peers);
    }

    /**
     * Notes that somebody has decided about the changes made on a stand-in: they were carried over, or may be lost. The
     * primary then takes the source back.
     *
     * @return this memory with the decision noted
     */
    public HealthMemory withEditsDecided() {
        return new HealthMemory(source, sourceLost, primaryActiveSince, Optional.empty(), peers);
    }

    /**
     * Notes that we ourselves changed a peer to the source's configuration: what it is next seen with is no edit.
     *
     * @param peer the peer's name
     * @return this memory without the peer's configuration; unchanged where the peer was never seen
     */
    public HealthMemory withPushed(String peer) {
        return with(
                peer,
                before -> new PeerMemory(
                        before.started(), before.settling(), before.lockedSince(), before.proven(), Optional.empty()));
    }

    /**
     * Notes that a peer's configuration is proven to be the source's: read back after a push, or found equal. The proof
     * ends by itself when the peer goes away or is restarted, or when another peer becomes the source.
     *
     * @param peer the peer's name
     * @return this memory with the proof noted; unchanged where the peer was never seen
     */
    public HealthMemory withProven(String peer) {
        return with(
                peer,
                before -> new PeerMemory(
                        before.started(), before.settling(), before.lockedSince(), true, before.configuration()));
    }

    private HealthMemory with(String peer, UnaryOperator<PeerMemory> change) {
        PeerMemory before = peers.get(peer);
        if (before == null) {
            return this;
        }
        Map<String, PeerMemory> changed = new TreeMap<>(peers);
        changed.put(peer, change.apply(before));
        return new HealthMemory(source, sourceLost, primaryActiveSince, editedStandIn, changed);
    }

    /**
     * For the store.
     *
     * @return an object that {@link #fromJson} reads
     */
    public JsonObject toJson() {
        Map<String, JsonValue> seen = new TreeMap<>();
        peers.forEach((name, peer) -> seen.put(
                name,
                Json.object(
                        "started", text(Optional.of(peer.started())),
                        "settling",
                                peer.settling()
                                        .map(settling -> Json.object(
                                                "since", text(Optional.of(settling.since())),
                                                "seen", text(Optional.of(settling.seen()))))
                                        .orElse(null),
                        "lockedSince", text(peer.lockedSince()),
                        "proven", peer.proven(),
                        "configuration", text(peer.configuration()))));
        return Json.object(
                "source", text(source),
                "sourceLost", sourceLost,
                "primaryActiveSince", text(primaryActiveSince),
                "editedStandIn", text(editedStandIn),
                "peers", seen);
    }

    private static @Nullable String text(Optional<?> value) {
        return value.map(Object::toString).orElse(null);
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @param stored the object from the store
     * @return the memory
     * @throws IllegalArgumentException when it is not what {@link #toJson} writes, with the member's path; the caller may
     *     go on with {@link #EMPTY}
     */
    public static HealthMemory fromJson(JsonObject stored) {
        Map<String, PeerMemory> peers = new TreeMap<>();
        JsonObject seen = stored.object("peers").orElseThrow(() -> bad("peers", "an object", stored.get("peers")));
        for (String name : seen.names()) {
            String path = "peers." + name;
            JsonObject peer = seen.object(name).orElseThrow(() -> bad(path, "an object", seen.get(name)));
            peers.put(
                    name,
                    new PeerMemory(
                            time(peer, path, "started"),
                            settling(peer, path),
                            instant(peer, path, "lockedSince"),
                            bool(peer, path, "proven"),
                            optional(peer, path, "configuration", text -> fingerprint(peer, path, text))));
        }
        return new HealthMemory(
                optional(stored, "", "source", Function.identity()),
                bool(stored, "", "sourceLost"),
                instant(stored, "", "primaryActiveSince"),
                optional(stored, "", "editedStandIn", Function.identity()),
                peers);
    }

    private static Optional<Settling> settling(JsonObject peer, String path) {
        if (peer.get("settling") == JsonNull.NULL) {
            return Optional.empty();
        }
        String member = path + ".settling";
        JsonObject settling =
                peer.object("settling").orElseThrow(() -> bad(member, "an object or null", peer.get("settling")));
        return Optional.of(new Settling(time(settling, member, "since"), time(settling, member, "seen")));
    }

    private static Fingerprint fingerprint(JsonObject peer, String path, String text) {
        try {
            return Fingerprint.parse(text);
        } catch (IllegalArgumentException e) {
            throw bad(path + ".configuration", "a fingerprint", peer.get("configuration"));
        }
    }

    private static Instant time(JsonObject object, String path, String name) {
        return instant(object, path, name).orElseThrow(() -> bad(member(path, name), "a time", object.get(name)));
    }

    private static Optional<Instant> instant(JsonObject object, String path, String name) {
        return optional(object, path, name, text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw bad(member(path, name), "a time such as 2026-11-22T15:27:40Z", object.get(name));
            }
        });
    }

    private static <T> Optional<T> optional(JsonObject object, String path, String name, Function<String, T> reader) {
        JsonValue value = object.get(name);
        if (value instanceof JsonString text) {
            return Optional.of(reader.apply(text.value()));
        } else if (value == JsonNull.NULL) {
            return Optional.empty();
        }
        throw bad(member(path, name), "text or null", value);
    }

    private static boolean bool(JsonObject object, String path, String name) {
        return object.bool(name).orElseThrow(() -> bad(member(path, name), "true or false", object.get(name)));
    }

    private static String member(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static IllegalArgumentException bad(String path, String expected, @Nullable JsonValue found) {
        return new IllegalArgumentException("The stored memory is not readable: " + path + ": expected " + expected
                + ", found " + (found == null ? "nothing" : found));
    }
}
