package be.bsmr.home.store;

import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.sqlite.SQLiteErrorCode;

/** What must hold of a file before it is used as our database; else it is left as it is. */
final class DatabaseChecks {

    /** "BSMR", as the first migration writes it. */
    private static final int APPLICATION_ID = 0x42534D52;

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    /** The seconds are too many to check at each start; they carry checksums of their own. */
    private static final String[] CHECKED_TABLES = {
        "meter", "mbus_meter", "quarters", "days", "month_peaks", "imported_peaks", "forecast"
    };

    private DatabaseChecks() {}

    /**
     * @throws IOException when a file is in its place that is no database, or may not be used
     */
    static void refuseOthers(Path file) throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            requireSqlite(file);
        }
    }

    /** Before SQLite sees it: an empty file is a new database, anything else begins with a mark. */
    static void requireSqlite(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(MAGIC.length);
        } catch (IOException e) {
            throw new IOException(PlainWords.ofReading(file.toAbsolutePath(), e), e);
        }
        if (start.length > 0 && !Arrays.equals(start, MAGIC)) {
            throw new FileRefused(
                    file.toAbsolutePath()
                            + " is not a database; it was left as it is. Name another store.file");
        }
        if (!Files.isWritable(file)) {
            throw new IOException(
                    file.toAbsolutePath() + " is write-protected: let this user write it");
        }
    }

    /** Returns how far it is migrated; 0 for a new one. */
    static int requireOurs(Path file, Connection connection) throws SQLException, IOException {
        long id = Database.number(connection, "PRAGMA application_id");
        // Flyway's own table is all there is when the very first start was cut short.
        long tables =
                Database.number(
                        connection,
                        "SELECT count(*) FROM sqlite_schema"
                                + " WHERE type = 'table' AND name NOT LIKE 'flyway%'");
        if (id != APPLICATION_ID && (id != 0 || tables > 0)) {
            throw new FileRefused(
                    file.toAbsolutePath()
                            + " is a database of another program; it was left as it is. Name"
                            + " another store.file");
        }
        int version = (int) Database.number(connection, "PRAGMA user_version");
        if (version > Database.SCHEMA_VERSION) {
            throw new FileRefused(
                    file.toAbsolutePath()
                            + " was written by a newer BSMR (its version is "
                            + version
                            + ", this BSMR knows "
                            + Database.SCHEMA_VERSION
                            + "); it was left as it is. Install the newer BSMR again, or name"
                            + " another store.file");
        }
        return version;
    }

    /**
     * @throws Database.Damaged when a table is not as SQLite wrote it
     */
    static void requireSound(Path file, Connection connection) throws SQLException, IOException {
        for (String table : CHECKED_TABLES) {
            requireSound(file, connection, table);
        }
    }

    private static void requireSound(Path file, Connection connection, String table)
            throws SQLException, IOException {
        try (Statement s = connection.createStatement();
                ResultSet r = s.executeQuery("PRAGMA quick_check('" + table + "')")) {
            String found = r.next() ? r.getString(1) : "nothing";
            if (!"ok".equals(found)) {
                throw new Database.Damaged(
                        file.toAbsolutePath() + " is damaged (" + found + ")." + advice(file),
                        null);
            }
        }
    }

    /** What is wrong with a file that SQLite refuses, in the operator's words. */
    static IOException unusable(Path file, SQLException e) {
        boolean damaged =
                e.getErrorCode() == SQLiteErrorCode.SQLITE_CORRUPT.code
                        || e.getErrorCode() == SQLiteErrorCode.SQLITE_NOTADB.code;
        return damaged
                ? new Database.Damaged(file.toAbsolutePath() + " is damaged." + advice(file), e)
                : new IOException(
                        "cannot use " + file.toAbsolutePath() + ": " + PlainWords.of(e), e);
    }

    /** What can be done about a damaged file. */
    static String advice(Path file) {
        return " It was left as it is. bsmr run moves it aside and begins a new one (the meter"
                + " still knows the month peaks); bsmr restore brings a backup of "
                + file
                + " back";
    }
}
