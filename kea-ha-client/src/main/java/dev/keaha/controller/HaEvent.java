package dev.keaha.controller;

import dev.keaha.following.Hold;
import dev.keaha.ha.RelationshipId;
import dev.keaha.health.PeerVerdict;
import dev.keaha.health.Verdict;
import dev.keaha.replication.ConfigDifference;
import dev.keaha.replication.ConfigMerge;
import dev.keaha.replication.ReplicationPlan;
import dev.keaha.replication.ReplicationReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Something that happened to a relationship that is kept an eye on (spec row B13). Each is told once. */
public sealed interface HaEvent {

    /**
     * Whose.
     *
     * @return the relationship
     */
    RelationshipId relationship();

    /**
     * When it was noticed.
     *
     * @return the moment
     */
    Instant at();

    /**
     * Health, source, replication or a reason that matters is another one than before.
     *
     * @param relationship whose
     * @param at when
     * @param before the verdict before; empty for the first one
     * @param verdict the verdict now
     */
    record VerdictChanged(RelationshipId relationship, Instant at, Optional<Verdict> before, Verdict verdict)
            implements HaEvent {}

    /**
     * A peer's condition or the state of its HA machine is another one than before.
     *
     * @param relationship whose
     * @param at when
     * @param before what it was before; empty for the first time
     * @param peer what it is now
     */
    record PeerChanged(RelationshipId relationship, Instant at, Optional<PeerVerdict> before, PeerVerdict peer)
            implements HaEvent {}

    /**
     * A peer answers again that did not.
     *
     * @param relationship whose
     * @param at when
     * @param peer its name
     */
    record Reconnected(RelationshipId relationship, Instant at, String peer) implements HaEvent {}

    /**
     * A peer's configuration is not what the source's would make it. Told again only when the difference becomes another.
     *
     * @param relationship whose
     * @param at when
     * @param peer its name
     * @param changes what a replication would change; secrets are masked in its text only
     * @param stays whether the difference survived a push, so that it is not pushed again
     */
    record DriftFound(
            RelationshipId relationship, Instant at, String peer, List<ConfigDifference> changes, boolean stays)
            implements HaEvent {

        /** Copies the list. */
        public DriftFound {
            changes = List.copyOf(changes);
        }
    }

    /**
     * Something was replicated, or was tried to.
     *
     * @param relationship whose
     * @param at when it ended
     * @param report how it ended
     */
    record Replicated(RelationshipId relationship, Instant at, ReplicationReport report) implements HaEvent {}

    /**
     * A configuration that somebody made was overwritten; it is in the archive of the store.
     *
     * @param relationship whose
     * @param at when it was archived
     * @param peer whose configuration it was
     */
    record EditArchived(RelationshipId relationship, Instant at, String peer) implements HaEvent {}

    /**
     * Nothing is replicated until somebody consents ({@link HaController#consent}), or the source changes.
     *
     * @param relationship whose
     * @param at when
     * @param hold why
     * @param plan what would be done
     */
    record DecisionNeeded(RelationshipId relationship, Instant at, Hold hold, ReplicationPlan plan)
            implements HaEvent {}

    /**
     * The primary is back, and its stand-in accepted changes meanwhile: which of them shall count has to be decided (spec row
     * B4). Where the policy is {@link dev.keaha.replication.MergePolicy#MERGE_OR_HOLD} and nothing contradicts, they are
     * carried over at once; else it waits for {@link ManagedRelationship#editsDecided}. Told again when one of the two changes.
     *
     * @param relationship whose
     * @param at when
     * @param merge what each changed, and where they contradict
     */
    record MergeUndecided(RelationshipId relationship, Instant at, ConfigMerge merge) implements HaEvent {}

    /**
     * What a peer runs and could not write before is on its disk now.
     *
     * @param relationship whose
     * @param at when
     * @param peer its name
     */
    record Written(RelationshipId relationship, Instant at, String peer) implements HaEvent {}

    /**
     * A look or what followed from it failed for a reason that is not the servers', such as the store. It is tried again
     * with the next look.
     *
     * @param relationship whose
     * @param at when
     * @param text what failed
     */
    record WatchFailed(RelationshipId relationship, Instant at, String text) implements HaEvent {}
}
