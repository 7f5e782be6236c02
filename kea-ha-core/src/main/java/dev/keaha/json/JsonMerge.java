package dev.keaha.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Two documents that come from a third one, brought together. What only one side changed is taken, the same change on both
 * sides is one change, and what both changed differently is a conflict. Objects are merged member by member; lists whose
 * elements have keys, by these; lists of the same length without keys, place by place, if not all their elements are plain;
 * all others, those that use a key twice among them, as a whole. What is new on both sides is a conflict as a whole where it is not the same.
 *
 * @param merged the document, with what {@link #of} was told for the conflicts
 * @param conflicts what both sides changed differently, none where they agree
 */
public record JsonMerge(JsonValue merged, List<JsonConflict> conflicts) {

    /** Whose value stands where both sides changed something. */
    public enum Side {
        /** The document that both come from. */
        BASE,
        /** The one. */
        ONE,
        /** The other. */
        OTHER
    }

    /** Copies the list. */
    public JsonMerge {
        conflicts = List.copyOf(conflicts);
    }

    /**
     * Merges two documents.
     *
     * @param base the document that both come from
     * @param one one side
     * @param other the other side
     * @param keys what identifies the elements of lists
     * @param prevails whose value stands where both changed something; the conflicts are the same for each
     * @return the merged document; where one side changed nothing it is the other. Swapping the sides swaps them in the
     *     conflicts and changes nothing else that means something
     */
    public static JsonMerge of(JsonValue base, JsonValue one, JsonValue other, ListKeys keys, Side prevails) {
        Merging merging = new Merging(keys, prevails);
        JsonValue merged = merging.values(JsonPath.root(), null, base, one, other);
        return new JsonMerge(Objects.requireNonNull(merged), merging.conflicts);
    }

    private static final class Merging {
        private final ListKeys keys;
        private final Side prevails;
        private final List<JsonConflict> conflicts = new ArrayList<>();

        Merging(ListKeys keys, Side prevails) {
            this.keys = keys;
            this.prevails = prevails;
        }

        @Nullable
        JsonValue values(
                JsonPath at,
                @Nullable String member,
                @Nullable JsonValue base,
                @Nullable JsonValue one,
                @Nullable JsonValue other) {
            if (Objects.equals(one, other) || Objects.equals(base, other)) {
                return one;
            }
            if (Objects.equals(base, one)) {
                return other;
            }
            if (base instanceof JsonObject o && one instanceof JsonObject a && other instanceof JsonObject b) {
                return objects(at, o, a, b);
            }
            if (base instanceof JsonArray o && one instanceof JsonArray a && other instanceof JsonArray b) {
                JsonValue merged = arrays(at, member, o, a, b);
                if (merged != null) {
                    return merged;
                }
            }
            return conflict(at, base, one, other);
        }

        private @Nullable JsonValue conflict(
                JsonPath at, @Nullable JsonValue base, @Nullable JsonValue one, @Nullable JsonValue other) {
            conflicts.add(new JsonConflict(at, base, one, other));
            return switch (prevails) {
                case BASE -> base;
                case ONE -> one;
                case OTHER -> other;
            };
        }

        private JsonObject objects(JsonPath at, JsonObject base, JsonObject one, JsonObject other) {
            Set<String> names = new LinkedHashSet<>(one.names());
            names.addAll(other.names());
            names.addAll(base.names());
            Map<String, JsonValue> members = new LinkedHashMap<>();
            for (String name : names) {
                JsonValue value = values(at.key(name), name, base.get(name), one.get(name), other.get(name));
                if (value != null) {
                    members.put(name, value);
                }
            }
            return JsonObject.of(members);
        }

        /** The merged list; null where it can only be taken as a whole. */
        private @Nullable JsonValue arrays(
                JsonPath at, @Nullable String member, JsonArray base, JsonArray one, JsonArray other) {
            Optional<Map<String, JsonObject>> o = keyed(member, base);
            Optional<Map<String, JsonObject>> a = keyed(member, one);
            Optional<Map<String, JsonObject>> b = keyed(member, other);
            if (member != null && o.isPresent() && a.isPresent() && b.isPresent()) {
                return byKey(at, member, o.get(), a.get(), b.get());
            }
            // Keys that one side uses twice say nothing about what stands at the same place on the other.
            if (o.isPresent() || a.isPresent() || b.isPresent()) {
                return null;
            }
            boolean sameSize = base.size() == one.size() && base.size() == other.size();
            return sameSize && base.objects().findAny().isPresent() ? byPlace(at, base, one, other) : null;
        }

        private Optional<Map<String, JsonObject>> keyed(@Nullable String member, JsonArray list) {
            return member == null ? Optional.empty() : keys.keyed(member, list);
        }

        private JsonArray byPlace(JsonPath at, JsonArray base, JsonArray one, JsonArray other) {
            List<JsonValue> elements = new ArrayList<>();
            for (int i = 0; i < base.size(); i++) {
                elements.add(Objects.requireNonNull(values(at.index(i), null, base.get(i), one.get(i), other.get(i))));
            }
            return JsonArray.of(elements);
        }

        private JsonArray byKey(
                JsonPath at,
                String member,
                Map<String, JsonObject> base,
                Map<String, JsonObject> one,
                Map<String, JsonObject> other) {
            Map<String, JsonValue> merged = new LinkedHashMap<>();
            Set<String> all = new LinkedHashSet<>(one.keySet());
            all.addAll(other.keySet());
            all.addAll(base.keySet());
            for (String key : all) {
                JsonValue value = values(at.element(key), null, base.get(key), one.get(key), other.get(key));
                if (value != null) {
                    merged.put(key, value);
                }
            }
            List<JsonValue> elements = new ArrayList<>(merged.size());
            for (String key : order(at, keys.ordered(member), merged.keySet(), base, one, other)) {
                elements.add(Objects.requireNonNull(merged.get(key)));
            }
            return JsonArray.of(elements);
        }

        /** What both sides have, in the order that one of them gave it, and behind each what either side put there. */
        private List<String> order(
                JsonPath at,
                boolean counts,
                Set<String> merged,
                Map<String, JsonObject> base,
                Map<String, JsonObject> one,
                Map<String, JsonObject> other) {
            Set<String> shared = new HashSet<>(merged);
            shared.retainAll(one.keySet());
            shared.retainAll(other.keySet());
            List<String> ones = only(shared, one);
            List<String> others = only(shared, other);
            List<String> chosen = ones;
            if (counts && !ones.equals(others)) {
                Set<String> old = new HashSet<>(shared);
                old.retainAll(base.keySet());
                List<String> before = only(old, base);
                boolean onesKept = only(old, one).equals(before);
                if (onesKept && !only(old, other).equals(before)) {
                    chosen = others;
                } else if (onesKept || !only(old, other).equals(before)) {
                    chosen = disputed(at, only(shared, base), ones, others);
                }
            }
            Map<String, TreeMap<String, List<String>>> runs = new LinkedHashMap<>();
            runs(one.keySet(), merged, shared, runs);
            runs(other.keySet(), merged, shared, runs);
            List<String> order = new ArrayList<>(runs.getOrDefault("", new TreeMap<>()).values().stream()
                    .flatMap(List::stream)
                    .toList());
            for (String key : chosen) {
                order.add(key);
                runs.getOrDefault("=" + key, new TreeMap<>()).values().forEach(order::addAll);
            }
            return order;
        }

        private List<String> disputed(JsonPath at, List<String> base, List<String> one, List<String> other) {
            conflicts.add(new JsonConflict(at, Json.value(base), Json.value(one), Json.value(other)));
            return switch (prevails) {
                // Where both added the same, the base does not know its place, and swapping the sides must not matter.
                case BASE ->
                    base.size() == one.size() ? base : one.toString().compareTo(other.toString()) < 0 ? one : other;
                case ONE -> one;
                case OTHER -> other;
            };
        }

        /** The keys of a side that only it has, by the shared key that they follow; what comes first there comes first. */
        private static void runs(
                Set<String> side,
                Set<String> merged,
                Set<String> shared,
                Map<String, TreeMap<String, List<String>>> runs) {
            String after = "";
            List<String> run = new ArrayList<>();
            for (String key : side) {
                if (shared.contains(key)) {
                    after = "=" + key;
                    run = new ArrayList<>();
                } else if (merged.contains(key)) {
                    run.add(key);
                    runs.computeIfAbsent(after, any -> new TreeMap<>()).putIfAbsent(run.get(0), run);
                }
            }
        }

        private static List<String> only(Set<String> wanted, Map<String, JsonObject> list) {
            return list.keySet().stream().filter(wanted::contains).toList();
        }
    }
}
