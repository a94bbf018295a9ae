package be.bsmr.fleet.sink;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of the tables that grow: one a month of UTC, made ahead and when late quarters
 * need one, dropped when they are too old. Dropping one takes no time, however much it held.
 */
final class Months {

    private static final Logger log = LoggerFactory.getLogger(Months.class);

    /** Those before the running month that are kept. */
    static final int KEPT = 13;

    private static final int AHEAD = 2;
    private static final List<String> TABLES = List.of("quarter", "community_quarter");
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("uuuu_MM");

    private final Set<YearMonth> made = new HashSet<>();

    static YearMonth of(Instant at) {
        return YearMonth.from(at.atOffset(ZoneOffset.UTC));
    }

    /**
     * Whether quarters of then are kept: not too old, nor further ahead than any clock is wrong.
     */
    static boolean keeps(Instant start, Instant now) {
        YearMonth month = of(start);
        YearMonth running = of(now);
        return !month.isBefore(running.minusMonths(KEPT))
                && !month.isAfter(running.plusMonths(AHEAD));
    }

    /**
     * Makes those that are missing, and drops those that are too old, in a transaction of its own.
     */
    void prepare(Connection connection, Instant now) throws SQLException {
        YearMonth running = of(now);
        for (int i = 0; i <= AHEAD; i++) {
            make(connection, running.plusMonths(i));
        }
        drop(connection, running.minusMonths(KEPT));
        connection.commit();
    }

    /** Makes one if it is missing; when the transaction is taken back, {@link #forget} it. */
    void make(Connection connection, YearMonth month) throws SQLException {
        if (!made.add(month)) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            alone(statement);
            for (String table : TABLES) {
                statement.execute(
                        "CREATE TABLE IF NOT EXISTS %s PARTITION OF %s FOR VALUES FROM ('%s') TO ('%s')"
                                .formatted(
                                        table + "_" + NAME.format(month),
                                        table,
                                        begin(month),
                                        begin(month.plusMonths(1))));
            }
        }
    }

    /** Which there are is not known any more. */
    void forget() {
        made.clear();
    }

    private void drop(Connection connection, YearMonth oldest) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            alone(statement);
            for (String table : TABLES) {
                for (String partition : partitions(statement, table)) {
                    String month = partition.substring(table.length() + 1);
                    if (YearMonth.parse(month, NAME).isBefore(oldest)) {
                        statement.execute("DROP TABLE " + partition);
                        log.info("{}: older than {} months, dropped", partition, KEPT);
                    }
                }
            }
            statement.execute("DELETE FROM month_peak WHERE month < '" + oldest + "-01'");
            statement.execute("DELETE FROM dead_letter WHERE arrived < '" + begin(oldest) + "'");
        }
        made.removeIf(month -> month.isBefore(oldest));
    }

    /** Several sinks of one tenant do this one after the other. */
    private static void alone(Statement statement) throws SQLException {
        statement.execute("SET LOCAL lock_timeout = '10s'");
        statement.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.months', 0))");
    }

    private static List<String> partitions(Statement statement, String table) throws SQLException {
        Stream.Builder<String> names = Stream.builder();
        try (ResultSet rows =
                statement.executeQuery(
                        "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                                + " WHERE i.inhparent = '"
                                + table
                                + "'::regclass")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names.build().toList();
    }

    private static Instant begin(YearMonth month) {
        return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
