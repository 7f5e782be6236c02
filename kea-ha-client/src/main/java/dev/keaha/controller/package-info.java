/**
 * The loop around the pure core: observe, decide, plan, execute, report. It holds no rules of its own.
 *
 * <p>Nothing is null unless it says so.
 */
@NullMarked
package dev.keaha.controller;

import org.jspecify.annotations.NullMarked;
