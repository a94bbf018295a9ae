/**
 * What houses said becomes quarters, peaks, forecasts and what communities know and share, exactly
 * once. The only room that knows Kafka Streams, and no rule that {@code core} lacks: the processors
 * read bytes, ask core and write bytes. It reads no file and opens no port of its own.
 */
@NullMarked
package be.bsmr.fleet.topology;

import org.jspecify.annotations.NullMarked;
