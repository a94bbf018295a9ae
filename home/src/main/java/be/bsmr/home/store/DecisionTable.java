package be.bsmr.home.store;

import be.bsmr.control.Decision;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The journal: what was decided and why. */
final class DecisionTable {

    private DecisionTable() {}

    static void write(Collection<Decision> decisions, Connection connection) throws SQLException {
        try (PreparedStatement s =
                connection.prepareStatement(
                        "INSERT INTO decisions (at, what, load, demand_w, target_w, other_w,"
                                + " power_w, probability, shadow, span_from, span_until, euro_cents,"
                                + " saved_cents) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Decision d : decisions) {
                s.setLong(1, d.at().getEpochSecond());
                s.setString(2, d.what().name());
                s.setString(3, d.load());
                set(s, 4, d.demand());
                set(s, 5, d.target());
                set(s, 6, d.other());
                set(s, 7, d.power());
                if (d.probability() == null) {
                    s.setNull(8, Types.REAL);
                } else {
                    s.setDouble(8, d.probability());
                }
                s.setInt(9, d.shadow() ? 1 : 0);
                Decision.Span span = d.span();
                set(s, 10, span == null ? null : (Long) span.from().getEpochSecond());
                set(s, 11, span == null ? null : (Long) span.until().getEpochSecond());
                set(s, 12, cents(d.euro()));
                set(s, 13, cents(d.saved()));
                s.executeUpdate();
            }
        }
    }

    /** The newest first; what a later version wrote and this one does not know is passed over. */
    static List<Decision> read(Instant from, Instant to, int most, Connection connection)
            throws SQLException {
        List<Decision> decisions = new ArrayList<>();
        try (PreparedStatement s =
                connection.prepareStatement(
                        "SELECT * FROM decisions WHERE at >= ? AND at < ? ORDER BY id DESC LIMIT ?")) {
            s.setLong(1, from.getEpochSecond());
            s.setLong(2, to.getEpochSecond());
            s.setInt(3, most);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    Optional<Decision.What> what = what(r.getString("what"));
                    if (what.isPresent()) {
                        decisions.add(decision(r, what.get()));
                    }
                }
            }
        }
        return decisions;
    }

    private static Decision decision(ResultSet r, Decision.What what) throws SQLException {
        double probability = r.getDouble("probability");
        boolean known = !r.wasNull();
        return new Decision(
                Instant.ofEpochSecond(r.getLong("at")),
                what,
                r.getString("load"),
                new Decision.Figures(
                        power(r, "demand_w"),
                        power(r, "target_w"),
                        power(r, "other_w"),
                        power(r, "power_w"),
                        known ? (Double) probability : null,
                        span(r),
                        euro(r, "euro_cents"),
                        euro(r, "saved_cents")),
                r.getInt("shadow") == 1);
    }

    private static Decision.@Nullable Span span(ResultSet r) throws SQLException {
        Long from = Database.longOrNull(r, "span_from");
        Long until = Database.longOrNull(r, "span_until");
        return from == null || until == null
                ? null
                : new Decision.Span(Instant.ofEpochSecond(from), Instant.ofEpochSecond(until));
    }

    private static @Nullable BigDecimal euro(ResultSet r, String column) throws SQLException {
        Long cents = Database.longOrNull(r, column);
        return cents == null ? null : BigDecimal.valueOf(cents, 2);
    }

    private static @Nullable Long cents(@Nullable BigDecimal euro) {
        return euro == null ? null : (Long) CapacityTariff.cents(euro).unscaledValue().longValue();
    }

    private static Optional<Decision.What> what(String name) {
        return Arrays.stream(Decision.What.values()).filter(w -> w.name().equals(name)).findFirst();
    }

    private static @Nullable Power power(ResultSet r, String column) throws SQLException {
        Long watts = Database.longOrNull(r, column);
        return watts == null ? null : Power.ofWatts(watts);
    }

    private static void set(PreparedStatement s, int column, @Nullable Power power)
            throws SQLException {
        set(s, column, power == null ? null : (Long) (long) power.watts());
    }

    private static void set(PreparedStatement s, int column, @Nullable Long number)
            throws SQLException {
        if (number == null) {
            s.setNull(column, Types.INTEGER);
        } else {
            s.setLong(column, number);
        }
    }
}
