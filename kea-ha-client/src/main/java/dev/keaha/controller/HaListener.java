package dev.keaha.controller;

/**
 * Is told what happens. Each listener is told by one thread at a time, one event after the other, in the order in which
 * things happened; the controller never waits for it. What it throws is caught and counted, and the next event comes. One
 * that takes too long falls behind: from 10,000 waiting events on, new ones are dropped for it and counted
 * ({@link HaController#missedEvents}).
 */
@FunctionalInterface
public interface HaListener {

    /**
     * Something happened.
     *
     * @param event what
     */
    void on(HaEvent event);
}
