package be.bsmr.home.imports;

import be.bsmr.home.store.ImportedAmount;
import be.bsmr.home.store.ImportedAmount.Quality;
import be.bsmr.home.store.Quantity;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * DSMR-reader: what each hour or day came to. Its tariffs are named the Dutch way; the numbers are
 * the registers'. Of its quarter-hour peaks the mean of a quarter is told.
 *
 * <p>Hours are written from {@code dsmrreader-data-export-hour.csv} of
 * patrickvorgers/Home-Assistant-Import-Energy-Data, folder Datasources/DSMR-reader; days and
 * quarter-hour peaks from the export code of dsmrreader/dsmr-reader: no file of them was found.
 */
final class DsmrReaderRows implements RowReader {

    private final ZoneId zone;
    private final int hour;
    private final int day;
    private final int quarterStart;
    private final int quarterEnd;
    private final int delivered;
    private final Map<Integer, Quantity> columns = new LinkedHashMap<>();

    private DsmrReaderRows(Header header, ImportedReading reading) {
        zone = reading.zone();
        hour = header.column("hour start");
        day = header.column("day");
        quarterStart = header.column("read at start");
        quarterEnd = header.column("read at end");
        delivered = header.column("average delivered");
        for (int i = 0; i < header.names().size(); i++) {
            String name = header.names().get(i);
            if (name.contains("cost") || name.contains("reading")) {
                continue;
            }
            if (name.startsWith("electricity 1 returned")) {
                columns.put(i, Quantity.EXPORT_T1);
            } else if (name.startsWith("electricity 2 returned")) {
                columns.put(i, Quantity.EXPORT_T2);
            } else if (name.startsWith("electricity 1")) {
                columns.put(i, Quantity.IMPORT_T1);
            } else if (name.startsWith("electricity 2")) {
                columns.put(i, Quantity.IMPORT_T2);
            } else if (name.equals("gas")) {
                columns.put(i, Quantity.GAS);
            }
        }
    }

    static Optional<RowReader> of(Header header, ImportedReading reading) {
        DsmrReaderRows rows = new DsmrReaderRows(header, reading);
        boolean quarters = rows.quarterStart >= 0 && rows.quarterEnd >= 0 && rows.delivered >= 0;
        boolean sums = (rows.hour >= 0 || rows.day >= 0) && !rows.columns.isEmpty();
        return quarters || sums ? Optional.of(rows) : Optional.empty();
    }

    @Override
    public List<ImportedAmount> read(Cells cells) throws BadRow {
        if (quarterStart >= 0) {
            Instant start = instant(cells.text(quarterStart));
            long seconds = Duration.between(start, instant(cells.text(quarterEnd))).toSeconds();
            if (seconds != 900) {
                throw new BadRow(Why.of(Why.Kind.NO_QUARTER).with("seconds", seconds));
            }
            return List.of(
                    amount(start, seconds, Quantity.IMPORT, cells.thousandths(delivered) / 4));
        }
        Instant start;
        long seconds;
        if (hour >= 0) {
            start = instant(cells.text(hour));
            seconds = 3600;
        } else {
            LocalDate date = LocalTimes.date(cells.text(day));
            start = date.atStartOfDay(zone).toInstant();
            seconds =
                    Duration.between(start, date.plusDays(1).atStartOfDay(zone).toInstant())
                            .toSeconds();
        }
        List<ImportedAmount> amounts = new ArrayList<>();
        for (Map.Entry<Integer, Quantity> e : columns.entrySet()) {
            if (!cells.isEmpty(e.getKey())) {
                amounts.add(amount(start, seconds, e.getValue(), cells.thousandths(e.getKey())));
            }
        }
        return amounts;
    }

    private static ImportedAmount amount(
            Instant start, long seconds, Quantity quantity, long amount) {
        return new ImportedAmount(start, seconds, quantity, amount, Quality.READ);
    }

    private static Instant instant(String text) throws BadRow {
        try {
            return OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
        } catch (DateTimeException e) {
            throw new BadRow(Why.Kind.NO_INSTANT, text);
        }
    }
}
