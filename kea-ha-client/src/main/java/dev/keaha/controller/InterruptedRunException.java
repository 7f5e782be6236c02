package dev.keaha.controller;

/**
 * The thread was interrupted while a replication waited. The journal is in the store: the next start finishes or undoes
 * the run.
 */
public final class InterruptedRunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InterruptedRunException() {
        super("Interrupted. What was begun is in the journal, and the next start goes on from there.");
    }
}
