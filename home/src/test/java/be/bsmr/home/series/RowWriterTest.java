package be.bsmr.home.series;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.home.series.Series.Column;
import be.bsmr.home.series.Series.Kind;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowWriterTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Brussels");
    private static final Instant AT = Instant.parse("2026-01-13T17:00:00Z");

    private static final List<Column> COLUMNS =
            List.of(
                    new Column("time", Kind.TIME),
                    new Column("power_w", Kind.INTEGER),
                    new Column("voltage_v", Kind.DECIMAL),
                    new Column("complete", Kind.TRUTH),
                    new Column("note", Kind.TEXT));

    private interface Opener {
        RowWriter open(Writer out) throws IOException;
    }

    @Test
    void csvIsPlainOrBelgian() throws IOException {
        assertThat(written(out -> new CsvRows(COLUMNS, CsvRows.Dialect.PLAIN, ZONE, out)))
                .isEqualTo(
                        "time,power_w,voltage_v,complete,note\r\n"
                                + "2026-01-13T18:00:00+01:00,612,231.5,true,\"say \"\"a,b\"\"\"\r\n"
                                + "2026-01-13T18:00:00+01:00,,,,\r\n");
        assertThat(written(out -> new CsvRows(COLUMNS, CsvRows.Dialect.BELGIAN, ZONE, out)))
                .isEqualTo(
                        "\uFEFFtime;power_w;voltage_v;complete;note\r\n"
                                + "13/01/2026 18:00:00;612;231,5;1;\"say \"\"a,b\"\"\"\r\n"
                                + "13/01/2026 18:00:00;;;;\r\n");
    }

    /** The name of a device is whatever its owner, or somebody else, wrote into it. */
    @ParameterizedTest
    @ValueSource(strings = {"=HYPERLINK(A1)", "+1+1", "-1", "@SUM(A1)", "\t=1"})
    void noCellOfACsvIsAFormula(String name) throws IOException {
        List<Column> columns = List.of(new Column("a", Kind.TEXT), new Column("b", Kind.INTEGER));
        for (CsvRows.Dialect dialect : CsvRows.Dialect.values()) {
            StringWriter out = new StringWriter();
            try (CsvRows rows = new CsvRows(columns, dialect, ZONE, out)) {
                rows.write(List.of(name, -1L));
            }
            assertThat(out.toString().lines().toList().get(1))
                    .matches("\"?'.*")
                    .contains(name)
                    .endsWith(dialect == CsvRows.Dialect.PLAIN ? ",-1" : ";-1");
        }
    }

    @Test
    void jsonIsLinesOrAnArray() throws IOException {
        String first =
                "{\"time\":\"2026-01-13T18:00:00+01:00\",\"power_w\":612,\"voltage_v\":231.5,"
                        + "\"complete\":true,\"note\":\"say \\\"a,b\\\"\"}";
        String second =
                "{\"time\":\"2026-01-13T18:00:00+01:00\",\"power_w\":null,\"voltage_v\":null,"
                        + "\"complete\":null,\"note\":null}";
        assertThat(written(out -> new JsonRows(COLUMNS, JsonRows.Style.LINES, ZONE, out)))
                .isEqualTo(first + "\n" + second + "\n");
        assertThat(written(out -> new JsonRows(COLUMNS, JsonRows.Style.ARRAY, ZONE, out)))
                .isEqualTo("[\n" + first + ",\n" + second + "\n]\n");
        StringWriter none = new StringWriter();
        new JsonRows(COLUMNS, JsonRows.Style.ARRAY, ZONE, none).close();
        assertThat(none.toString()).isEqualTo("[]\n");
    }

    @Test
    void influxLeavesOutWhatIsNotKnown() throws IOException {
        assertThat(written(out -> new InfluxRows(COLUMNS, "bsmr second", "my home", ZONE, out)))
                .isEqualTo(
                        "bsmr\\ second,site=my\\ home power_w=612i,voltage_v=231.5,complete=true,"
                                + "note=\"say \\\"a,b\\\"\" 1768323600\n");
        StringWriter out = new StringWriter();
        List<Column> days = List.of(new Column("day", Kind.DAY), new Column("n", Kind.INTEGER));
        try (RowWriter rows = new InfluxRows(days, "bsmr_day", "home", ZONE, out)) {
            rows.write(List.of(LocalDate.of(2026, 7, 1), 3L));
        }
        assertThat(out.toString())
                .as("from local midnight, summer time")
                .isEqualTo("bsmr_day,site=home n=3i 1782856800\n");
    }

    @Test
    void noCellOfATableCommandsATerminal() throws IOException {
        StringWriter out = new StringWriter();
        try (RowWriter rows = new TableRows(List.of(new Column("note", Kind.TEXT)), ZONE, out)) {
            rows.write(List.of("\u001b[2J\u009b1m\r\nx"));
        }
        assertThat(out.toString().lines()).containsExactly("note", "·[2J·1m··x");
    }

    @Test
    void aTableLeavesOutColumnsThatSayNothing() throws IOException {
        StringWriter out = new StringWriter();
        try (RowWriter rows = new TableRows(COLUMNS, ZONE, out)) {
            rows.write(Arrays.asList(AT, 5L, null, null, "x"));
            rows.write(Arrays.asList(AT, 12345678L, null, null, "yz"));
        }
        assertThat(out.toString().lines())
                .containsExactly(
                        "               time   power_w  note",
                        "2026-01-13 18:00:00         5  x",
                        "2026-01-13 18:00:00  12345678  yz");
    }

    private static String written(Opener opener) throws IOException {
        StringWriter out = new StringWriter();
        List<@Nullable Object> first =
                Arrays.asList(AT, 612L, new BigDecimal("231.5"), true, "say \"a,b\"");
        List<@Nullable Object> second = Arrays.asList(AT, null, null, null, null);
        try (RowWriter rows = opener.open(out)) {
            rows.write(first);
            rows.write(second);
        }
        return out.toString();
    }
}
