package dev.keaha.replication;

import dev.keaha.config.KeaConfig;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonChange;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonPath;
import dev.keaha.json.JsonValue;
import java.util.List;
import java.util.Set;

/**
 * What an edit drops of the lists that a JSON merge patch replaces as a whole, and so empties by mistake: subnets, shared
 * networks, pools, reservations and options.
 */
public final class VanishingElements {

    private static final Set<String> LISTS = Set.of(
            "subnet4", "subnet6", "shared-networks", "pools", "pd-pools", "reservations", "option-data", "option-def");

    private VanishingElements() {}

    /**
     * What vanishes.
     *
     * @param before the configuration before the edit
     * @param after the configuration after it
     * @return the path of each element, or list of elements, that is gone; of what vanishes inside one of them only the
     *     outermost is named
     */
    public static List<JsonPath> between(KeaConfig before, KeaConfig after) {
        return LocalSettings.changes(before, after).stream()
                .filter(VanishingElements::drops)
                .map(JsonChange::path)
                .toList();
    }

    private static boolean drops(JsonChange change) {
        JsonValue gone = change.from();
        if (gone == null || change.kind() == JsonChange.Kind.REORDERED) {
            return false;
        }
        boolean listGone =
                change.path().last().filter(VanishingElements::isList).isPresent()
                        && gone instanceof JsonArray list
                        && list.size() > 0;
        boolean elementGone = change.kind() == JsonChange.Kind.REMOVED
                && change.path()
                        .parent()
                        .flatMap(JsonPath::last)
                        .filter(VanishingElements::isList)
                        .isPresent();
        return listGone || elementGone || holdsLists(gone) && !(change.to() instanceof JsonObject);
    }

    private static boolean isList(JsonPath.Step step) {
        return step instanceof JsonPath.Key key && LISTS.contains(key.name());
    }

    /** A client class that goes takes its options with it. */
    private static boolean holdsLists(JsonValue gone) {
        return gone instanceof JsonObject object
                && LISTS.stream()
                        .anyMatch(name ->
                                object.array(name).orElse(JsonArray.empty()).size() > 0);
    }
}
