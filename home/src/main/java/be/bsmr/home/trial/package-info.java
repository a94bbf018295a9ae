/**
 * What {@code evaluate control} tries: a house from a file or drawn from a seed, its loads with
 * physics, and the lowest peak that was possible: a linear programme over loads with all known in
 * advance. The only room that knows the optimiser; the running program knows nothing of it.
 */
@NullMarked
package be.bsmr.home.trial;

import org.jspecify.annotations.NullMarked;
