/**
 * How good the forecast is: recorded powers through the very same site as a meter's telegrams, and
 * what was foreseen against what came. Nothing here reads files.
 */
@NullMarked
package be.bsmr.backtest;

import org.jspecify.annotations.NullMarked;
