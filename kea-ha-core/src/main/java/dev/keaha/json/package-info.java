/**
 * JSON as an immutable value: parse, print, compare, fingerprint, mask, patch, diff.
 *
 * <p>Every type here is immutable and safe for use by several threads. Nothing is null unless it says so: JSON's own
 * null is {@link dev.keaha.json.JsonNull}, an absent member is a Java null from {@link dev.keaha.json.JsonObject#get}.
 */
@NullMarked
package dev.keaha.json;

import org.jspecify.annotations.NullMarked;
