/**
 * Kea's commands as values, the answers to them, and the channel between who sends and who answers.
 *
 * <p>Every type here is immutable and safe for use by several threads unless it says otherwise. Nothing is null unless
 * it says so.
 */
@NullMarked
package dev.keaha.command;

import org.jspecify.annotations.NullMarked;
