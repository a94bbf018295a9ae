package be.bsmr.home.imports;

import be.bsmr.home.store.ImportedAmount;
import be.bsmr.home.store.ImportedAmount.Quality;
import be.bsmr.home.store.Quantity;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Home Assistant's statistics. Two layouts: the energy dashboard's download, a row for each series
 * and a column for each hour or day, written from the code that makes it ({@code
 * downloadEnergyData} of home-assistant/frontend); and the table of the integration {@code
 * import_statistics}, a row for each hour of each series, with what its register stood at when the
 * hour ended, written from the examples of klausj1/homeassistant-statistics.
 *
 * <p>A series is what its id says; one that does not say it must be named, for what a washing
 * machine draws is not what the house does. Of two that seem to be the same nobody can say which is
 * the house: then nothing of the file is taken.
 */
final class HomeAssistantRows {

    private static final Pattern TARIFF_1 = Pattern.compile(".*_(t|tarif|tariff)_?1(_.*)?");
    private static final Pattern TARIFF_2 = Pattern.compile(".*_(t|tarif|tariff)_?2(_.*)?");

    /** What people and integrations call the house's own meter. */
    private static final Pattern METER =
            Pattern.compile(
                    ".*(p1_?meter|dsmr|electricity_meter|smart_meter|slimme_?meter|digitale_meter|bsmr).*");

    /** A word of what is behind the meter, or counts something else. */
    private static final Pattern DEVICE =
            Pattern.compile(
                    "(.*_)?(cost|ev|car|auto|charger|lader|laadpaal|wallbox|heat|heater|heating|pump|hot|warm"
                            + "|warmtepomp|boiler|ketel|solar|zon|pv|battery|batterij|socket|plug|kwh_meter|submeter)"
                            + "(_.*)?");

    private static final Pattern GIVEN =
            Pattern.compile(".*(export|return|produc|injecti|terug|delivered_to_grid).*");
    private static final Pattern DRAWN =
            Pattern.compile(".*(import|consum|afname|verbruik|usage|from_grid).*");

    private HomeAssistantRows() {}

    static Optional<RowReader> of(Header header, ImportedReading reading) {
        if (header.names().size() > 3
                && header.names().subList(0, 3).equals(List.of("entity id", "type", "unit"))) {
            return Optional.of(new Energy(header, reading));
        }
        int sum = header.column("sum");
        int delta = header.column("delta");
        return header.column("statistic id") >= 0
                        && header.column("start") >= 0
                        && (sum >= 0 || delta >= 0)
                ? Optional.of(new Statistics(header, reading))
                : Optional.empty();
    }

    /** What a series is; null when its id does not say it. */
    private static @Nullable Quantity guess(String id, String unit, ImportedReading reading) {
        Quantity named = reading.names().get(id);
        if (named != null) {
            return named;
        }
        String name = id.substring(id.indexOf('.') + 1).toLowerCase(java.util.Locale.ROOT);
        if (DEVICE.matcher(name).matches()) {
            return null;
        }
        if (name.contains("water")) {
            return isEnergy(unit) ? null : Quantity.WATER;
        }
        if (name.matches("(.*_)?gas(_?meter)?(_.*)?")) {
            return isEnergy(unit) ? Quantity.GAS_ENERGY : Quantity.GAS;
        }
        if (!METER.matcher(name).matches()) {
            return null;
        }
        if (GIVEN.matcher(name).matches()) {
            return tariff(name, Quantity.EXPORT, Quantity.EXPORT_T1, Quantity.EXPORT_T2);
        }
        return DRAWN.matcher(name).matches()
                ? tariff(name, Quantity.IMPORT, Quantity.IMPORT_T1, Quantity.IMPORT_T2)
                : null;
    }

    private static Quantity tariff(String name, Quantity all, Quantity first, Quantity second) {
        return TARIFF_1.matcher(name).matches()
                ? first
                : TARIFF_2.matcher(name).matches() ? second : all;
    }

    private static boolean isEnergy(String unit) {
        return unit.toLowerCase(java.util.Locale.ROOT).endsWith("wh");
    }

    /** In the unit of the quantity. */
    private static long amount(BigDecimal number, String unit, Quantity quantity) throws BadRow {
        int places =
                switch (Header.plain(unit)) {
                    case "kwh", "m³", "m3" -> 3;
                    case "mwh" -> 6;
                    case "wh", "l" -> 0;
                    default ->
                            throw new BadRow(
                                    Why.of(Why.Kind.NO_UNIT)
                                            .with("told", unit)
                                            .with("units", "kWh, m³, L"));
                };
        boolean volume = quantity == Quantity.GAS || quantity == Quantity.WATER;
        if (volume == isEnergy(unit)) {
            throw new BadRow(Why.Kind.WRONG_UNIT, unit);
        }
        return Cells.round(number.movePointRight(quantity == Quantity.WATER ? places + 1 : places));
    }

    private static NotTaken unclear(String first, String second, Quantity quantity) {
        return new NotTaken(
                Why.of(Why.Kind.TWO_SERIES)
                        .with("first", first)
                        .with("second", second)
                        .with("what", quantity));
    }

    /** The energy dashboard's. */
    private static final class Energy implements RowReader {

        private static final int FIRST = 3;

        private final ImportedReading reading;
        private final List<Instant> starts = new ArrayList<>();
        private final Map<Quantity, String> told = new EnumMap<>(Quantity.class);

        private Energy(Header header, ImportedReading reading) {
            this.reading = reading;
            for (String cell : header.cells().subList(FIRST, header.cells().size())) {
                try {
                    starts.add(OffsetDateTime.parse(cell.strip()).toInstant());
                } catch (DateTimeException e) {
                    break;
                }
            }
        }

