package be.bsmr.home.imports;

import be.bsmr.home.store.ImportedAmount;
import be.bsmr.home.store.Quantity;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * P1-monitor's history of minutes, hours or days: how the registers stood at the end of each, under
 * the local time of its beginning. Written from {@code e_historie.db.xlsx} of
 * patrickvorgers/Home-Assistant-Import-Energy-Data, folder Datasources/P1mon.
 */
final class P1MonitorRows implements RowReader {

    private static final Map<String, Quantity> COLUMNS =
            Map.of(
                    "verbr kwh 181", Quantity.IMPORT_T1,
                    "verbr kwh 182", Quantity.IMPORT_T2,
                    "gelvr kwh 281", Quantity.EXPORT_T1,
                    "gelvr kwh 282", Quantity.EXPORT_T2,
                    "verbr gas 2421", Quantity.GAS);

    /** How long a row is, in the order in which it is guessed from the second row. */
    enum Length {
        MINUTE,
        HOUR,
        DAY;

        LocalDateTime end(LocalDateTime start) {
            return switch (this) {
                case MINUTE -> start.plusMinutes(1);
                case HOUR -> start.plusHours(1);
                case DAY -> start.plusDays(1);
            };
        }
    }

    private final int timestamp;
    private final Map<Integer, Quantity> columns = new LinkedHashMap<>();
    private final Length length;
    private final LocalTimes times;
    private final RegisterSteps registers;

    private P1MonitorRows(Header header, Length length, ImportedReading reading) {
        timestamp = header.column("timestamp");
        this.length = length;
        times = new LocalTimes(reading.zone());
        registers = new RegisterSteps(length == Length.MINUTE ? 900 : 3600);
        for (int i = 0; i < header.names().size(); i++) {
            Quantity quantity = COLUMNS.get(header.names().get(i));
            if (quantity != null) {
                columns.put(i, quantity);
            }
        }
    }

    /**
     * @param table its name, such as {@code e_history_uur}; months and years are the sums of days
     */
    static Optional<RowReader> of(String table, Header header, ImportedReading reading) {
        Length length =
                table.endsWith("_min")
                        ? Length.MINUTE
                        : table.endsWith("_uur")
                                ? Length.HOUR
                                : table.endsWith("_dag") ? Length.DAY : null;
        if (length == null) {
            return Optional.empty();
        }
        P1MonitorRows rows = new P1MonitorRows(header, length, reading);
        return rows.timestamp >= 0 && !rows.columns.isEmpty()
                ? Optional.of(rows)
                : Optional.empty();
    }

    /** Whether a header is P1-monitor's, whatever the rows are of. */
    static boolean knows(Header header) {
        return header.column("timestamp") >= 0
                && (header.column("verbr kwh 181") >= 0 || header.column("verbr gas 2421") >= 0);
    }

    @Override
    public List<ImportedAmount> read(Cells cells) throws BadRow {
        LocalDateTime start = LocalTimes.dateTime(cells.text(timestamp));
        Instant at =
                length == Length.DAY
                        ? length.end(start).atZone(times.zone()).toInstant()
                        : times.instant(start, "").plusSeconds(length == Length.MINUTE ? 60 : 3600);
        Map<Quantity, Long> amounts = new EnumMap<>(Quantity.class);
        for (Map.Entry<Integer, Quantity> e : columns.entrySet()) {
            long amount = cells.isEmpty(e.getKey()) ? 0 : cells.thousandths(e.getKey());
            // Zero stands for a meter that is not there.
            if (amount > 0) {
                amounts.put(e.getValue(), amount);
            }
        }
        return registers.steps(at, amounts);
    }
}
