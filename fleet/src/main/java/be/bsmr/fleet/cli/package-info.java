/** The commands. */
@NullMarked
package be.bsmr.fleet.cli;

import org.jspecify.annotations.NullMarked;
