package dev.keaha.json;

/** JSON's null, which is a value: a member that is null is not an absent member. */
public enum JsonNull implements JsonValue {
    /** The only one. */
    NULL;

    @Override
    public String kind() {
        return "null";
    }

    @Override
    public Fingerprint fingerprint() {
        return Fingerprint.tagged(1, 0);
    }

    @Override
    public String toString() {
        return "null";
    }
}
