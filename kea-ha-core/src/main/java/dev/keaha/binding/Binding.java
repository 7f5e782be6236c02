package dev.keaha.binding;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.keaha.config.KeaConfigException;
import dev.keaha.json.Json;
import dev.keaha.json.JsonObject;
import dev.keaha.json.JsonValue;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
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
        } catch (DatabindException e) {
            throw new KeaConfigException(path + pathOf(e), problem(e));
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

    private static String pathOf(DatabindException e) {
        StringBuilder path = new StringBuilder();
        List<JacksonException.Reference> references = e.getPath();
        for (JacksonException.Reference reference : references) {
            if (reference.getPropertyName() != null) {
                path.append('.').append(reference.getPropertyName());
            } else {
                path.append('[').append(reference.getIndex()).append(']');
            }
        }
        return path.toString();
    }

    private static String problem(DatabindException e) {
        if (e instanceof UnrecognizedPropertyException) {
            return "unknown member";
        }
        String message = e.getOriginalMessage();
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private static final class ValueReader extends ValueDeserializer<JsonValue> {
        @Override
        public JsonValue deserialize(JsonParser parser, DeserializationContext context) {
            return Json.parse(context.readTree(parser).toString());
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
