package dev.keaha.json;

import org.jspecify.annotations.Nullable;

/**
 * A place that two sides changed in different ways. Java null stands for absent, {@link JsonNull} for null. For the order
 * of a list with keys, the values are the keys in order.
 *
 * <p>{@link #base}, {@link #one} and {@link #other} hold secrets in clear; {@link #toString} and {@link #toJson} mask
 * them.
 *
 * @param path where
 * @param base the value that both sides come from; null where there was none
 * @param one the value on one side; null where it is removed there
 * @param other the value on the other side; null where it is removed there
 */
public record JsonConflict(
        JsonPath path,
        @Nullable JsonValue base,
        @Nullable JsonValue one,
        @Nullable JsonValue other) {

    /**
     * What a side did here.
     *
     * @param side the side
     * @return its change from the base; for {@link JsonMerge.Side#BASE} there is none
     * @throws IllegalArgumentException for the base, which changed nothing
     */
    public JsonChange change(JsonMerge.Side side) {
        if (side == JsonMerge.Side.BASE) {
            throw new IllegalArgumentException("The base changed nothing");
        }
        JsonValue value = side == JsonMerge.Side.ONE ? one : other;
        JsonChange.Kind kind = base == null
                ? JsonChange.Kind.ADDED
                : value == null ? JsonChange.Kind.REMOVED : JsonChange.Kind.REPLACED;
        return new JsonChange(kind, path, base, value);
    }

    /**
     * This conflict as JSON, secrets masked.
     *
     * @return {@code {"path","base","one","other"}}; an absent value is an absent member
     */
    public JsonObject toJson() {
        JsonObject json = Json.object("path", path.toString());
        json = with(json, "base", change(JsonMerge.Side.ONE).shownFrom());
        json = with(json, "one", change(JsonMerge.Side.ONE).shownTo());
        return with(json, "other", change(JsonMerge.Side.OTHER).shownTo());
    }

    private static JsonObject with(JsonObject json, String name, @Nullable JsonValue value) {
        return value == null ? json : json.with(name, value);
    }

    /** For people: both changes on one line, secrets masked, long values cut. */
    @Override
    public String toString() {
        return change(JsonMerge.Side.ONE) + ", but on the other side " + change(JsonMerge.Side.OTHER);
    }
}
