package be.bsmr.home.store;

import be.bsmr.home.series.OutputFolder;
import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/**
 * The file and its two connections: one that writes, one that reads. WAL lets them work side by
 * side.
 *
 * <p>A commit waits for the card ({@code synchronous=FULL}), so that neither {@code kill -9} nor a
 * cut of the power takes back what was committed; the log is checksummed and replayed up to the
 * last whole commit. A commit is a quarter that ended, a decision or what hangs on the M-Bus: some
 * hundreds a day, where a commit for the seconds, every ten of them, would wear the card. Those go
 * to the {@link Journal}.
 */
final class Database implements AutoCloseable {

    /** What the newest migration leaves in {@code user_version}. */
    static final int SCHEMA_VERSION = 13;

    /** "BSMR", as the first migration writes it. */
    private static final int APPLICATION_ID = 0x42534D52;

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    /** What the kernel and the card write at a time, too. */
    private static final int PAGE_BYTES = 4096;

    private static final int CHECKPOINT_PAGES = 250;

    /** The seconds are too many to check at each start; they carry checksums of their own. */
    private static final String[] CHECKED_TABLES = {
        "meter", "mbus_meter", "quarters", "days", "month_peaks", "imported_peaks", "forecast"
    };

    /** Another program that looks into the file may hold it for a moment. */
    private static final int BUSY_MILLIS = 5000;

    private final Path file;
    private Connection writer;
    private Connection reader;
    private FileIdentity identity;
    private boolean isLetGo;

    /** SQLite's own, as they were when the file was last seen in its place. */
    private List<FileIdentity> beside = List.of();

    private final ReentrantLock reading = new ReentrantLock();

    /** A database of ours that cannot be read any more. */
    static final class Damaged extends IOException {
        private static final long serialVersionUID = 1;

        Damaged(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    private Database(Path file, Connection writer, Connection reader) {
        this.file = file;
        this.writer = writer;
        this.reader = reader;
        identity = FileIdentity.of(file);
    }

    /** Whether what is written can be found again: not once the file was deleted or replaced. */
    boolean isInPlace() {
        if (isLetGo || !identity.isInPlace()) {
            return false;
        }
        beside =
                Stream.of("-wal", "-shm")
                        .map(end -> FileIdentity.of(DatabaseFiles.next(file, end)))
                        .toList();
        return true;
    }

    /** Closes the file until {@link #reopen()}; who reads meanwhile is told. */
    void letGo() {
        isLetGo = true;
        close();
    }

    /**
     * Goes on with the file that has the name now, or with a new one.
     *
     * @throws IOException as {@link #open(Path)}; to be called again then
     */
    void reopen() throws IOException {
        reading.lock();
        try {
            letGo();
            // What SQLite had written for the file of before does not belong to the next one.
            for (FileIdentity old : identity.isInPlace() ? List.<FileIdentity>of() : beside) {
                if (old.isInPlace()) {
                    Files.delete(old.path());
                }
            }
            beside = List.of();
            Database fresh = open(file);
            writer = fresh.writer;
            reader = fresh.reader;
            identity = fresh.identity;
            isLetGo = false;
        } finally {
            reading.unlock();
        }
    }

    /** Work that reads. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * Opens the file, makes or migrates it when needed, and leaves one that it cannot use as it is.
     *
     * @throws IOException with what to do, when the file cannot be made or used
     */
    static Database open(Path file) throws IOException {
        for (String end : List.of("", "-wal", "-shm")) {
            DatabaseFiles.refuseLink(DatabaseFiles.next(file, end));
        }
        create(file);
        requireSqlite(file);
        SQLiteDataSource source = source(file);
        Connection writer = null;
        Connection reader = null;
        try {
            writer = source.getConnection();
            int version = requireOurs(file, writer);
            execute(writer, "PRAGMA page_size = " + PAGE_BYTES);
            execute(writer, "PRAGMA journal_mode = WAL");
            if (version < SCHEMA_VERSION) {
                migrate(file, source);
            }
            execute(writer, "PRAGMA synchronous = FULL");
            execute(writer, "PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
            for (String table : CHECKED_TABLES) {
                requireSound(file, writer, table);
            }
            reader = source.getConnection();
            execute(reader, "PRAGMA query_only = ON");
            return new Database(file, writer, reader);
        } catch (SQLException e) {
            close(reader);
            close(writer);
            throw unusable(file, e);
        } catch (IOException e) {
            close(reader);
            close(writer);
            throw e;
        }
    }

    /** Commits no longer wait for the disk; closing does. */
    void hurry() throws SQLException {
        execute(writer, "PRAGMA synchronous = NORMAL");
    }

    /** For the one thread that writes. */
    Connection writer() {
        return writer;
    }

    /** Work that writes. */
    interface Change {
        void on(Connection connection) throws SQLException, IOException;
    }

    /** All of it or, when it fails, nothing. */
    void write(Change change) throws SQLException, IOException {
        execute(writer, "BEGIN IMMEDIATE");
        try {
            change.on(writer);
            execute(writer, "COMMIT");
        } catch (SQLException | IOException | RuntimeException | Error e) {
            rollback(e);
            throw e;
        }
    }

    /**
     * Reads from one moment's view of the file, from any thread.
     *
     * @throws UncheckedIOException when the file can no longer be read
     */
    <T> T read(Work<T> work) {
        reading.lock();
        try {
            execute(reader, "BEGIN");
            try {
                return work.on(reader);
            } finally {
                execute(reader, "ROLLBACK");
            }
        } catch (SQLException e) {
            throw new UncheckedIOException(unusable(file, e));
        } finally {
            reading.unlock();
        }
    }

    /** "ok", or what is wrong; reads the whole file. */
    String integrity() {
        return read(
                c -> {
                    try (Statement s = c.createStatement();
                            ResultSet r = s.executeQuery("PRAGMA integrity_check(1)")) {
                        return r.getString(1);
                    }
                });
    }

    @Override
    public void close() {
        reading.lock();
        try {
            close(reader);
            close(writer);
        } finally {
            reading.unlock();
        }
    }

    private void rollback(Throwable cause) {
        try {
            execute(writer, "ROLLBACK");
        } catch (SQLException e) {
            // A full disk may have rolled back already.
            cause.addSuppressed(e);
        }
    }

    /** What a house uses, and when it is away, is its own business: nobody else may read it. */
    private static void create(Path file) throws IOException {
        try {
            makeFolder(file);
            Files.createFile(file, ownerOnly(file, "rw-------"));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isRegularFile(file)) {
                throw new FileRefused(
                        "store.file "
                                + e.getFile()
                                + " is in the way: name a file, as data/bsmr.db");
            }
        } catch (OutputFolder.Missing e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(
                    "cannot make "
                            + file.toAbsolutePath()
                            + " ("
                            + PlainWords.of(e)
                            + "): name another store.file, or let this user write there",
                    e);
        }
    }

    /**
     * Makes the folder of a database below the one that the program works in. Elsewhere it must be
     * there: it may be of a disk that is not plugged in.
     */
    static void makeFolder(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder != null && !folder.isAbsolute()) {
            Files.createDirectories(folder, ownerOnly(file, "rwx------"));
        }
        OutputFolder.mustHold(file);
    }

