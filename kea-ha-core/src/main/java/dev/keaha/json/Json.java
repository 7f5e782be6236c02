package dev.keaha.json;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes JSON values: from text, and from Java values. */
public final class Json {

    private Json() {}

    /**
     * Reads strict JSON, as Kea answers it.
     *
     * @param text one JSON value
     * @return the value
     * @throws JsonSyntaxException when the text is not exactly one JSON value, or an object names a member twice
     */
    public static JsonValue parse(String text) {
        return JsonReader.strict(text);
    }

    /**
     * Reads JSON as Kea reads its configuration files: also comments ({@code //}, {@code #} and C style), trailing
     * commas, and numbers such as {@code .5} and {@code 5.}, which get their zero. It knows no {@code <?include?>}.
     *
     * @param text one JSON value
     * @return the value
     * @throws JsonSyntaxException when the text is not exactly one JSON value, or an object names a member twice
     */
    public static JsonValue parseRelaxed(String text) {
        return JsonReader.relaxed(text);
    }

    /**
     * Finds where values stand in a text that {@link #parseRelaxed} reads, in one go.
     *
     * @param text one JSON value
     * @param paths JSON paths, such as {@code Dhcp4.hooks-libraries[1].library}
     * @return for each path, how many characters come before the value; where there is no such value, before the nearest
     *     one around it
     * @throws JsonSyntaxException as {@link #parseRelaxed}
     */
    public static Map<String, Integer> offsetsRelaxed(String text, Collection<String> paths) {
        return JsonReader.offsets(text, paths);
    }

    /**
     * Reads strict JSON that must be an object.
     *
     * @param text one JSON object
     * @return the object
     * @throws JsonSyntaxException when the text is anything else
     */
    public static JsonObject parseObject(String text) {
        JsonValue value = parse(text);
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new JsonSyntaxException(1, 1, "", "expected an object, found " + value.kind());
    }

    /**
     * An object from names and values in turn: {@code object("id", 1, "pools", array())}.
     *
     * @param namesAndValues a name, its value as {@link #value} takes it, the next name, ...
     * @return the object
     * @throws IllegalArgumentException when a name is no String, stands twice or has no value
     */
    public static JsonObject object(@Nullable Object... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("A name without a value: " + namesAndValues[namesAndValues.length - 1]);
        }
        JsonObject.Members members = new JsonObject.Members();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!(namesAndValues[i] instanceof String name)) {
                throw new IllegalArgumentException("Not a member's name: " + namesAndValues[i]);
            }
            for (int k = 0; k < i; k += 2) {
                if (name.equals(namesAndValues[k])) {
                    throw new IllegalArgumentException("Twice the same name: " + name);
                }
            }
            members.add(name, value(namesAndValues[i + 1]));
        }
        return members.toObject();
    }

    /**
     * An array of values as {@link #value} takes them.
     *
     * @param elements the elements
     * @return the array
     */
    public static JsonArray array(@Nullable Object... elements) {
        return JsonArray.of(
                java.util.Arrays.stream(elements).<JsonValue>map(Json::value).toList());
    }

    /**
     * The JSON value of a Java value: null, Boolean, String, a number, a Collection, a Map with String keys, or a
     * {@link JsonValue}, which stays itself.
     *
     * @param value the Java value
     * @return the JSON value
     * @throws IllegalArgumentException for any other type, or a number that is not finite
     */
    public static JsonValue value(@Nullable Object value) {
        if (value == null) {
            return JsonNull.NULL;
        } else if (value instanceof JsonValue json) {
            return json;
        } else if (value instanceof String text) {
            return new JsonString(text);
        } else if (value instanceof Boolean bool) {
            return JsonBoolean.of(bool);
        } else if (value instanceof Integer || value instanceof Long || value instanceof Short) {
            return JsonNumber.of(((Number) value).longValue());
        } else if (value instanceof Number number) {
            return JsonNumber.of(new BigDecimal(number.toString()));
        } else if (value instanceof Collection<?> collection) {
            return JsonArray.of(collection.stream().<JsonValue>map(Json::value).toList());
        } else if (value instanceof Map<?, ?> map) {
            JsonObject.Members members = new JsonObject.Members();
            map.forEach((name, member) -> {
                if (!(name instanceof String text)) {
                    throw new IllegalArgumentException("Not a member's name: " + name);
                }
                members.add(text, value(member));
            });
            return members.toObject();
        }
        throw new IllegalArgumentException("No JSON for a " + value.getClass().getName());
    }
}
