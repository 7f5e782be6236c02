package dev.keaha.binding;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.keaha.config.KeaConfigException;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonNumber;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonString;
import dev.keaha.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** Reads a typed view out of a JSON object, and writes it back. */
public final class Binding {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .changeDefaultPropertyInclusion(
                    old -> JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .addModule(new SimpleModule()
                    .addDeserializer(JsonValue.class, new ValueReader())
                    .addSerializer(JsonValue.class, new ValueWriter()))
            .build();

    /** How Immutables says that a builder lacks something; the names are Java's. */
    private static final Pattern MISSING = Pattern.compile("required attributes are not set \\[([^]]+)]");

    private Binding() {}

    /**
     * Reads a typed view.
     *
     * @param object the JSON
     * @param type the view's type
     * @param path where the object stands in its configuration, for errors
     * @param <T> the view's type
     * @return the view
     * @throws KeaConfigException when a member is missing or has the wrong type, with its path
     */
    public static <T> T read(JsonObject object, Class<T> type, String path) {
        try {
            return MAPPER.readValue(object.toJson(), type);
        } catch (JacksonException e) {
            StringBuilder at = new StringBuilder(path);
            JsonValue found = object;
            for (JacksonException.Reference reference : e.getPath()) {
                String name = reference.getPropertyName();
                if (name != null) {
                    at.append(at.isEmpty() ? "" : ".").append(name);
                    found = found instanceof JsonObject o ? o.get(name) : null;
                } else {
                    at.append('[').append(reference.getIndex()).append(']');
                    found = found instanceof JsonArray a ? a.get(reference.getIndex()) : null;
                }
            }
            throw new KeaConfigException(at.toString(), problem(e, found));
        }
    }

    /**
     * Writes a typed view back.
     *
     * @param view the view
     * @return its JSON
     */
    public static JsonObject write(Object view) {
        return Json.parseObject(MAPPER.writeValueAsString(view));
    }

    /** Our own words: Jackson's speak of Java types and quote the input, which may be a secret. */
    private static String problem(JacksonException e, @Nullable JsonValue found) {
        Matcher missing = MISSING.matcher(e.getOriginalMessage());
        if (missing.find()) {
            return "required member " + memberName(missing.group(1)) + " is missing";
        }
        String kind = found == null ? "something else" : found.kind();
        if (found instanceof JsonNumber number) {
            kind = number.isSpelledWhole() ? "a number that is too large" : "the number " + number;
        }
        return e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
                ? "expected " + expected(mismatch.getTargetType(), found) + ", found " + kind
                : "expected something else than " + kind;
    }

    /** Members are spelled with dashes, and so are the first of several that are missing. */
    private static String memberName(String attributes) {
        String first = attributes.split(",")[0].strip();
        return first.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String expected(Class<?> type, @Nullable JsonValue found) {
        if (type == OptionalLong.class || type == OptionalInt.class || type == Long.class || type == Integer.class) {
            return "a whole number";
        } else if (type == long.class || type == int.class) {
            return "a whole number";
        } else if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        } else if (type == BigDecimal.class || type == OptionalDouble.class || type == Double.class) {
            return "a number";
        } else if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        } else if (type == String.class || type.isRecord() && !(found instanceof JsonString)) {
            return "a string";
        }
        return "an object";
    }

    private static final class ValueReader extends ValueDeserializer<JsonValue> {
        @Override
        public JsonValue deserialize(JsonParser parser, DeserializationContext context) {
            return value(parser, parser.currentToken());
        }

        private static JsonValue value(JsonParser parser, JsonToken token) {
            switch (token) {
                case START_OBJECT:
                    Map<String, JsonValue> members = new LinkedHashMap<>();
                    while (parser.nextToken() != JsonToken.END_OBJECT) {
                        String name = parser.currentName();
                        members.put(name, value(parser, parser.nextToken()));
                    }
                    return JsonObject.of(members);
                case START_ARRAY:
                    List<JsonValue> elements = new ArrayList<>();
                    for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                        elements.add(value(parser, next));
                    }
                    return JsonArray.of(elements);
                case VALUE_STRING:
                    return Json.value(parser.getString());
                default:
                    // Numbers keep their spelling; true, false and null have only one.
                    return Json.parse(parser.getString());
            }
        }

        @Override
        public JsonValue getNullValue(DeserializationContext context) {
            return Json.value(null);
        }
    }

    private static final class ValueWriter extends ValueSerializer<JsonValue> {
        @Override
        public void serialize(JsonValue value, JsonGenerator out, SerializationContext context) {
            out.writeRawValue(value.toJson());
        }
    }
}
