package be.bsmr.home.imports;

import be.bsmr.home.store.ImportedAmount;
import be.bsmr.home.store.ImportedAmount.Quality;
import be.bsmr.home.store.Quantity;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Mijn Fluvius: quarter-hours, hours and days of electricity and gas, and month peaks, in each of
 * the languages and spellings that the portal has had. A row is one register in one interval.
 *
 * <p>Written from real files: {@code Verbruikshistoriek_elektriciteit_*_kwartiertotalen.csv} and
 * {@code Verbruikshistoriek_gas_*_uurtotalen.csv} in three spellings, and {@code
 * Consumption_history_electricity_*_15 minute totals.csv} and {@code …_gas_*_hourly totals.csv} of
 * patrickvorgers/Home-Assistant-Import-Energy-Data, folder Datasources/Fluvius. The French and
 * German words, month peaks and quarters in kW were found in no public file: they are the portal's
 * own words, and what people wrote of such files.
 *
 * <p>In the hour that comes twice rows of both interleave, and the row that begins the last quarter
 * of the first ends before it starts; {@link LocalTimes} knows.
 */
final class GridOperatorRows implements RowReader {

    private static final Set<String> FROM = Set.of("van", "from", "de", "du", "von", "debut");
    private static final Set<String> TO = Set.of("tot", "to", "until", "a", "au", "bis", "fin");
    private static final Set<String> DATE = Set.of("datum", "date");
    private static final Set<String> TIME =
            Set.of("tijdstip", "tijd", "time", "heure", "uhrzeit", "zeit");
    private static final Set<String> VOLUME = Set.of("volume", "volumen");
    private static final Set<String> UNIT = Set.of("eenheid", "unit", "unite", "einheit");
    private static final Set<String> STATUS = Set.of("validatiestatus", "validation", "status");
    private static final Set<String> STATUS_TOO =
            Set.of("statut", "etat", "validierungsstatus", "validierung");
    private static final Set<String> METER = Set.of("meter", "compteur", "zahler", "zaehler");
    private static final Set<String> REGISTER = Set.of("register", "registre");
    private static final Set<String> CALORIC =
            Set.of("calorische", "caloric", "calorific", "calorifique", "brennwert");

    private static final Set<String> DRAWN =
            Set.of("afname", "offtake", "consumption", "prelevement", "consommation", "entnahme");
    private static final Set<String> GIVEN = Set.of("injectie", "injection", "einspeisung", "feed");
    private static final Set<String> DAY = Set.of("dag", "day", "jour", "tag");
    private static final Set<String> NIGHT = Set.of("nacht", "night", "nuit");
    private static final Set<String> PEAK =
            Set.of("piekvermogen", "peak", "pointe", "spitzenleistung", "maandpiek");

    private static final Map<String, Quality> QUALITIES =
            Map.ofEntries(
                    Map.entry("gevalideerd", Quality.VALIDATED),
                    Map.entry("validated", Quality.VALIDATED),
                    Map.entry("valide", Quality.VALIDATED),
                    Map.entry("validee", Quality.VALIDATED),
                    Map.entry("validiert", Quality.VALIDATED),
                    Map.entry("definitief", Quality.VALIDATED),
                    Map.entry("uitgelezen", Quality.READ),
                    Map.entry("read", Quality.READ),
                    Map.entry("lu", Quality.READ),
                    Map.entry("releve", Quality.READ),
                    Map.entry("relevee", Quality.READ),
                    Map.entry("abgelesen", Quality.READ),
                    Map.entry("geschat", Quality.ESTIMATED),
                    Map.entry("estimated", Quality.ESTIMATED),
                    Map.entry("estime", Quality.ESTIMATED),
                    Map.entry("estimee", Quality.ESTIMATED),
                    Map.entry("geschatzt", Quality.ESTIMATED),
                    Map.entry("voorlopig", Quality.ESTIMATED),
                    Map.entry("provisional", Quality.ESTIMATED));

