package dev.keaha.json;

/**
 * A JSON string.
 *
 * @param value the characters, unescaped
 */
public record JsonString(String value) implements JsonValue {

    @Override
    public String kind() {
        return "a string";
    }

    @Override
    public Fingerprint fingerprint() {
        return Fingerprint.of(3, value);
    }

    /** The string as JSON, quoted. A string alone does not know whether it is a secret; the object around it does. */
    @Override
    public String toString() {
        return toJson();
    }
}
