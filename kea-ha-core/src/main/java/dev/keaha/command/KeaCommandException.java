package dev.keaha.command;

/**
 * The daemon answered and refused. It decided so on what it knows, so the same command gets the same answer until
 * something changes there.
 */
public final class KeaCommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String command;
    private final int result;
    private final String text;

    /**
     * A refusal.
     *
     * @param command the command's name
     * @param result the result code
     * @param text Kea's sentence
     */
    public KeaCommandException(String command, ResultCode result, String text) {
        super(
                result.isDone()
                        ? command + " was done, " + text
                        : command + " was refused with result " + result + (text.isEmpty() ? "" : ": " + text));
        this.command = command;
        this.result = result.code();
        this.text = text;
    }

    /**
     * Which command was refused.
     *
     * @return its name
     */
    public String command() {
        return command;
    }

    /**
     * How it was refused.
     *
     * @return the result code
     */
    public ResultCode result() {
        return new ResultCode(result);
    }

    /**
     * Why it was refused.
     *
     * @return Kea's sentence, empty where it gave none
     */
    public String text() {
        return text;
    }
}
