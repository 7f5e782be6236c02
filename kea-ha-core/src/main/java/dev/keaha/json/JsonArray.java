package dev.keaha.json;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A JSON array. */
public final class JsonArray implements JsonValue, Iterable<JsonValue> {

    private static final JsonArray EMPTY = new JsonArray(List.of());

    private final List<JsonValue> elements;
    private final Fingerprint fingerprint;

    private JsonArray(List<JsonValue> elements) {
        this.elements = elements;
        Fingerprint sum = Fingerprint.tagged(5, elements.size());
        for (JsonValue element : elements) {
            sum = sum.then(element.fingerprint());
        }
        this.fingerprint = sum;
    }

    /**
     * The array without elements.
     *
     * @return {@code []}
     */
    public static JsonArray empty() {
        return EMPTY;
    }

    /**
     * An array of these elements.
     *
     * @param elements the elements, copied
     * @return the array
     */
    public static JsonArray of(List<? extends JsonValue> elements) {
        return elements.isEmpty() ? EMPTY : new JsonArray(List.copyOf(elements));
    }

    /**
     * The elements.
     *
     * @return an unmodifiable list
     */
    public List<JsonValue> elements() {
        return elements;
    }

    /**
     * Those elements that are objects, in order.
     *
     * @return a stream of objects
     */
    public Stream<JsonObject> objects() {
        return elements.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
    }

    /**
     * Those elements that are strings, in order.
     *
     * @return a stream of strings
     */
    public Stream<String> texts() {
        return elements.stream().filter(JsonString.class::isInstance).map(e -> ((JsonString) e).value());
    }

    /**
     * How many elements there are.
     *
     * @return the count
     */
    public int size() {
        return elements.size();
    }

    /**
     * The element at a place.
     *
     * @param index from 0
     * @return the element
     * @throws IndexOutOfBoundsException when there is no such place
     */
    public JsonValue get(int index) {
        return elements.get(index);
    }

    /**
     * This array with one more element at its end.
     *
     * @param element the element
     * @return a new array
     */
    public JsonArray with(JsonValue element) {
        List<JsonValue> more = new ArrayList<>(elements);
        more.add(element);
        return of(more);
    }

    /**
     * This array without the elements that match.
     *
     * @param which chooses what goes
     * @return a new array
     */
    public JsonArray without(Predicate<? super JsonValue> which) {
        return of(elements.stream().filter(which.negate()).toList());
    }

    /**
     * This array with each element replaced by what the function makes of it.
     *
     * @param function gives the new element
     * @return a new array
     */
    public JsonArray map(UnaryOperator<JsonValue> function) {
        return of(elements.stream().map(function).toList());
    }

    @Override
    public Iterator<JsonValue> iterator() {
        return elements.iterator();
    }

    @Override
    public String kind() {
        return "a list";
    }

    @Override
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonArray that && fingerprint.equals(that.fingerprint);
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }

    /** JSON on one line, secrets masked. */
    @Override
    public String toString() {
        return masked().toJson();
    }
}
