/**
 * The lowest peak that was possible: a linear programme over loads with all known in advance. The
 * only room that knows the optimiser; what the loads need is the core's.
 */
@NullMarked
package be.bsmr.home.bound;

import org.jspecify.annotations.NullMarked;
