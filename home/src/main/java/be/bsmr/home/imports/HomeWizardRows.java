package be.bsmr.home.imports;

import be.bsmr.home.store.ImportedAmount;
import be.bsmr.home.store.Quantity;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** HomeWizard Energy: how the registers stood every quarter-hour, in local time. */
final class HomeWizardRows implements RowReader {

    private static final Map<String, Quantity> COLUMNS =
            Map.of(
                    "import t1 kwh", Quantity.IMPORT_T1,
                    "import t2 kwh", Quantity.IMPORT_T2,
                    "import kwh", Quantity.IMPORT,
                    "export t1 kwh", Quantity.EXPORT_T1,
                    "export t2 kwh", Quantity.EXPORT_T2,
                    "export kwh", Quantity.EXPORT,
                    "gas m3", Quantity.GAS,
                    "gas m³", Quantity.GAS,
                    "water m3", Quantity.WATER,
                    "water m³", Quantity.WATER);

    private final Map<Integer, Quantity> columns = new java.util.LinkedHashMap<>();
    private final int time;
    private final LocalTimes times;
    private final RegisterSteps registers = new RegisterSteps(900);

    private HomeWizardRows(Header header, Reading reading) {
        time = header.column("time");
        times = new LocalTimes(reading.zone());
        for (int i = 0; i < header.names().size(); i++) {
            Quantity quantity = COLUMNS.get(header.names().get(i));
            if (quantity != null) {
                columns.put(i, quantity);
            }
        }
    }

    static Optional<RowReader> of(Header header, Reading reading) {
        HomeWizardRows rows = new HomeWizardRows(header, reading);
        return rows.time >= 0 && !rows.columns.isEmpty() ? Optional.of(rows) : Optional.empty();
    }

    @Override
    public List<ImportedAmount> read(Cells cells) throws BadRow {
        Instant at = times.instant(LocalTimes.dateTime(cells.text(time)), "");
        Map<Quantity, Long> amounts = new EnumMap<>(Quantity.class);
        for (Map.Entry<Integer, Quantity> e : columns.entrySet()) {
            if (!cells.isEmpty(e.getKey())) {
                amounts.put(e.getValue(), cells.thousandths(e.getKey()));
            }
        }
        return registers.steps(at, amounts);
    }
}
