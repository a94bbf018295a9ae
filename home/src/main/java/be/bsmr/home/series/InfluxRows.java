package be.bsmr.home.series;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * InfluxDB's line protocol, with times in seconds: {@code bsmr_second,site=home import_power_w=612i
 * 1768323600}. VictoriaMetrics takes it, too.
 *
 * @see <a href="https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/">line
 *     protocol</a>
 */
public final class InfluxRows implements RowWriter {

    private final List<Series.Column> columns;
    private final String start;
    private final ZoneId zone;
    private final Writer out;

    /**
     * @param measurement such as {@code bsmr_second}
     * @param site the tag that tells one house from another
     */
    public InfluxRows(
            List<Series.Column> columns, String measurement, String site, ZoneId zone, Writer out) {
        this.columns = columns;
        start = tag(measurement) + ",site=" + tag(site);
        this.zone = zone;
        this.out = out;
    }

    @Override
    public void write(List<@Nullable Object> row) throws IOException {
        StringBuilder fields = new StringBuilder();
        for (int i = 1; i < columns.size(); i++) {
            Object value = row.get(i);
            if (value != null) {
                fields.append(fields.isEmpty() ? " " : ",").append(columns.get(i).name());
                fields.append('=').append(field(value));
            }
        }
        if (!fields.isEmpty()) {
            out.write(start + fields + " " + second(row.get(0)) + "\n");
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private static String field(Object value) {
        if (value instanceof Long || value instanceof Instant) {
            return (value instanceof Instant at ? at.getEpochSecond() : value) + "i";
        }
        if (value instanceof BigDecimal || value instanceof Boolean) {
            return value instanceof BigDecimal d ? d.toPlainString() : value.toString();
        }
        return '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private long second(@Nullable Object time) {
        if (time instanceof Instant at) {
            return at.getEpochSecond();
        }
        LocalDate day = time instanceof YearMonth month ? month.atDay(1) : (LocalDate) time;
        if (day == null) {
            throw new IllegalArgumentException("a row without a time");
        }
        return day.atStartOfDay(zone).toEpochSecond();
    }

    private static String tag(String text) {
        return text.replace("\\", "\\\\")
                .replace(",", "\\,")
                .replace("=", "\\=")
                .replace(" ", "\\ ");
    }
}
