package dev.keaha.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** Builds values from Jackson's token stream. */
final class JsonReader {

    private static final JsonFactory STRICT = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();
    private static final JsonFactory RELAXED = STRICT.rebuild()
            .enable(
                    JsonReadFeature.ALLOW_JAVA_COMMENTS,
                    JsonReadFeature.ALLOW_YAML_COMMENTS,
                    JsonReadFeature.ALLOW_TRAILING_COMMA,
                    JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS,
                    JsonReadFeature.ALLOW_TRAILING_DECIMAL_POINT_FOR_NUMBERS)
            .build();
    /** Where Jackson says, in its own notation, where the unfinished thing began. */
    private static final Pattern JACKSON_PLACE = Pattern.compile(" \\((?:start marker|for \\w+ starting) at .*");

    private JsonReader() {}

    static JsonValue strict(String text) {
        return read(STRICT, text);
    }

    static JsonValue relaxed(String text) {
        return read(RELAXED, text);
    }

    private static JsonValue read(JsonFactory factory, String text) {
        return parsing(factory, text, parser -> {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new JsonSyntaxException(1, 1, "", "expected a JSON value, found nothing");
            }
            JsonValue value = value(parser, first);
            if (parser.nextToken() != null) {
                throw at(parser, parser.currentTokenLocation(), "expected the end, found more");
            }
            return value;
        });
    }

    private static <T> T parsing(JsonFactory factory, String text, Function<JsonParser, T> work) {
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
            try {
                return work.apply(parser);
            } catch (JacksonException e) {
                TokenStreamLocation location = e.getLocation();
                throw at(parser, location == null ? parser.currentLocation() : location, problem(e));
            }
        }
    }

    private static String problem(JacksonException e) {
        return JACKSON_PLACE.matcher(e.getOriginalMessage()).replaceAll("");
    }

    private static JsonSyntaxException at(JsonParser parser, TokenStreamLocation location, String problem) {
        return new JsonSyntaxException(
                Math.max(1, location.getLineNr()),
                Math.max(1, location.getColumnNr()),
                path(parser.streamReadContext()),
                problem);
    }

    private static String path(TokenStreamContext context) {
        TokenStreamContext parent = context.getParent();
        if (parent == null) {
            return "";
        }
        String before = path(parent);
        if (context.inArray()) {
            return before + "[" + Math.max(0, context.getCurrentIndex()) + "]";
        }
        String name = context.currentName();
        return name == null ? before : before.isEmpty() ? name : before + "." + name;
    }

    static Map<String, Integer> offsets(String text, Collection<String> paths) {
        Sought root = new Sought();
        paths.forEach(root::add);
        return parsing(RELAXED, text, parser -> {
            Map<String, Integer> found = new LinkedHashMap<>();
            parser.nextToken();
            root.find(parser, found);
            return found;
        });
    }

    /** The places to look for, as a tree of steps: what leads to none of them is skipped. */
    private static final class Sought {
        private static final Pattern STEP = Pattern.compile("([^.\\[]+)|\\[(\\d+)]");

        private final List<String> paths = new ArrayList<>();
        private final Map<String, Sought> inside = new LinkedHashMap<>();

        void add(String path) {
            Sought at = this;
            for (Matcher step = STEP.matcher(path); step.find(); ) {
                at = at.inside.computeIfAbsent(step.group(), any -> new Sought());
            }
            at.paths.add(path);
        }

        void find(JsonParser parser, Map<String, Integer> found) {
            int here = (int) parser.currentTokenLocation().getCharOffset();
            put(here, found);
            JsonToken token = parser.currentToken();
            if (inside.isEmpty() || token != JsonToken.START_OBJECT && token != JsonToken.START_ARRAY) {
                parser.skipChildren();
                return;
            }
            int index = 0;
            for (JsonToken next = parser.nextToken(); !next.isStructEnd(); next = parser.nextToken()) {
                String step = "[" + index++ + "]";
                if (next == JsonToken.PROPERTY_NAME) {
                    step = parser.currentName();
                    parser.nextToken();
                }
                Sought sought = inside.get(step);
                if (sought == null) {
                    parser.skipChildren();
                } else {
                    sought.find(parser, found);
                }
            }
        }

        /** What is deeper is found later and then replaces this place. */
        private void put(int here, Map<String, Integer> found) {
            paths.forEach(path -> found.put(path, here));
            inside.values().forEach(deeper -> deeper.put(here, found));
        }
    }

    private static JsonValue value(JsonParser parser, JsonToken token) {
        switch (token) {
            case START_OBJECT:
                JsonObject.Members members = new JsonObject.Members();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_OBJECT; next = parser.nextToken()) {
                    String name = parser.currentName();
                    if (members.has(name)) {
                        throw at(parser, parser.currentTokenLocation(), "the member " + name + " stands here twice");
                    }
                    members.add(name, value(parser, parser.nextToken()));
                }
                return members.toObject();
            case START_ARRAY:
                List<JsonValue> elements = new ArrayList<>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    elements.add(value(parser, next));
                }
                return JsonArray.of(elements);
            case VALUE_STRING:
                return new JsonString(parser.getString());
            case VALUE_NUMBER_INT:
                return JsonNumber.spelled(parser.getString());
            case VALUE_NUMBER_FLOAT:
                return number(parser);
            case VALUE_TRUE:
                return JsonBoolean.TRUE;
            case VALUE_FALSE:
                return JsonBoolean.FALSE;
            case VALUE_NULL:
                return JsonNull.NULL;
            default:
                throw at(parser, parser.currentTokenLocation(), "expected a JSON value, found " + token);
        }
    }

    /** Kea's files may leave out the zero on either side of the point; its commands may not. */
    private static String strictly(String spelling) {
        String whole = spelling.startsWith(".") ? "0" + spelling : spelling.replaceFirst("^-\\.", "-0.");
        return whole.replaceFirst("\\.(?![0-9])", ".0");
    }

    /** An exponent may be anything in JSON; ours has to be one that a decimal can hold. */
    private static JsonValue number(JsonParser parser) {
        String spelling = strictly(parser.getString());
        try {
            new BigDecimal(spelling);
        } catch (NumberFormatException e) {
            throw at(parser, parser.currentTokenLocation(), "the exponent of this number is out of range");
        }
        return JsonNumber.spelled(spelling);
    }
}
