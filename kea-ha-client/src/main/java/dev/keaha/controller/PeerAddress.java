package dev.keaha.controller;

import dev.keaha.client.KeaEndpoint;

/**
 * A management address of a peer.
 *
 * @param endpoint where it is, and how to log in there
 * @param given whether somebody gave it; a guessed one is tried without credentials and must prove to be that peer
 */
public record PeerAddress(KeaEndpoint endpoint, boolean given) {}
