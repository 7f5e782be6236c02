package dev.keaha.following;

import java.util.Set;

/** What is to be done now. */
public sealed interface FollowAction {

    /**
     * Nothing.
     *
     * @param why a sentence for people
     */
    record Nothing(String why) implements FollowAction {}

    /**
     * Nothing, until somebody decides.
     *
     * @param hold why
     * @param isNew whether it was not held before
     */
    record Decide(Hold hold, boolean isNew) implements FollowAction {}

    /** The source's configuration is to be brought to the others. */
    record Replicate() implements FollowAction {}

    /**
     * Peers run what they could not write to their disk: it is to be tried again.
     *
     * @param peers their names
     */
    record Write(Set<String> peers) implements FollowAction {

        /** Copies the set. */
        public Write {
            peers = Set.copyOf(peers);
        }
    }
}
