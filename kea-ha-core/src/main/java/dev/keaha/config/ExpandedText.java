package dev.keaha.config;

import dev.keaha.config.KeaConfigFile.Includes;
import dev.keaha.config.KeaConfigFile.Source;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A text with its includes put in place of their directives, as Kea's lexer does it: an included file may hold any
 * run of
 * tokens, such as a few members. Knows where each stretch came from.
 */
final class ExpandedText {

    private static final int DEEPEST = 10;
    private static final Pattern DIRECTIVE = Pattern.compile("<\\?\\s*include\\s*\"([^\"\\n]+)\"\\s*\\?>");

    private final String text;
    private final int[] lines;
    private final List<Stretch> stretches;

    private ExpandedText(String text, List<Stretch> stretches) {
        this.text = text;
        this.lines = lines(text);
        this.stretches = stretches;
    }

    static ExpandedText of(Source source, Includes includes) {
        Expansion expansion = new Expansion(includes);
        expansion.add(source);
        return new ExpandedText(expansion.out.toString(), expansion.stretches);
    }

    String text() {
        return text;
    }

    /** The place of a character of the text. */
    Place place(int at) {
        int last = 0;
        for (int step = Integer.highestOneBit(stretches.size()); step > 0; step /= 2) {
            if (last + step < stretches.size() && stretches.get(last + step).at() <= at) {
                last += step;
            }
        }
        Stretch stretch = stretches.get(last);
        return stretch.origin().place(stretch.offset() + at - stretch.at());
    }

    /** The place of a line and column of the text, as the parser counts them. */
    Place place(int line, int column) {
        return place(lines[line - 1] + column - 1);
    }

    /** Where each line begins; the three kinds of line end are those that the parser counts. */
    private static int[] lines(String text) {
        IntStream.Builder lines = IntStream.builder().add(0);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r' && !text.startsWith("\n", i + 1)) {
                lines.add(i + 1);
            }
        }
        return lines.build().toArray();
    }

    /** A file and where its lines begin. */
    private record Origin(String file, int[] lines) {

        Place place(int offset) {
            int found = Arrays.binarySearch(lines, offset);
            int line = found >= 0 ? found : -found - 2;
            return new Place(file, line + 1, offset - lines[line] + 1);
        }
    }

    /** From {@code at} on, the text is that of the origin from {@code offset} on. */
    private record Stretch(int at, Origin origin, int offset) {}

    /** The work of putting a text together. */
    private static final class Expansion {

        private final Includes includes;
        private final StringBuilder out = new StringBuilder();
        private final List<Stretch> stretches = new ArrayList<>();
        private final Deque<String> around = new ArrayDeque<>();

        Expansion(Includes includes) {
            this.includes = includes;
        }

        void add(Source source) {
            String from = source.text();
            Origin origin = new Origin(source.name(), lines(from));
            around.push(source.name());
            int copied = 0;
            stretches.add(new Stretch(out.length(), origin, 0));
            boolean plain = !from.contains("<?");
            for (int i = plain ? from.length() : 0; i < from.length(); ) {
                if (!from.startsWith("<?", i)) {
                    i = afterToken(from, i);
                    continue;
                }
                out.append(from, copied, i);
                Matcher directive = DIRECTIVE.matcher(from).region(i, from.length());
                if (!directive.lookingAt()) {
                    throw refused(origin, i, "expected <?include \"file\"?>, found another directive");
                }
                include(directive.group(1), origin, i);
                i = directive.end();
                copied = i;
                stretches.add(new Stretch(out.length(), origin, copied));
            }
            out.append(from, copied, from.length());
            around.pop();
        }

        private void include(String name, Origin origin, int at) {
            if (around.size() > DEEPEST) {
                throw refused(origin, at, "includes are nested more than " + DEEPEST + " deep");
            }
            Source included = includes.find(name, origin.file())
                    .orElseThrow(() -> refused(origin, at, "there is no file " + name + " to include"));
            if (around.contains(included.name())) {
                throw refused(origin, at, "the file " + name + " includes itself, directly or through others");
            }
            add(included);
            // Ends a comment that the included file ends with.
            out.append('\n');
        }

        private static KeaConfigException refused(Origin origin, int at, String problem) {
            return new KeaConfigException(origin.place(at), "", problem);
        }

        /** Steps over one character, or over a whole string or comment, in which a directive means nothing. */
        private static int afterToken(String from, int i) {
            char c = from.charAt(i);
            int end = from.length();
            if (c == '"') {
                int k = i + 1;
                while (k < end && from.charAt(k) != '"') {
                    k += from.charAt(k) == '\\' ? 2 : 1;
                }
                return Math.min(k + 1, end);
            } else if (c == '#' || from.startsWith("//", i)) {
                int newline = from.indexOf('\n', i);
                return newline < 0 ? end : newline;
            } else if (from.startsWith("/*", i)) {
                int close = from.indexOf("*/", i + 2);
                return close < 0 ? end : close + 2;
            }
            return i + 1;
        }
    }
}
