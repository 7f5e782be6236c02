package dev.keaha.controller;

import dev.keaha.config.KeaConfig;
import dev.keaha.ha.RelationshipId;
import dev.keaha.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What must outlive the process: which relationships there are and where their peers are, the journal of a replication
 * under way, the last configuration known to be common, and configurations that were overwritten. What is stored holds
 * secrets in clear, so an implementation keeps it from everybody else.
 *
 * <p>Implementations are safe for use by several threads. Each write is whole or did not happen, also when the machine
 * stops in the middle of it, and is on disk (or wherever it is safe) when the method returns. Methods throw
 * {@link StoreException} when the store cannot be read or written, or is damaged or of a newer release: it is never
 * silently reset.
 */
public interface RelationshipStore {

    /**
     * The relationships known. One that cannot be read is left out; {@link #problems} names it.
     *
     * @return all that can be read, in a stable order
     */
    List<StoredRelationship> relationships();

    /**
     * What is stored of relationships and cannot be read. It is left as it is: whatever concerns that relationship fails
     * with a {@link StoreException}, the others go on.
     *
     * @return the problems, in a stable order
     */
    List<StoreProblem> problems();

    /**
     * One relationship.
     *
     * @param id the relationship
     * @return it, or empty where it is not known
     */
    Optional<StoredRelationship> relationship(RelationshipId id);

    /**
     * Keeps a relationship; the older entry of the same identity is replaced.
     *
     * @param relationship what to keep
     */
    void save(StoredRelationship relationship);

    /**
     * Forgets a relationship and everything about it but its archive.
     *
     * @param id the relationship; without effect where it is not known
     */
    void remove(RelationshipId id);

    /**
     * The journal of a replication that has begun and not ended.
     *
     * @param id the relationship
     * @return the journal, or empty where none is under way
     */
    Optional<JsonObject> journal(RelationshipId id);

    /**
     * Keeps a journal before the step that it describes is carried out.
     *
     * @param id the relationship
     * @param journal the journal
     */
    void saveJournal(RelationshipId id, JsonObject journal);

    /**
     * Forgets the journal: the replication has ended.
     *
     * @param id the relationship
     */
    void clearJournal(RelationshipId id);

    /**
     * The last configuration that all peers had in common.
     *
     * @param id the relationship
     * @return the configuration as the source had it, or empty where none was ever seen
     */
    Optional<KeaConfig> common(RelationshipId id);

    /**
     * Keeps the last configuration that all peers had in common.
     *
     * @param id the relationship
     * @param config the configuration as the source has it
     */
    void saveCommon(RelationshipId id, KeaConfig config);

    /**
     * What following a relationship remembers.
     *
     * @param id the relationship
     * @return what was kept, or empty where it was never added to be kept an eye on
     */
    Optional<JsonObject> following(RelationshipId id);

    /**
     * Keeps what following a relationship remembers.
     *
     * @param id the relationship
     * @param memory what it remembers
     */
    void saveFollowing(RelationshipId id, JsonObject memory);

    /**
     * The changes that were asked for under a key, so that none is made twice.
     *
     * @param id the relationship
     * @return what was kept, or empty where there was none
     */
    Optional<JsonObject> changes(RelationshipId id);

    /**
     * Keeps the changes that were asked for under a key.
     *
     * @param id the relationship
     * @param changes the changes
     */
    void saveChanges(RelationshipId id, JsonObject changes);

    /**
     * Keeps a configuration that is about to be overwritten.
     *
     * @param id the relationship
     * @param peer whose configuration it is
     * @param at the moment
     * @param config the configuration
     */
    void archive(RelationshipId id, String peer, Instant at, KeaConfig config);

    /**
     * What is in the archive of a relationship.
     *
     * @param id the relationship
     * @return the entries, the oldest first; empty where nothing was overwritten yet
     */
    List<ArchiveEntry> archived(RelationshipId id);

    /**
     * A configuration from the archive.
     *
     * @param id the relationship
     * @param name its name, as in {@link ArchiveEntry#name}
     * @return the configuration; empty where the archive has none of that name
     */
    Optional<KeaConfig> archived(RelationshipId id, String name);
}
