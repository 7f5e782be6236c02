package dev.keaha.json;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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
    /** The word or the character that Jackson stumbled over. */
    private static final Pattern QUOTED = Pattern.compile(
            "(?s)(?<=(?:Unrecognized|Non-standard) token) '[^']*'| \\('.' \\(code \\d+\\)\\)| '.' \\(code \\d+\\)");
    /** The advice to change Jackson's settings. */
    private static final Pattern SETTING = Pattern.compile(": enable `.*");

    private JsonReader() {}

    static JsonValue strict(String text) {
        return read(STRICT, text);
    }

    static JsonValue relaxed(String text) {
        return read(RELAXED, text);
    }

    private static JsonValue read(JsonFactory factory, String text) {
        return parsing(factory, text, parser -> {
            Tree tree = new Tree();
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                tree.take(parser, token);
            }
            return tree.whole();
        });
    }

    /** A parser of strict JSON that is fed. */
    static JsonParser fed() {
        return STRICT.createNonBlockingByteArrayParser(ObjectReadContext.empty());
    }

    private static <T> T parsing(JsonFactory factory, String text, Function<JsonParser, T> work) {
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
            try {
                return work.apply(parser);
            } catch (JacksonException e) {
                throw at(parser, e);
            }
        }
    }

    /** An error in what a daemon answered, which can hold secrets: without the token that is none. */
    static JsonSyntaxException unquoted(JsonParser parser, JacksonException e) {
        JsonSyntaxException quoting = at(parser, e);
        return new JsonSyntaxException(
                quoting.line(), quoting.column(), quoting.path(), withoutQuote(quoting.problem()));
    }

    private static JsonSyntaxException at(JsonParser parser, JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return at(
                parser, location == null ? parser.currentLocation() : location, problem(e, parser.streamReadContext()));
    }

    /** What Jackson says, without its own notation; and of what may be a secret, without quoting from it. */
    private static String problem(JacksonException e, TokenStreamContext context) {
        String message = JACKSON_PLACE.matcher(e.getOriginalMessage()).replaceAll("");
        message = SETTING.matcher(message).replaceAll("");
        return inSecret(context) ? withoutQuote(message) : message;
    }

    private static String withoutQuote(String problem) {
        return QUOTED.matcher(problem).replaceAll("");
    }

    private static boolean inSecret(@Nullable TokenStreamContext context) {
        return context != null
                && (context.currentName() != null && Secrets.isSecret(context.currentName())
                        || inSecret(context.getParent()));
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

    /** A value that grows token by token. */
    static final class Tree {
        private final Deque<Branch> open = new ArrayDeque<>();
        private @Nullable JsonValue whole;

        /** An object or array whose end has not come yet. */
        private static final class Branch {
            final JsonObject.@Nullable Members members;
            final List<JsonValue> elements = new ArrayList<>(0);
            String name = "";

            Branch(JsonObject.@Nullable Members members) {
                this.members = members;
            }

            void add(JsonValue value) {
                if (members == null) {
                    elements.add(value);
                } else {
                    members.add(name, value);
                }
            }

            JsonValue value() {
                return members == null ? JsonArray.of(elements) : members.toObject();
            }
        }

        void take(JsonParser parser, JsonToken token) {
            if (whole != null) {
                throw at(parser, parser.currentTokenLocation(), "expected the end, found more");
            }
            switch (token) {
                case START_OBJECT -> open.push(new Branch(new JsonObject.Members()));
                case START_ARRAY -> open.push(new Branch(null));
                case PROPERTY_NAME -> name(parser);
                case END_OBJECT, END_ARRAY -> add(open.pop().value());
                default -> add(scalar(parser, token));
            }
        }

        private void name(JsonParser parser) {
            Branch object = open.element();
            object.name = parser.currentName();
            if (object.members != null && object.members.has(object.name)) {
                throw at(parser, parser.currentTokenLocation(), "the member " + object.name + " stands here twice");
            }
        }

        private void add(JsonValue value) {
            if (open.isEmpty()) {
                whole = value;
            } else {
                open.element().add(value);
            }
        }

        JsonValue whole() {
            if (whole == null) {
                throw new JsonSyntaxException(1, 1, "", "expected a JSON value, found nothing");
            }
            return whole;
        }
    }

    private static JsonValue scalar(JsonParser parser, JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> new JsonString(parser.getString());
            case VALUE_NUMBER_INT -> JsonNumber.spelled(parser.getString());
            case VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE -> JsonBoolean.TRUE;
            case VALUE_FALSE -> JsonBoolean.FALSE;
            case VALUE_NULL -> JsonNull.NULL;
            default -> throw at(parser, parser.currentTokenLocation(), "expected a JSON value, found " + token);
        };
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
