package dev.keaha.command;

import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What a daemon answered to a command, be it done or refused.
 *
 * @param result how it went
 * @param text Kea's sentence, empty where it gave none
 * @param arguments what it answered, null where it gave nothing
 */
public record KeaAnswer(
        ResultCode result, String text, @Nullable JsonValue arguments) {

    /**
     * An answer that is done, without arguments.
     *
     * @param text Kea's sentence
     * @return the answer
     */
    public static KeaAnswer done(String text) {
        return new KeaAnswer(ResultCode.SUCCESS, text, null);
    }

    /**
     * Reads an answer from what came over the wire: an object, or a list of exactly one.
     *
     * @param answer what came
     * @return the answer
     * @throws IllegalArgumentException when it is not what Kea answers; the message says what it is instead
     */
    public static KeaAnswer of(JsonValue answer) {
        JsonValue only = answer;
        if (answer instanceof JsonArray list) {
            if (list.size() != 1) {
                throw new IllegalArgumentException("expected one answer, found a list of " + list.size());
            }
            only = list.get(0);
        }
        if (!(only instanceof JsonObject object)) {
            throw new IllegalArgumentException("expected an object with a result, found something else");
        }
        long code = object.integer("result")
                .orElseThrow(() -> new IllegalArgumentException("expected a whole number as result, found none"));
        if (code != (int) code) {
            throw new IllegalArgumentException("expected a result of 32 bits, found " + code);
        }
        return new KeaAnswer(new ResultCode((int) code), object.text("text").orElse(""), object.get("arguments"));
    }

    /**
     * The arguments as an object.
     *
     * @return the object, empty where the answer has none
     */
    public JsonObject object() {
        return arguments instanceof JsonObject object ? object : JsonObject.empty();
    }
}
