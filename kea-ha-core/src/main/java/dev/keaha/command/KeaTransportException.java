package dev.keaha.command;

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

    /**
     * A failure.
     *
     * @param failure what kind
     * @param address the address tried
     * @param mayHaveRun whether the command may have reached the daemon
     * @param detail a sentence: what happened and what to do
     */
    public KeaTransportException(TransportFailure failure, String address, boolean mayHaveRun, String detail) {
        super(address + ": " + detail);
        this.failure = failure;
        this.address = address;
        this.mayHaveRun = mayHaveRun;
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
}
