package dev.keaha.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands in a JSON document: member names, places in lists, and elements of lists by what identifies them.
 *
 * <p>The text form is for people and for settings: {@code subnet4[id=7].pools[192.0.2.10-192.0.2.20].option-data[0]}. A
 * number in brackets is a place, anything else there is an element's key as {@link ListKeys} makes it. A name or key that
 * would be misread is quoted as a JSON string: {@code user-context."a.b"}, {@code client-classes["7"]}. The root has the
 * empty text.
 */
public final class JsonPath {

    private static final JsonPath ROOT = new JsonPath(null, null);

    // Each path points at its parent: a diff makes many that share their beginning.
    private final @Nullable JsonPath parent;
    private final @Nullable Step step;

    private JsonPath(@Nullable JsonPath parent, @Nullable Step step) {
        this.parent = parent;
        this.step = step;
    }

    /** One step of a path, from a value to one inside it. */
    public sealed interface Step permits Key, Index, Element {}

    /**
     * To a member of an object.
     *
     * @param name the member's name
     */
    public record Key(String name) implements Step {

        @Override
        public String toString() {
            return isPlain(name) ? name : new JsonString(name).toJson();
        }

        private static boolean isPlain(String name) {
            return !name.isEmpty() && name.chars().noneMatch(c -> c <= ' ' || c == '.' || isBracketOrQuote(c));
        }
    }

    /**
     * To a place in a list.
     *
     * @param at from 0
     */
    public record Index(int at) implements Step {

        /** Checks the place. */
        public Index {
            if (at < 0) {
                throw new IllegalArgumentException("A place in a list is 0 or more, not " + at);
            }
        }

        @Override
        public String toString() {
            return "[" + at + "]";
        }
    }

    /**
     * To an element of a list.
     *
     * @param key what identifies the element in its list
     */
    public record Element(String key) implements Step {

        @Override
        public String toString() {
            return "[" + (isPlain(key) ? key : new JsonString(key).toJson()) + "]";
        }

        private static boolean isPlain(String key) {
            return !key.isEmpty()
                    && !key.chars().allMatch(Element::isDigit)
                    && key.chars().noneMatch(c -> c < ' ' || isBracketOrQuote(c));
        }

        private static boolean isDigit(int c) {
            return c >= '0' && c <= '9';
        }
    }

    private static boolean isBracketOrQuote(int c) {
        return c == '[' || c == ']' || c == '"';
    }

    /**
     * The path of the whole document.
     *
     * @return the path without steps
     */
    public static JsonPath root() {
        return ROOT;
    }

    /**
     * Reads the text form.
     *
     * @param text as {@link #toString} writes it; empty is the root
     * @return the path
     * @throws IllegalArgumentException when the text is no path; the message names the place
     */
    public static JsonPath parse(String text) {
        return new Parser(text).path();
    }

    /**
     * This path and one step to a member.
     *
     * @param name the member's name
     * @return a new path
     */
    public JsonPath key(String name) {
        return with(new Key(name));
    }

    /**
     * This path and one step to a place in a list.
     *
     * @param at from 0
     * @return a new path
     */
    public JsonPath index(int at) {
        return with(new Index(at));
    }

    /**
     * This path and one step to an element of a list.
     *
     * @param key what identifies the element in its list
     * @return a new path
     */
    public JsonPath element(String key) {
        return with(new Element(key));
    }

    /**
     * This path and one step more.
     *
     * @param next the step
     * @return a new path
     */
    public JsonPath with(Step next) {
        return new JsonPath(this, next);
    }

    /**
     * The steps from the root.
     *
     * @return an unmodifiable list, empty for the root
     */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (JsonPath at = this; at != null && at.step != null; at = at.parent) {
            steps.add(at.step);
        }
        Collections.reverse(steps);
        return Collections.unmodifiableList(steps);
    }

    /**
     * The path of the object or list that holds this value.
     *
     * @return the path without its last step; empty for the root
     */
    public Optional<JsonPath> parent() {
        return Optional.ofNullable(parent);
    }

    /**
     * The last step.
     *
     * @return the step to this value; empty for the root
     */
    public Optional<Step> last() {
        return Optional.ofNullable(step);
    }

    /**
     * Whether the value here is a secret or part of one, by the names that lead to it.
     *
     * @return true when it must not be shown
     * @see Secrets
     */
    public boolean isSecret() {
        for (JsonPath at = this; at != null; at = at.parent) {
            if (at.step instanceof Key key && Secrets.isSecret(key.name())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonPath that && Objects.equals(step, that.step) && Objects.equals(parent, that.parent);
    }

    @Override
    public int hashCode() {
        return Objects.hash(parent, step);
    }

    /** The text form. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Step next : steps()) {
            if (next instanceof Key && text.length() > 0) {
                text.append('.');
            }
            text.append(next);
        }
        return text.toString();
    }

    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        JsonPath path() {
            JsonPath path = ROOT;
            while (at < text.length()) {
                if (text.charAt(at) == '[') {
                    at++;
                    path = path.with(bracketed());
                } else {
                    if (path != ROOT) {
                        expect('.');
                    }
                    path = path.key(name());
                }
            }
            return path;
        }

        private Step bracketed() {
            if (at < text.length() && text.charAt(at) == '"') {
                Step step = new Element(quoted());
                expect(']');
                return step;
            }
            int end = text.indexOf(']', at);
            if (end <= at) {
                throw broken(end < 0 ? "a closing ]" : "a place or a key between [ and ]");
            }
            String inside = text.substring(at, end);
            if (inside.indexOf('[') >= 0 || inside.indexOf('"') >= 0) {
                throw broken("a key with [ or \" in it to be quoted");
            }
            at = end + 1;
            return inside.matches("[0-9]{1,9}") ? new Index(Integer.parseInt(inside)) : new Element(inside);
        }

        private String name() {
            if (at < text.length() && text.charAt(at) == '"') {
                return quoted();
            }
            int from = at;
            while (at < text.length() && text.charAt(at) != '.' && !isBracketOrQuote(text.charAt(at))) {
                at++;
            }
            if (at == from) {
                throw broken("the name of a member");
            }
            return text.substring(from, at);
        }

        private String quoted() {
            int from = at++;
            while (at < text.length() && text.charAt(at) != '"') {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            expect('"');
            try {
                return ((JsonString) Json.parse(text.substring(from, at))).value();
            } catch (JsonSyntaxException e) {
                at = from;
                throw broken("a JSON string");
            }
        }

        private void expect(char c) {
            if (at >= text.length() || text.charAt(at) != c) {
                throw broken("'" + c + "'");
            }
            at++;
        }

        private IllegalArgumentException broken(String expected) {
            return new IllegalArgumentException("Not a path: '" + text + "', expected " + expected + " at character "
                    + (Math.min(at, text.length()) + 1));
        }
    }
}
