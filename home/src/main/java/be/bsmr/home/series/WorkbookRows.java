package be.bsmr.home.series;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/** A sheet for Excel and LibreOffice, with true numbers and times; in constant memory. */
public final class WorkbookRows implements RowWriter {

    private static final int FLUSHED_EVERY = 1000;

    private final Workbook workbook;
    private final Worksheet sheet;
    private final ZoneId zone;
    private int next;

    /**
     * @param out is closed with the sheet
     */
    public WorkbookRows(List<Series.Column> columns, ZoneId zone, OutputStream out) {
        this.zone = zone;
        workbook = new Workbook(out, "BSMR", "1.0");
        sheet = workbook.newWorksheet("BSMR");
        for (int i = 0; i < columns.size(); i++) {
            sheet.value(0, i, columns.get(i).name());
            sheet.style(0, i).bold().set();
            if (columns.get(i).kind() == Series.Kind.TIME) {
                sheet.width(i, 20);
            }
        }
        sheet.freezePane(0, 1);
        next = 1;
    }

    @Override
    public void write(List<@Nullable Object> row) throws IOException {
        for (int i = 0; i < row.size(); i++) {
            put(next, i, row.get(i));
        }
        next++;
        if (next % FLUSHED_EVERY == 0) {
            sheet.flush();
        }
    }

    @Override
    public void close() throws IOException {
        workbook.close();
    }

    private void put(int row, int column, @Nullable Object value) {
        if (value instanceof Instant at) {
            sheet.value(row, column, at.atZone(zone).toLocalDateTime());
            sheet.style(row, column).format("yyyy-mm-dd hh:mm:ss").set();
        } else if (value instanceof LocalDate day) {
            sheet.value(row, column, day);
            sheet.style(row, column).format("yyyy-mm-dd").set();
        } else if (value instanceof YearMonth month) {
            sheet.value(row, column, month.atDay(1));
            sheet.style(row, column).format("yyyy-mm").set();
        } else if (value instanceof Long || value instanceof BigDecimal) {
            sheet.value(row, column, (Number) value);
        } else if (value instanceof Boolean truth) {
            sheet.value(row, column, truth);
        } else if (value != null) {
            sheet.value(row, column, value.toString());
        }
    }
}