    /** An EAN, unless a spreadsheet rounded it or somebody made it unknown with zeros. */
    private static final Pattern CONNECTION = Pattern.compile("(?!0+$)\\d{18}");

    private final Header header;
    private final LocalTimes times;
    private final boolean gas;
    private final int fromDate;
    private final int fromTime;
    private final int toDate;
    private final int toTime;
    private final int ean;
    private final int meter;
    private final int register;
    private final int volume;
    private final int unit;
    private final int status;

    /** The connection that each of what is measured is of. */
    private final Map<String, String> connections = new TreeMap<>();

    private final @Nullable String wanted;

    private GridOperatorRows(Header header, ImportedReading reading) {
        this.header = header;
        times = new LocalTimes(reading.zone());
        wanted = reading.ean();
        gas = header.with(CALORIC) >= 0;
        fromDate = header.with(FROM, DATE);
        fromTime = header.with(FROM, TIME);
        toDate = header.with(TO, DATE);
        toTime = header.with(TO, TIME);
        ean = header.with(Set.of("ean"));
        meter = first(header, METER);
        register = header.with(REGISTER);
        volume = header.with(VOLUME);
        unit = header.with(UNIT);
        int firstStatus = header.with(STATUS);
        status = firstStatus >= 0 ? firstStatus : header.with(STATUS_TOO);
    }

    /** The meter itself, not its type. */
    private static int first(Header header, Set<String> names) {
        for (int i = 0; i < header.names().size(); i++) {
            if (names.contains(header.names().get(i))) {
                return i;
            }
        }
        return -1;
    }

    static Optional<RowReader> of(Header header, ImportedReading reading) {
        GridOperatorRows rows = new GridOperatorRows(header, reading);
        return rows.fromDate >= 0 && rows.register >= 0 && rows.volume >= 0
                ? Optional.of(rows)
                : Optional.empty();
    }

    @Override
    public Map<String, String> connections() {
        return connections;
    }

    @Override
    public List<ImportedAmount> read(Cells cells) throws BadRow, NotTaken {
        if (cells.values().size() < volume + 1) {
            throw new BadRow(
                    Why.of(Why.Kind.CELLS_MISSING)
                            .with("cells", cells.values().size())
                            .with("columns", header.names().size()));
        }
        if (unit(cells).startsWith("kvar")) {
            throw new BadRow.NotCounted(Why.of(Why.Kind.REACTIVE));
        }
        LocalDateTime from = at(cells, fromDate, fromTime);
        LocalDateTime to = toDate < 0 ? from.plusMinutes(15) : at(cells, toDate, toTime);
        Quantity quantity = quantity(cells, from, to);
        requireOneConnection(cells, quantity);
        // Counted also when it is empty: the hour that comes twice is told apart by the order.
        LocalTimes.Interval interval =
                times.interval(from, to, cells.text(ean) + cells.text(register) + quantity);
        if (cells.isEmpty(volume)) {
            return List.of();
        }
        if (interval.seconds() % 900 != 0 || interval.start().getEpochSecond() % 900 != 0) {
            throw new BadRow(Why.of(Why.Kind.NOT_IN_QUARTERS).with("from", from).with("to", to));
        }
        return List.of(
                new ImportedAmount(
                        interval.start(),
                        interval.seconds(),
                        quantity,
                        amount(cells, quantity, interval.seconds()),
                        QUALITIES.getOrDefault(
                                Header.plain(cells.text(status)), Quality.NOT_TOLD)));
    }

    private static LocalDateTime at(Cells cells, int date, int time) throws BadRow {
        if (time < 0) {
            return LocalTimes.dateTime(cells.text(date));
        }
        return LocalTimes.date(cells.text(date)).atTime(LocalTimes.time(cells.text(time)));
    }

    /** Some print a unit in a way that lost its ³. */
    private String unit(Cells cells) {
        String text = unit < 0 ? "kwh" : Header.plain(cells.text(unit));
        return text.startsWith("m") && !text.startsWith("mw") ? "m3" : text;
    }

