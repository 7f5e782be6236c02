/**
 * The command line keaha, and small programs that embed the SDK.
 *
 * <p>Nothing is null unless it says so.
 */
@NullMarked
package dev.keaha.examples;

import org.jspecify.annotations.NullMarked;
