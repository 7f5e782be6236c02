package dev.keaha.client;

import dev.keaha.json.JsonPieces;
import dev.keaha.json.JsonSyntaxException;
import dev.keaha.json.JsonValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an answer holds, up to a limit: read while it comes, so that it is in memory once. */
final class AnswerBody {

    private static final int START = 256;

    private final long limit;
    private final JsonPieces pieces = new JsonPieces();
    private final StringBuilder start = new StringBuilder();
    private volatile long bytes;
    private @Nullable JsonValue value;
    private @Nullable JsonSyntaxException problem;

    AnswerBody(long limit) {
        this.limit = limit;
    }

    /** The answer is larger than the limit. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(long limit) {
            super("The answer is larger than the limit of " + limit + " bytes");
        }
    }

    /**
     * Reads on.
     *
     * @return whether what follows matters: not once it is clear that this is no JSON
     * @throws TooLarge when it is larger than the limit
     */
    boolean add(ByteBuffer part) throws TooLarge {
        byte[] piece = new byte[part.remaining()];
        part.get(piece);
        bytes += piece.length;
        if (bytes > limit) {
            throw new TooLarge(limit);
        }
        int more = Math.min(piece.length, START - start.length());
        start.append(new String(piece, 0, more, StandardCharsets.ISO_8859_1));
        try {
            pieces.add(piece);
            return true;
        } catch (JsonSyntaxException e) {
            problem = e;
            return false;
        }
    }

    /** It has come whole, or as far as it matters. */
    AnswerBody end() {
        if (problem == null) {
            try {
                value = pieces.end();
            } catch (JsonSyntaxException e) {
                problem = e;
            }
        }
        return this;
    }

    /** How much of it has come. */
    long bytes() {
        return bytes;
    }

    /** The value that it is; null where it is none. */
    @Nullable
    JsonValue value() {
        return value;
    }

    /** Why it is no JSON; null where it is. */
    @Nullable
    JsonSyntaxException problem() {
        return problem;
    }

    boolean looksLikeHtml() {
        String text = start.toString().strip().toLowerCase(Locale.ROOT);
        return text.startsWith("<!doctype html") || text.startsWith("<html");
    }
}
