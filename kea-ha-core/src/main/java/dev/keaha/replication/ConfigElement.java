package dev.keaha.replication;

import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Something in a configuration that keeps its identity while its settings change. {@link #toString} is for people.
 */
public sealed interface ConfigElement {

    /**
     * What it is, as one word for programs.
     *
     * @return for example {@code subnet}
     */
    String type();

    /**
     * This element as JSON.
     *
     * @return {@code {"type", ...}} with what identifies it
     */
    JsonObject toJson();

    /**
     * A subnet.
     *
     * @param id its number; empty where none was written
     * @param prefix such as {@code 192.0.2.0/24}, as written; empty text where none was
     */
    record Subnet(OptionalLong id, String prefix) implements ConfigElement {

        @Override
        public String type() {
            return "subnet";
        }

        @Override
        public JsonObject toJson() {
            JsonObject json = Json.object("type", type(), "prefix", prefix);
            return id.isPresent() ? json.with("id", Json.value(id.getAsLong())) : json;
        }

        @Override
        public String toString() {
            if (id.isEmpty()) {
                return "subnet " + prefix;
            }
            return "subnet " + id.getAsLong() + (prefix.isEmpty() ? "" : " (" + prefix + ")");
        }
    }

    /**
     * A shared network.
     *
     * @param name its name
     */
    record Network(String name) implements ConfigElement {

        @Override
        public String type() {
            return "network";
        }

        @Override
        public JsonObject toJson() {
            return Json.object("type", type(), "name", name);
        }

        @Override
        public String toString() {
            return "shared network '" + name + "'";
        }
    }

    /**
     * A pool of addresses, or of prefixes to delegate.
     *
     * @param range {@code 192.0.2.10-192.0.2.20}, or {@code 2001:db8::/48} for prefixes
     * @param delegated whether it is one of {@code pd-pools}
     */
    record Pool(String range, boolean delegated) implements ConfigElement {

        @Override
        public String type() {
            return delegated ? "pd-pool" : "pool";
        }

        @Override
        public JsonObject toJson() {
            return Json.object("type", type(), "range", range);
        }

        @Override
        public String toString() {
            return (delegated ? "prefix pool " : "pool ") + range;
        }
    }

    /**
     * A host reservation.
     *
     * @param identifierType {@code hw-address}, {@code duid}, {@code client-id}, {@code circuit-id} or {@code flex-id}
     * @param identifier whose it is, in lower case
     */
    record Reservation(String identifierType, String identifier) implements ConfigElement {

        @Override
        public String type() {
            return "reservation";
        }

        @Override
        public JsonObject toJson() {
            return Json.object("type", type(), "identifier-type", identifierType, "identifier", identifier);
        }

        @Override
        public String toString() {
            return "reservation " + identifierType + " " + identifier;
        }
    }

    /**
     * An option's data.
     *
     * @param space its option space
     * @param code its number; empty where only a name was written that is none of the standard ones
     * @param name its name; empty text where only a number was written
     */
    record Option(String space, OptionalInt code, String name) implements ConfigElement {

        @Override
        public String type() {
            return "option";
        }

        @Override
        public JsonObject toJson() {
            return Definition.json(type(), space, code, name);
        }

        @Override
        public String toString() {
            return "option " + Definition.shown(space, code, name);
        }
    }

    /**
     * The definition of an option.
     *
     * @param space its option space
     * @param code its number; empty where none was written
     * @param name its name; empty text where none was written
     */
    record Definition(String space, OptionalInt code, String name) implements ConfigElement {

        @Override
        public String type() {
            return "option-def";
        }

        @Override
        public JsonObject toJson() {
            return json(type(), space, code, name);
        }

        @Override
        public String toString() {
            return "definition of option " + shown(space, code, name);
        }

        private static JsonObject json(String type, String space, OptionalInt code, String name) {
            JsonObject json = Json.object("type", type, "space", space, "name", name);
            return code.isPresent() ? json.with("code", Json.value(code.getAsInt())) : json;
        }

        private static String shown(String space, OptionalInt code, String name) {
            String which = name.isEmpty() ? String.valueOf(code.orElse(0)) : name;
            return space.equals("dhcp4") || space.equals("dhcp6") ? which : space + "." + which;
        }
    }

    /**
     * A client class.
     *
     * @param name its name
     */
    record ClientClass(String name) implements ConfigElement {

        @Override
        public String type() {
            return "class";
        }

        @Override
        public JsonObject toJson() {
            return Json.object("type", type(), "name", name);
        }

        @Override
        public String toString() {
            return "client class '" + name + "'";
        }
    }

    /**
     * A hook library.
     *
     * @param fileName its file name without the directory
     */
    record Hook(String fileName) implements ConfigElement {

        @Override
        public String type() {
            return "hook";
        }

        @Override
        public JsonObject toJson() {
            return Json.object("type", type(), "library", fileName);
        }

        @Override
        public String toString() {
            return "hook " + fileName;
        }
    }
}
