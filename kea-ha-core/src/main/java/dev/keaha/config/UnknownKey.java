package dev.keaha.config;

import java.util.Optional;

/**
 * A key that Kea of a version does not know. Outside of hook libraries Kea refuses a configuration with such a key.
 *
 * @param path where it stands, as a JSON path
 * @param version the version that does not know it
 * @param since the first version that knows it, where it is newer
 * @param until the last version that knew it, where it is gone
 */
public record UnknownKey(String path, KeaVersion version, Optional<KeaVersion> since, Optional<KeaVersion> until) {

    /**
     * What is wrong, for people.
     *
     * @return which versions know the key, in one sentence without its path
     */
    public String problem() {
        return "Kea " + version + " does not know this key"
                + since.map(first -> "; " + first + " is the first to know it").orElse("")
                + until.map(last -> "; " + last + " was the last to know it").orElse("")
                + ".";
    }

    /** For people: which key, and which versions know it. */
    @Override
    public String toString() {
        return path + ": " + problem();
    }
}
