package dev.keaha.testkit;

import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonBoolean;
import dev.keaha.json.JsonNull;
import dev.keaha.json.JsonNumber;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonValue;

/** Kea's words for the kinds of JSON values. */
final class Elements {

    private Elements() {}

    static String kind(JsonValue value) {
        if (value instanceof JsonArray) {
            return "list";
        } else if (value instanceof JsonString) {
            return "string";
        } else if (value instanceof JsonBoolean) {
            return "boolean";
        } else if (value instanceof JsonNull) {
            return "null";
        } else if (value instanceof JsonNumber number) {
            return number.spelling().matches("-?\\d+") ? "integer" : "real";
        }
        return "map";
    }
}
