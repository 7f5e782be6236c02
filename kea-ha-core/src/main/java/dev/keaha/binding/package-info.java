/**
 * Binds typed views to JSON trees with Jackson; the only place that knows databind. Not exported.
 */
@NullMarked
package dev.keaha.binding;

import org.jspecify.annotations.NullMarked;
