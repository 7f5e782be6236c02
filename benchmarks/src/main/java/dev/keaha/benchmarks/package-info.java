/** What things cost, each measured beside something real in the same run. */
@NullMarked
package dev.keaha.benchmarks;

import org.jspecify.annotations.NullMarked;
