package dev.keaha.json;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Which members of a Kea configuration are secrets, and how they are hidden. Kea's {@code config-get} hides none of them
 * (kea-reference: database passwords, {@code basic-auth-password}, {@code authentication.clients[].password}).
 */
public final class Secrets {

    /** What stands in place of a secret. */
    public static final String MASK = "*****";

    private Secrets() {}

    /**
     * Whether a member of this name holds a secret: anything called a password, secret, token, passphrase or
     * credential, except the name of the file that holds it.
     *
     * @param name the member's name
     * @return true when its value must not be shown
     */
    public static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith("-file")) {
            return false;
        }
        return lower.contains("password")
                || lower.contains("passphrase")
                || lower.contains("secret")
                || lower.contains("credential")
                || lower.equals("token")
                || lower.endsWith("-token");
    }

    /**
     * A text with every secret of a document replaced by {@link #MASK}, for a text that somebody else wrote about it. A
     * secret of less than four characters stays: it would tear words apart.
     *
     * @param text the text
     * @param document the document
     * @return the text without the secrets
     */
    public static String removed(String text, JsonValue document) {
        String result = text;
        if (document instanceof JsonArray array) {
            for (JsonValue element : array) {
                result = removed(result, element);
            }
        } else if (document instanceof JsonObject object) {
            for (String name : object.names()) {
                JsonValue member = object.get(name);
                boolean hidden = isSecret(name)
                        && member instanceof JsonString secret
                        && secret.value().length() > 3;
                result = hidden
                        ? result.replace(((JsonString) member).value(), MASK)
                        : removed(result, java.util.Objects.requireNonNull(member));
            }
        }
        return result;
    }

    static JsonValue mask(JsonValue value) {
        if (value instanceof JsonArray array) {
            JsonArray masked = array.map(Secrets::mask);
            return masked.equals(array) ? array : masked;
        }
        if (!(value instanceof JsonObject object)) {
            return value;
        }
        Map<String, JsonValue> members = new LinkedHashMap<>();
        object.toMap().forEach((name, member) -> members.put(name, isSecret(name) ? hide(member) : mask(member)));
        JsonObject masked = JsonObject.of(members);
        return masked.equals(object) ? object : masked;
    }

    /** A secret's own structure would say something about it; an empty or absent one is worth seeing. */
    private static JsonValue hide(JsonValue secret) {
        boolean nothing = secret == JsonNull.NULL || secret.equals(new JsonString(""));
        return nothing ? secret : new JsonString(MASK);
    }
}
