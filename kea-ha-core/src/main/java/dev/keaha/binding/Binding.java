package dev.keaha.binding;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.keaha.json.Json;
import dev.keaha.json.JsonArray;
import dev.keaha.json.JsonNull;
import dev.keaha.json.JsonNumber;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import dev.keaha.json.Secrets;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/** Reads a typed view out of a JSON object, and writes it back. */
public final class Binding {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .changeDefaultPropertyInclusion(
                    old -> JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .withCoercionConfig(LogicalType.Textual, Binding::noCoercion)
            .withCoercionConfig(LogicalType.Boolean, Binding::noCoercion)
            .addModule(new SimpleModule()
                    .addDeserializer(JsonValue.class, new ValueReader<>(JsonValue.class))
                    .addDeserializer(JsonObject.class, new ValueReader<>(JsonObject.class))
                    .addDeserializer(JsonArray.class, new ValueReader<>(JsonArray.class))
                    .addSerializer(JsonValue.class, new ValueWriter()))
            .build();

    private static final Set<Class<?>> WHOLE =
            Set.of(OptionalLong.class, OptionalInt.class, Long.class, Integer.class, long.class, int.class);

    private static final ClassValue<Map<String, Optional<Class<?>>>> MEMBERS = new ClassValue<>() {
        @Override
        protected Map<String, Optional<Class<?>>> computeValue(Class<?> view) {
            return membersOf(view);
        }
    };

    /** How Immutables says that a builder lacks something; the names are Java's. */
    private static final Pattern MISSING = Pattern.compile("required attributes are not set \\[([^]]+)]");

    private Binding() {}

    private static void noCoercion(MutableCoercionConfig config) {
        for (CoercionInputShape shape : CoercionInputShape.values()) {
            config.setCoercion(shape, CoercionAction.Fail);
        }
    }

    /**
     * Reads a typed view.
     *
     * @param object the JSON
     * @param type the view's type
     * @param path where the object stands in its configuration, for errors
     * @param refusal makes the exception that is thrown when a member is missing or has the wrong type, of its path and
     *     what is wrong with it
     * @param <T> the view's type
     * @return the view
     */
    public static <T> T read(
            JsonObject object, Class<T> type, String path, BiFunction<String, String, RuntimeException> refusal) {
        try {
            return MAPPER.readValue(object.toJson(), type);
        } catch (JacksonException e) {
            StringBuilder at = new StringBuilder(path);
            JsonValue found = object;
            String last = "";
            for (JacksonException.Reference reference : e.getPath()) {
                String name = reference.getPropertyName();
                if (name != null) {
                    last = name;
                    at.append(at.isEmpty() ? "" : ".").append(name);
                    found = found instanceof JsonObject o ? o.get(name) : null;
                } else {
                    at.append('[').append(reference.getIndex()).append(']');
                    found = found instanceof JsonArray a ? a.get(reference.getIndex()) : null;
                }
            }
            throw refusal.apply(at.toString(), problem(e, found, last));
        }
    }

    /**
     * Writes a typed view.
     *
     * @param view the view
     * @return its JSON
     */
    public static JsonObject write(Object view) {
        return Json.parseObject(MAPPER.writeValueAsString(view));
    }

    /**
     * Writes a typed view back over the JSON that it was read from: what did not change stays as it was written, order
     * of members and spelling of numbers included.
     *
     * @param view the view
     * @param before what it was read from
     * @return its JSON
     */
    public static JsonObject write(Object view, JsonObject before) {
        return (JsonObject) over(before, write(view));
    }

    private static JsonValue over(JsonValue before, JsonValue after) {
        if (before.equals(after)) {
            return before;
        }
        if (before instanceof JsonObject old && after instanceof JsonObject now) {
            Map<String, JsonValue> members = new LinkedHashMap<>();
            old.toMap().forEach((name, value) -> {
                JsonValue changed = now.get(name);
                if (changed != null) {
                    members.put(name, over(value, changed));
                } else if (value == JsonNull.NULL) {
                    // A view does not tell null from absent, and so cannot have removed it.
                    members.put(name, value);
                }
            });
            now.toMap().forEach(members::putIfAbsent);
            return JsonObject.of(members);
        }
        if (before instanceof JsonArray old && after instanceof JsonArray now) {
            List<JsonValue> elements = new ArrayList<>();
            for (int i = 0; i < now.size(); i++) {
                JsonValue element = now.get(i);
                boolean inPlace = i < old.size() && old.get(i).equals(element);
                // Elements may have moved; an equal one anywhere is the same one.
                Optional<JsonValue> moved = inPlace
                        ? Optional.of(old.get(i))
                        : old.elements().stream().filter(element::equals).findFirst();
                elements.add(moved.orElse(i < old.size() ? over(old.get(i), element) : element));
            }
            return JsonArray.of(elements);
        }
        return after;
    }

    /**
     * The members that a view knows by name.
     *
     * @param view the view's type
     * @return their names as Kea spells them, each with the view that its objects are read as, if any
     */
    public static Map<String, Optional<Class<?>>> members(Class<?> view) {
        return MEMBERS.get(view);
    }

    private static Map<String, Optional<Class<?>>> membersOf(Class<?> view) {
        return Arrays.stream(view.getMethods())
                .filter(method -> method.isAnnotationPresent(JsonProperty.class))
                .collect(Collectors.toUnmodifiableMap(
                        method -> method.getAnnotation(JsonProperty.class).value(),
                        method -> viewIn(method.getGenericReturnType())));
    }

    /** The view in {@code Optional<View>} or {@code List<View>}. */
    private static Optional<Class<?>> viewIn(Type type) {
        return type instanceof ParameterizedType generic
                        && generic.getActualTypeArguments()[0] instanceof Class<?> argument
                        && argument.isAnnotationPresent(JsonDeserialize.class)
                ? Optional.of(argument)
                : Optional.empty();
    }

    /** Our own words: Jackson's speak of Java types and quote the input, which may be a secret. */
    private static String problem(JacksonException e, @Nullable JsonValue found, String name) {
        Matcher missing = MISSING.matcher(e.getOriginalMessage());
        if (missing.find()) {
            return "required member " + memberName(missing.group(1)) + " is missing";
        }
        String kind = found == null ? "something else" : found.kind();
        if (found instanceof JsonNumber number && !Secrets.isSecret(name)) {
            boolean large = number.isSpelledWhole() && number.integer().isEmpty();
            kind = large ? "a number that is too large" : "the number " + number;
        }
        Class<?> target = e instanceof MismatchedInputException mismatch
                ? mismatch.getTargetType()
                : e instanceof InputCoercionException coercion ? coercion.getTargetType() : null;
        return "expected " + expected(target) + ", found " + kind;
    }

    /** Members are spelled with dashes, and so are the first of several that are missing. */
    private static String memberName(String attributes) {
        String first = attributes.split(",")[0].strip();
        return first.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            // Our own builders refuse null before Jackson sees a type.
            return "a value other than null";
        } else if (WHOLE.contains(type)) {
            return "a whole number";
        } else if (type == Boolean.class) {
            return "true or false";
        } else if (Collection.class.isAssignableFrom(type) || type == JsonArray.class) {
            return "a list";
        } else if (type == String.class || type.isRecord()) {
            return "a string";
        }
        return "an object";
    }

    private static final class ValueReader<V extends JsonValue> extends ValueDeserializer<V> {

        private final Class<V> type;

        ValueReader(Class<V> type) {
            this.type = type;
        }

        @Override
        public V deserialize(JsonParser parser, DeserializationContext context) {
            JsonValue value = value(parser, parser.currentToken());
            return type.isInstance(value) ? type.cast(value) : context.reportInputMismatch(type, "another kind");
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
        public Object getNullValue(DeserializationContext context) {
            return deserializeNull(context);
        }

        private V deserializeNull(DeserializationContext context) {
            JsonValue value = Json.value(null);
            return type.isInstance(value) ? type.cast(value) : context.reportInputMismatch(type, "another kind");
        }
    }

    private static final class ValueWriter extends ValueSerializer<JsonValue> {
        @Override
        public void serialize(JsonValue value, JsonGenerator out, SerializationContext context) {
            out.writeRawValue(value.toJson());
        }
    }
}
