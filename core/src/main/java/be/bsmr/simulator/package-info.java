/**
 * A household for people without a meter: appliances, registers and the telegram values they make.
 * Same seed and start, same seconds. No I/O and no pacing.
 */
@NullMarked
package be.bsmr.simulator;

import org.jspecify.annotations.NullMarked;
