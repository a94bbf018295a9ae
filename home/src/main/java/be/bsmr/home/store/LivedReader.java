package be.bsmr.home.store;

import be.bsmr.control.Decision;
import be.bsmr.otherwise.Lived;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/**
 * Reads the past so that it can be gone through again: quarters, peaks, and what loads were told.
 */
final class LivedReader {

    private final History history;
    private final Database database;
    private final ZoneId zone;

    LivedReader(History history, Database database, ZoneId zone) {
        this.history = history;
        this.database = database;
        this.zone = zone;
    }

    /**
     * @param progress told the share that is read, 0…1; what it throws ends this
     */
    Lived read(Instant from, Instant to, DoubleConsumer progress) {
        SeriesReader reader = new SeriesReader(history, database, zone);
        List<Lived.Quarter> quarters = new ArrayList<>();
        double all = Duration.between(from, to).toSeconds();
        for (Instant part = from; part.isBefore(to); part = part.plus(SeriesReader.PART)) {
            Instant next = part.plus(SeriesReader.PART);
            reader.known(part, next.isBefore(to) ? next : to).stream()
                    .map(LivedReader::quarter)
                    .forEach(quarters::add);
            progress.accept(Math.min(1, Duration.between(from, next).toSeconds() / all));
        }
        return new Lived(
                zone,
                quarters,
                history.peaks(),
                database.read(c -> control(from, to, c)),
                history.loads());
    }

    private static Lived.Quarter quarter(SeriesReader.Known known) {
        return new Lived.Quarter(
                known.demand().quarter(),
                known.demand().imported(),
                known.exported() == null ? Energy.ZERO : Energy.ofWattHours(known.exported()),
                known.demand().complete());
    }

    private static Lived.Control control(Instant from, Instant to, Connection c)
            throws SQLException {
        return new Lived.Control(
                since(c).map(at -> at.isBefore(from) ? from : at).orElse(null),
                LoadStateTable.read(from, to, c).stream()
                        .map(
                                p ->
                                        new Lived.Told(
                                                p.at().isBefore(from) ? from : p.at(),
                                                p.load(),
                                                p.shed(),
                                                p.value()))
                        .toList(),
                foreseen(from, to, c));
    }

    private static Optional<Instant> since(Connection c) throws SQLException {
        try (Statement s = c.createStatement();
                ResultSet r = s.executeQuery("SELECT min(at) FROM load_states")) {
            long first = r.getLong(1);
            return r.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochSecond(first));
        }
    }

    /** What was expected when something was held back, not when it was only decided. */
    private static List<Lived.Foreseen> foreseen(Instant from, Instant to, Connection c)
            throws SQLException {
        List<Lived.Foreseen> foreseen = new ArrayList<>();
        try (PreparedStatement s =
                c.prepareStatement(
                        "SELECT at, demand_w FROM decisions WHERE at >= ? AND at < ?"
                                + " AND what IN (?, ?, ?) AND shadow = 0 AND demand_w IS NOT NULL"
                                + " ORDER BY at")) {
            s.setLong(1, from.getEpochSecond());
            s.setLong(2, to.getEpochSecond());
            s.setString(3, Decision.What.LOAD_SHED.name());
            s.setString(4, Decision.What.LOAD_LIMITED.name());
            s.setString(5, Decision.What.LOAD_GIVES.name());
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    foreseen.add(
                            new Lived.Foreseen(
                                    Instant.ofEpochSecond(r.getLong(1)),
                                    Power.ofWatts(r.getLong(2))));
                }
            }
        }
        return foreseen;
    }
}
