/**
 * The billed quarter-hour: how much was imported so far, how well that is known, and where it will
 * end. Nothing here knows prices, months or loads.
 */
@NullMarked
package be.bsmr.quarter;

import org.jspecify.annotations.NullMarked;
