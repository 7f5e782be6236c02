package dev.keaha.json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What identifies the elements of lists, given by whoever knows what the lists mean: with it, a subnet that moved in its
 * list is still the same subnet.
 */
public interface ListKeys {

    /** No list has keys: elements are compared by their place. */
    ListKeys NONE = new ListKeys() {
        @Override
        public @Nullable String key(String list, JsonObject element) {
            return null;
        }

        @Override
        public boolean ordered(String list) {
            return true;
        }
    };

    /**
     * What identifies an element.
     *
     * @param list the name of the member that holds the list
     * @param element one of its elements
     * @return the key, unique in a sound list; null where such an element has none
     */
    @Nullable
    String key(String list, JsonObject element);

    /**
     * Whether the order of a list with keys means something.
     *
     * @param list the name of the member that holds the list
     * @return true when a different order is a difference
     */
    boolean ordered(String list);

    /**
     * The elements of a list by their keys.
     *
     * @param list the name of the member that holds the list
     * @param elements the list
     * @return the elements in order; empty where an element is no object or has no key, or two have the same
     */
    default Optional<Map<String, JsonObject>> keyed(String list, JsonArray elements) {
        Map<String, JsonObject> byKey = new LinkedHashMap<>(elements.size() * 2);
        for (JsonValue element : elements) {
            String key = element instanceof JsonObject object ? key(list, object) : null;
            if (key == null || byKey.put(key, (JsonObject) element) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(byKey);
    }
}
