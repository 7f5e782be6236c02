/**
 * When the source's configuration is brought to the others without being asked (spec rows S8, S11, S14, S15, B5), and when
 * not: the rules behind the controller's loop, as pure functions.
 *
 * <p>Nothing is null unless it says so.
 */
@NullMarked
package dev.keaha.following;

import org.jspecify.annotations.NullMarked;
