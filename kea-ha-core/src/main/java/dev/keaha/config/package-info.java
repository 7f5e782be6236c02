/**
 * Kea's configuration: the typed, lossless lens on the JSON tree.
 *
 * <p>Every type here is immutable and safe for use by several threads. Nothing is null unless it says so.
 */
@NullMarked
package dev.keaha.config;

import org.jspecify.annotations.NullMarked;
