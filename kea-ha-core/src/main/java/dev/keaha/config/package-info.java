/**
 * Kea's configuration: the typed, lossless lens on the JSON tree.
 *
 * <p>{@link dev.keaha.config.KeaConfig} holds the tree, which stays the truth. The views ({@link
 * dev.keaha.config.Dhcp4}, {@link dev.keaha.config.Subnet4}, ...) are decoded from it where they are asked for. Each names
 * every key that Kea 2.2 to 3.2 knows there and carries what it does not know. What is absent in the tree is empty or null
 * in the view, never a default. A changed view is a new value; written back, it changes nothing in the tree but what
 * differs.
 *
 * <p>Every type here is immutable and safe for use by several threads. Nothing is null unless it says so.
 */
@NullMarked
package dev.keaha.config;

import org.jspecify.annotations.NullMarked;
