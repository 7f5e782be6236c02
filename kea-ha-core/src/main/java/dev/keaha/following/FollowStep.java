package dev.keaha.following;

import java.util.List;

/**
 * One step of {@link Following}.
 *
 * @param memory what the next step needs; keep it
 * @param action what is to be done now
 * @param differing the peers whose configuration was found to differ, and was not known to; in the order of the plan
 */
public record FollowStep(FollowMemory memory, FollowAction action, List<String> differing) {

    /** Copies the list. */
    public FollowStep {
        differing = List.copyOf(differing);
    }
}
