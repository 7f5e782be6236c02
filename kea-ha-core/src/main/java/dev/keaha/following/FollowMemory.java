package dev.keaha.following;

import dev.keaha.json.Fingerprint;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@link Following} remembers of a relationship between two steps. Small, and made to be stored.
 *
 * @param paused whether somebody paused it
 * @param admitted whether the peers agreed once since the relationship was added, or what differed then was decided
 * @param held for which configuration of the source somebody has to decide; empty where nothing is held
 * @param consented to which configuration of the source somebody consented
 * @param failed the last try, where it failed
 * @param noted what was told of each peer whose configuration differs, so that it is told once
 * @param unwritten the peers that run what they could not write to their disk, and when to try again
 */
public record FollowMemory(
        boolean paused,
        boolean admitted,
        Optional<Held> held,
        Optional<Fingerprint> consented,
        Optional<Failed> failed,
        Map<String, Fingerprint> noted,
        Map<String, Instant> unwritten) {

    /**
     * What somebody has to decide.
     *
     * @param source the source's configuration
     * @param code why it is held
     */
    public record Held(Fingerprint source, Hold.Code code) {}

    /**
     * A try that failed.
     *
     * @param situation what there was to do
     * @param times how often it failed
     * @param notBefore when it is tried again
     */
    public record Failed(Fingerprint situation, int times, Instant notBefore) {}

    /** Just added. */
    public static final FollowMemory EMPTY =
            new FollowMemory(false, false, Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), Map.of());

    /** Copies the maps. */
    public FollowMemory {
        noted = Map.copyOf(noted);
        unwritten = Map.copyOf(unwritten);
    }

    /**
     * Pauses or resumes.
     *
     * @param on whether it is paused
     * @return this memory with that
     */
    public FollowMemory withPaused(boolean on) {
        return new FollowMemory(on, admitted, held, consented, failed, noted, unwritten);
    }

    /**
     * Notes somebody's consent to what is held.
     *
     * @return this memory with the consent; unchanged where nothing is held
     */
    public FollowMemory withConsent() {
        return held.isEmpty()
                ? this
                : new FollowMemory(
                        paused, true, Optional.empty(), held.map(Held::source), Optional.empty(), noted, unwritten);
    }

    FollowMemory withAdmitted(boolean on) {
        return new FollowMemory(paused, on, held, consented, failed, noted, unwritten);
    }

    FollowMemory withHeld(Optional<Held> what) {
        return new FollowMemory(paused, admitted, what, consented, failed, noted, unwritten);
    }

    FollowMemory withFailed(Optional<Failed> what) {
        return new FollowMemory(paused, admitted, held, consented, what, noted, unwritten);
    }

    FollowMemory withNoted(Map<String, Fingerprint> differences) {
        return new FollowMemory(paused, admitted, held, consented, failed, differences, unwritten);
    }

    FollowMemory withUnwritten(Map<String, Instant> peers) {
        return new FollowMemory(paused, admitted, held, consented, failed, noted, peers);
    }

    /**
     * For the store.
     *
     * @return an object that {@link #fromJson} reads
     */
    public JsonObject toJson() {
        Map<String, JsonValue> differences = new TreeMap<>();
        noted.forEach((peer, difference) -> differences.put(peer, new JsonString(difference.toString())));
        Map<String, JsonValue> times = new TreeMap<>();
        unwritten.forEach((peer, at) -> times.put(peer, new JsonString(at.toString())));
        JsonObject json = Json.object("paused", paused, "admitted", admitted, "noted", differences, "unwritten", times);
        if (held.isPresent()) {
            json = json.with(
                    "held",
                    Json.object(
                            "source", held.get().source().toString(),
                            "code", held.get().code().toString()));
        }
        if (consented.isPresent()) {
            json = json.with("consented", new JsonString(consented.get().toString()));
        }
        if (failed.isPresent()) {
            json = json.with(
                    "failed",
                    Json.object(
                            "situation", failed.get().situation().toString(),
                            "times", failed.get().times(),
                            "notBefore", failed.get().notBefore().toString()));
        }
        return json;
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @param json the object from the store
     * @return the memory
     * @throws IllegalArgumentException when it is anything else
     */
    public static FollowMemory fromJson(JsonObject json) {
        Map<String, Fingerprint> differences = new TreeMap<>();
        JsonObject noted = json.object("noted").orElseThrow(() -> bad("noted"));
        noted.names().forEach(peer -> differences.put(peer, fingerprint(noted, peer)));
        Map<String, Instant> times = new TreeMap<>();
        JsonObject unwritten = json.object("unwritten").orElseThrow(() -> bad("unwritten"));
        unwritten.names().forEach(peer -> times.put(peer, instant(unwritten, peer)));
        return new FollowMemory(
                json.bool("paused").orElseThrow(() -> bad("paused")),
                json.bool("admitted").orElseThrow(() -> bad("admitted")),
                json.object("held").map(held -> new Held(fingerprint(held, "source"), code(held))),
                json.get("consented") == null ? Optional.empty() : Optional.of(fingerprint(json, "consented")),
                json.object("failed")
                        .map(failed -> new Failed(
                                fingerprint(failed, "situation"),
                                Math.toIntExact(failed.integer("times").orElseThrow(() -> bad("failed.times"))),
                                instant(failed, "notBefore"))),
                differences,
                times);
    }

    private static Hold.Code code(JsonObject held) {
        String word = held.text("code").orElse("");
        for (Hold.Code code : Hold.Code.values()) {
            if (code.toString().equals(word)) {
                return code;
            }
        }
        throw bad("held.code");
    }

    private static Fingerprint fingerprint(JsonObject object, String name) {
        return object.text(name).map(Fingerprint::parse).orElseThrow(() -> bad(name));
    }

    private static Instant instant(JsonObject object, String name) {
        try {
            return Instant.parse(object.text(name).orElse(""));
        } catch (DateTimeException e) {
            throw bad(name);
        }
    }

    private static IllegalArgumentException bad(String name) {
        return new IllegalArgumentException("The stored memory of following is not readable: '" + name + "'");
    }
}
