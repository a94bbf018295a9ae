package be.bsmr.home.series;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Comma-separated values, or what a spreadsheet in Belgium takes for them. */
public final class CsvRows implements RowWriter {

    /**
     * RFC 4180 with times as ISO 8601, or semicolons, decimal commas and times without an offset.
     */
    public enum Dialect {
        PLAIN,
        BELGIAN
    }

    private static final DateTimeFormatter PLAIN_TIME = DateTimeFormatter.ISO_OFFSET_DATE_TIME;
    private static final DateTimeFormatter BELGIAN_TIME =
            DateTimeFormatter.ofPattern("dd/MM/uuuu HH:mm:ss");
    private static final DateTimeFormatter BELGIAN_DAY = DateTimeFormatter.ofPattern("dd/MM/uuuu");
    private static final DateTimeFormatter BELGIAN_MONTH = DateTimeFormatter.ofPattern("MM/uuuu");

    /** Tells Excel that it is UTF-8. */
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final String FORMULA = "=+-@\t\r";

    private final Dialect dialect;
    private final ZoneId zone;
    private final CsvWriter csv;

    public CsvRows(List<Series.Column> columns, Dialect dialect, ZoneId zone, Writer out)
            throws IOException {
        this.dialect = dialect;
        this.zone = zone;
        if (dialect == Dialect.BELGIAN) {
            out.write(BYTE_ORDER_MARK);
        }
        csv =
                CsvWriter.builder()
                        .fieldSeparator(dialect == Dialect.BELGIAN ? ';' : ',')
                        .lineDelimiter(LineDelimiter.CRLF)
                        .build(out);
        csv.writeRecord(columns.stream().map(Series.Column::name).toList());
    }

    @Override
    public void write(List<@Nullable Object> row) throws IOException {
        csv.writeRecord(row.stream().map(this::text).toList());
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }

    private String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Instant at) {
            return (dialect == Dialect.BELGIAN ? BELGIAN_TIME : PLAIN_TIME)
                    .format(at.atZone(zone).toOffsetDateTime());
        }
        if (value instanceof String text) {
            return harmless(text);
        }
        if (dialect == Dialect.PLAIN) {
            return value instanceof BigDecimal d ? d.toPlainString() : value.toString();
        }
        if (value instanceof LocalDate day) {
            return BELGIAN_DAY.format(day);
        }
        if (value instanceof YearMonth month) {
            return BELGIAN_MONTH.format(month);
        }
        if (value instanceof Boolean truth) {
            return truth ? "1" : "0";
        }
        return value instanceof BigDecimal d
                ? d.toPlainString().replace('.', ',')
                : value.toString();
    }

    /**
     * What a meter or a device calls itself is written by others; a spreadsheet would reckon with
     * what begins as a formula does.
     */
    private static String harmless(String text) {
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
