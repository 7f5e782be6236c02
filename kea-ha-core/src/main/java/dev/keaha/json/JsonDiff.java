package dev.keaha.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What makes one document of another. Lists whose elements have keys are compared by them, lists of plain values as a
 * whole, all others by place. Equal parts cost nothing but a comparison of their fingerprints.
 *
 * @param changes the differences, none for documents that mean the same; the order of a list with keys is a difference
 *     only where {@link ListKeys#ordered} says so
 */
public record JsonDiff(List<JsonChange> changes) {

    /** Copies the list. */
    public JsonDiff {
        changes = List.copyOf(changes);
    }

    /**
     * Compares two documents.
     *
     * @param from the one
     * @param to the other
     * @param keys what identifies the elements of lists
     * @return what makes the other of the one; the same for the same documents
     */
    public static JsonDiff between(JsonValue from, JsonValue to, ListKeys keys) {
        return between(from, to, keys, (path, element) -> {});
    }

    /**
     * As {@link #between(JsonValue, JsonValue, ListKeys)}, for a caller who wants to know what stands on the paths of the
     * changes without looking for it again in large lists.
     *
     * @param from the one
     * @param to the other
     * @param keys what identifies the elements of lists
     * @param differing is told the path of each element with a key that is different, and the element: as it was, or as
     *     it is now where it is new; outer elements before inner ones
     * @return what makes the other of the one; the same for the same documents
     */
    public static JsonDiff between(
            JsonValue from, JsonValue to, ListKeys keys, BiConsumer<JsonPath, JsonObject> differing) {
        Comparison comparison = new Comparison(keys, differing);
        comparison.values(JsonPath.root(), null, from, to);
        return new JsonDiff(comparison.changes);
    }

    /**
     * Whether there is no difference.
     *
     * @return true when the two documents mean the same
     */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /**
     * Applies these changes.
     *
     * @param document the document they were made from, or one like it
     * @param keys what identifies the elements of lists, as in {@link #between}
     * @return the changed document; elements that are new to a list with keys stand at its end unless its order means
     *     something
     * @throws IllegalArgumentException when a change leads to something that the document does not have
     */
    public JsonValue applyTo(JsonValue document, ListKeys keys) {
        JsonValue result = document;
        for (JsonChange change : changes) {
            List<JsonPath.Step> steps = change.path().steps();
            JsonValue changed = steps.isEmpty()
                    ? new Application(change, steps, keys).value(null, result)
                    : new Application(change, steps, keys).inside(null, result, 0);
            if (changed == null) {
                throw new IllegalArgumentException("The whole document cannot be removed");
            }
            result = changed;
        }
        return result;
    }

    private static final class Comparison {
        private final ListKeys keys;
        private final BiConsumer<JsonPath, JsonObject> differing;
        private final List<JsonChange> changes = new ArrayList<>();

        Comparison(ListKeys keys, BiConsumer<JsonPath, JsonObject> differing) {
            this.keys = keys;
            this.differing = differing;
        }

        void values(JsonPath at, @Nullable String member, JsonValue from, JsonValue to) {
            if (from.equals(to)) {
                return;
            }
            if (from instanceof JsonObject a && to instanceof JsonObject b) {
                objects(at, a, b);
            } else if (from instanceof JsonArray a && to instanceof JsonArray b) {
                arrays(at, member, a, b);
            } else {
                changes.add(JsonChange.replaced(at, from, to));
            }
        }

        private void objects(JsonPath at, JsonObject from, JsonObject to) {
            Map<String, JsonValue> left = to.toMap();
            from.toMap().forEach((name, value) -> {
                JsonValue other = left.remove(name);
                if (other == null) {
                    changes.add(JsonChange.removed(at.key(name), value));
                } else if (!value.equals(other)) {
                    values(at.key(name), name, value, other);
                }
            });
            left.forEach((name, value) -> changes.add(JsonChange.added(at.key(name), value)));
        }

        private void arrays(JsonPath at, @Nullable String member, JsonArray from, JsonArray to) {
            Map<Integer, String> inPlace = member == null ? null : inPlace(member, from, to);
            if (inPlace != null) {
                inPlace.forEach((place, key) -> {
                    JsonObject element = (JsonObject) from.get(place);
                    differing.accept(at.element(key), element);
                    values(at.element(key), null, element, to.get(place));
                });
                return;
            }
            Optional<Map<String, JsonObject>> a = member == null ? Optional.empty() : keys.keyed(member, from);
            Optional<Map<String, JsonObject>> b = a.isEmpty() ? a : keys.keyed(member, to);
            if (b.isPresent() && from.size() + to.size() > 0) {
                byKey(at, member, a.get(), b.get());
            } else if (isPlain(from) && isPlain(to)) {
                changes.add(JsonChange.replaced(at, from, to));
            } else {
                byPlace(at, from, to);
            }
        }

        /**
         * The elements that differ, by their place, where both lists have the same keys in the same order, as in most
         * changes of a large list; null where it is not so. Equal elements have equal keys, so only those of the others
         * are compared.
         */
        private @Nullable Map<Integer, String> inPlace(String member, JsonArray from, JsonArray to) {
            if (from.size() != to.size()) {
                return null;
            }
            Map<Integer, String> differing = new LinkedHashMap<>();
            for (int i = 0; i < from.size(); i++) {
                if (!from.get(i).equals(to.get(i))) {
                    String key = key(member, from.get(i));
                    if (key == null || !key.equals(key(member, to.get(i)))) {
                        return null;
                    }
                    differing.put(i, key);
                }
            }
            Set<String> seen = new HashSet<>(from.size() * 2);
            for (JsonValue element : from) {
                String key = key(member, element);
                if (key == null || !seen.add(key)) {
                    return null;
                }
            }
            return differing;
        }

        private @Nullable String key(String member, JsonValue element) {
            return element instanceof JsonObject object ? keys.key(member, object) : null;
        }

        private void byKey(JsonPath at, String member, Map<String, JsonObject> from, Map<String, JsonObject> to) {
            List<String> order = new ArrayList<>();
            from.forEach((key, element) -> {
                JsonObject other = to.get(key);
                if (other == null) {
                    differing.accept(at.element(key), element);
                    changes.add(JsonChange.removed(at.element(key), element));
                } else {
                    order.add(key);
                    if (!element.equals(other)) {
                        differing.accept(at.element(key), element);
                        values(at.element(key), null, element, other);
                    }
                }
            });
            to.forEach((key, element) -> {
                if (!from.containsKey(key)) {
                    order.add(key);
                    differing.accept(at.element(key), element);
                    changes.add(JsonChange.added(at.element(key), element));
                }
            });
            List<String> wanted = List.copyOf(to.keySet());
            if (keys.ordered(member) && !order.equals(wanted)) {
                changes.add(JsonChange.reordered(
                        at, (JsonArray) Json.value(List.copyOf(from.keySet())), (JsonArray) Json.value(wanted)));
            }
        }

        private void byPlace(JsonPath at, JsonArray from, JsonArray to) {
            int common = Math.min(from.size(), to.size());
            for (int i = 0; i < common; i++) {
                values(at.index(i), null, from.get(i), to.get(i));
            }
            // From the end, so that each place is still right when its turn comes.
            for (int i = from.size() - 1; i >= common; i--) {
                changes.add(JsonChange.removed(at.index(i), from.get(i)));
            }
            for (int i = common; i < to.size(); i++) {
                changes.add(JsonChange.added(at.index(i), to.get(i)));
            }
        }

        private static boolean isPlain(JsonArray array) {
            return array.elements().stream().noneMatch(e -> e instanceof JsonObject || e instanceof JsonArray);
        }
    }

    /** Applies one change: rebuilds what stands on its path. */
    private record Application(JsonChange change, List<JsonPath.Step> steps, ListKeys keys) {

        /** The value at the end of the path; null where it is gone. */
        @Nullable
        JsonValue value(@Nullable String member, @Nullable JsonValue old) {
            if (change.kind() != JsonChange.Kind.REORDERED) {
                return change.to();
            }
            Map<String, JsonObject> elements = old instanceof JsonArray list && member != null
                    ? keys.keyed(member, list).orElseThrow(() -> missing("a list with keys"))
                    : Map.of();
            List<JsonValue> ordered = new ArrayList<>();
            for (String key :
                    ((JsonArray) Objects.requireNonNull(change.to())).texts().toList()) {
                ordered.add(Optional.ofNullable(elements.get(key)).orElseThrow(() -> missing(key)));
            }
            return JsonArray.of(ordered);
        }

        JsonValue inside(@Nullable String member, @Nullable JsonValue holder, int depth) {
            JsonPath.Step step = steps.get(depth);
            if (step instanceof JsonPath.Key key && holder instanceof JsonObject object) {
                JsonValue now = next(key.name(), object.get(key.name()), depth);
                return now == null ? object.without(key.name()) : object.with(key.name(), now);
            }
            if (step instanceof JsonPath.Index index
                    && holder instanceof JsonArray array
                    && index.at() <= array.size()) {
                List<JsonValue> elements = new ArrayList<>(array.elements());
                JsonValue old = index.at() < elements.size() ? elements.remove(index.at()) : null;
                JsonValue now = next(null, old, depth);
                if (now != null) {
                    elements.add(index.at(), now);
                }
                return JsonArray.of(elements);
            }
            if (step instanceof JsonPath.Element element && holder instanceof JsonArray array && member != null) {
                Map<String, JsonObject> byKey = keys.keyed(member, array)
                        .map(LinkedHashMap::new)
                        .orElseThrow(() -> missing("a list with keys"));
                JsonValue now = next(null, byKey.get(element.key()), depth);
                if (now instanceof JsonObject object) {
                    byKey.put(element.key(), object);
                } else {
                    byKey.remove(element.key());
                }
                return JsonArray.of(List.copyOf(byKey.values()));
            }
            throw missing(step.toString());
        }

        private @Nullable JsonValue next(@Nullable String member, @Nullable JsonValue old, int depth) {
            if (depth == steps.size() - 1) {
                return value(member, old);
            }
            if (old == null) {
                throw missing(steps.get(depth).toString());
            }
            return inside(member, old, depth + 1);
        }

        private IllegalArgumentException missing(String what) {
            return new IllegalArgumentException(
                    "The change at " + change.path() + " does not fit this document: it has no " + what);
        }
    }
}
