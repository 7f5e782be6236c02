package dev.keaha.command;

/**
 * The {@code result} of an answer. Hooks and newer versions add codes; those are carried like the known ones.
 *
 * @param code the number
 */
public record ResultCode(int code) {

    /** Done. */
    public static final ResultCode SUCCESS = new ResultCode(0);

    /** Failed or refused; the text says why. */
    public static final ResultCode ERROR = new ResultCode(1);

    /** No such command here: the hook that has it is not loaded. */
    public static final ResultCode UNSUPPORTED = new ResultCode(2);

    /** Done, and nothing was found or affected. Not an error for a read. */
    public static final ResultCode EMPTY = new ResultCode(3);

    /** The change contradicts the server's state; Kea 2.3.1 and newer. */
    public static final ResultCode CONFLICT = new ResultCode(4);

    /** Failed, and the running configuration is partly changed; Kea 3.0.4 and newer. */
    public static final ResultCode FATAL = new ResultCode(5);

    /**
     * Whether the command did what it was asked to.
     *
     * @return true for {@link #SUCCESS} and {@link #EMPTY}
     */
    public boolean isDone() {
        return code == 0 || code == 3;
    }

    @Override
    public String toString() {
        return Integer.toString(code);
    }
}
