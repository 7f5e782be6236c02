package dev.keaha.health;

import dev.keaha.ha.HaParameters;
import java.time.Duration;
import java.util.Optional;

/**
 * What the embedding product decides about verdicts.
 *
 * @param settlingBound how long a peer may settle; empty is {@code max-response-delay} + {@code sync-timeout} + twice
 *     {@code heartbeat-delay} of the relationship, 140 s with Kea's defaults: a lone server waits for
 *     {@code max-response-delay} until its partner counts as dead, and it stays well below the 10 minutes in which a pair
 *     that ended HA can be restarted
 * @param returnDelay how long a returned primary must be active before it takes the source back from its stand-in; the
 *     default is zero
 * @param editedStandIn what happens when the primary returns and the stand-in's configuration was changed meanwhile
 * @param observationLifetime how old an observation may be; an older one counts as none; the default is 60 s
 * @param replicate whether anything is replicated ({@code keaReplicateConfig}, spec row S7); the default is true
 */
public record HealthPolicy(
        Optional<Duration> settlingBound,
        Duration returnDelay,
        EditedStandIn editedStandIn,
        Duration observationLifetime,
        boolean replicate) {

    /** What happens when the primary returns and the stand-in's configuration was changed meanwhile. */
    public enum EditedStandIn {
        /** The primary is the source, and its configuration overwrites the changes (spec row S12). */
        PRIMARY_WINS,
        /** The stand-in stays the source and nothing is replicated until somebody has decided. */
        HOLD
    }

    /** The specification's rules, with the default times. */
    public static final HealthPolicy DEFAULT =
            new HealthPolicy(Optional.empty(), Duration.ZERO, EditedStandIn.PRIMARY_WINS, Duration.ofSeconds(60), true);

    /** Checks the times. */
    public HealthPolicy {
        if (settlingBound.filter(Duration::isNegative).isPresent()
                || returnDelay.isNegative()
                || observationLifetime.isNegative()) {
            throw new IllegalArgumentException("A time below zero: settlingBound " + settlingBound + ", returnDelay "
                    + returnDelay + ", observationLifetime " + observationLifetime);
        }
    }

    /**
     * This policy with another bound for settling.
     *
     * @param bound how long a peer may settle
     * @return a new policy
     */
    public HealthPolicy withSettlingBound(Duration bound) {
        return new HealthPolicy(Optional.of(bound), returnDelay, editedStandIn, observationLifetime, replicate);
    }

    /**
     * This policy with another delay for a returned primary.
     *
     * @param delay how long it must be active
     * @return a new policy
     */
    public HealthPolicy withReturnDelay(Duration delay) {
        return new HealthPolicy(settlingBound, delay, editedStandIn, observationLifetime, replicate);
    }

    /**
     * This policy with another rule for changes made on a stand-in.
     *
     * @param rule the rule
     * @return a new policy
     */
    public HealthPolicy withEditedStandIn(EditedStandIn rule) {
        return new HealthPolicy(settlingBound, returnDelay, rule, observationLifetime, replicate);
    }

    /**
     * This policy with another age up to which observations count.
     *
     * @param lifetime how old an observation may be
     * @return a new policy
     */
    public HealthPolicy withObservationLifetime(Duration lifetime) {
        return new HealthPolicy(settlingBound, returnDelay, editedStandIn, lifetime, replicate);
    }

    /**
     * This policy with replication switched on or off.
     *
     * @param on whether anything is replicated
     * @return a new policy
     */
    public HealthPolicy withReplicate(boolean on) {
        return new HealthPolicy(settlingBound, returnDelay, editedStandIn, observationLifetime, on);
    }

    /** How long a peer with these parameters may settle. */
    Duration settlingBound(HaParameters parameters) {
        return settlingBound.orElseGet(() -> parameters
                .maxResponseDelay()
                .plus(parameters.syncTimeout())
                .plus(parameters.heartbeatDelay().multipliedBy(2)));
    }
}
