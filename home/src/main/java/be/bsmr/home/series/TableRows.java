package be.bsmr.home.series;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Columns under each other, for people. Columns in which the first rows say nothing are left out,
 * and widths are those of the first rows.
 */
public final class TableRows implements RowWriter {

    private static final int LOOKED_AT = 500;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    /** A meter may say what a terminal would obey. */
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    private final List<Series.Column> columns;
    private final ZoneId zone;
    private final Writer out;
    private final List<List<String>> first = new ArrayList<>();
    private int @Nullable [] widths;

    public TableRows(List<Series.Column> columns, ZoneId zone, Writer out) {
        this.columns = columns;
        this.zone = zone;
        this.out = out;
    }

    @Override
    public void write(List<@Nullable Object> row) throws IOException {
        List<String> texts = row.stream().map(this::text).toList();
        if (widths != null) {
            line(texts, widths);
            return;
        }
        first.add(texts);
        if (first.size() == LOOKED_AT) {
            begin();
        }
    }

    @Override
    public void close() throws IOException {
        if (widths == null) {
            begin();
        }
        out.close();
    }

    private void begin() throws IOException {
        int[] measured = new int[columns.size()];
        for (List<String> row : first) {
            for (int i = 0; i < measured.length; i++) {
                measured[i] = Math.max(measured[i], row.get(i).length());
            }
        }
        for (int i = 0; i < measured.length; i++) {
            if (measured[i] > 0 || first.isEmpty()) {
                measured[i] = Math.max(measured[i], columns.get(i).name().length());
            }
        }
        widths = measured;
        line(columns.stream().map(Series.Column::name).toList(), measured);
        for (List<String> row : first) {
            line(row, measured);
        }
        first.clear();
    }

    private void line(List<String> texts, int[] width) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < width.length; i++) {
            if (width[i] > 0) {
                String text = texts.get(i);
                String fill = " ".repeat(Math.max(0, width[i] - text.length()));
                boolean isText = columns.get(i).kind() == Series.Kind.TEXT;
                line.append(isText ? text + fill : fill + text).append("  ");
            }
        }
        out.write(line.toString().stripTrailing());
        out.write(System.lineSeparator());
    }

    private String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof Instant at
                ? TIME.format(at.atZone(zone))
                : value instanceof BigDecimal d
                        ? d.toPlainString()
                        : CONTROL.matcher(value.toString()).replaceAll("·");
    }
}
