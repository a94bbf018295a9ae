package be.bsmr.home.store;

import be.bsmr.home.store.SecondsTable.Block;
import be.bsmr.home.words.PlainWords;
import be.bsmr.quarter.QuarterDemand;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way into the database, for the program that runs and for imports: one transaction at a time,
 * all of it or nothing. It knows the numbers that meters have, and which tables follow from which:
 * growth from seconds, days from quarters.
 */
final class Commit {

    /** What the operator reads is the store's, whichever of its parts says it. */
    private static final Logger log = LoggerFactory.getLogger(Store.class);

    private final Database database;
    private final ZoneId zone;
    private final MeterTable meters = new MeterTable();
    private final MBusTable mbus = new MBusTable();

    /**
     * @param zone whose days count
     */
    Commit(Database database, ZoneId zone) {
        this.database = database;
        this.zone = zone;
    }

    /** The seconds of one meter in one quarter-hour. */
    record Group(int meter, long quarter) {}

    /** All of it or, when it fails, nothing; numbers that were given in it are then forgotten. */
    void transact(Database.Change change) throws SQLException, IOException {
        try {
            database.write(change);
        } catch (SQLException | IOException | RuntimeException | Error e) {
            forgetNumbers();
            throw e;
        }
    }

    /**
     * Does as {@link #transact}, and says in the operator's words that the database refuses.
     *
     * @throws IOException of {@code change}, or when the database refuses
     */
    void importing(Database.Change change) throws IOException {
        try {
            transact(change);
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    /** What an import says when the database refuses. */
    static IOException refused(Exception e) {
        return new IOException("cannot write the database: " + PlainWords.of(e), e);
    }

    /** What was given in a transaction that failed, or in another file, does not exist. */
    void forgetNumbers() {
        meters.forget();
        mbus.forget();
    }

    /** The meter's number; a new one, in a transaction of its own, when it has none yet. */
    int numberOf(Speaker speaker) throws SQLException, IOException {
        if (!meters.knows(speaker, database.writer())) {
            transact(c -> meters.idOf(speaker, c));
        }
        return meters.idOf(speaker, database.writer());
    }

    /** The values of each second, by meter and quarter-hour; new meters get their number. */
    Map<Group, SortedMap<Long, long[]>> groups(Iterable<ReadingRow> rows, Connection c)
            throws SQLException {
        Map<Group, SortedMap<Long, long[]>> groups = new LinkedHashMap<>();
        for (ReadingRow row : rows) {
            groups.computeIfAbsent(
                            new Group(meters.idOf(row.speaker(), c), row.quarter()),
                            g -> new TreeMap<>())
                    .put(row.measuredAt(), row.values());
        }
        return groups;
    }

    /** Seconds, beside those that are there, and how far the registers grew in all of them. */
    void seconds(int meter, long quarter, SortedMap<Long, long[]> fresh, Connection c)
            throws SQLException {
        SortedMap<Long, long[]> all = SecondsTable.write(meter, quarter, fresh, c);
        GrowthTable.write(meter, quarter, all, c);
    }

    /** How the registers stood when quarters began, where no more is known of them. */
    void registers(Iterable<ReadingRow> rows, Connection c) throws SQLException {
        GrowthTable.begin(groups(rows, c), c);
    }

    /** What a journal has of a quarter-hour; nothing when that is damaged. */
    void block(Block block, Connection c) throws SQLException {
        try {
            seconds(block.meter(), block.quarter(), block.seconds(), c);
        } catch (DataFormatException e) {
            log.warn("seconds in the journal are left out: {}", e.getMessage());
        }
    }

    /** What hangs on the M-Bus, as far as a row differs from the one before. */
    void attached(Iterable<ReadingRow> rows, Connection c) throws SQLException {
        for (ReadingRow row : rows) {
            mbus.write(row, meters.idOf(row.speaker(), c), c);
        }
    }

    /** Quarters that the running program counted, and their days. */
    void counted(Collection<QuarterDemand> quarters, Connection c) throws SQLException {
        QuarterTable.write(quarters, c);
        DayTable.write(quarters, zone, c);
    }

    /** Quarters that were counted from a recording, where nothing better is known; their days. */
    void recorded(Collection<QuarterDemand> quarters, Connection c) throws SQLException {
        QuarterTable.add(quarters, c);
        DayTable.write(quarters, zone, c);
    }
}
