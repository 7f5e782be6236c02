package dev.keaha.testkit;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaVersion;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one generation of one daemon is made of, as real daemons showed it: commands, hook libraries, defaults. The facts
 * stand in the resources beside this class.
 */
final class Generation {

    private static final Map<String, Generation> LOADED = new ConcurrentHashMap<>();

    private final JsonObject facts;

    private Generation(JsonObject facts) {
        this.facts = facts;
    }

    /** A version, or for a generation such as 2.6 that release of it whose facts are here. */
    static KeaVersion version(String text) {
        return KeaVersion.parse(
                switch (text) {
                    case "2.2" -> "2.2.0";
                    case "2.6" -> "2.6.3";
                    case "3.0" -> "3.0.4";
                    case "3.2" -> "3.2.0";
                    default -> text;
                });
    }

    static Generation of(DhcpService service, KeaVersion version) {
        String number = version.atLeast(3, 1, 0)
                ? "3.2"
                : version.atLeast(2, 7, 2) ? "3.0" : version.atLeast(2, 4, 0) ? "2.6" : "2.2";
        return LOADED.computeIfAbsent("kea-" + number + "-" + service + ".json", Generation::load);
    }

    private static Generation load(String name) {
        try (InputStream in = Generation.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The testkit lacks its resource " + name);
            }
            return new Generation(Json.parseObject(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the testkit's resource " + name, e);
        }
    }

    /** The commands of a daemon without hooks. */
    List<String> commands() {
        return texts("commands");
    }

    /** The commands that a hook library adds; empty for a library that this generation does not have. */
    Optional<List<String>> commandsOf(String library) {
        return object("hooks").array(library).map(names -> names.texts().toList());
    }

    List<String> texts(String name) {
        return facts.array(name).orElse(JsonArray.empty()).texts().toList();
    }

    JsonObject object(String name) {
        return facts.object(name).orElse(JsonObject.empty());
    }

    String text(String name) {
        return facts.text(name).orElseThrow();
    }
}
