package dev.keaha.json;

/**
 * A text is not JSON. The message names line, column, what was found and what was expected; it quotes no more of the
 * text than the offending token. Reading the same text again gives the same error.
 */
public final class JsonSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    /**
     * An error at a place of a text.
     *
     * @param line from 1
     * @param column from 1
     * @param problem what is wrong there
     */
    public JsonSyntaxException(int line, int column, String problem) {
        super("line " + line + ", column " + column + ": " + problem);
        this.line = line;
        this.column = column;
    }

    /**
     * Where it is.
     *
     * @return the line, from 1
     */
    public int line() {
        return line;
    }

    /**
     * Where it is.
     *
     * @return the column, from 1
     */
    public int column() {
        return column;
    }
}
