package dev.keaha.json;

import org.jspecify.annotations.Nullable;

/**
 * One difference between two documents. Java null stands for absent, {@link JsonNull} for null.
 *
 * <p>{@link #from} and {@link #to} hold secrets in clear; {@link #toString}, {@link #shownFrom}, {@link #shownTo} and
 * {@link #toJson} mask them.
 *
 * @param kind what happened
 * @param path where
 * @param from the value before; for {@link Kind#REORDERED} the keys in their old order; null where there was none
 * @param to the value after; for {@link Kind#REORDERED} the keys in their new order; null where there is none
 */
public record JsonChange(
        Kind kind,
        JsonPath path,
        @Nullable JsonValue from,
        @Nullable JsonValue to) {

    // A subnet with all its defaults is several thousand characters.
    private static final int SHOWN = 160;

    /** What happened to a value. */
    public enum Kind {
        /** It was absent before. */
        ADDED,
        /** It is absent now. */
        REMOVED,
        /** It has another value. */
        REPLACED,
        /** The elements of a list stand in another order, which means something there. */
        REORDERED
    }

    static JsonChange added(JsonPath path, JsonValue to) {
        return new JsonChange(Kind.ADDED, path, null, to);
    }

    static JsonChange removed(JsonPath path, JsonValue from) {
        return new JsonChange(Kind.REMOVED, path, from, null);
    }

    static JsonChange replaced(JsonPath path, JsonValue from, JsonValue to) {
        return new JsonChange(Kind.REPLACED, path, from, to);
    }

    static JsonChange reordered(JsonPath path, JsonArray from, JsonArray to) {
        return new JsonChange(Kind.REORDERED, path, from, to);
    }

    /**
     * The value before, to be shown.
     *
     * @return the value with secrets masked; null where there was none
     */
    public @Nullable JsonValue shownFrom() {
        return shown(from);
    }

    /**
     * The value after, to be shown.
     *
     * @return the value with secrets masked; null where there is none
     */
    public @Nullable JsonValue shownTo() {
        return shown(to);
    }

    private @Nullable JsonValue shown(@Nullable JsonValue value) {
        if (value == null) {
            return null;
        }
        return path.isSecret() ? new JsonString(Secrets.MASK) : value.masked();
    }

    /**
     * This change as JSON, secrets masked.
     *
     * @return {@code {"path","from","to"}}; an absent value is an absent member
     */
    public JsonObject toJson() {
        JsonObject json = Json.object("path", path.toString());
        JsonValue before = shownFrom();
        JsonValue after = shownTo();
        json = before == null ? json : json.with("from", before);
        return after == null ? json : json.with("to", after);
    }

    /** For people: on one line, secrets masked, long values cut. */
    @Override
    public String toString() {
        String where = path + ": ";
        return switch (kind) {
            case ADDED -> where + "added " + brief(shownTo());
            case REMOVED -> where + "removed " + brief(shownFrom());
            case REPLACED -> where + brief(shownFrom()) + " -> " + brief(shownTo());
            case REORDERED -> where + "order " + brief(shownFrom()) + " -> " + brief(shownTo());
        };
    }

    private static String brief(@Nullable JsonValue value) {
        String text = value == null ? "" : value.toJson();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
