package be.bsmr.home.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What the readings of one minute say of the power, on the mean.
 *
 * @param start of the minute, the meter's time
 * @param last the stamp of its last reading
 * @param importedW W; 0 or more
 * @param exportedW W; 0 or more, 0 also for a meter that does not tell
 */
public record MinuteMean(Instant start, Instant last, double importedW, double exportedW) {

    private static final long SECONDS = 60;

    /**
     * @param seconds oldest first; one without import power is passed over
     */
    static List<MinuteMean> of(Iterator<SecondsLog.Second> seconds) {
        List<MinuteMean> means = new ArrayList<>();
        long minute = Long.MIN_VALUE;
        long last = 0;
        long imported = 0;
        long exported = 0;
        int count = 0;
        while (seconds.hasNext()) {
            SecondsLog.Second second = seconds.next();
            long in = second.values()[ReadingRow.IMPORT_POWER];
            long out = second.values()[ReadingRow.EXPORT_POWER];
            if (in == ReadingRow.ABSENT) {
                continue;
            }
            long of = Math.floorDiv(second.at(), SECONDS) * SECONDS;
            if (of != minute) {
                add(means, minute, last, imported, exported, count);
                minute = of;
                imported = 0;
                exported = 0;
                count = 0;
            }
            last = second.at();
            imported += in;
            exported += out == ReadingRow.ABSENT ? 0 : out;
            count++;
        }
        add(means, minute, last, imported, exported, count);
        return means;
    }

    private static void add(
            List<MinuteMean> means, long minute, long last, long in, long out, int count) {
        if (count > 0) {
            means.add(
                    new MinuteMean(
                            Instant.ofEpochSecond(minute),
                            Instant.ofEpochSecond(last),
                            in / (double) count,
                            out / (double) count));
        }
    }
}
