package be.bsmr.home.series;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.series.Series.Column;
import be.bsmr.home.series.Series.Kind;
import be.bsmr.site.SiteSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Test;

class WorkbookRowsTest {

    private static final List<Column> COLUMNS =
            List.of(
                    new Column("time", Kind.TIME),
                    new Column("day", Kind.DAY),
                    new Column("import_wh", Kind.DECIMAL),
                    new Column("demand_w", Kind.INTEGER),
                    new Column("complete", Kind.TRUTH),
                    new Column("estimator", Kind.TEXT));

    @Test
    void writesTrueNumbersAndTimesOfTheMetersClock() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (WorkbookRows rows = new WorkbookRows(COLUMNS, SiteSettings.BELGIUM, out)) {
            rows.write(
                    List.of(
                            Instant.parse("2026-07-01T10:00:00Z"),
                            LocalDate.of(2026, 7, 1),
                            new BigDecimal("625.5"),
                            2502L,
                            true,
                            "=cmd()"));
            for (int i = 0; i < 2500; i++) {
                rows.write(Arrays.asList(null, null, null, (long) i, null, null));
            }
        }
        try (ReadableWorkbook book =
                new ReadableWorkbook(new ByteArrayInputStream(out.toByteArray()))) {
            List<Row> rows = book.getFirstSheet().read();
            assertThat(rows).hasSize(2502);
            assertThat(rows.get(0).getCellText(2)).isEqualTo("import_wh");
            Row first = rows.get(1);
            assertThat(first.getCellAsDate(0)).contains(LocalDateTime.of(2026, 7, 1, 12, 0));
            assertThat(first.getCellAsDate(1)).contains(LocalDateTime.of(2026, 7, 1, 0, 0));
            assertThat(first.getCellAsNumber(2)).contains(new BigDecimal("625.5"));
            assertThat(first.getCellAsNumber(3)).contains(new BigDecimal("2502"));
            assertThat(first.getCellAsBoolean(4)).contains(true);
            assertThat(first.getCellAsString(5)).as("a text, no formula").contains("=cmd()");
            assertThat(rows.get(2501).getCellAsNumber(3)).contains(new BigDecimal("2499"));
        }
    }
}
