package be.bsmr.home.store;

import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The file and its two connections: one that writes, one that reads. WAL lets them work side by
 * side.
 *
 * <p>A commit waits for the card ({@code synchronous=FULL}), so that neither {@code kill -9} nor a
 * cut of the power takes back what was committed; the log is checksummed and replayed up to the
 * last whole commit. A commit is a quarter that ended, a decision or what hangs on the M-Bus: some
 * hundreds a day, where a commit for the seconds, every ten of them, would wear the card. Those go
 * to the {@link WriteAheadLog}.
 */
final class Database implements AutoCloseable {

    /** What the newest migration leaves in {@code user_version}. */
    static final int SCHEMA_VERSION = 15;

    /** What the kernel and the card write at a time, too. */
    private static final int PAGE_BYTES = 4096;

    private static final int CHECKPOINT_PAGES = 250;

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
        DatabaseFiles.create(file);
        DatabaseChecks.requireSqlite(file);
        SQLiteDataSource source = source(file);
        Connection writer = null;
        Connection reader = null;
        try {
            writer = source.getConnection();
            int version = DatabaseChecks.requireOurs(file, writer);
            execute(writer, "PRAGMA page_size = " + PAGE_BYTES);
            execute(writer, "PRAGMA journal_mode = WAL");
            if (version < SCHEMA_VERSION) {
                migrate(file, source);
            }
            execute(writer, "PRAGMA synchronous = FULL");
            execute(writer, "PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
            DatabaseChecks.requireSound(file, writer);
            reader = source.getConnection();
            execute(reader, "PRAGMA query_only = ON");
            return new Database(file, writer, reader);
        } catch (SQLException e) {
            close(reader);
            close(writer);
            throw DatabaseChecks.unusable(file, e);
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
            throw new UncheckedIOException(DatabaseChecks.unusable(file, e));
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
                            + DatabaseChecks.advice(file),
                    e);
        }
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
