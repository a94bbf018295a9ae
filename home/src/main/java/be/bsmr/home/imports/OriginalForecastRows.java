package be.bsmr.home.imports;

import be.bsmr.home.store.ImportedAmount;
import be.bsmr.home.store.ImportedAmount.Quality;
import be.bsmr.home.store.Quantity;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The original system's {@code forcast.csv}: eight numbers every ten seconds, without a header.
 * They are the seconds of the hour, the seconds of the quarter, limit and alarm (Wh), the mean
 * power of half a minute (W), the forecast and the energy so far (Wh), and the day's peak (Wh).
 *
 * <p>It tells no day and no hour: whoever imports it must. It took the export off, and counted
 * telegrams for seconds: its quarters are an estimate.
 */
final class OriginalForecastRows implements RowReader {

    private static final int COLUMNS = 8;
    private static final int HOUR = 3600;

    /** A quarter of ninety rows that lacks more is not told. */
    private static final int LEAST_ROWS = 80;

    private static final int LAST_SECONDS = 885;

    private Instant hour;
    private int lastSecond = -1;
    private @Nullable Quarter running;

    private static final class Quarter {

        private final Instant start;
        private int rows;
        private BigDecimal wattHours = BigDecimal.ZERO;
        private int second;

        private Quarter(Instant start) {
            this.start = start;
        }
    }

    private OriginalForecastRows(Instant hour) {
        this.hour = hour;
    }

    /** Whether a table that begins so has these rows. */
    static boolean knows(Header first) {
        List<String> cells = first.cells();
        if (cells.size() != COLUMNS) {
            return false;
        }
        try {
            for (String cell : cells) {
                new BigDecimal(cell.strip());
            }
            int second = new BigDecimal(cells.get(0).strip()).intValueExact();
            return second >= 0 && second < HOUR;
        } catch (ArithmeticException | NumberFormatException e) {
            return false;
        }
    }

    /** Nothing when nobody told the hour. */
    static Optional<RowReader> of(ImportedReading reading) {
        LocalDateTime start = reading.start();
        return start == null
                ? Optional.empty()
                : Optional.of(
                        new OriginalForecastRows(
                                start.truncatedTo(ChronoUnit.HOURS)
                                        .atZone(reading.zone())
                                        .toInstant()));
    }

    @Override
    public List<ImportedAmount> read(Cells cells) throws BadRow {
        if (cells.values().size() != COLUMNS) {
            throw new BadRow(
                    Why.of(Why.Kind.NUMBERS_MISSING)
                            .with("numbers", cells.values().size())
                            .with("wanted", COLUMNS));
        }
        int second = whole(cells, 0, HOUR - 1);
        int ofQuarter = whole(cells, 1, 901);
        BigDecimal power = cells.number(4);
        BigDecimal soFar = cells.number(6);
        if (second < lastSecond) {
            hour = hour.plusSeconds(HOUR);
        }
        lastSecond = second;
        Instant start = hour.plusSeconds(second / 900 * 900L);
        List<ImportedAmount> ended = List.of();
        if (running == null || !running.start.equals(start)) {
            ended = end();
            running = new Quarter(start);
        }
        running.rows++;
        running.second = ofQuarter;
        running.wattHours =
                soFar.add(
                        power.multiply(BigDecimal.valueOf(Math.max(0, 900 - ofQuarter)))
                                .divide(
                                        BigDecimal.valueOf(HOUR),
                                        3,
                                        java.math.RoundingMode.HALF_UP));
        return ended;
    }

    @Override
    public List<ImportedAmount> end() {
        Quarter quarter = running;
        running = null;
        return quarter == null || quarter.rows < LEAST_ROWS || quarter.second < LAST_SECONDS
                ? List.of()
                : List.of(
                        new ImportedAmount(
                                quarter.start,
                                900,
                                Quantity.IMPORT,
                                Math.max(0, Cells.round(quarter.wattHours)),
                                Quality.ESTIMATED));
    }

    private static int whole(Cells cells, int column, int most) throws BadRow {
        try {
            int number = cells.number(column).intValueExact();
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (ArithmeticException e) {
            // Said below.
        }
        throw new BadRow(
                Why.of(Why.Kind.NO_SECOND).with("told", cells.text(column)).with("most", most));
    }
}
