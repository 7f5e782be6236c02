package dev.keaha.testkit;

import dev.keaha.config.KeaConfig;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;

/** A {@code comment} in a configuration file becomes a part of the {@code user-context} beside it. */
final class FileComments {

    private FileComments() {}

    static KeaConfig moved(KeaConfig file) {
        return file.with(FileComments::moved);
    }

    private static JsonObject moved(JsonObject object) {
        JsonObject result = object.without("comment");
        JsonValue comment = object.get("comment");
        if (comment != null) {
            result = result.withObject("user-context", context -> context.with("comment", comment));
        }
        for (String name : result.names()) {
            // what is in there is the user's and the hooks' own
            if (!name.equals("user-context") && !name.equals("parameters")) {
                result = result.with(name, moved(java.util.Objects.requireNonNull(result.get(name))));
            }
        }
        return result;
    }

    private static JsonValue moved(JsonValue value) {
        return value instanceof JsonObject object
                ? moved(object)
                : value instanceof JsonArray array ? array.map(FileComments::moved) : value;
    }
}
