/**
 * Pictures of quarters: the original's four lines, as PNG or SVG files. Nothing here measures or
 * forecasts.
 */
@NullMarked
package be.bsmr.home.plot;

import org.jspecify.annotations.NullMarked;
