package be.bsmr.p1;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The stamp of a telegram for those who must not decode it, such as a recording that keeps its
 * pace.
 */
public final class MeterTime {

    /** Heat meters with a port of their own write it as 0-0:1.1.0. */
    private static final Pattern LINE = Pattern.compile("(?m)^0-0:1\\.[01]\\.0\\(([^)]*)\\)");

    private MeterTime() {}

    /** The stamp in the text of a telegram; empty when there is none or it is no time. */
    public static Optional<Instant> in(String telegram, ZoneId zone) {
        Matcher line = LINE.matcher(telegram);
        return line.find() ? new MeterClock(zone).read(line.group(1)) : Optional.empty();
    }
}
