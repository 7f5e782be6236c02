package dev.keaha.json;

/** JSON's true and false. */
public enum JsonBoolean implements JsonValue {
    /** {@code true}. */
    TRUE,
    /** {@code false}. */
    FALSE;

    /**
     * The JSON value of a Java boolean.
     *
     * @param value the boolean
     * @return {@link #TRUE} or {@link #FALSE}
     */
    public static JsonBoolean of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /**
     * The Java value.
     *
     * @return true or false
     */
    public boolean value() {
        return this == TRUE;
    }

    @Override
    public String kind() {
        return "true or false";
    }

    @Override
    public Fingerprint fingerprint() {
        return Fingerprint.tagged(2, ordinal());
    }

    @Override
    public String toString() {
        return value() ? "true" : "false";
    }
}
