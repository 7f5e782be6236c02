package dev.keaha.testkit;

/** A command's handler failed without answering: the daemon lives, whoever asked gets nothing. */
final class NoAnswer extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoAnswer() {
        super("the command's handler failed");
    }
}
