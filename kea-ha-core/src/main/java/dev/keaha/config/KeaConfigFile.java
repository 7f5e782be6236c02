package dev.keaha.config;

import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonSyntaxException;
import dev.keaha.json.JsonValue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration file that was read: Kea's dialect of JSON (comments {@code //}, {@code #} and C style,
 * {@code <?include "file"?>}, trailing commas), with the place of every value at hand for messages. The text comes from
 * the caller, since the core reads no file; so do the texts of included files.
 *
 * <p>Kea resolves a relative include against its working directory; here the caller decides, and is told which file
 * includes.
 */
public final class KeaConfigFile {

    private final ExpandedText text;
    private final JsonObject tree;

    private KeaConfigFile(ExpandedText text, JsonObject tree) {
        this.text = text;
        this.tree = tree;
    }

    /** Finds included files. */
    @FunctionalInterface
    public interface Includes {

        /** Refuses every include. */
        Includes NONE = (name, including) -> Optional.empty();

        /**
         * Finds an included file. Exceptions that it throws pass through to the caller of {@link KeaConfigFile#read}.
         *
         * @param name the name as written in the directive
         * @param including the name of the file that includes, as this resolver or the caller called it
         * @return the file, or empty where there is none, which is an error at the directive
         */
        Optional<Source> find(String name, String including);
    }

    /**
     * The text of a file.
     *
     * @param name what the file is called in messages; two files are the same when their names are equal
     * @param text its content
     */
    public record Source(String name, String text) {

        /** The name alone: the text may hold secrets. */
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Reads a file that includes no other.
     *
     * @param name what the file is called in messages
     * @param text its content
     * @return the file
     * @throws KeaConfigException when it is not one object in Kea's dialect, or includes a file
     */
    public static KeaConfigFile read(String name, String text) {
        return read(name, text, Includes.NONE);
    }

    /**
     * Reads a file and what it includes.
     *
     * @param name what the file is called in messages
     * @param text its content
     * @param includes finds included files
     * @return the file
     * @throws KeaConfigException when it is not one object in Kea's dialect, or an include is not found, includes
     *     itself
     *     or is nested more than ten deep, which is Kea's limit; names file, line, column and JSON path
     */
    public static KeaConfigFile read(String name, String text, Includes includes) {
        ExpandedText expanded = ExpandedText.of(new Source(name, text), includes);
        JsonValue value;
        try {
            value = Json.parseRelaxed(expanded.text());
        } catch (JsonSyntaxException e) {
            throw new KeaConfigException(expanded.place(e.line(), e.column()), e.path(), e.problem());
        }
        if (value instanceof JsonObject object) {
            return new KeaConfigFile(expanded, object);
        }
        throw new KeaConfigException(expanded.place(0), "", "expected an object, found " + value.kind());
    }

    /**
     * What the file says.
     *
     * @return the tree, includes expanded
     */
    public JsonObject tree() {
        return tree;
    }

    /**
     * Whether this is the configuration of a Control Agent rather than of a DHCP daemon.
     *
     * @return true when the file has a {@code Control-agent} member
     */
    public boolean isControlAgent() {
        return tree.has(ControlAgentConfig.ROOT);
    }

    /**
     * The configuration of a DHCP daemon.
     *
     * @return the configuration
     * @throws KeaConfigException when the file holds none, or more than one
     */
    public KeaConfig config() {
        try {
            return KeaConfig.of(tree);
        } catch (KeaConfigException e) {
            throw placed(e);
        }
    }

    /**
     * The configuration of a Control Agent.
     *
     * @return the configuration
     * @throws KeaConfigException when the file holds none
     */
    public ControlAgentConfig controlAgent() {
        try {
            return ControlAgentConfig.of(tree);
        } catch (KeaConfigException e) {
            throw placed(e);
        }
    }

    private KeaConfigException placed(KeaConfigException e) {
        Place place = e.path().isEmpty() ? text.place(0) : place(e.path());
        return new KeaConfigException(place, e.path(), e.problem());
    }

    /**
     * Where a value stands.
     *
     * @param path its JSON path, such as {@code Dhcp4.hooks-libraries[1].library}
     * @return the place of the value; where there is no such value, that of the nearest one around it
     */
    public Place place(String path) {
        return places(List.of(path)).values().iterator().next();
    }

    /**
     * Where several values stand, found in one go through the text.
     *
     * @param paths their JSON paths
     * @return the place of each, as {@link #place} gives it
     */
    public Map<String, Place> places(Collection<String> paths) {
        Map<String, Place> places = new LinkedHashMap<>();
        Json.offsetsRelaxed(text.text(), paths).forEach((path, offset) -> places.put(path, text.place(offset)));
        return places;
    }

    /** The name of the file. */
    @Override
    public String toString() {
        return text.place(0).file();
    }
}
