/** Forty simulated flats and all that a fleet needs, in one process. */
@NullMarked
package be.bsmr.fleet.demo;

import org.jspecify.annotations.NullMarked;
