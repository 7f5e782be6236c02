/**
 * Fake relationships for JUnit tests. Needs junit-jupiter-api, which a test has anyway.
 *
 * <p>Nothing is null unless it says so.
 */
@NullMarked
package dev.keaha.testkit.junit;

import org.jspecify.annotations.NullMarked;
