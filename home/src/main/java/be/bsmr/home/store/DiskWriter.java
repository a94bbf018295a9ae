package be.bsmr.home.store;

import be.bsmr.home.store.SecondsTable.Block;
import be.bsmr.home.words.PlainWords;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what waits on the disk: the newest readings into the journal, what has ended into the
 * database. What the disk refuses waits on, and that is told once; where files were deleted or
 * replaced it goes on with new ones.
 */
final class DiskWriter implements AutoCloseable {

    /** What the operator reads is the store's, whichever of its parts says it. */
    private static final Logger log = LoggerFactory.getLogger(Store.class);

    private final Path file;
    private final StoreFiles files;
    private final History history;
    private final Commit commit;
    private final WaitingReadings readings;
    private final WaitingEvents events;
    private final ForecastSaver forecast;
    private final Retention retention;
    private @Nullable String journalTrouble;
    private @Nullable String databaseTrouble;
    private volatile StoreHealth health = new StoreHealth(0, 0, 0, null, null);

    /**
     * @param clock the host's: what it and the meter's agree to be old is forgotten
     * @param zone whose days count
     */
    DiskWriter(StoreFiles files, StoreSettings settings, InstantSource clock, ZoneId zone) {
        file = settings.file();
        this.files = files;
        history = new History(file, files.database());
        commit = new Commit(files.database(), zone);
        readings = new WaitingReadings(files, commit, history.newest());
        events = new WaitingEvents(history.peaks());
        forecast = new ForecastSaver(file, files.database());
        retention = new Retention(settings, clock);
    }

    Database database() {
        return files.database();
    }

    /** What is in the database and the journal. */
    History history() {
        return history;
    }

    WaitingReadings readings() {
        return readings;
    }

    WaitingEvents events() {
        return events;
    }

    ForecastSaver forecast() {
        return forecast;
    }

    /** How well it goes; from any thread. */
    StoreHealth health() {
        return health;
    }

    /** Whether the database refused what it was given last. */
    boolean hasTrouble() {
        return databaseTrouble != null;
    }

    /** Why not all that was given is on the disk, in the operator's words; empty when it is. */
    Optional<String> missing() {
        long lost = health.dropped() + readings.unsafe();
        if (lost > 0) {
            return Optional.of(lost + " readings could not be written to " + file);
        }
        String trouble = databaseTrouble != null ? databaseTrouble : journalTrouble;
        if (trouble != null) {
            return Optional.of("cannot write " + file + ": " + trouble);
        }
        long gaveWay = readings.gaveWay() + events.gaveWay();
        return gaveWay == 0
                ? Optional.empty()
                : Optional.of(
                        gaveWay + " quarters, decisions or states could not be written to " + file);
    }

    /** Puts what came since the last time on the card. */
    void flush() {
        if (readings.haveOthersAttached() || hasTrouble()) {
            commit(false);
        }
        if (readings.unsafe() > 0) {
            append(readings.unsafe());
        }
    }

    /** Puts the newest readings into the journal, or that there are none. */
    private void append(int count) {
        try {
            if (begunAnew()) {
                commit(false);
            } else if (readings.append(count)) {
                journalTrouble = null;
            }
        } catch (RuntimeException | Error e) {
            commit.forgetNumbers();
            throw e;
        } catch (SQLException | IOException e) {
            commit.forgetNumbers();
            if (journalTrouble == null) {
                log.error(
                        "cannot write the journal of {}: {}. A cut of the power can cost the"
                                + " running quarter: make room on the disk, or look whether it is"
                                + " broken",
                        file,
                        PlainWords.of(e));
            }
            journalTrouble = PlainWords.of(e);
        }
        tell();
    }

    /**
     * Writes to the database all that waits, of the readings those whose quarter has ended.
     *
     * @param all also those of the running quarter
     */
    void commit(boolean all) {
        int packed = all ? readings.count() : readings.ended();
        if (packed == 0 && !readings.haveOthersAttached() && events.isEmpty()) {
            return;
        }
        try {
            if (begunAnew()) {
                commit(all);
                return;
            }
            commit.transact(
                    c -> {
                        readings.write(packed, c);
                        events.write(commit, c);
                        Long newest = readings.newest();
                        if (newest != null) {
                            retention.forgetOld(Instant.ofEpochSecond(newest), c);
                        }
                    });
        } catch (SQLException | IOException e) {
            commit.forgetNumbers();
            failed(e);
            return;
        } catch (RuntimeException | Error e) {
            commit.forgetNumbers();
            throw e;
        }
        succeeded(packed);
    }

    /**
     * Goes on with new files when those of before were deleted or replaced: what is still in memory
     * goes there, and that is all but the readings and quarters of before.
     *
     * @return whether it had to
     * @throws IOException when it cannot; the next commit tries again
     */
    private boolean begunAnew() throws SQLException, IOException {
        if (files.areInPlace()) {
            return false;
        }
        List<Block> found = files.renew(this::databaseIsNew);
        commit.transact(
                c -> {
                    for (Block block : found) {
                        commit.block(block, c);
                    }
                });
        readings.journalIsNew(!found.isEmpty());
        tell();
        return true;
    }

    private void databaseIsNew() {
        commit.forgetNumbers();
        readings.databaseIsNew();
        events.databaseIsNew(history.peaks());
        forecast.databaseIsNew(readings.newest());
    }

    private void succeeded(int packed) {
        if (databaseTrouble != null) {
            log.info(
                    "{} can be written again; {} readings were lost meanwhile",
                    file,
                    health.dropped());
            databaseTrouble = null;
        }
        events.written();
        readings.written(packed);
        tell();
        if (packed > 0) {
            append(readings.count());
        }
    }

    private void failed(Exception e) {
        if (databaseTrouble == null) {
            log.error(
                    "cannot write {}: {}. Readings wait in memory, {} at most, and every commit"
                            + " tries again: make room on the disk, or look whether it is broken",
                    file,
                    PlainWords.of(e),
                    WaitingReadings.MOST);
        }
        databaseTrouble = PlainWords.of(e);
        tell();
    }

    /** Tells what {@link #health} says from now on. */
    void tell() {
        health = readings.health(databaseTrouble != null ? databaseTrouble : journalTrouble);
    }

    /** Closes the files; what could not be written is told. */
    @Override
    public void close() {
        if (readings.unsafe() > 0) {
            log.error(
                    "{} readings could not be written to {} before the end and are lost",
                    readings.unsafe(),
                    file);
        }
        files.close();
    }
}
