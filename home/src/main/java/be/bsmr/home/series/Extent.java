package be.bsmr.home.series;

import java.time.Instant;

/**
 * From when to when something is stored.
 *
 * @param begin the first instant
 * @param end after the last
 */
public record Extent(Instant begin, Instant end) {

    /** From the earlier begin to the later end. */
    public Extent with(Extent other) {
        return new Extent(
                begin.isBefore(other.begin) ? begin : other.begin,
                end.isAfter(other.end) ? end : other.end);
    }
}