    /** None where the file system knows no owners. */
    static FileAttribute<?>[] ownerOnly(Path file, String permissions) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    static void makeOwnersOnly(Path file) throws IOException {
        if (ownerOnly(file, "rw-------").length > 0) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    /**
     * @throws IOException when a file is in its place that is no database, or may not be used
     */
    static void refuseOthers(Path file) throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            requireSqlite(file);
        }
    }

    /** Before SQLite sees it: an empty file is a new database, anything else begins with a mark. */
    private static void requireSqlite(Path file) throws IOException {
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
        long id = number(connection, "PRAGMA application_id");
        // Flyway's own table is all there is when the very first start was cut short.
        long tables =
                number(
                        connection,
                        "SELECT count(*) FROM sqlite_schema"
                                + " WHERE type = 'table' AND name NOT LIKE 'flyway%'");
        if (id != APPLICATION_ID && (id != 0 || tables > 0)) {
            throw new FileRefused(
                    file.toAbsolutePath()
                            + " is a database of another program; it was left as it is. Name"
                            + " another store.file");
        }
        int version = (int) number(connection, "PRAGMA user_version");
        if (version > SCHEMA_VERSION) {
            throw new FileRefused(
                    file.toAbsolutePath()
                            + " was written by a newer BSMR (its version is "
                            + version
                            + ", this BSMR knows "
                            + SCHEMA_VERSION
                            + "); it was left as it is. Install the newer BSMR again, or name"
                            + " another store.file");
        }
        return version;
    }

    /** Flyway costs some tenths of a second: only a file that is not up to date calls for it. */
    private static void migrate(Path file, SQLiteDataSource source) throws IOException {
        try {
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:db/migration")
                    .failOnMissingLocations(true)
                    .javaMigrations(new V6_1__Pack_the_readings())
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new IOException(
                    "cannot make or renew the tables of "
                            + file.toAbsolutePath()
                            + ": "
                            + PlainWords.of(e.getCause() instanceof SQLException sql ? sql : e)
                            + advice(file),
                    e);
        }
    }

    private static void requireSound(Path file, Connection connection, String table)
            throws SQLException, IOException {
        try (Statement s = connection.createStatement();
                ResultSet r = s.executeQuery("PRAGMA quick_check('" + table + "')")) {
            String found = r.next() ? r.getString(1) : "nothing";
            if (!"ok".equals(found)) {
                throw new Damaged(
                        file.toAbsolutePath() + " is damaged (" + found + ")." + advice(file),
                        null);
            }
        }
    }

    private static IOException unusable(Path file, SQLException e) {
        boolean damaged =
                e.getErrorCode() == SQLiteErrorCode.SQLITE_CORRUPT.code
                        || e.getErrorCode() == SQLiteErrorCode.SQLITE_NOTADB.code;
        return damaged
                ? new Damaged(file.toAbsolutePath() + " is damaged." + advice(file), e)
                : new IOException(
                        "cannot use " + file.toAbsolutePath() + ": " + PlainWords.of(e), e);
    }

    private static String advice(Path file) {
        return " It was left as it is. bsmr run moves it aside and begins a new one (the meter"
                + " still knows the month peaks); bsmr restore brings a backup of "
                + file
                + " back";
    }

    static SQLiteDataSource source(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        return source;
    }

    static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    static void setLong(PreparedStatement s, int index, @Nullable Long value) throws SQLException {
        if (value == null) {
            s.setNull(index, Types.INTEGER);
        } else {
            s.setLong(index, value);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement s = connection.createStatement()) {
            s.execute(sql);
        }
    }

    static long number(Connection connection, String query) throws SQLException {
        try (Statement s = connection.createStatement();
                ResultSet r = s.executeQuery(query)) {
            return r.getLong(1);
        }
    }

    private static void close(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // Nothing of ours is lost: what was committed is in the file or its log.
        }
    }
}
