package dev.keaha.replication;

import dev.keaha.config.DhcpService;
import dev.keaha.config.KeaConfig;
import dev.keaha.config.KeaListKeys;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonChange;
import dev.keaha.json.JsonDiff;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonPath;
import dev.keaha.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What makes one configuration of another, and what that means: subnets are the same by their id, and one of another id
 * and the same prefix is renumbered; shared networks and client classes by name, pools by range, reservations by
 * identifier, options by space and code, hook libraries by file name; everything else by its path
 * ({@link KeaListKeys}).
 *
 * @param json the changes as they are applied
 * @param differences the same changes as they are understood, in the order of the configurations
 */
public record ConfigDiff(JsonDiff json, List<ConfigDifference> differences) {

    /** Copies the list. */
    public ConfigDiff {
        differences = List.copyOf(differences);
    }

    /**
     * Compares two configurations of one service.
     *
     * @param from the one
     * @param to the other
     * @return what makes the other of the one; the same for the same configurations
     * @throws IllegalArgumentException when they are of different services
     */
    public static ConfigDiff between(KeaConfig from, KeaConfig to) {
        if (from.service() != to.service()) {
            throw new IllegalArgumentException("Cannot compare " + from.service() + " with " + to.service());
        }
        Reading reading = new Reading(from.service());
        JsonDiff json =
                JsonDiff.between(from.dhcp(), to.dhcp(), KeaListKeys.of(from.service()), reading.differing::put);
        return new ConfigDiff(json, reading.differences(json.changes()));
    }

    /**
     * Whether the two mean the same.
     *
     * @return true when there is no difference
     */
    public boolean isEmpty() {
        return differences.isEmpty();
    }

    /**
     * Applies the changes.
     *
     * @param config the configuration that they were made from, or one like it
     * @return the changed configuration
     * @throws IllegalArgumentException when a change leads to something that the configuration does not have
     */
    public KeaConfig applyTo(KeaConfig config) {
        return config.with(dhcp -> (JsonObject) json.applyTo(dhcp, KeaListKeys.of(config.service())));
    }

    /**
     * The differences as JSON, secrets masked.
     *
     * @return a list, as {@link ConfigDifference#toJson}
     */
    public JsonArray toJson() {
        return JsonArray.of(differences.stream().map(ConfigDifference::toJson).toList());
    }

    /** For people: one line for each difference, secrets masked; empty where there is none. */
    @Override
    public String toString() {
        return differences.stream().map(ConfigDifference::toString).collect(Collectors.joining("\n"));
    }

    /** Reads what changes mean. */
    private static final class Reading {
        private static final Pattern CODE = Pattern.compile("(?:.*,)?code=(\\d{1,9})");
        private static final JsonPath ID = JsonPath.root().key("id");

        private final KeaListKeys keys;
        private final String subnets;
        private final Map<JsonPath, JsonObject> differing = new HashMap<>();

        Reading(DhcpService service) {
            this.keys = KeaListKeys.of(service);
            this.subnets = service.subnets();
        }

        List<ConfigDifference> differences(List<JsonChange> changes) {
            Map<JsonChange, JsonChange> moves = moves(changes);
            Set<JsonChange> arrivals = Collections.newSetFromMap(new IdentityHashMap<>());
            arrivals.addAll(moves.values());
            List<ConfigDifference> differences = new ArrayList<>();
            for (JsonChange change : changes) {
                JsonChange arrival = moves.get(change);
                if (arrival != null) {
                    moved(change, arrival, differences);
                } else if (!arrivals.contains(change)) {
                    differences.add(difference(List.of(), differing, change.path(), change));
                }
            }
            return differences;
        }

        /** What a change means that happened on a path below these elements. */
        private ConfigDifference difference(
                List<ConfigElement> above, Map<JsonPath, JsonObject> differing, JsonPath below, JsonChange change) {
            ConfigDifference.Kind kind = switch (change.kind()) {
                case ADDED -> ConfigDifference.Kind.ADDED;
                case REMOVED -> ConfigDifference.Kind.REMOVED;
                case REPLACED -> ConfigDifference.Kind.CHANGED;
                case REORDERED -> ConfigDifference.Kind.REORDERED;
            };
            List<ConfigElement> elements = new ArrayList<>(above);
            String setting = elements(differing, below, elements);
            return new ConfigDifference(kind, elements, setting, change, Optional.empty());
        }

        /** Adds the elements on a path, and gives what of the path is below the last of them. */
        private String elements(Map<JsonPath, JsonObject> differing, JsonPath path, List<ConfigElement> elements) {
            JsonPath setting = JsonPath.root();
            JsonPath at = JsonPath.root();
            String list = "";
            for (JsonPath.Step step : path.steps()) {
                at = at.with(step);
                ConfigElement element = step instanceof JsonPath.Element
                        ? element(list, Objects.requireNonNull(differing.get(at)))
                        : null;
                if (element == null) {
                    setting = setting.with(step);
                } else {
                    elements.add(element);
                    setting = JsonPath.root();
                }
                list = step instanceof JsonPath.Key key ? key.name() : "";
            }
            return setting.toString();
        }

