package be.bsmr.home.store;

import be.bsmr.home.store.SecondsTable.Block;
import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a {@link Store}: lock, database and journal, which belong together. Opens them,
 * notices when one was deleted or replaced, and goes on with what is there then.
 */
final class StoreFiles implements AutoCloseable {

    /** What the operator reads is the store's, whichever of its parts says it. */
    private static final Logger log = LoggerFactory.getLogger(Store.class);

    private final Path file;
    private final InstantSource clock;
    private final Database database;
    private StoreLock lock;
    private WriteAheadLog journal;
    private boolean saidReplaced;

    private StoreFiles(
            Path file,
            InstantSource clock,
            StoreLock lock,
            Database database,
            WriteAheadLog journal) {
        this.file = file;
        this.clock = clock;
        this.lock = lock;
        this.database = database;
        this.journal = journal;
    }

    /**
     * Opens them, or makes them. A damaged database is moved aside, with the day and the time in
     * its name, and a new one begun.
     *
     * @param journalPages how large the journal is
     * @param store made of them; what it cannot read, it throws as {@link UncheckedIOException}
     * @throws FileRefused when another program keeps its readings there
     * @throws IOException when the file cannot be used, with what to do about it; it is then left
     *     as it was
     */
    static <T> T open(
            Path file, InstantSource clock, int journalPages, Function<StoreFiles, T> store)
            throws IOException {
        DatabaseFiles.makeFolder(file);
        // Beside what is no database of ours no lock is left.
        DatabaseChecks.refuseOthers(file);
        StoreLock lock = StoreLock.ofProgram(file);
        try {
            try {
                return open(file, clock, lock, journalPages, store);
            } catch (Database.Damaged e) {
                log.error(
                        "{} It is now {}: keep it if it matters, and see what bsmr restore can bring"
                                + " back. BSMR goes on with a new one",
                        e.getMessage(),
                        DatabaseFiles.moveAside(file, "damaged", clock.instant()));
                return open(file, clock, lock, journalPages, store);
            }
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static <T> T open(
            Path file,
            InstantSource clock,
            StoreLock lock,
            int journalPages,
            Function<StoreFiles, T> store)
            throws IOException {
        Database database = Database.open(file);
        WriteAheadLog journal = null;
        try {
            journal = WriteAheadLog.open(WriteAheadLog.of(file), journalPages);
            return store.apply(new StoreFiles(file, clock, lock, database, journal));
        } catch (IOException e) {
            database.close();
            throw e;
        } catch (UncheckedIOException e) {
            database.close();
            if (journal != null) {
                journal.close();
            }
            throw e.getCause();
        }
    }

    /** The database's; the others are named after it. */
    Path file() {
        return file;
    }

    Database database() {
        return database;
    }

    WriteAheadLog journal() {
        return journal;
    }

    /** Whether what is written can be found again: not once a file was deleted or replaced. */
    boolean areInPlace() {
        boolean inPlace = database.isInPlace() && journal.isInPlace() && lock.holds();
        saidReplaced &= !inPlace;
        return inPlace;
    }

    /**
     * Goes on with the files that are in their place now, or with new ones.
     *
     * @param another called when the database is another one, before its journal is opened
     * @return what the journal holds by now
     * @throws IOException when it cannot; to be called again then
     */
    List<Block> renew(Runnable another) throws IOException {
        if (!saidReplaced) {
            saidReplaced = true;
            log.error(
                    "{}, or a file that goes with it, was deleted or replaced while BSMR runs. BSMR"
                            + " goes on with what is there now, or with a new one; stop BSMR before"
                            + " you touch its files, and see bsmr restore",
                    file);
        }
        boolean there = database.isInPlace();
        boolean ours = journal.isInPlace();
        if (!there && !ours) {
            // A disk that broke can be mounted again only when nobody has files open in it.
            lock.close();
            journal.close();
            database.letGo();
        }
        DatabaseFiles.makeFolder(file);
        if (!lock.holds()) {
            lock.close();
            lock = StoreLock.ofProgram(file);
        }
        if (!there) {
            reopen();
            another.run();
        }
        Path path = WriteAheadLog.of(file);
        journal.close();
        if (!there && ours) {
            // Of meters as they were numbered in the database that is gone.
            Files.delete(path);
        }
        journal = WriteAheadLog.open(path, journal.mostPages());
        return journal.found();
    }

    private void reopen() throws IOException {
        try {
            database.reopen();
        } catch (Database.Damaged e) {
            Path aside = DatabaseFiles.moveAside(file, "damaged", clock.instant());
            log.error("{} It is now {}", e.getMessage(), aside);
            database.reopen();
        }
    }

    @Override
    public void close() {
        database.close();
        try {
            journal.close();
        } catch (IOException e) {
            log.warn("cannot close the journal of {}: {}", file, PlainWords.of(e));
        }
        lock.close();
    }
}
