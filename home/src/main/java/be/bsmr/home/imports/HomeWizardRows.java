package be.bsmr.home.imports;

import be.bsmr.home.store.ImportedAmount;
import be.bsmr.home.store.Quantity;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * HomeWizard Energy: how the registers stood every quarter-hour, in local time.
 *
 * <p>Written from the sample files of patrickvorgers/Home-Assistant-Import-Energy-Data, folder
 * Datasources/HomeWizard: {@code homewizard_2022-09_15min_elec.csv} (the P1 meter), {@code
 * 15min_P1g-2025-3-1-2025-7-12.csv} (gas), {@code 15min_Water-2025-3-1-2025-7-12.csv}, {@code
 * 15min_1_phase_kwh_meter-…} and {@code 15min_3_phase_kwh_meter-…}. A kWh meter sits before one
 * device or one circuit: what it says is not the house.
 */
final class HomeWizardRows implements RowReader {

    /**
     * @param places of the decimal point between the column and the unit of the quantity
     */
    private record Column(Quantity quantity, int places) {}

    private static final Map<String, Column> COLUMNS =
            Map.of(
                    "import t1 kwh", new Column(Quantity.IMPORT_T1, 3),
                    "import t2 kwh", new Column(Quantity.IMPORT_T2, 3),
                    "import kwh", new Column(Quantity.IMPORT, 3),
                    "export t1 kwh", new Column(Quantity.EXPORT_T1, 3),
                    "export t2 kwh", new Column(Quantity.EXPORT_T2, 3),
                    "export kwh", new Column(Quantity.EXPORT, 3),
                    "total gas used", new Column(Quantity.GAS, 3),
                    "water usage dl", new Column(Quantity.WATER, 0));

    private final Map<Integer, Column> columns = new LinkedHashMap<>();
    private final int time;
    private final LocalTimes times;
    private final RegisterSteps registers = new RegisterSteps(900);

    private HomeWizardRows(Header header, ImportedReading reading) {
        time = header.column("time");
        times = new LocalTimes(reading.zone());
        for (int i = 0; i < header.names().size(); i++) {
            Column column = COLUMNS.get(header.names().get(i));
            if (column != null) {
                columns.put(i, column);
            }
        }
    }

    /**
     * @throws NotTaken when it is a kWh meter's and nobody vouches for it
     */
    static Optional<RowReader> of(Header header, ImportedReading reading) throws NotTaken {
        HomeWizardRows rows = new HomeWizardRows(header, reading);
        if (rows.time < 0 || rows.columns.isEmpty()) {
            return Optional.empty();
        }
        if (header.column("import kwh") >= 0 && !reading.ofHouse()) {
            throw new NotTaken(Why.of(Why.Kind.DEVICE));
        }
        return Optional.of(rows);
    }

    @Override
    public List<ImportedAmount> read(Cells cells) throws BadRow {
        Instant at = times.instant(LocalTimes.dateTime(cells.text(time)), "");
        Map<Quantity, Long> amounts = new EnumMap<>(Quantity.class);
        for (Map.Entry<Integer, Column> e : columns.entrySet()) {
            if (!cells.isEmpty(e.getKey())) {
                Column column = e.getValue();
                long amount = cells.amount(e.getKey(), column.places);
                // Before there was a water meter its column says zero.
                if (amount > 0 || column.quantity != Quantity.WATER) {
                    amounts.put(column.quantity, amount);
                }
            }
        }
        return registers.steps(at, amounts);
    }
}
