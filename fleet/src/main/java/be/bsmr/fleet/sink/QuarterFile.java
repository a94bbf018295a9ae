package be.bsmr.fleet.sink;

import be.bsmr.home.series.ParquetRows;
import be.bsmr.home.series.Series.Column;
import be.bsmr.home.series.Series.Kind;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/**
 * The quarter-hours of all houses of a tenant in one month of UTC as a Parquet file, for who works
 * out something over very many. It holds pseudonyms, and is as personal as the table.
 */
public final class QuarterFile {

    private static final List<Column> COLUMNS =
            List.of(
                    new Column("meter", Kind.TEXT),
                    new Column("start", Kind.TIME),
                    new Column("import_wh", Kind.DECIMAL),
                    new Column("coverage", Kind.DECIMAL),
                    new Column("complete", Kind.TRUTH),
                    new Column("counted_by", Kind.TEXT));

    private static final BigDecimal JOULES_A_WATT_HOUR = BigDecimal.valueOf(3600);
    private static final int AT_A_TIME = 10_000;

    private QuarterFile() {}

    /**
     * Writes it, in constant memory, by meter and time.
     *
     * @param tenant whose
     * @param file that is not there yet
     * @return how many quarters there are in it
     */
    public static long write(PostgresSettings settings, String tenant, YearMonth month, Path file)
            throws IOException {
        String sql =
                "SELECT meter, start, imported_j, coverage, complete, counted_by FROM quarter"
                        + " WHERE start >= ? AND start < ? ORDER BY meter, start";
        try (FleetDatabase database = new FleetDatabase(settings, tenant, FleetDatabase.Use.WORK)) {
            try (Connection connection = database.connection();
                    PreparedStatement select = connection.prepareStatement(sql)) {
                return write(select, month, file);
            } catch (SQLException e) {
                throw new IOException(database.told(e), e);
            }
        }
    }

    private static long write(PreparedStatement select, YearMonth month, Path file)
            throws IOException, SQLException {
        try (ParquetRows parquet = new ParquetRows(COLUMNS, "quarters", file.toFile())) {
            select.setFetchSize(AT_A_TIME);
            select.setObject(1, month.atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC));
            select.setObject(
                    2, month.plusMonths(1).atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC));
            long count = 0;
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    parquet.write(
                            List.of(
                                    rows.getString("meter"),
                                    rows.getObject("start", OffsetDateTime.class).toInstant(),
                                    rows.getBigDecimal("imported_j")
                                            .divide(JOULES_A_WATT_HOUR, 3, RoundingMode.HALF_UP),
                                    rows.getBigDecimal("coverage"),
                                    rows.getBoolean("complete"),
                                    rows.getString("counted_by").toLowerCase(Locale.ROOT)));
                    count++;
                }
            }
            return count;
        }
    }
}
