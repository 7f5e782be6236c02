package dev.keaha.command;

import org.jspecify.annotations.Nullable;

/**
 * The daemon gave no proper answer. {@link #mayHaveRun} tells what the caller may do: false, and the command did not
 * reach a daemon, so that it may be sent again freely; true, and nobody knows whether it ran, so that a caller who sent a
 * change reads back first.
 */
public final class KeaTransportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final TransportFailure failure;
    private final String address;
    private final boolean mayHaveRun;
    private final String detail;

    /**
     * A failure.
     *
     * @param failure what kind
     * @param address the address tried
     * @param mayHaveRun whether the command may have reached the daemon
     * @param detail a sentence: what happened and what to do
     */
    public KeaTransportException(TransportFailure failure, String address, boolean mayHaveRun, String detail) {
        this(failure, address, mayHaveRun, detail, null);
    }

    /**
     * A failure with what caused it.
     *
     * @param failure what kind
     * @param address the address tried
     * @param mayHaveRun whether the command may have reached the daemon
     * @param detail a sentence: what happened and what to do
     * @param cause what was caught, or null
     */
    public KeaTransportException(
            TransportFailure failure, String address, boolean mayHaveRun, String detail, @Nullable Throwable cause) {
        super(address + ": " + detail, cause);
        this.failure = failure;
        this.address = address;
        this.mayHaveRun = mayHaveRun;
        this.detail = detail;
    }

    /**
     * What kind of failure it is.
     *
     * @return the kind
     */
    public TransportFailure failure() {
        return failure;
    }

    /**
     * Where it was tried.
     *
     * @return the address, without credentials
     */
    public String address() {
        return address;
    }

    /**
     * Whether the command may have reached the daemon and run.
     *
     * @return false when it certainly did not
     */
    public boolean mayHaveRun() {
        return mayHaveRun;
    }

    /**
     * What happened and what to do.
     *
     * @return the message without the address
     */
    public String detail() {
        return detail;
    }
}
