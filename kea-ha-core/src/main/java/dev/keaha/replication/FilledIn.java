package dev.keaha.replication;

import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Whether a configuration that Kea answers is one that was written, with what was left open filled in. */
final class FilledIn {

    private FilledIn() {}

    /** Every member and every element that was written is there, and lists have no further elements. */
    static boolean has(JsonValue written, JsonValue answered) {
        if (written.equals(answered)) {
            return true;
        }
        if (written instanceof JsonObject a && answered instanceof JsonObject b) {
            return a.toMap().entrySet().stream().allMatch(member -> {
                JsonValue value = b.get(member.getKey());
                return value != null
                        && (has(member.getValue(), value)
                                || member.getKey().equals("pool") && sameRange(member.getValue(), value));
            });
        }
        return written instanceof JsonArray a && answered instanceof JsonArray b && elements(a, b);
    }

    /** Kea takes the blanks out of a pool's range. */
    private static boolean sameRange(JsonValue written, JsonValue answered) {
        return written instanceof JsonString a
                && answered instanceof JsonString b
                && a.value().replaceAll("\\s", "").equals(b.value().replaceAll("\\s", ""));
    }

    /** Kea keeps the order of most lists, so the element at the same place is tried first. */
    private static boolean elements(JsonArray written, JsonArray answered) {
        if (written.size() != answered.size()) {
            return false;
        }
        List<JsonValue> left = new ArrayList<>();
        List<JsonValue> open = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            if (!has(written.get(i), answered.get(i))) {
                left.add(written.get(i));
                open.add(answered.get(i));
            }
        }
        for (JsonValue element : left) {
            JsonValue match = open.stream()
                    .filter(candidate -> has(element, candidate))
                    .findFirst()
                    .orElse(null);
            if (match == null) {
                return false;
            }
            open.remove(match);
        }
        return true;
    }
}
