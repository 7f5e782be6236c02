package dev.keaha.following;

import java.time.Duration;

/**
 * What the embedding product decides about following.
 *
 * @param whenAdded what happens when the peers differ at the moment a relationship is added
 * @param vanishingPercent how much of the subnets, or of the reservations, may vanish at once without somebody's consent,
 *     0 to 100; the default is 20, and 100 lets everything but an empty configuration pass
 * @param vanishingFloor how many of them may vanish at once whatever share that is, 0 or more; the default is 5
 * @param firstRetry when a replication that failed is tried again; doubled with each failure; the default is 30 s. It is
 *     tried again at once when the source or a peer changes or comes back
 * @param lastRetry how long it waits at the most; the default is one hour
 */
public record FollowPolicy(
        WhenAdded whenAdded, int vanishingPercent, int vanishingFloor, Duration firstRetry, Duration lastRetry) {

    /** Holds what differs when a relationship is added, and more than a fifth vanishing. */
    public static final FollowPolicy DEFAULT =
            new FollowPolicy(WhenAdded.HOLD, 20, 5, Duration.ofSeconds(30), Duration.ofHours(1));

    /** Checks the numbers. */
    public FollowPolicy {
        if (vanishingPercent < 0 || vanishingPercent > 100 || vanishingFloor < 0) {
            throw new IllegalArgumentException("Expected 0 to 100 percent and a floor of 0 or more, found "
                    + vanishingPercent + " and " + vanishingFloor);
        }
        if (firstRetry.isNegative() || firstRetry.isZero() || lastRetry.compareTo(firstRetry) < 0) {
            throw new IllegalArgumentException("Expected a first retry above zero and a last one not before it, found "
                    + firstRetry + " and " + lastRetry);
        }
    }

    /**
     * This policy with another rule for what differs when a relationship is added.
     *
     * @param rule the rule
     * @return a new policy
     */
    public FollowPolicy withWhenAdded(WhenAdded rule) {
        return new FollowPolicy(rule, vanishingPercent, vanishingFloor, firstRetry, lastRetry);
    }

    /**
     * This policy with another measure of what may vanish at once.
     *
     * @param percent the share, 0 to 100
     * @param floor how many in any case
     * @return a new policy
     */
    public FollowPolicy withVanishing(int percent, int floor) {
        return new FollowPolicy(whenAdded, percent, floor, firstRetry, lastRetry);
    }

    /** How long to wait after so many failures. */
    Duration retryAfter(int failures) {
        Duration wait = firstRetry;
        for (int i = 1; i < failures && wait.compareTo(lastRetry) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(lastRetry) < 0 ? wait : lastRetry;
    }
}
