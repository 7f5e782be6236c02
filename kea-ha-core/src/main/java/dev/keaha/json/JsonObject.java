package dev.keaha.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object. Members keep the order in which they were read or added; equality does not look at it.
 *
 * <p>Absent, null and empty are three things: {@link #get} answers Java null for an absent member and
 * {@link JsonNull#NULL} for one that is null.
 */
public final class JsonObject implements JsonValue {

    private static final JsonObject EMPTY = new JsonObject(new String[0], new JsonValue[0]);

    // Two arrays and a scan: Kea's objects are small, and a map for each would triple the memory of a large
    // configuration.
    private final String[] names;
    private final JsonValue[] values;
    private final Fingerprint fingerprint;

    private JsonObject(String[] names, JsonValue[] values) {
        this.names = names;
        this.values = values;
        Fingerprint sum = Fingerprint.tagged(6, names.length);
        for (int i = 0; i < names.length; i++) {
            sum = sum.and(Fingerprint.of(7, names[i]).then(values[i].fingerprint()));
        }
        this.fingerprint = sum;
    }

    /**
     * The object without members.
     *
     * @return {@code {}}
     */
    public static JsonObject empty() {
        return EMPTY;
    }

    /**
     * An object of these members.
     *
     * @param members names and values, copied in the map's order
     * @return the object
     */
    public static JsonObject of(Map<String, ? extends JsonValue> members) {
        return members.isEmpty()
                ? EMPTY
                : new JsonObject(
                        members.keySet().toArray(String[]::new),
                        members.values().toArray(JsonValue[]::new));
    }

    /**
     * The names of the members, in order.
     *
     * @return an unmodifiable list
     */
    public List<String> names() {
        return List.of(names);
    }

    /**
     * How many members there are.
     *
     * @return the count
     */
    public int size() {
        return names.length;
    }

    /**
     * A member's value.
     *
     * @param name the member's name
     * @return the value ({@link JsonNull} where it is null), or Java null where there is no such member
     */
    public @Nullable JsonValue get(String name) {
        int at = indexOf(name);
        return at < 0 ? null : values[at];
    }

    /**
     * Whether there is such a member, be it null.
     *
     * @param name the member's name
     * @return true when it is present
     */
    public boolean has(String name) {
        return indexOf(name) >= 0;
    }

    private int indexOf(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * A member that is an object.
     *
     * @param name the member's name
     * @return the object, or empty where the member is absent or something else
     */
    public Optional<JsonObject> object(String name) {
        return get(name) instanceof JsonObject o ? Optional.of(o) : Optional.empty();
    }

    /**
     * A member that is an array.
     *
     * @param name the member's name
     * @return the array, or empty where the member is absent or something else
     */
    public Optional<JsonArray> array(String name) {
        return get(name) instanceof JsonArray a ? Optional.of(a) : Optional.empty();
    }

    /**
     * A member that is a string.
     *
     * @param name the member's name
     * @return the characters, or empty where the member is absent or something else
     */
    public Optional<String> text(String name) {
        return get(name) instanceof JsonString s ? Optional.of(s.value()) : Optional.empty();
    }

    /**
     * A member that is a whole number.
     *
     * @param name the member's name
     * @return the number, or empty where the member is absent, has a fraction, exceeds 64 bits or is something else
     */
    public OptionalLong integer(String name) {
        return get(name) instanceof JsonNumber n ? n.integer() : OptionalLong.empty();
    }

    /**
     * A member that is true or false.
     *
     * @param name the member's name
     * @return the boolean, or empty where the member is absent or something else
     */
    public Optional<Boolean> bool(String name) {
        return get(name) instanceof JsonBoolean b ? Optional.of(b.value()) : Optional.empty();
    }

    /**
     * This object with a member set: in its old place where it was there, else at the end.
     *
     * @param name the member's name
     * @param value the member's value
     * @return a new object
     */
    public JsonObject with(String name, JsonValue value) {
        int at = indexOf(name);
        if (at >= 0) {
            JsonValue[] changed = values.clone();
            changed[at] = value;
            return new JsonObject(names, changed);
        }
        Map<String, JsonValue> more = toMap();
        more.put(name, value);
        return of(more);
    }

    /**
     * This object with a member that is an object changed; an absent one is taken as empty.
     *
     * @param name the member's name
     * @param change gives the member's new value
     * @return a new object
     */
    public JsonObject withObject(String name, UnaryOperator<JsonObject> change) {
        return with(name, change.apply(object(name).orElse(EMPTY)));
    }

    /**
     * This object with a member that is an array changed; an absent one is taken as empty.
     *
     * @param name the member's name
     * @param change gives the member's new value
     * @return a new object
     */
    public JsonObject withArray(String name, UnaryOperator<JsonArray> change) {
        return with(name, change.apply(array(name).orElse(JsonArray.empty())));
    }

    /**
     * This object without a member.
     *
     * @param name the member's name
     * @return a new object, or this one where there was none
     */
    public JsonObject without(String name) {
        if (!has(name)) {
            return this;
        }
        Map<String, JsonValue> fewer = toMap();
        fewer.remove(name);
        return of(fewer);
    }

    /**
     * Goes through the members in order, without the copy that {@link #toMap} makes.
     *
     * @param action what is done with each name and value
     */
    public void forEach(BiConsumer<String, JsonValue> action) {
        for (int i = 0; i < names.length; i++) {
            action.accept(names[i], values[i]);
        }
    }

    /**
     * The members as a map, in order.
     *
     * @return a new map that the caller may change
     */
    public Map<String, JsonValue> toMap() {
        Map<String, JsonValue> map = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            map.put(names[i], values[i]);
        }
        return map;
    }

    /**
     * Applies a JSON merge patch (RFC 7396): members of the patch replace ours, objects are merged, null removes.
     *
     * @param patch the patch
     * @return the patched object
     */
    public JsonObject patched(JsonObject patch) {
        Map<String, JsonValue> result = toMap();
        for (int i = 0; i < patch.names.length; i++) {
            String name = patch.names[i];
            JsonValue value = patch.values[i];
            if (value == JsonNull.NULL) {
                result.remove(name);
            } else if (value instanceof JsonObject inner) {
                JsonObject base = result.get(name) instanceof JsonObject o ? o : EMPTY;
                result.put(name, base.patched(inner));
            } else {
                result.put(name, value);
            }
        }
        return of(result);
    }

    @Override
    public String kind() {
        return "an object";
    }

    @Override
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonObject that && fingerprint.equals(that.fingerprint);
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }

    /** JSON on one line, secrets masked. */
    @Override
    public String toString() {
        return masked().toJson();
    }

    /** Collects members in order; for code that makes objects, above all the parser. */
    static final class Members {
        private final List<String> names = new ArrayList<>();
        private final List<JsonValue> values = new ArrayList<>();
        private @Nullable Set<String> many;

        /** A scan for the few members that Kea's objects have: a set for each would cost more than all else. */
        boolean has(String name) {
            if (names.size() < 24) {
                return names.contains(name);
            }
            if (many == null) {
                many = new HashSet<>(names);
            }
            return many.contains(name);
        }

        void add(String name, JsonValue value) {
            names.add(name);
            values.add(value);
            if (many != null) {
                many.add(name);
            }
        }

        JsonObject toObject() {
            return names.isEmpty()
                    ? EMPTY
                    : new JsonObject(names.toArray(String[]::new), values.toArray(JsonValue[]::new));
        }
    }
}
