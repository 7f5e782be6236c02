/**
 * Kea's HA hook: relationships, peers, modes, roles, states; their detection in a configuration; lint.
 *
 * <p>Every type here is immutable and safe for use by several threads unless it says otherwise. Nothing is null unless
 * it says so.
 */
@NullMarked
package dev.keaha.ha;

import org.jspecify.annotations.NullMarked;
