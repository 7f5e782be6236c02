/**
 * Real Kea daemons for tests: found where {@code kea-ha-testkit/real-kea/install} put them, started on loopback as a
 * relationship of any generation, mode and family, broken on purpose, and always ended.
 *
 * <p>It needs Linux, root (the daemons run below {@code chroot}) and an installation. Nothing is null unless it says so.
 */
@NullMarked
package dev.keaha.testkit.real;

import org.jspecify.annotations.NullMarked;
