/**
 * Sends Kea's commands: through the Control Agent, to a daemon over HTTP, over a Unix socket.
 *
 * <p>Nothing is null unless it says so.
 */
@NullMarked
package dev.keaha.client;

import org.jspecify.annotations.NullMarked;
