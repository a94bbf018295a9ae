package be.bsmr.home.series;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The original system's {@code forcast.csv}, from seconds: a line every ten seconds, at the fives,
 * without a header. Its eight numbers are reckoned as it did: seconds of the hour and of the
 * quarter; limit and alarm line, Wh; the mean of the last thirty powers, import less export, W; the
 * forecast and the energy so far by those means, Wh; the highest quarter by the registers since the
 * first line, Wh.
 */
public final class OriginalCsvRows implements RowWriter {

    private static final int MEAN_OF = 30;
    private static final int QUARTER = 900;
    private static final int HOUR = 3600;

    /** A gap longer than this is not bridged: the original would have stood still. */
    private static final long LONGEST_GAP = 60;

    private final Limit limit;
    private final Writer out;
    private final int time;
    private final int importPower;
    private final int exportPower;
    private final List<Integer> imported;
    private final List<Integer> exported;
    private final Deque<Long> powers = new ArrayDeque<>();
    private long second = Long.MIN_VALUE;
    private double soFar;
    private @Nullable Long registersAtStart;
    private long highest;

    /**
     * What a quarter may come to.
     *
     * @param wattHours the limit line
     * @param alarmStart the alarm line at a quarter's start, Wh
     * @param alarmEnd at its end
     */
    public record Limit(long wattHours, double alarmStart, double alarmEnd) {}

    /**
     * @throws IllegalArgumentException when {@code columns} are not those of seconds
     */
    public OriginalCsvRows(List<Series.Column> columns, Limit limit, Writer out) {
        List<String> names = columns.stream().map(Series.Column::name).toList();
        time = names.indexOf("time");
        importPower = names.indexOf("import_power_w");
        exportPower = names.indexOf("export_power_w");
        imported = List.of(names.indexOf("import_t1_wh"), names.indexOf("import_t2_wh"));
        exported = List.of(names.indexOf("export_t1_wh"), names.indexOf("export_t2_wh"));
        if (time < 0 || importPower < 0) {
            throw new IllegalArgumentException("the original's lines are made of seconds");
        }
        this.limit = limit;
        this.out = out;
    }

    @Override
    public void write(List<@Nullable Object> row) throws IOException {
        if (!(row.get(time) instanceof Instant at)) {
            return;
        }
        long now = at.getEpochSecond();
        powers.addLast(number(row.get(importPower)) - number(row.get(exportPower)));
        if (powers.size() > MEAN_OF) {
            powers.removeFirst();
        }
        long mean = powers.stream().mapToLong(Long::longValue).sum() / powers.size();
        long registers = sum(imported, row) - sum(exported, row);
        boolean opened = Math.floorDiv(now, QUARTER) != Math.floorDiv(second, QUARTER);
        if (second == Long.MIN_VALUE || now - second > LONGEST_GAP) {
            soFar = 0;
            registersAtStart = null;
        } else if (opened) {
            if (registersAtStart != null) {
                highest = Math.max(highest, registers - registersAtStart);
            }
            soFar = 0;
            registersAtStart = registers;
        } else {
            soFar += mean * (now - second) / (double) HOUR;
        }
        second = now;
        int ofQuarter = Math.floorMod(now, QUARTER);
        if (ofQuarter % 10 == 5) {
            line(now, ofQuarter, mean);
        }
    }

    private void line(long now, int ofQuarter, long mean) throws IOException {
        double alarm = limit.alarmStart - (limit.alarmStart - limit.alarmEnd) / QUARTER * ofQuarter;
        double forecast = soFar + (QUARTER - ofQuarter) * mean / (double) HOUR;
        out.write(
                String.format(
                        Locale.ROOT,
                        "%d, %d, %d, %.4f, %d, %.4f, %.4f, %d %n",
                        Math.floorMod(now, HOUR),
                        ofQuarter,
                        limit.wattHours,
                        alarm,
                        mean,
                        forecast,
                        soFar,
                        highest));
    }

    private static long sum(List<Integer> columns, List<@Nullable Object> row) {
        long sum = 0;
        for (int column : columns) {
            sum += column < 0 ? 0 : number(row.get(column));
        }
        return sum;
    }

    private static long number(@Nullable Object value) {
        return value instanceof Long whole
                ? whole
                : value instanceof BigDecimal decimal ? decimal.longValue() : 0;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
