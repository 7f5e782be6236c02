/**
 * Fake Kea servers that behave like real ones, in virtual time and without any network of their own.
 *
 * <p>Nothing is null unless it says so.
 */
@NullMarked
package dev.keaha.testkit;

import org.jspecify.annotations.NullMarked;
