/**
 * What stays local to a peer, what differs, the plan, and its execution as a pure machine.
 *
 * <p>Every type here is immutable and safe for use by several threads unless it says otherwise. Nothing is null unless
 * it says so.
 */
@NullMarked
package dev.keaha.replication;

import org.jspecify.annotations.NullMarked;
