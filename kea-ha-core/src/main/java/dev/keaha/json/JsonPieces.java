package dev.keaha.json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.async.ByteArrayFeeder;

/**
 * Reads one value of strict JSON that comes in pieces, and keeps none of them: a large answer is in memory once, as the
 * value that it is. Its errors quote nothing of the text but names of members. Not safe for use by several threads.
 */
public final class JsonPieces {

    private final JsonParser parser = JsonReader.fed();
    private final ByteArrayFeeder feeder = (ByteArrayFeeder) parser.nonBlockingInputFeeder();
    private final JsonReader.Tree tree = new JsonReader.Tree();

    /** Begins to read. */
    public JsonPieces() {}

    /**
     * Reads the next piece.
     *
     * @param piece bytes in UTF-8, which may begin and end anywhere; not used after the call
     * @throws JsonSyntaxException when no JSON value goes like this; nothing more can be read then
     */
    public void add(byte[] piece) {
        try {
            feeder.feedInput(piece, 0, piece.length);
            read();
        } catch (JacksonException e) {
            throw JsonReader.unquoted(parser, e);
        }
    }

    /**
     * All pieces have come.
     *
     * @return the value
     * @throws JsonSyntaxException when they are not exactly one JSON value, or an object names a member twice
     */
    public JsonValue end() {
        try (parser) {
            feeder.endOfInput();
            read();
            return tree.whole();
        } catch (JacksonException e) {
            throw JsonReader.unquoted(parser, e);
        }
    }

    private void read() {
        for (JsonToken token = parser.nextToken();
                token != null && token != JsonToken.NOT_AVAILABLE;
                token = parser.nextToken()) {
            tree.take(parser, token);
        }
    }
}
