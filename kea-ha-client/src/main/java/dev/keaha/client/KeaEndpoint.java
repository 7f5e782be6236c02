package dev.keaha.client;

import java.net.URI;

/**
 * A management endpoint.
 *
 * @param uri where it is
 */
public record KeaEndpoint(URI uri) {}
