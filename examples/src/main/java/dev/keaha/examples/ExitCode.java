package dev.keaha.examples;

/** What the exit codes mean; {@code status} has its own meaning of 0, 1 and 2. */
final class ExitCode {

    /** Done, or nothing to do; OK. */
    static final int DONE = 0;

    /** Done in part; Impaired. */
    static final int PART = 1;

    /** Refused because the service is down; Service down. */
    static final int DOWN = 2;

    /** An error; could not tell. */
    static final int ERROR = 3;

    /** Wrong usage. */
    static final int USAGE = 64;

    private ExitCode() {}
}
