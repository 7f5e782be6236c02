package dev.keaha.client;

import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonValue;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * JSON as Kea takes it. Kea's strings are bytes: it reads {@code \}{@code u00XX} as one and writes each one above 126
 * that way, and refuses higher code points. So everything sent is ASCII, and comes back as the same characters.
 */
final class KeaText {

    private KeaText() {}

    /**
     * The bytes of a request.
     *
     * @throws IllegalArgumentException when a string holds a character above U+00FF; the message says where
     */
    static byte[] encode(JsonObject request) {
        String json = request.toJson();
        StringBuilder ascii = null;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c > 0xFF) {
                throw new IllegalArgumentException("Kea takes characters up to U+00FF only, found "
                        + String.format("U+%04X", json.codePointAt(i)) + " at " + where(request, ""));
            }
            if (c >= 0x7F) {
                if (ascii == null) {
                    ascii = new StringBuilder(json.length() + 64).append(json, 0, i);
                }
                ascii.append(String.format("\\u%04x", (int) c));
            } else if (ascii != null) {
                ascii.append(c);
            }
        }
        return (ascii == null ? json : ascii.toString()).getBytes(StandardCharsets.US_ASCII);
    }

    /** The first place that holds such a character; null when there is none. */
    private static @Nullable String where(JsonValue value, String path) {
        if (value instanceof JsonString text) {
            return text.value().chars().anyMatch(c -> c > 0xFF) ? path : null;
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                String found = where(array.get(i), path + "[" + i + "]");
                if (found != null) {
                    return found;
                }
            }
        } else if (value instanceof JsonObject object) {
            for (String name : object.names()) {
                String inner = path.isEmpty() ? name : path + "." + name;
                if (name.chars().anyMatch(c -> c > 0xFF)) {
                    return "a name within " + (path.isEmpty() ? "the command" : path);
                }
                String found = where(java.util.Objects.requireNonNull(object.get(name)), inner);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
