/**
 * From what was observed of each peer to a verdict: health, source of truth, and why.
 *
 * <p>Every type here is immutable and safe for use by several threads unless it says otherwise. Nothing is null unless
 * it says so.
 */
@NullMarked
package dev.keaha.health;

import org.jspecify.annotations.NullMarked;
