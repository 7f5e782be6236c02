package dev.keaha.controller;

import dev.keaha.config.KeaConfig;
import dev.keaha.ha.RelationshipId;
import dev.keaha.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** A store that outlives a controller, not the test. */
final class MemoryStore implements RelationshipStore {

    private final Map<String, StoredRelationship> relationships = new TreeMap<>();
    private final Map<String, JsonObject> journals = new HashMap<>();
    private final Map<String, JsonObject> following = new HashMap<>();
    private final Map<String, JsonObject> changes = new HashMap<>();
    private final Map<String, KeaConfig> common = new HashMap<>();
    private final BiConsumer<RelationshipId, KeaConfig> archive;
    final List<StoreProblem> problems = new ArrayList<>();

    MemoryStore(BiConsumer<RelationshipId, KeaConfig> archive) {
        this.archive = archive;
    }

    @Override
    public synchronized List<StoredRelationship> relationships() {
        return List.copyOf(relationships.values());
    }

    @Override
    public List<StoreProblem> problems() {
        return problems;
    }

    @Override
    public synchronized Optional<StoredRelationship> relationship(RelationshipId id) {
        return Optional.ofNullable(relationships.get(id.toString()));
    }

    @Override
    public synchronized void save(StoredRelationship relationship) {
        relationships.put(relationship.id().toString(), relationship);
    }

    @Override
    public synchronized void remove(RelationshipId id) {
        List.of(relationships, journals, following, changes, common).forEach(map -> map.remove(id.toString()));
    }

    @Override
    public synchronized Optional<JsonObject> journal(RelationshipId id) {
        return Optional.ofNullable(journals.get(id.toString()));
    }

    @Override
    public synchronized void saveJournal(RelationshipId id, JsonObject journal) {
        journals.put(id.toString(), journal);
    }

    @Override
    public synchronized void clearJournal(RelationshipId id) {
        journals.remove(id.toString());
    }

    @Override
    public synchronized Optional<KeaConfig> common(RelationshipId id) {
        return Optional.ofNullable(common.get(id.toString()));
    }

    @Override
    public synchronized void saveCommon(RelationshipId id, KeaConfig config) {
        common.put(id.toString(), config);
    }

    @Override
    public synchronized Optional<JsonObject> following(RelationshipId id) {
        return Optional.ofNullable(following.get(id.toString()));
    }

    @Override
    public synchronized void saveFollowing(RelationshipId id, JsonObject memory) {
        following.put(id.toString(), memory);
    }

    @Override
    public synchronized Optional<JsonObject> changes(RelationshipId id) {
        return Optional.ofNullable(changes.get(id.toString()));
    }

    @Override
    public synchronized void saveChanges(RelationshipId id, JsonObject all) {
        changes.put(id.toString(), all);
    }

    @Override
    public synchronized void archive(RelationshipId id, String peer, Instant at, KeaConfig config) {
        archive.accept(id, config);
    }

    @Override
    public synchronized List<ArchiveEntry> archived(RelationshipId id) {
        return List.of();
    }

    @Override
    public synchronized Optional<KeaConfig> archived(RelationshipId id, String name) {
        return Optional.empty();
    }
}