        private @Nullable ConfigElement element(String list, JsonObject object) {
            return switch (list) {
                case "subnet4", "subnet6" -> subnet(object);
                case "shared-networks" ->
                    new ConfigElement.Network(object.text("name").orElse(""));
                case "client-classes" ->
                    new ConfigElement.ClientClass(object.text("name").orElse(""));
                case "pools", "pd-pools" ->
                    new ConfigElement.Pool(Objects.requireNonNull(keys.key(list, object)), list.equals("pd-pools"));
                case "reservations" -> reservation(Objects.requireNonNull(keys.key(list, object)));
                case "option-data" -> new ConfigElement.Option(space(object), code(list, object), name(object));
                case "option-def" -> new ConfigElement.Definition(space(object), code(list, object), name(object));
                case "hooks-libraries" -> new ConfigElement.Hook(Objects.requireNonNull(keys.key(list, object)));
                default -> null;
            };
        }

        private static ConfigElement.Subnet subnet(JsonObject object) {
            return new ConfigElement.Subnet(id(object), prefix(object));
        }

        private static ConfigElement.Reservation reservation(String key) {
            int equals = key.indexOf('=');
            return new ConfigElement.Reservation(key.substring(0, equals), key.substring(equals + 1));
        }

        private String space(JsonObject option) {
            return option.text("space").orElse(subnets.equals("subnet4") ? "dhcp4" : "dhcp6");
        }

        private OptionalInt code(String list, JsonObject option) {
            Matcher code = CODE.matcher(Objects.requireNonNull(keys.key(list, option)));
            return code.matches() ? OptionalInt.of(Integer.parseInt(code.group(1))) : OptionalInt.empty();
        }

        private static String name(JsonObject option) {
            return option.text("name").orElse("");
        }

        private static OptionalLong id(JsonObject subnet) {
            return subnet.integer("id");
        }

        private static String prefix(JsonObject subnet) {
            return subnet.text("subnet").orElse("");
        }

        // Subnets that went from one list and came to another, or came back under another id.

        private Map<JsonChange, JsonChange> moves(List<JsonChange> changes) {
            Map<OptionalLong, JsonChange> byId = new HashMap<>();
            Map<String, JsonChange> byPrefix = new HashMap<>();
            for (JsonChange change : changes) {
                if (change.kind() == JsonChange.Kind.ADDED && subnetOf(change) != null) {
                    JsonObject subnet = (JsonObject) Objects.requireNonNull(change.to());
                    byId.put(id(subnet), change);
                    byPrefix.put(prefix(subnet), change);
                }
            }
            Map<JsonChange, JsonChange> moves = new IdentityHashMap<>();
            for (JsonChange change : changes) {
                JsonObject gone = change.kind() == JsonChange.Kind.REMOVED ? subnetOf(change) : null;
                if (gone != null) {
                    JsonChange arrival = id(gone).isPresent() ? byId.remove(id(gone)) : null;
                    arrival = arrival == null ? byPrefix.get(prefix(gone)) : arrival;
                    if (arrival != null) {
                        JsonObject back = (JsonObject) Objects.requireNonNull(arrival.to());
                        byId.remove(id(back));
                        byPrefix.remove(prefix(back));
                        moves.put(change, arrival);
                    }
                }
            }
            return moves;
        }

        /** The subnet that this change is about as a whole; null for any other change. */
        private @Nullable JsonObject subnetOf(JsonChange change) {
            JsonValue value = change.from() == null ? change.to() : change.from();
            boolean inList = change.path()
                    .parent()
                    .flatMap(JsonPath::last)
                    .filter(new JsonPath.Key(subnets)::equals)
                    .isPresent();
            return inList && value instanceof JsonObject subnet ? subnet : null;
        }

        private void moved(JsonChange departure, JsonChange arrival, List<ConfigDifference> differences) {
            JsonObject before = (JsonObject) Objects.requireNonNull(departure.from());
            JsonObject after = (JsonObject) Objects.requireNonNull(arrival.to());
            ConfigDifference.Kind kind =
                    id(before).equals(id(after)) ? ConfigDifference.Kind.MOVED : ConfigDifference.Kind.RENUMBERED;
            List<ConfigElement> elements = new ArrayList<>();
            elements(differing, departure.path(), elements);
            JsonChange both = new JsonChange(JsonChange.Kind.REPLACED, departure.path(), before, after);
            differences.add(new ConfigDifference(kind, elements, "", both, Optional.of(arrival.path())));
            Map<JsonPath, JsonObject> inside = new HashMap<>();
            for (JsonChange inner :
                    JsonDiff.between(before, after, keys, inside::put).changes()) {
                if (inner.path().equals(ID)) {
                    continue;
                }
                JsonPath path = departure.path();
                for (JsonPath.Step step : inner.path().steps()) {
                    path = path.with(step);
                }
                JsonChange here = new JsonChange(inner.kind(), path, inner.from(), inner.to());
                differences.add(difference(elements, inside, inner.path(), here));
            }
        }
    }
}
