package dev.keaha.json;

/**
 * A text is not JSON. The message names line, column, what was found and what was expected; it quotes no more of the
 * text than the offending token, and nothing of a secret. Reading the same text again gives the same error.
 */
public final class JsonSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;
    private final String path;
    private final String problem;

    /**
     * An error at a place of a text.
     *
     * @param line from 1
     * @param column from 1
     * @param path the JSON path of the value around that place, such as {@code Dhcp4.subnet4[0].id}; empty at the top
     * @param problem what is wrong there: found and expected
     */
    public JsonSyntaxException(int line, int column, String path, String problem) {
        super("line " + line + ", column " + column + (path.isEmpty() ? "" : ", at " + path) + ": " + problem);
        this.line = line;
        this.column = column;
        this.path = path;
        this.problem = problem;
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

    /**
     * Where it is.
     *
     * @return the JSON path of the value around that place; empty at the top
     */
    public String path() {
        return path;
    }

    /**
     * What is wrong there.
     *
     * @return the message without its place
     */
    public String problem() {
        return problem;
    }
}
