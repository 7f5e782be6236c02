package dev.keaha.controller;

import dev.keaha.config.KeaConfig;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A change of the source's configuration.
 *
 * @param key names the change, so that asking again does not make it twice: the same key never changes a relationship
 *     twice, also after a crash in the middle. Empty for a change without that promise
 * @param edit makes the new configuration from the source's current one; asked again with a newer one where somebody else
 *     changed the source meanwhile. It may throw, and then nothing happens
 * @param consent whether the new configuration may look wrong: empty, or without a good part of the subnets or
 *     reservations that were there before
 */
public record ChangeRequest(Optional<String> key, UnaryOperator<KeaConfig> edit, boolean consent) {

    /**
     * A change without a key.
     *
     * @param edit makes the new configuration from the source's
     * @return the change
     */
    public static ChangeRequest of(UnaryOperator<KeaConfig> edit) {
        return new ChangeRequest(Optional.empty(), edit, false);
    }

    /**
     * This change under a key.
     *
     * @param name names the change, not blank
     * @return a new request
     */
    public ChangeRequest withKey(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("Expected a key that is not blank");
        }
        return new ChangeRequest(Optional.of(name), edit, consent);
    }

    /**
     * This change with consent to what looks wrong.
     *
     * @return a new request
     */
    public ChangeRequest withConsent() {
        return new ChangeRequest(key, edit, true);
    }
}
