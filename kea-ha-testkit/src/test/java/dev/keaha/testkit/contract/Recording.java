package dev.keaha.testkit.contract;

import dev.keaha.config.DhcpService;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What real Kea answered, case by case. The fake is held against it in every build, real Kea where it is installed; the
 * latter writes it when the system property {@code contract.record} is true.
 */
final class Recording {

    private final String name;
    private final TreeMap<String, JsonValue> cases;

    private Recording(String name, Map<String, JsonValue> cases) {
        this.name = name;
        this.cases = new TreeMap<>(cases);
    }

    static String name(String generation, DhcpService service, String kind) {
        return kind + "-" + generation + "-" + service + ".json";
    }

    static Recording read(String name) {
        try (InputStream in = Recording.class.getResourceAsStream(name)) {
            return new Recording(
                    name,
                    in == null
                            ? Map.of()
                            : Json.parseObject(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                                    .toMap());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<JsonArray> heard(String one) {
        return cases.get(one) instanceof JsonArray heard ? Optional.of(heard) : Optional.empty();
    }

    int size() {
        return cases.size();
    }

    /** What was recorded, and what was heard now of some cases. */
    Map<String, JsonArray> with(Map<String, JsonArray> heard) {
        Map<String, JsonArray> all = new TreeMap<>();
        cases.forEach((one, was) -> all.put(one, (JsonArray) was));
        all.putAll(heard);
        return all;
    }

    /** Writes what was heard of every case into the source tree. */
    static void write(String name, Map<String, JsonArray> heard) {
        Path file = Path.of("src/test/resources/dev/keaha/testkit/contract", name);
        StringBuilder text = new StringBuilder("{");
        String separator = "\n";
        for (Map.Entry<String, JsonArray> one : new TreeMap<>(heard).entrySet()) {
            text.append(separator)
                    .append(Json.value(one.getKey()).toJson())
                    .append(": ")
                    .append(one.getValue().toJson());
            separator = ",\n";
        }
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text.append("\n}\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name + " " + JsonObject.of(cases).names().size();
    }
}
