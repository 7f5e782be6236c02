package dev.keaha.controller;

import dev.keaha.client.KeaEndpoint;

/**
 * A management address of a peer.
 *
 * @param endpoint where it is, and how to log in there
 * @param origin where we have it from
 */
public record PeerAddress(KeaEndpoint endpoint, Origin origin) {

    /** Where an address comes from. All but a given one are tried without credentials and must prove to be that peer. */
    public enum Origin {
        /** Somebody gave it. */
        GIVEN,
        /** The peer was found there before. */
        FOUND,
        /** It may be there. */
        GUESSED
    }

    /**
     * Whether somebody gave it.
     *
     * @return true when somebody did
     */
    public boolean given() {
        return origin == Origin.GIVEN;
    }
}
