package be.bsmr.home.store;

import be.bsmr.home.series.Series;
import be.bsmr.home.series.Series.Column;
import be.bsmr.home.series.Series.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The power of a period in equal parts: of each the mean, the lowest and the highest second. */
final class PowerParts {

    private static final List<Column> COLUMNS =
            List.of(
                    new Column("start", Kind.TIME),
                    new Column("mean_w", Kind.INTEGER),
                    new Column("low_w", Kind.INTEGER),
                    new Column("high_w", Kind.INTEGER));

    private final List<List<@Nullable Object>> rows = new ArrayList<>();
    private final long from;
    private final long step;
    private long part = -1;
    private long sum;
    private long low;
    private long high;
    private int count;

    private PowerParts(long from, long step) {
        this.from = from;
        this.step = step;
    }

    /**
     * @param seconds of {@code [from, to)}, oldest first; one without import power is passed over
     * @param parts 1 or more; fewer come when they would be shorter than a second
     */
    static Series of(Iterator<SecondsLog.Second> seconds, Instant from, Instant to, int parts) {
        long whole = Math.max(1, Duration.between(from, to).toSeconds());
        PowerParts made = new PowerParts(from.getEpochSecond(), (whole + parts - 1) / parts);
        seconds.forEachRemaining(made::take);
        made.finish();
        return new Series(COLUMNS, made.rows.iterator());
    }

    private void take(SecondsLog.Second second) {
        long imported = second.values()[ReadingRow.IMPORT_POWER];
        long exported = second.values()[ReadingRow.EXPORT_POWER];
        if (imported == ReadingRow.ABSENT) {
            return;
        }
        long of = (second.at() - from) / step;
        if (of != part) {
            finish();
            part = of;
            sum = 0;
            low = Long.MAX_VALUE;
            high = Long.MIN_VALUE;
            count = 0;
        }
        long net = imported - (exported == ReadingRow.ABSENT ? 0 : exported);
        sum += net;
        low = Math.min(low, net);
        high = Math.max(high, net);
        count++;
    }

    private void finish() {
        if (count > 0) {
            rows.add(
                    List.of(
                            Instant.ofEpochSecond(from + part * step),
                            Math.round(sum / (double) count),
                            low,
                            high));
        }
    }
}
