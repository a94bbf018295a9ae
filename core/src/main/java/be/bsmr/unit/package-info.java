/**
 * Physical quantities as values that cannot be mixed up: whole watts, joules, millivolts,
 * milliamperes. Nothing here knows about meters, quarters or text formats.
 */
@NullMarked
package be.bsmr.unit;

import org.jspecify.annotations.NullMarked;
