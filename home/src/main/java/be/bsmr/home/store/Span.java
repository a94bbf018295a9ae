package be.bsmr.home.store;

import java.time.Instant;

/**
 * What something is stored of.
 *
 * @param begin the first instant
 * @param end after the last
 */
public record Span(Instant begin, Instant end) {

    Span with(Span other) {
        return new Span(
                begin.isBefore(other.begin) ? begin : other.begin,
                end.isAfter(other.end) ? end : other.end);
    }
}
