package be.bsmr.home.notify;

import java.time.Year;
import java.time.YearMonth;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the months and years came to that are stored. */
public interface Yearbook {

    Entry month(YearMonth month);

    Entry year(Year year);

    /**
     * A month or a year.
     *
     * @param importWh taken from the grid; null when it is not known
     * @param exportWh put on the grid; null when it is not known
     * @param picture of its peaks; empty when there is nothing to draw
     */
    record Entry(@Nullable Long importWh, @Nullable Long exportWh, Optional<Picture> picture) {

        public static final Entry UNKNOWN = new Entry(null, null, Optional.empty());
    }
}
