package be.bsmr.home.store;

import be.bsmr.home.series.OutputFolder;
import be.bsmr.home.store.SecondsTable.Block;
import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/**
 * A copy of a database in one file.
 *
 * @param file the copy
 * @param version of its tables; an older one is brought up to date when it is opened after a
 *     restore
 * @param quarters that it holds
 * @param newest the start of its last quarter; null when it holds none
 */
public record Backup(Path file, int version, long quarters, @Nullable Instant newest) {

    /**
     * Copies a database while another program may be writing it: everything up to one moment, the
     * running quarter too.
     *
     * @throws IOException when there is no room, no such folder, or something of that name already
     */
    public static Backup of(Path database, Path target) throws IOException {
        if (Files.exists(target)) {
            throw new IOException(target + " is there already: name a new file");
        }
        OutputFolder.mustHold(target);
        if (!Files.isReadable(database)) {
            throw new AccessDeniedException(database.toString());
        }
        Path part = DatabaseFiles.next(target, ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, DatabaseFiles.ownerOnly(part, "rw-------"));
        try {
            List<Block> journal = WriteAheadLog.read(WriteAheadLog.of(database));
            copy(database, part);
            try (Connection c = Database.source(part).getConnection()) {
                for (Block block : journal) {
                    SortedMap<Long, long[]> all =
                            SecondsTable.write(block.meter(), block.quarter(), block.seconds(), c);
                    GrowthTable.write(block.meter(), block.quarter(), all, c);
                }
            } catch (DataFormatException e) {
                throw new IOException("the journal of " + database + ": " + PlainWords.of(e), e);
            }
            Backup made = checked(part);
            DatabaseFiles.putInPlace(part, target);
            return new Backup(target, made.version, made.quarters, made.newest);
        } catch (SQLException e) {
            throw new IOException("cannot copy " + database + ": " + PlainWords.of(e), e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Looks at a backup without touching it.
     *
     * @throws IOException when it is not one, is damaged, or of a newer version
     */
    public static Backup checked(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no file " + file);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setOpenMode(SQLiteOpenMode.OPEN_URI);
        String url = "jdbc:sqlite:file:" + file.toAbsolutePath() + "?immutable=1";
        try (Connection c = config.createConnection(url)) {
            int version = DatabaseChecks.requireOurs(file, c);
            try (Statement s = c.createStatement();
                    ResultSet r = s.executeQuery("PRAGMA integrity_check(1)")) {
                String found = r.getString(1);
                if (!found.equals("ok")) {
                    throw new IOException(file + " is damaged (" + found + ")");
                }
            }
            if (version == 0) {
                throw new IOException(file + " is no database of BSMR");
            }
            try (Statement s = c.createStatement();
                    ResultSet r = s.executeQuery("SELECT count(*), max(start) FROM quarters")) {
                long newest = r.getLong(2);
                boolean none = r.wasNull();
                return new Backup(
                        file, version, r.getLong(1), none ? null : Instant.ofEpochSecond(newest));
            }
        } catch (SQLException e) {
            throw new IOException(
                    e.getErrorCode() == SQLiteErrorCode.SQLITE_NOTADB.code
                            ? file + " is no database; name a file that bsmr backup made"
                            : file + " is damaged, or no database: " + PlainWords.of(e),
                    e);
        }
    }

    /**
     * Puts this backup in the place of a database, which is kept under another name.
     *
     * @return where the database of before is; null when there was none
     * @throws IOException when a BSMR has it open, or the disk refuses; nothing is changed then
     */
    public @Nullable Path restore(Path database, Instant now) throws IOException {
        checked(file);
        DatabaseFiles.makeFolder(database);
        Path copy = DatabaseFiles.next(database, ".restoring");
        Path before = null;
        StoreLock lock = StoreLock.ofAll(database);
        try {
            DatabaseFiles.copyWhole(file, copy);
            if (Files.exists(database)) {
                before = DatabaseFiles.moveAside(database, "before-restore", now);
            } else {
                Files.deleteIfExists(WriteAheadLog.of(database));
            }
            DatabaseFiles.putInPlace(copy, database);
        } finally {
            Files.deleteIfExists(copy);
            lock.close();
        }
        return before;
    }

    private static void copy(Path from, Path to) throws SQLException {
        try (Connection c = Database.source(from).getConnection();
                PreparedStatement s = c.prepareStatement("VACUUM INTO ?")) {
            s.setString(1, to.toAbsolutePath().toString());
            s.execute();
        }
    }
}
