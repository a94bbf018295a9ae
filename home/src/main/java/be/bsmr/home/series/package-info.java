/**
 * Rows of what is stored, and the formats they are written in, one row at a time. Not in here:
 * where the rows come from.
 */
@NullMarked
package be.bsmr.home.series;

import org.jspecify.annotations.NullMarked;
