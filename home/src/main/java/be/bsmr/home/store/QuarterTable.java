package be.bsmr.home.store;

import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Table {@code quarters}. */
final class QuarterTable {

    private QuarterTable() {}

    /**
     * A quarter that is counted twice, because the meter's clock was set back, is kept as counted
     * last; but half a quarter never replaces a whole one.
     */
    static void write(Collection<QuarterDemand> quarters, Connection connection)
            throws SQLException {
        write(quarters, "excluded.complete >= quarters.complete", connection);
    }

    /** What is known of a quarter stays, unless it is half a quarter or less covered. */
    static void add(Collection<QuarterDemand> quarters, Connection connection) throws SQLException {
        write(
                quarters,
                "(excluded.complete, excluded.coverage_e4)"
                        + " > (quarters.complete, quarters.coverage_e4)",
                connection);
    }

    private static void write(
            Collection<QuarterDemand> quarters, String wins, Connection connection)
            throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        "INSERT INTO quarters (start, import_j, coverage_e4, estimator, complete, error_j)"
                                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (start) DO UPDATE SET"
                                + " import_j = excluded.import_j,"
                                + " coverage_e4 = excluded.coverage_e4,"
                                + " estimator = excluded.estimator,"
                                + " complete = excluded.complete,"
                                + " error_j = excluded.error_j"
                                + " WHERE "
                                + wins)) {
            for (QuarterDemand q : quarters) {
                s.setLong(1, q.quarter().start().getEpochSecond());
                s.setLong(2, q.imported().joules());
                s.setLong(3, Math.round(q.coverage() * 10_000));
                s.setInt(4, code(q.estimator()));
                s.setInt(5, q.complete() ? 1 : 0);
                if (q.error() == null) {
                    s.setNull(6, Types.INTEGER);
                } else {
                    s.setLong(6, q.error().joules());
                }
                s.executeUpdate();
            }
        }
    }

    /**
     * Those that started in {@code [from, to)}, oldest first; one whose estimator this version does
     * not know is passed over.
     */
    static List<QuarterDemand> read(Instant from, Instant to, Connection connection)
            throws SQLException {
        List<QuarterDemand> quarters = new ArrayList<>();
        try (PreparedStatement s =
                connection.prepareStatement(
                        "SELECT start, import_j, coverage_e4, estimator, complete, error_j"
                                + " FROM quarters WHERE start >= ? AND start < ?"
                                + " ORDER BY start")) {
            s.setLong(1, ceiling(from));
            s.setLong(2, ceiling(to));
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    Optional<Estimator> estimator = estimator(r.getInt(4));
                    if (estimator.isPresent()) {
                        quarters.add(quarter(r, estimator.get()));
                    }
                }
            }
        }
        return quarters;
    }

    private static QuarterDemand quarter(ResultSet r, Estimator estimator) throws SQLException {
        long error = r.getLong(6);
        boolean bounded = !r.wasNull();
        return new QuarterDemand(
                new QuarterHour(Instant.ofEpochSecond(r.getLong(1))),
                new Energy(r.getLong(2)),
                r.getInt(3) / 10_000.0,
                estimator,
                r.getInt(5) == 1,
                bounded ? new Energy(error) : null);
    }

    /** Removes what is older, and what belongs to it: growth and link health. */
    static void forget(long keepFrom, Connection c) throws SQLException {
        for (String old :
                List.of(
                        "DELETE FROM quarters WHERE start < ?",
                        "DELETE FROM growth WHERE quarter < ?",
                        "DELETE FROM link_health WHERE quarter < ?")) {
            try (PreparedStatement s = c.prepareStatement(old)) {
                s.setLong(1, keepFrom);
                s.executeUpdate();
            }
        }
    }

    static long count(Connection c) throws SQLException {
        try (Statement s = c.createStatement();
                ResultSet r = s.executeQuery("SELECT count(*) FROM quarters")) {
            return r.getLong(1);
        }
    }

    /** First whole second not before {@code instant}. */
    static long ceiling(Instant instant) {
        return instant.getEpochSecond() + (instant.getNano() > 0 ? 1 : 0);
    }

    private static int code(Estimator estimator) {
        return switch (estimator) {
            case DEMAND_REGISTER -> 1;
            case REGISTERS -> 2;
            case POWER -> 3;
        };
    }

    private static Optional<Estimator> estimator(int code) {
        return Arrays.stream(Estimator.values()).filter(e -> code(e) == code).findFirst();
    }
}
