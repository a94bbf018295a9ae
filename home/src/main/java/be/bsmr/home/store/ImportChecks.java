package be.bsmr.home.store;

import be.bsmr.home.store.Imports.Comparison;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What speaks against an import: another connection, registers that contradict, who knows better.
 */
final class ImportChecks {

    /** Registers that are read some seconds late, at 10 kW. */
    static final int SAME_WITHIN = 25; // Wh

    /** Two tariffs and their sum, each rounded. */
    private static final int ROUNDED = 2; // Wh

    private ImportChecks() {}

    /** The connections that imports of an origin were of so far, in no order that matters. */
    static List<String> connections(String measured, Origin origin, Connection c)
            throws SQLException {
        List<String> known = new ArrayList<>();
        try (PreparedStatement s =
                c.prepareStatement(
                        "SELECT ean FROM imported_connections WHERE origin = ? AND measured = ?")) {
            s.setInt(1, origin.code());
            s.setString(2, measured);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    known.add(r.getString(1));
                }
            }
        }
        return known;
    }

    static void writeConnection(String measured, String ean, Origin origin, Connection c)
            throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement(
                        "INSERT OR IGNORE INTO imported_connections (origin, measured, ean)"
                                + " VALUES (?, ?, ?)")) {
            s.setInt(1, origin.code());
            s.setString(2, measured);
            s.setString(3, ean);
            s.executeUpdate();
        }
    }

    /**
     * What is known and cannot be true beside {@code a}: a total that is not the sum of its
     * tariffs, or the other way round.
     *
     * @param find {@link ImportedTable#finding}
     * @return null when nothing contradicts
     */
    static @Nullable ImportedAmount contradicted(
            ImportedAmount a, Origin origin, PreparedStatement find) throws SQLException {
        return switch (a.quantity()) {
            case IMPORT, IMPORT_T1, IMPORT_T2 ->
                    contradicted(
                            a,
                            List.of(Quantity.IMPORT, Quantity.IMPORT_T1, Quantity.IMPORT_T2),
                            origin,
                            find);
            case EXPORT, EXPORT_T1, EXPORT_T2 ->
                    contradicted(
                            a,
                            List.of(Quantity.EXPORT, Quantity.EXPORT_T1, Quantity.EXPORT_T2),
                            origin,
                            find);
            default -> null;
        };
    }

    private static @Nullable ImportedAmount contradicted(
            ImportedAmount a, List<Quantity> registers, Origin origin, PreparedStatement find)
            throws SQLException {
        ImportedAmount total = known(a, registers.get(0), origin, find);
        if (total == null) {
            return null;
        }
        ImportedAmount first = known(a, registers.get(1), origin, find);
        ImportedAmount second = known(a, registers.get(2), origin, find);
        long sum = (first == null ? 0 : first.amount()) + (second == null ? 0 : second.amount());
        boolean less = first != null && second != null && sum < total.amount() - ROUNDED;
        if (!less && sum <= total.amount() + ROUNDED) {
            return null;
        }
        if (a.quantity() != total.quantity()) {
            return total;
        }
        ImportedAmount tariff = Objects.requireNonNullElse(first, Objects.requireNonNull(second));
        return new ImportedAmount(a.start(), a.seconds(), tariff.quantity(), sum, tariff.quality());
    }

    private static @Nullable ImportedAmount known(
            ImportedAmount a, Quantity register, Origin origin, PreparedStatement find)
            throws SQLException {
        return a.quantity() == register
                ? a
                : ImportedTable.find(
                        new ImportedAmount(a.start(), a.seconds(), register, 0, a.quality()),
                        origin,
                        find);
    }

    /**
     * How the import that an origin tells stands to what others tell of the same intervals, and to
     * what we counted ourselves.
     *
     * @param from of the first interval, seconds since 1970
     * @param to of the last interval, likewise
     */
    static List<Comparison> comparisons(Origin origin, long from, long to, Connection c)
            throws SQLException {
        String told =
                "SELECT start, seconds, origin, "
                        + ImportedTable.IMPORTED
                        + " AS wh FROM imported WHERE start BETWEEN ?2 AND ?3 AND quantity <= 3"
                        + " GROUP BY start, seconds, origin";
        String compare =
                "count(*), sum(abs(mine.wh - theirs.wh) > "
                        + SAME_WITHIN
                        + "), sum(mine.wh), sum(theirs.wh)";
        List<Comparison> comparisons = new ArrayList<>();
        try (PreparedStatement s =
                c.prepareStatement(
                        "WITH told AS MATERIALIZED ("
                                + told
                                + "), mine AS (SELECT * FROM told WHERE origin = ?1)"
                                + " SELECT theirs.origin AS origin, "
                                + compare
                                + " FROM mine JOIN told AS theirs USING (start, seconds)"
                                + " WHERE theirs.origin <> ?1 GROUP BY theirs.origin"
                                + " UNION ALL SELECT NULL, "
                                + compare
                                + " FROM mine JOIN (SELECT start, import_j / 3600 AS wh FROM quarters"
                                + " WHERE complete = 1) AS theirs USING (start)"
                                + " WHERE mine.seconds = 900")) {
            s.setInt(1, origin.code());
            s.setLong(2, from);
            s.setLong(3, to);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    if (r.getLong(2) > 0) {
                        Long with = Database.longOrNull(r, "origin");
                        comparisons.add(
                                new Comparison(
                                        with == null ? null : Origin.of(with.intValue()),
                                        r.getLong(2),
                                        r.getLong(3),
                                        r.getLong(4),
                                        r.getLong(5)));
                    }
                }
            }
        }
        return comparisons;
    }
}
