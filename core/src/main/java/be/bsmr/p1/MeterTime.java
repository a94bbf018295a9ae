package be.bsmr.p1;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The stamp of a telegram for those who must not decode it, such as a recording that keeps its
 * pace.
 */
public final class MeterTime {

    private static final String LINE = "0-0:1.0.0(";

    private MeterTime() {}

    /** The stamp in the text of a telegram; empty when there is none or it is no time. */
    public static Optional<Instant> in(String telegram, ZoneId zone) {
        int at = telegram.indexOf(LINE);
        int end = at < 0 ? -1 : telegram.indexOf(')', at);
        return end < 0
                ? Optional.empty()
                : new MeterClock(zone).read(telegram.substring(at + LINE.length(), end));
    }
}
