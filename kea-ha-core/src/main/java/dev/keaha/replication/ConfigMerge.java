package dev.keaha.replication;

import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaListKeys;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonConflict;
import dev.keaha.json.JsonMerge;
import dev.keaha.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the primary of a relationship and its stand-in changed since they last had one configuration in common, brought
 * together (spec row B4). Local settings are the primary's throughout.
 *
 * @param common the last common configuration
 * @param primary the primary's
 * @param standIn the stand-in's, as it would be on the primary
 * @param merged what both changed, with the primary's value in a conflict
 * @param conflicts what both changed differently; {@link JsonConflict#one} is the primary's
 */
public record ConfigMerge(
        KeaConfig common, KeaConfig primary, KeaConfig standIn, KeaConfig merged, List<JsonConflict> conflicts) {

    /** Copies the list. */
    public ConfigMerge {
        conflicts = List.copyOf(conflicts);
    }

    /**
     * Merges.
     *
     * @param common the last configuration that was common, of whichever peer
     * @param primary the primary's configuration now
     * @param standIn the stand-in's configuration now
     * @param localSettings what belongs to each peer
     * @param name the primary's name
     * @return the merge
     * @throws IllegalArgumentException when they are of different services
     */
    public static ConfigMerge of(
            KeaConfig common, KeaConfig primary, KeaConfig standIn, LocalSettings localSettings, String name) {
        KeaConfig base = localSettings.overlay(common, primary, name).config();
        KeaConfig one = localSettings.overlay(primary, primary, name).config();
        KeaConfig other = localSettings.overlay(standIn, primary, name).config();
        JsonMerge merge = JsonMerge.of(
                base.dhcp(), one.dhcp(), other.dhcp(), KeaListKeys.of(primary.service()), JsonMerge.Side.ONE);
        return new ConfigMerge(
                base, one, other, KeaConfig.of(primary.service(), (JsonObject) merge.merged()), merge.conflicts());
    }

    /**
     * What becomes of the stand-in's changes under a policy.
     *
     * @param policy the policy
     * @return the configuration that the primary shall have; empty where the changes are held
     */
    public Optional<KeaConfig> decide(MergePolicy policy) {
        if (carried().isEmpty() && conflicts.isEmpty()) {
            return Optional.of(primary);
        }
        return switch (policy) {
            case PRIMARY_WINS -> Optional.of(primary);
            case MERGE_OR_HOLD -> conflicts.isEmpty() ? Optional.of(merged) : Optional.empty();
            case HOLD -> Optional.empty();
        };
    }

    /**
     * What the stand-in changed and the primary would get.
     *
     * @return the difference between the primary's configuration and the merged one
     */
    public ConfigDiff carried() {
        return ConfigDiff.between(primary, merged);
    }

    /**
     * What the stand-in changed.
     *
     * @return the difference between the common configuration and the stand-in's
     */
    public ConfigDiff accepted() {
        return ConfigDiff.between(common, standIn);
    }

    /**
     * This merge as JSON, secrets masked.
     *
     * @return {@code {"carried","conflicts"}}; in a conflict {@code one} is the primary's value and {@code other} the
     *     stand-in's
     */
    public JsonObject toJson() {
        return Json.object(
                "carried",
                carried().toJson(),
                "conflicts",
                JsonArray.of(conflicts.stream().map(JsonConflict::toJson).toList()));
    }

    /** For people, over several lines, secrets masked. */
    @Override
    public String toString() {
        String carried = carried()
                .toString()
                .lines()
                .map(line -> "carried over: " + line + "\n")
                .collect(Collectors.joining());
        String disputed = conflicts.stream()
                .map(conflict -> "in conflict: " + conflict + "\n")
                .collect(Collectors.joining());
        return (carried + disputed).stripTrailing();
    }
}
