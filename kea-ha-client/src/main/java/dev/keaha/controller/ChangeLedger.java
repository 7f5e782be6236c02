package dev.keaha.controller;

import dev.keaha.config.KeaConfig;
import dev.keaha.ha.RelationshipId;
import dev.keaha.json.Fingerprint;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import dev.keaha.replication.PeerOutcome;
import dev.keaha.replication.PeerResult;
import dev.keaha.replication.ReplicationReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which changes were asked for under a key, so that none is made twice. What is about to be sent is noted before, and how
 * it ended before the journal of the run is cleared: where an entry is open and no journal is there, nothing was sent.
 *
 * <p>Used by whoever has the relationship's turn. An entry is kept for 30 days.
 */
final class ChangeLedger {

    private static final Duration KEPT = Duration.ofDays(30);

    /** How far it came. */
    enum State {
        /** It may have been sent, and its journal tells more. */
        OPEN,
        /** The source has it. */
        MADE,
        /** Nobody knows. */
        UNCERTAIN
    }

    /**
     * One change.
     *
     * @param before what the source's configuration was
     * @param after what it should become
     * @param text how it ended
     */
    record Entry(String key, Instant at, State state, Fingerprint before, Fingerprint after, String text) {

        private JsonObject toJson() {
            return Json.object(
                    "key", key,
                    "at", at.toString(),
                    "state", state.name(),
                    "before", before.toString(),
                    "after", after.toString(),
                    "text", text);
        }

        private static Entry fromJson(JsonObject json) {
            return new Entry(
                    json.text("key").orElseThrow(Entry::damaged),
                    Instant.parse(json.text("at").orElseThrow(Entry::damaged)),
                    State.valueOf(json.text("state").orElseThrow(Entry::damaged)),
                    Fingerprint.parse(json.text("before").orElseThrow(Entry::damaged)),
                    Fingerprint.parse(json.text("after").orElseThrow(Entry::damaged)),
                    json.text("text").orElseThrow(Entry::damaged));
        }

        private static StoreException damaged() {
            return new StoreException("The stored list of changes is damaged. Nothing was changed.", null);
        }
    }

    private final RelationshipStore store;
    private final RelationshipId id;

    ChangeLedger(RelationshipStore store, RelationshipId id) {
        this.store = store;
        this.id = id;
    }

    Optional<Entry> find(String key) {
        return entries().stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    /** It is about to be sent. */
    void open(String key, Instant now, KeaConfig before, KeaConfig after) {
        put(new Entry(key, now, State.OPEN, before.fingerprint(), after.fingerprint(), ""), now);
    }

    /** A run has ended, the one of the open entry where there is one. */
    void settle(ReplicationReport report, Instant now) {
        for (Entry entry : entries()) {
            if (entry.state() == State.OPEN) {
                Optional<PeerResult> source =
                        report.peers().stream().filter(PeerResult::source).findFirst();
                Optional<PeerOutcome> outcome = source.map(PeerResult::outcome);
                if (outcome.filter(end -> end.applied() || end == PeerOutcome.UP_TO_DATE)
                        .isPresent()) {
                    put(
                            with(
                                    entry,
                                    State.MADE,
                                    source.get().outcome() + ". " + source.get().text()),
                            now);
                } else if (outcome.filter(PeerOutcome.UNKNOWN::equals).isPresent()) {
                    put(with(entry, State.UNCERTAIN, source.get().text()), now);
                } else {
                    forget(entry.key());
                }
            }
        }
    }

    /** It was found to be made after all. */
    void made(Entry entry, Instant now) {
        put(with(entry, State.MADE, "The source has it."), now);
    }

    private static Entry with(Entry entry, State state, String text) {
        return new Entry(entry.key(), entry.at(), state, entry.before(), entry.after(), text);
    }

    void forget(String key) {
        List<Entry> others = new ArrayList<>(entries());
        if (others.removeIf(entry -> entry.key().equals(key))) {
            save(others);
        }
    }

    private void put(Entry entry, Instant now) {
        List<Entry> all = new ArrayList<>(entries());
        all.removeIf(other -> other.key().equals(entry.key()) || other.at().isBefore(now.minus(KEPT)));
        all.add(entry);
        save(all);
    }

    private List<Entry> entries() {
        return store.changes(id)
                .flatMap(json -> json.array("entries"))
                .orElse(JsonArray.empty())
                .objects()
                .map(Entry::fromJson)
                .toList();
    }

    private void save(List<Entry> entries) {
        List<JsonValue> all = new ArrayList<>();
        entries.forEach(entry -> all.add(entry.toJson()));
        store.saveChanges(id, Json.object("format", 1, "entries", JsonArray.of(all)));
    }
}
