package dev.keaha.json;

import tools.jackson.core.io.JsonStringEncoder;

/** Prints values exactly. */
final class JsonPrinter {

    private static final JsonStringEncoder ENCODER = new JsonStringEncoder();

    private final StringBuilder out = new StringBuilder();
    private final boolean lines;

    private JsonPrinter(boolean lines) {
        this.lines = lines;
    }

    static String compact(JsonValue value) {
        JsonPrinter printer = new JsonPrinter(false);
        printer.print(value, 0);
        return printer.out.toString();
    }

    static String pretty(JsonValue value) {
        JsonPrinter printer = new JsonPrinter(true);
        printer.print(value, 0);
        return printer.out.append('\n').toString();
    }

    private void print(JsonValue value, int depth) {
        if (value instanceof JsonObject object) {
            out.append('{');
            String separator = "";
            for (String name : object.names()) {
                out.append(separator);
                newLine(depth + 1);
                string(name);
                out.append(lines ? ": " : ":");
                print(java.util.Objects.requireNonNull(object.get(name)), depth + 1);
                separator = ",";
            }
            if (object.size() > 0) {
                newLine(depth);
            }
            out.append('}');
        } else if (value instanceof JsonArray array) {
            out.append('[');
            String separator = "";
            for (JsonValue element : array) {
                out.append(separator);
                newLine(depth + 1);
                print(element, depth + 1);
                separator = ",";
            }
            if (array.size() > 0) {
                newLine(depth);
            }
            out.append(']');
        } else if (value instanceof JsonString string) {
            string(string.value());
        } else {
            out.append(value);
        }
    }

    private void string(String value) {
        out.append('"').append(ENCODER.quoteAsCharArray(value)).append('"');
    }

    private void newLine(int depth) {
        if (lines) {
            out.append('\n').append("  ".repeat(depth));
        }
    }
}
