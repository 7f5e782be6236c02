package dev.keaha.replication;

import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaListKeys;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonChange;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonPath;
import dev.keaha.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
     * @return the path of each element that is gone; of what vanishes inside one of them only the outermost is named
     */
    public static List<JsonPath> between(KeaConfig before, KeaConfig after) {
        KeaListKeys keys = KeaListKeys.of(before.service());
        List<JsonPath> vanishing = new ArrayList<>();
        for (JsonChange change : LocalSettings.changes(before, after)) {
            if (change.from() != null && change.kind() != JsonChange.Kind.REORDERED) {
                collect(change, keys, vanishing);
            }
        }
        return vanishing;
    }

    private static void collect(JsonChange change, KeaListKeys keys, List<JsonPath> vanishing) {
        JsonPath path = change.path();
        boolean elementGone = change.kind() == JsonChange.Kind.REMOVED
                && path.parent()
                        .flatMap(JsonPath::last)
                        .filter(VanishingElements::isList)
                        .isPresent();
        if (elementGone) {
            vanishing.add(path);
        } else if (change.kind() == JsonChange.Kind.REMOVED || !(change.to() instanceof JsonObject)) {
            inside(path, change.from(), keys, vanishing);
        }
    }

    /** What is gone takes with it what it held: a client class its options, a list its elements. */
    private static void inside(JsonPath path, @Nullable JsonValue gone, KeaListKeys keys, List<JsonPath> vanishing) {
        if (gone instanceof JsonObject object) {
            object.toMap().forEach((name, member) -> inside(path.key(name), member, keys, vanishing));
        } else if (gone instanceof JsonArray array) {
            String list = path.last()
                    .map(step -> step instanceof JsonPath.Key key ? key.name() : "")
                    .orElse("");
            for (int i = 0; i < array.size(); i++) {
                String key = array.get(i) instanceof JsonObject element ? keys.key(list, element) : null;
                JsonPath at = key == null ? path.index(i) : path.element(key);
                if (LISTS.contains(list)) {
                    vanishing.add(at);
                } else {
                    inside(at, array.get(i), keys, vanishing);
                }
            }
        }
    }

    private static boolean isList(JsonPath.Step step) {
        return step instanceof JsonPath.Key key && LISTS.contains(key.name());
    }
}
