package be.bsmr.home.store;

import be.bsmr.packed.PackedSeconds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.zip.DataFormatException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Table {@code seconds}: the readings of each quarter-hour, packed. */
final class SecondsTable {

    /** Seconds of a quarter-hour. */
    static final long QUARTER = 900;

    /** What a row has beside its blob. */
    private static final int ROW_BYTES = 100;

    private static final int FULL_ENOUGH = 600;

    private static final Logger log = LoggerFactory.getLogger(SecondsTable.class);

    private SecondsTable() {}

    /** Readings of one meter in one quarter-hour. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Block(int meter, long quarter, byte[] packed) {

        static Block of(int meter, long quarter, SortedMap<Long, long[]> seconds) {
            return new Block(
                    meter,
                    quarter,
                    PackedSeconds.deflated(quarter, seconds, ReadingRow.channels().size()));
        }

        /** The last stamp; empty when it is damaged. */
        OptionalLong newest() {
            try {
                return OptionalLong.of(seconds().lastKey());
            } catch (DataFormatException | NoSuchElementException e) {
                return OptionalLong.empty();
            }
        }

        /** How many readings; none when it is damaged. */
        int count() {
            try {
                return seconds().size();
            } catch (DataFormatException e) {
                return 0;
            }
        }

        SortedMap<Long, long[]> seconds() throws DataFormatException {
            return PackedSeconds.unpack(packed, quarter, ReadingRow.channels().size());
        }

        /**
         * Oldest first.
         *
         * @param channels how many of each reading, from the first on: fewer take less time
         */
        List<PackedSeconds.Row> rows(int channels) throws DataFormatException {
            return PackedSeconds.rows(packed, quarter, channels);
        }
    }

    /**
     * Adds to what is there of the quarter; the newest to arrive wins a second that two readings
     * claim.
     *
     * @return all there is of the quarter
     */
    static SortedMap<Long, long[]> write(
            int meter, long quarter, SortedMap<Long, long[]> seconds, Connection c)
            throws SQLException {
        SortedMap<Long, long[]> all = seconds;
        for (Block there : read(quarter, quarter, c)) {
            if (there.meter() == meter) {
                try {
                    all = there.seconds();
                    all.putAll(seconds);
                } catch (DataFormatException e) {
                    log.warn("the stored seconds of {} are replaced: {}", quarter, e.getMessage());
                }
            }
        }
        try (PreparedStatement s =
                c.prepareStatement(
                        "INSERT OR REPLACE INTO seconds (quarter, meter, readings, newest, packed)"
                                + " VALUES (?, ?, ?, ?, ?)")) {
            s.setLong(1, quarter);
            s.setInt(2, meter);
            s.setInt(3, all.size());
            s.setLong(4, all.lastKey());
            s.setBytes(5, Block.of(meter, quarter, all).packed());
            s.executeUpdate();
        }
        return all;
    }

    /** Of the quarters that started in {@code [from, to]}, oldest first. */
    static List<Block> read(long from, long to, Connection c) throws SQLException {
        List<Block> blocks = new ArrayList<>();
        try (PreparedStatement s =
                c.prepareStatement(
                        "SELECT quarter, meter, packed FROM seconds"
                                + " WHERE quarter BETWEEN ? AND ? ORDER BY quarter, meter")) {
            s.setLong(1, from);
            s.setLong(2, to);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    blocks.add(new Block(r.getInt(2), r.getLong(1), r.getBytes(3)));
                }
            }
        }
        return blocks;
    }

    /** The first quarter from {@code from} on of which there are readings. */
    static OptionalLong next(long from, Connection c) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("SELECT min(quarter) FROM seconds WHERE quarter >= ?")) {
            s.setLong(1, from);
            return number(s);
        }
    }

    /** The first quarter with readings under one setting of the meter's clock. */
    static OptionalLong first(int clock, Connection c) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement(
                        "SELECT min(quarter) FROM seconds JOIN meter ON id = meter"
                                + " WHERE clock = ?")) {
            s.setInt(1, clock);
            return number(s);
        }
    }

    /** The latest stamp of all readings. */
    static OptionalLong newest(Connection c) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("SELECT max(newest) FROM seconds")) {
            return number(s);
        }
    }

    /** The stamp of the newest reading under one setting of the meter's clock. */
    static OptionalLong newest(int clock, Connection c) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement(
                        "SELECT newest FROM seconds JOIN meter ON id = meter WHERE clock = ?"
                                + " ORDER BY newest DESC LIMIT 1")) {
            s.setInt(1, clock);
            return number(s);
        }
    }

    /**
     * Removes one day when a day of them is older than {@code keepFrom}: pages are freed whole and
     * used again.
     */
    static void forget(long keepFrom, long day, Connection c) throws SQLException {
        OptionalLong oldest = next(Long.MIN_VALUE, c);
        if (oldest.isEmpty() || oldest.getAsLong() + day > keepFrom) {
            return;
        }
        try (PreparedStatement s = c.prepareStatement("DELETE FROM seconds WHERE quarter < ?")) {
            s.setLong(1, oldest.getAsLong() + day);
            s.executeUpdate();
        }
    }

    /** How many readings there are. */
    static long count(Connection c) throws SQLException {
        try (Statement s = c.createStatement();
                ResultSet r = s.executeQuery("SELECT coalesce(sum(readings), 0) FROM seconds")) {
            return r.getLong(1);
        }
    }

    /**
     * Bytes that a day of readings takes, judged by the quarters that are full enough; by all when
     * none is, and empty when there is none at all.
     */
    static OptionalLong bytesPerDay(Connection c) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement(
                        // Pages of a b-tree are not quite full: an eighth more.
                        "SELECT sum(length(packed) + ?) * 9 / 8 * 86400 / sum(readings)"
                                + " FROM seconds WHERE readings >= ?")) {
            s.setInt(1, ROW_BYTES);
            s.setLong(2, FULL_ENOUGH);
            OptionalLong ofFull = number(s);
            if (ofFull.isPresent()) {
                return ofFull;
            }
            s.setLong(2, 1);
            return number(s);
        }
    }

    private static OptionalLong number(PreparedStatement s) throws SQLException {
        try (ResultSet r = s.executeQuery()) {
            if (!r.next()) {
                return OptionalLong.empty();
            }
            long value = r.getLong(1);
            return r.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
        }
    }
}
