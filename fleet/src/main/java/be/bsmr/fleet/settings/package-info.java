/** The configuration of a fleet, as records. */
@NullMarked
package be.bsmr.fleet.settings;

import org.jspecify.annotations.NullMarked;
