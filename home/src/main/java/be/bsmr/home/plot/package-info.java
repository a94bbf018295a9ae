/**
 * Pictures of quarters: the four lines of the original's plot, as PNG or SVG. Knows what to draw,
 * not where it is kept.
 */
@NullMarked
package be.bsmr.home.plot;

import org.jspecify.annotations.NullMarked;
