package dev.keaha.json;

/**
 * One JSON value. Two values are equal when they mean the same JSON: member order and the spelling of a number
 * ({@code 1.0} and {@code 1}) do not matter, the order of an array does.
 *
 * <p>{@link #toString} masks secrets and is for people and logs; {@link #toJson} is exact and is for the wire and for
 * files.
 */
public sealed interface JsonValue permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {

    /**
     * What this value means, in 128 bits: equal values have equal fingerprints, on every run and every machine. Computed
     * once per object and array. It is no protection against somebody who makes up values on purpose to collide.
     *
     * @return the fingerprint
     */
    Fingerprint fingerprint();

    /**
     * What sort of value this is, in words for an error message. Tells nothing of the content, which may be a secret.
     *
     * @return for example {@code an object}, {@code a string}, {@code true or false}, {@code null}
     */
    String kind();

    /**
     * Prints this value exactly, secrets included: member order and number spelling as they were read.
     *
     * @return JSON on one line
     */
    default String toJson() {
        return JsonPrinter.compact(this);
    }

    /**
     * As {@link #toJson}, over several lines with an indent of two spaces.
     *
     * @return JSON for a file that people read
     */
    default String toPrettyJson() {
        return JsonPrinter.pretty(this);
    }

    /**
     * This value with every secret replaced by {@code "*****"}, for anything that is shown. Never send it to Kea.
     *
     * @return the masked value, or this one where it holds no secret
     * @see Secrets
     */
    default JsonValue masked() {
        return Secrets.mask(this);
    }
}
