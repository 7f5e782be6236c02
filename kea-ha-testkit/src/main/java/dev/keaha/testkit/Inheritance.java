package dev.keaha.testkit;

import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** What a shared network takes from the globals, and a subnet from its network, where it says nothing itself. */
final class Inheritance {

    static final List<String> LIFETIMES = List.of("valid-lifetime", "preferred-lifetime");

    private final List<String> names;

    Inheritance(Generation generation) {
        names = new ArrayList<>(generation.texts("inherited"));
        for (String lifetime : LIFETIMES) {
            names.addAll(List.of(lifetime, "min-" + lifetime, "max-" + lifetime));
        }
    }

    /** The members that are handed down. */
    JsonObject handedDown(JsonObject from) {
        return derived(from, JsonObject.empty());
    }

    /** What a level is like with what is handed down to it. */
    JsonObject derived(JsonObject from, JsonObject own) {
        JsonObject result = own;
        for (String name : names) {
            JsonValue value = from.get(name);
            if (value != null && !own.has(name)) {
                result = result.with(name, value);
            }
        }
        return result;
    }
}
