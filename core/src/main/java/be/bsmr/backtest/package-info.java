/**
 * How good the program is, on recordings: recorded powers through the very same site as a meter's
 * telegrams, what was foreseen against what came, and what controlled loads would have changed.
 * Nothing here reads files.
 */
@NullMarked
package be.bsmr.backtest;

import org.jspecify.annotations.NullMarked;
