package dev.keaha.health;

import dev.keaha.ha.HaRelationship;
import java.time.Instant;
import java.util.List;

/**
 * From what was seen of each peer to a verdict (spec rows S9 to S12, S16 to S18): a pure function, so that the same input
 * always has the same answer. docs/verdict.md has its tables.
 */
public final class RelationshipStateMachine {

    private RelationshipStateMachine() {}

    /**
     * Takes one step. Every input has an answer: a peer without an observation, or with one that is too old, counts as
     * not observed; of several observations of a peer the latest counts; those of nobody in the relationship are left
     * out. May be called again with the same arguments.
     *
     * <p>With {@link HealthMemory#EMPTY} nothing is known of before. The source then is the primary when it is active, and
     * also when it is settling, since a start takes no role away; unless its stand-in says by its own state that it acts
     * alone. A settling stand-in is not presumed to be the source.
     *
     * @param memory what the step before left
     * @param relationship the relationship as its source writes it
     * @param observations what was seen of its peers, in any order
     * @param now the time
     * @param policy what the embedding product decides
     * @return the verdict, and the memory for the next step
     * @throws IllegalArgumentException when the relationship has no primary, which Kea does not accept either
     */
    public static HealthStep next(
            HealthMemory memory,
            HaRelationship relationship,
            List<PeerObservation> observations,
            Instant now,
            HealthPolicy policy) {
        return new Deliberation(memory, relationship, observations, now, policy).step();
    }
}
