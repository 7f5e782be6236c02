/**
 * AssertJ assertions for what kea-ha decides: verdicts, plans and reports. Needs assertj-core on the test path.
 *
 * <p>Nothing is null unless it says so.
 */
@NullMarked
package dev.keaha.testkit.assertions;

import org.jspecify.annotations.NullMarked;