        @Override
        public List<ImportedAmount> read(Cells cells) throws BadRow, NotTaken {
            String id = cells.text(0);
            String unit = cells.text(2);
            Quantity quantity =
                    switch (cells.text(1)) {
                        case "grid_consumption" -> orAll(id, unit, Quantity.IMPORT);
                        case "grid_return" -> orAll(id, unit, Quantity.EXPORT);
                        case "gas_consumption" ->
                                isEnergy(unit) ? Quantity.GAS_ENERGY : Quantity.GAS;
                        case "water_consumption" -> Quantity.WATER;
                        default -> null;
                    };
            if (quantity == null) {
                throw new BadRow.NotCounted(
                        Why.of(Why.Kind.SERIES_WITHOUT_USE).with("series", cells.text(1)));
            }
            String first = told.putIfAbsent(quantity, id);
            if (first != null) {
                throw unclear(first, id, quantity);
            }
            long seconds = usual();
            List<ImportedAmount> amounts = new ArrayList<>();
            for (int i = 0; i < starts.size(); i++) {
                if (cells.isEmpty(FIRST + i)) {
                    continue;
                }
                long amount = amount(cells.number(FIRST + i), unit, quantity);
                if (amount < 0) {
                    throw new BadRow(Why.of(Why.Kind.BELOW_ZERO_AT).with("at", starts.get(i)));
                }
                Instant start = starts.get(i);
                amounts.add(
                        new ImportedAmount(
                                start,
                                length(start, seconds, reading.zone()),
                                quantity,
                                amount,
                                Quality.READ));
            }
            return seconds < 900 ? inQuarters(amounts, seconds) : amounts;
        }

        private Quantity orAll(String id, String unit, Quantity all) {
            Quantity guessed = guess(id, unit, reading);
            return guessed == null ? all : guessed;
        }

        /** The shortest step: a column may be missing. */
        private long usual() {
            long shortest = Long.MAX_VALUE;
            for (int i = 1; i < starts.size(); i++) {
                shortest =
                        Math.min(
                                shortest,
                                starts.get(i).getEpochSecond()
                                        - starts.get(i - 1).getEpochSecond());
            }
            return shortest == Long.MAX_VALUE ? 3600 : shortest;
        }

        /** Days and months are as long as the calendar says. */
        private static long length(Instant start, long usual, ZoneId zone) {
            ZonedDateTime at = start.atZone(zone);
            ZonedDateTime end =
                    usual > 20 * 86_400L
                            ? at.plusMonths(1)
                            : usual >= 82_800 ? at.plusDays(1) : at.plusSeconds(usual);
            return ChronoUnit.SECONDS.between(at, end);
        }

        private static List<ImportedAmount> inQuarters(List<ImportedAmount> parts, long seconds) {
            Map<Long, List<ImportedAmount>> quarters = new java.util.TreeMap<>();
            for (ImportedAmount p : parts) {
                quarters.computeIfAbsent(p.start().getEpochSecond() / 900, q -> new ArrayList<>())
                        .add(p);
            }
            List<ImportedAmount> whole = new ArrayList<>();
            quarters.forEach(
                    (quarter, of) -> {
                        if (of.size() == 900 / seconds) {
                            whole.add(
                                    new ImportedAmount(
                                            Instant.ofEpochSecond(quarter * 900),
                                            900,
                                            of.get(0).quantity(),
                                            of.stream().mapToLong(ImportedAmount::amount).sum(),
                                            Quality.READ));
                        }
                    });
            return whole;
        }
    }

    /** A row for each hour of a series, in local time, newest or oldest first. */
    private static final class Statistics implements RowReader {

        private final ImportedReading reading;
        private final LocalTimes times;
        private final int id;
        private final int unit;
        private final int start;
        private final int sum;
        private final int delta;
        private final Map<String, RegisterSteps> registers = new HashMap<>();
        private final Map<Quantity, String> series = new EnumMap<>(Quantity.class);

        private Statistics(Header header, ImportedReading reading) {
            this.reading = reading;
            times = new LocalTimes(reading.zone());
            id = header.column("statistic id");
            unit = header.column("unit");
            start = header.column("start");
            sum = header.column("sum");
            delta = header.column("delta");
        }

        @Override
        public List<ImportedAmount> read(Cells cells) throws BadRow, NotTaken {
            String name = cells.text(id);
            String measure = cells.text(unit);
            Quantity quantity = guess(name, measure, reading);
            if (quantity == null) {
                throw new BadRow.NotCounted(Why.of(Why.Kind.SERIES_UNNAMED).with("series", name));
            }
            String same = series.computeIfAbsent(quantity, q -> name);
            if (!same.equals(name)) {
                throw unclear(same, name, quantity);
            }
            Instant from = times.instant(LocalTimes.dateTime(cells.text(start)), name);
            if (delta >= 0 && !cells.isEmpty(delta)) {
                long amount = amount(cells.number(delta), measure, quantity);
                if (amount < 0) {
                    throw new BadRow(Why.Kind.BELOW_ZERO, cells.text(delta));
                }
                return List.of(new ImportedAmount(from, 3600, quantity, amount, Quality.READ));
            }
            if (sum < 0 || cells.isEmpty(sum)) {
                return List.of();
            }
            return registers
                    .computeIfAbsent(name, n -> new RegisterSteps(900))
                    .step(
                            quantity,
                            from.plusSeconds(3600),
                            amount(cells.number(sum), measure, quantity))
                    .map(List::of)
                    .orElse(List.of());
        }
    }
}
