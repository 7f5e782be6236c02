package dev.keaha.replication;

import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonChange;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonPath;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One difference between two configurations and what it means. {@link #toString} is for people, for example
 * {@code subnet 7 (192.0.2.0/24): option routers 192.0.2.1 -> 192.0.2.2}; it and {@link #toJson} mask secrets,
 * {@link #change} holds them in clear.
 *
 * @param kind what happened
 * @param elements what it happened to, from the outermost element to the innermost, as named in the configuration before
 *     (after, for what is added): shared network, subnet, option. Empty for a setting of the server itself
 * @param setting which setting of the innermost element, as the text of a path below it; empty where the element as a
 *     whole was added, removed, moved or renumbered
 * @param change where, and the values before and after. For {@link Kind#MOVED} and {@link Kind#RENUMBERED} the whole
 *     element before and after, at its path before
 * @param movedTo the path after, for {@link Kind#MOVED} and {@link Kind#RENUMBERED}
 */
public record ConfigDifference(
        Kind kind, List<ConfigElement> elements, String setting, JsonChange change, Optional<JsonPath> movedTo) {

    // A subnet with all its defaults is several thousand characters.
    private static final int SHOWN = 160;

    /** What happened. */
    public enum Kind {
        /** It was absent before. */
        ADDED,
        /** It is absent now. */
        REMOVED,
        /** A setting has another value. */
        CHANGED,
        /** The elements of a list stand in another order, which means something there. */
        REORDERED,
        /** A subnet stands in another shared network, or in none any more. Its own changes are differences of their own. */
        MOVED,
        /** A prefix has another subnet id. Its other changes are differences of their own. */
        RENUMBERED;

        /** The word in JSON. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Copies the list. */
    public ConfigDifference {
        elements = List.copyOf(elements);
    }

    /**
     * Where it is, relative to {@code Dhcp4} or {@code Dhcp6}.
     *
     * @return the path, before where it is another one after
     */
    public JsonPath path() {
        return change.path();
    }

    /**
     * What it happened to.
     *
     * @return the innermost element; empty for a setting of the server itself
     */
    public Optional<ConfigElement> subject() {
        return elements.isEmpty() ? Optional.empty() : Optional.of(elements.get(elements.size() - 1));
    }

    /**
     * The element of a sort that it stands in, or is about.
     *
     * @param sort for example {@link ConfigElement.Subnet}
     * @param <E> the sort
     * @return the innermost element of that sort
     */
    public <E extends ConfigElement> Optional<E> within(Class<E> sort) {
        E found = null;
        for (ConfigElement element : elements) {
            found = sort.isInstance(element) ? sort.cast(element) : found;
        }
        return Optional.ofNullable(found);
    }

    /**
     * Whether it is about an element as a whole, and not about one of its settings.
     *
     * @return true when the innermost element was added, removed, moved or renumbered
     */
    public boolean whole() {
        return setting.isEmpty() && !elements.isEmpty();
    }

    /**
     * What clients lose by it beyond the settings themselves.
     *
     * @return why it is destructive, for people; empty where it is not
     */
    public Optional<String> destroys() {
        boolean subnet =
                subject().filter(ConfigElement.Subnet.class::isInstance).isPresent();
        if (kind == Kind.RENUMBERED) {
            return Optional.of("its leases stay with the old id, and no server finds them any more");
        }
        if (subnet && kind == Kind.CHANGED && setting.equals("subnet")) {
            return Optional.of("the leases of this id are addresses of the old prefix");
        }
        boolean network =
                subject().filter(ConfigElement.Network.class::isInstance).isPresent();
        return whole() && kind == Kind.REMOVED && (subnet || network)
                ? Optional.of("its clients are no longer served")
                : Optional.empty();
    }

    /**
     * This difference as JSON, secrets masked.
     *
     * @return {@code {"kind","elements","setting","path","from","to","movedTo","destroys","text"}}; what is not there is
     *     left out
     */
    public JsonObject toJson() {
        JsonObject json = Json.object(
                "kind",
                kind.toString(),
                "elements",
                elements.stream().map(ConfigElement::toJson).toList());
        json = setting.isEmpty() ? json : json.with("setting", new JsonString(setting));
        for (String name : List.of("path", "from", "to")) {
            JsonValue value = change.toJson().get(name);
            json = value == null ? json : json.with(name, value);
        }
        json = Stored.with(json, "movedTo", movedTo.map(JsonPath::toString));
        return Stored.with(json, "destroys", destroys()).with("text", new JsonString(toString()));
    }

    /** For people: on one line, secrets masked, long values cut. */
    @Override
    public String toString() {
        boolean optionData = setting.equals("data")
                && subject().filter(ConfigElement.Option.class::isInstance).isPresent();
        String where = elements.stream().map(ConfigElement::toString).collect(Collectors.joining(": "));
        String what = optionData ? "" : setting.equals("subnet") ? "prefix" : setting;
        String text = where + (where.isEmpty() || what.isEmpty() ? "" : ": ") + what + happened(optionData);
        return destroys().map(why -> text + " (destructive: " + why + ")").orElse(text);
    }

    private String happened(boolean optionData) {
        return switch (kind) {
            case ADDED -> (whole() ? ": added" : " added") + value(change.shownTo());
            case REMOVED -> (whole() ? ": removed" : " removed") + value(change.shownFrom());
            case CHANGED -> " " + brief(change.shownFrom()) + " -> " + brief(change.shownTo());
            case REORDERED -> ": order " + order(change.from()) + " -> " + order(change.to());
            case MOVED ->
                ": moved from " + holder(change.path()) + " to "
                        + movedTo.map(ConfigDifference::holder).orElse("");
            case RENUMBERED -> ": renumbered to " + id(change.to());
        };
    }

    /** A whole element is named already; its one telling value is shown, all of them would hide it. */
    private String value(@Nullable JsonValue value) {
        if (!whole()) {
            return " " + brief(value);
        }
        return value instanceof JsonObject object && subject().orElse(null) instanceof ConfigElement.Option
                ? object.text("data")
                        .filter(data -> !data.isEmpty())
                        .map(data -> ", " + cut(data))
                        .orElse("")
                : "";
    }

    private static String id(@Nullable JsonValue subnet) {
        JsonValue id = subnet instanceof JsonObject object ? object.get("id") : null;
        return id == null ? "none" : id.toJson();
    }

    private static String holder(JsonPath path) {
        return path.parent()
                .flatMap(JsonPath::parent)
                .flatMap(JsonPath::last)
                .filter(JsonPath.Element.class::isInstance)
                .map(step -> new ConfigElement.Network(((JsonPath.Element) step).key()).toString())
                .orElse("no shared network");
    }

    private static String order(@Nullable JsonValue keys) {
        return keys instanceof JsonArray list ? cut(list.texts().collect(Collectors.joining(", "))) : "";
    }

    private static String brief(@Nullable JsonValue value) {
        if (value instanceof JsonString text && !text.value().isBlank()) {
            return cut(text.value());
        }
        return value == null ? "nothing" : cut(value.toJson());
    }

    private static String cut(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
