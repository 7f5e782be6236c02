package dev.keaha.health;

import dev.keaha.ha.HaRelationship;
import java.util.Locale;

/**
 * What a peer is, as far as the service is concerned. Which HA state makes which condition, in which mode and role, is in
 * one table; docs/verdict.md shows it.
 */
public enum PeerCondition {
    /** At work in its role. */
    ACTIVE(Standing.ACTIVE, "At work in its role."),
    /** At work, and takes its partner for lost ({@code partner-down}). */
    ALONE(Standing.ACTIVE, "At work, and takes its partner for lost."),
    /** At work in load-balancing, and does not hear its partner at the moment ({@code communication-recovery}). */
    RECOVERING(Standing.ACTIVE, "At work, and does not hear its partner at the moment."),
    /** At work for both, since its partner is in maintenance ({@code partner-in-maintenance}). */
    COVERING(Standing.ACTIVE, "At work for both, since its partner is in maintenance."),
    /** Serves its own clients, but has ended HA ({@code terminated}). */
    TERMINATED(Standing.ACTIVE, "Serves its own clients, but has ended HA."),
    /** Serves clients, in an HA state that this release does not know or that its mode and role do not have. */
    UNEXPECTED(Standing.ACTIVE, "Serves clients, in a state that does not belong to its mode and role."),
    /** On its way to work after a start or a new configuration, for a bounded time. */
    SETTLING(Standing.SETTLING, "On its way to work after a start or a new configuration."),
    /** On its way to work for longer than the bound. */
    STUCK(Standing.AWAY, "On its way to work for too long."),
    /** Taken out of service on purpose, waits to be shut down ({@code in-maintenance}). */
    IN_MAINTENANCE(Standing.AWAY, "Taken out of service on purpose, waits to be shut down."),
    /** Its DHCP service is switched off, by somebody or by a lost database. */
    DISABLED(Standing.AWAY, "Its DHCP service is switched off."),
    /** The daemon runs, but without this relationship. */
    NO_HA(Standing.AWAY, "The daemon runs, but without this relationship."),
    /** It runs HA, but its own configuration contradicts the relationship: other mode, role or partner. */
    MISCONFIGURED(Standing.AWAY, "Its own configuration contradicts the relationship."),
    /** Another server answers at its address. */
    WRONG_SERVER(Standing.AWAY, "Another server answers at its address."),
    /** Its agent answers and says that the daemon does not run. */
    OFFLINE(Standing.AWAY, "Its agent answers and says that the daemon does not run."),
    /** Something answers, but does not let us ask: login, permission, certificate, or not Kea at all. */
    INACCESSIBLE(Standing.AWAY, "Something answers, but does not let us ask."),
    /** It gave no answer. */
    UNREACHABLE(Standing.AWAY, "It gave no answer."),
    /** It was not asked, or too long ago. */
    UNOBSERVED(Standing.AWAY, "It was not asked, or too long ago.");

    /** The three standings that the verdict's rules are written in. */
    public enum Standing {
        /** It does its work. */
        ACTIVE,
        /** It keeps the role it has and gains none. */
        SETTLING,
        /** It does not count. */
        AWAY
    }

    private final Standing standing;
    private final String meaning;

    PeerCondition(Standing standing, String meaning) {
        this.standing = standing;
        this.meaning = meaning;
    }

    /**
     * What one observation says of its peer, without memory: a settling peer never counts as {@link #STUCK} here.
     *
     * @param relationship the relationship
     * @param observation what was seen of one of its peers
     * @return the condition
     * @throws IllegalArgumentException when the relationship has no peer of that name
     */
    public static PeerCondition of(HaRelationship relationship, PeerObservation observation) {
        return Judgement.of(
                        relationship,
                        relationship
                                .peer(observation.peer())
                                .orElseThrow(() -> new IllegalArgumentException(
                                        "The relationship has no peer " + observation.peer())),
                        observation)
                .condition();
    }

    /**
     * What it counts as in the rules.
     *
     * @return the standing
     */
    public Standing standing() {
        return standing;
    }

    /**
     * Whether it does its work.
     *
     * @return true when it does
     */
    public boolean isActive() {
        return standing == Standing.ACTIVE;
    }

    /**
     * Whether it is on its way to work.
     *
     * @return true when it is
     */
    public boolean isSettling() {
        return standing == Standing.SETTLING;
    }

    /**
     * Whether it does not count.
     *
     * @return true when it does not
     */
    public boolean isAway() {
        return standing == Standing.AWAY;
    }

    /**
     * What it means.
     *
     * @return a sentence for people
     */
    public String meaning() {
        return meaning;
    }

    /** The word in JSON. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
