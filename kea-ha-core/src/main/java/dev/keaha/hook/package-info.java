/**
 * Kea's hook libraries by name, with their parameters typed.
 *
 * <p>{@link dev.keaha.hook.KnownHook} names the libraries; the views ({@link dev.keaha.hook.RunScript}, ...) are read
 * from an entry of {@code hooks-libraries} by {@link dev.keaha.hook.HookParameters}. As everywhere, what is absent is
 * empty or null, and what Kea has beyond a view is carried. The parameters of the HA hook are in {@code dev.keaha.ha}.
 *
 * <p>Every type here is immutable and safe for use by several threads. Nothing is null unless it says so.
 */
@NullMarked
package dev.keaha.hook;

import org.jspecify.annotations.NullMarked;
