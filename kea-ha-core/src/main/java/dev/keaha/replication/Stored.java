package dev.keaha.replication;

import dev.keaha.config.KeaConfig;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Reads what was stored, and says what is wrong with it where it is not what was written. */
final class Stored {

    private Stored() {}

    static String text(JsonObject object, String name) {
        return required(object.text(name), name, "a string");
    }

    static JsonObject object(JsonObject object, String name) {
        return required(object.object(name), name, "an object");
    }

    static JsonArray array(JsonObject object, String name) {
        return required(object.array(name), name, "a list");
    }

    static boolean bool(JsonObject object, String name) {
        return required(object.bool(name), name, "true or false");
    }

    static long number(JsonObject object, String name) {
        return object.integer(name).orElseThrow(() -> wrong(name, "a whole number"));
    }

    static Instant instant(JsonObject object, String name) {
        try {
            return Instant.parse(text(object, name));
        } catch (DateTimeException e) {
            throw wrong(name, "a time");
        }
    }

    static KeaConfig config(JsonObject object, String name) {
        return KeaConfig.of(object(object, name));
    }

    /** An absent value is an absent member. */
    static JsonObject with(JsonObject object, String name, Optional<String> value) {
        return value.isEmpty() ? object : object.with(name, new JsonString(value.get()));
    }

    /** The constant that shows itself as this word. */
    static <E extends Enum<E>> E word(Class<E> type, String word) {
        for (E constant : type.getEnumConstants()) {
            if (constant.toString().equals(word)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("Stored data is damaged: no " + type.getSimpleName() + " is '" + word + "'");
    }

    private static <T> T required(Optional<T> value, String name, String expected) {
        return value.orElseThrow(() -> wrong(name, expected));
    }

    private static IllegalArgumentException wrong(String name, String expected) {
        return new IllegalArgumentException("Stored data is damaged: '" + name + "' is not " + expected);
    }
}