    private Quantity quantity(Cells cells, LocalDateTime from, LocalDateTime to) throws BadRow {
        Set<String> words = Set.copyOf(List.of(Header.plain(cells.text(register)).split(" ")));
        String unit = unit(cells);
        if (unit.equals("m3")) {
            return Quantity.GAS;
        }
        if (isPower(unit) && to.isAfter(from.plusHours(1))) {
            if (!hasOneOf(words, PEAK) && !hasOneOf(words, DRAWN)) {
                throw new BadRow.NotCounted(Why.of(Why.Kind.PEAK_OF_GIVEN));
            }
            if (to.isAfter(from.toLocalDate().withDayOfMonth(1).plusMonths(1).atStartOfDay())) {
                throw new BadRow.NotCounted(Why.of(Why.Kind.PEAK_OF_MONTHS));
            }
            return Quantity.PEAK;
        }
        if (gas || cells.text(meter).startsWith("7")) {
            return Quantity.GAS_ENERGY;
        }
        return energy(words, cells);
    }

    private Quantity energy(Set<String> words, Cells cells) throws BadRow {
        boolean day = hasOneOf(words, DAY);
        boolean night = hasOneOf(words, NIGHT);
        // Belgium: tariff 1 is the day's.
        if (hasOneOf(words, DRAWN)) {
            return day ? Quantity.IMPORT_T1 : night ? Quantity.IMPORT_T2 : Quantity.IMPORT;
        }
        if (hasOneOf(words, PEAK)) {
            return Quantity.IMPORT; // the highest quarter-hour, by itself
        }
        if (hasOneOf(words, GIVEN)) {
            return day ? Quantity.EXPORT_T1 : night ? Quantity.EXPORT_T2 : Quantity.EXPORT;
        }
        throw new BadRow(Why.Kind.NO_REGISTER, cells.text(register));
    }

    private static boolean hasOneOf(Set<String> words, Set<String> known) {
        return words.stream().anyMatch(known::contains);
    }

    private static boolean isPower(String unit) {
        return unit.equals("w") || unit.equals("kw") || unit.equals("mw");
    }

    /** In the unit of the quantity; of a mean power what it comes to in the interval. */
    private long amount(Cells cells, Quantity quantity, long seconds) throws BadRow {
        String measure = unit(cells);
        long amount =
                switch (measure) {
                    case "kwh", "kw", "m3" -> cells.amount(volume, 3);
                    case "wh", "w" -> cells.amount(volume, 0);
                    case "mwh", "mw" -> cells.amount(volume, 6);
                    default ->
                            throw new BadRow(
                                    Why.of(Why.Kind.NO_UNIT)
                                            .with("told", cells.text(unit))
                                            .with("units", "kWh, kW, m³"));
                };
        return isPower(measure) && quantity != Quantity.PEAK
                ? Math.round(amount * (seconds / 3600.0))
                : amount;
    }

    /** A house has one connection that draws, and perhaps another that gives. */
    private void requireOneConnection(Cells cells, Quantity quantity) throws BadRow, NotTaken {
        String own = cells.text(ean);
        if (wanted != null && !own.equals(wanted)) {
            throw new BadRow.NotCounted(
                    Why.of(Why.Kind.OTHER_CONNECTION).with("own", own).with("wanted", wanted));
        }
        if (!CONNECTION.matcher(own).matches()) {
            return;
        }
        String first = connections.computeIfAbsent(measured(quantity), w -> own);
        if (!first.equals(own)) {
            throw new NotTaken(
                    Why.of(Why.Kind.TWO_CONNECTIONS).with("first", first).with("second", own));
        }
    }

    private static String measured(Quantity quantity) {
        return switch (quantity) {
            case IMPORT, IMPORT_T1, IMPORT_T2, PEAK -> "import";
            case EXPORT, EXPORT_T1, EXPORT_T2 -> "export";
            case GAS, GAS_ENERGY -> "gas";
            case WATER -> "water";
        };
    }
}
