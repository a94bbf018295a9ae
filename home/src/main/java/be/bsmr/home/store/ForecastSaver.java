package be.bsmr.home.store;

import be.bsmr.home.words.PlainWords;
import be.bsmr.quarter.Forecaster;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves what the forecast has learned, once a day of the meter's time and at the end: it is large
 * and slow to change, and a card need not bear it each minute. By itself: on a disk that is almost
 * full, readings have precedence.
 */
final class ForecastSaver {

    /** What the operator reads is the store's, whichever of its parts says it. */
    private static final Logger log = LoggerFactory.getLogger(Store.class);

    private static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();

    private final Path file;
    private final Database database;
    private @Nullable Forecaster newest;
    private @Nullable Long savedSecond;

    ForecastSaver(Path file, Database database) {
        this.file = file;
        this.database = database;
    }

    /** The forecaster as it is by now; null before the first reading. */
    @Nullable Forecaster newest() {
        return newest;
    }

    /**
     * @param second when it was so, seconds since 1970 of the meter's time
     */
    void take(Forecaster forecaster, long second) {
        newest = forecaster;
        savedSecond = savedSecond == null ? second : savedSecond;
    }

    /** Whether a day has passed since it was saved. */
    boolean isDue(@Nullable Long second) {
        return second != null
                && savedSecond != null
                && Math.abs(second - savedSecond) >= DAY_SECONDS;
    }

    /** Saves it, if there is any; what the database refuses is told in the log. */
    void save(@Nullable Long second) {
        if (newest == null || savedSecond == null) {
            return;
        }
        savedSecond = second;
        byte[] memory = newest.memory();
        try {
            database.write(c -> ForecastTable.write(memory, c));
        } catch (SQLException | IOException e) {
            log.error(
                    "cannot save in {} what the forecast has learned: {}", file, PlainWords.of(e));
        }
    }

    /** The database is another one: to be saved with the next step. */
    void databaseIsNew(@Nullable Long second) {
        if (second != null) {
            savedSecond = second - DAY_SECONDS;
        }
    }
}
