/**
 * The P1 port's language: from bytes to frames to {@link be.bsmr.meter.Reading}, and back. The only
 * room that knows OBIS codes. No I/O, no clock: bytes and their time of arrival are handed in.
 */
@NullMarked
package be.bsmr.p1;

import org.jspecify.annotations.NullMarked;
