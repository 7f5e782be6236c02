package dev.keaha.client;

/**
 * How far an exchange has come, and whether it was ended: one of handing over and ending comes first, and both sides learn
 * which. Safe for use by several threads.
 */
final class Progress {

    private Exchange.Stage stage = Exchange.Stage.CONNECTING;
    private boolean ended;

    /**
     * Goes on, before what the stage stands for is done. A request that was handed over stays so.
     *
     * @return whether it may; it may not when the exchange has ended, and then it stays where it was
     */
    synchronized boolean to(Exchange.Stage next) {
        if (!ended && (next.mayHaveRun() || !stage.mayHaveRun())) {
            stage = next;
        }
        return !ended;
    }

    /** Ends it; whether the request was handed over before. */
    synchronized boolean end() {
        ended = true;
        return stage.mayHaveRun();
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    synchronized Exchange.Stage stage() {
        return stage;
    }
}
