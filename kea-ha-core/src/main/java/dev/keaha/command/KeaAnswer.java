package dev.keaha.command;

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
     * The arguments as an object.
     *
     * @return the object, empty where the answer has none
     */
    public JsonObject object() {
        return arguments instanceof JsonObject object ? object : JsonObject.empty();
    }
}
