package dev.keaha.examples;

/** The command line. */
public final class Keaha {
    private Keaha() {}

    /**
     * Runs it.
     *
     * @param arguments what was typed
     */
    public static void main(String[] arguments) {
        System.exit(64);
    }
}
