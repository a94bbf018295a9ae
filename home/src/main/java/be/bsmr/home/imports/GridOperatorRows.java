package be.bsmr.home.imports;

import be.bsmr.home.store.ImportedAmount;
import be.bsmr.home.store.ImportedAmount.Quality;
import be.bsmr.home.store.Quantity;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Mijn Fluvius: quarter-hours, hours and days of electricity and gas, and month peaks, in each of
 * the languages and spellings that the portal has had. A row is one register in one interval.
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

    /** The connections whose import, or export, is taken. */
    private final Map<String, String> connections = new HashMap<>();

    private final @Nullable String wanted;

    private GridOperatorRows(Header header, Reading reading) {
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

    static Optional<RowReader> of(Header header, Reading reading) {
        GridOperatorRows rows = new GridOperatorRows(header, reading);
        return rows.fromDate >= 0 && rows.register >= 0 && rows.volume >= 0
                ? Optional.of(rows)
                : Optional.empty();
    }

    @Override
    public List<ImportedAmount> read(Cells cells) throws BadRow {
        if (cells.values().size() < volume + 1) {
            throw new BadRow(
                    "it has "
                            + cells.values().size()
                            + " cells where the header has "
                            + header.names().size());
        }
        if (unit(cells).startsWith("kvar")) {
            return List.of(); // reactive energy of larger connections: not billed by quarter
        }
        LocalDateTime from = at(cells, fromDate, fromTime);
        LocalDateTime to = toDate < 0 ? from.plusMinutes(15) : at(cells, toDate, toTime);
        Quantity quantity = quantity(cells);
        requireOneConnection(cells, quantity);
        // Counted also when it is empty: the hour that comes twice is told apart by the order.
        LocalTimes.Interval interval =
                times.interval(from, to, cells.text(ean) + cells.text(register) + quantity);
        if (cells.isEmpty(volume)) {
            return List.of();
        }
        if (interval.seconds() % 900 != 0 || interval.start().getEpochSecond() % 900 != 0) {
            throw new BadRow("it is of " + from + " to " + to + ", not of whole quarter-hours");
        }
        return List.of(
                new ImportedAmount(
                        interval.start(),
                        interval.seconds(),
                        quantity,
                        amount(cells),
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

    private Quantity quantity(Cells cells) throws BadRow {
        Set<String> words = Set.copyOf(List.of(Header.plain(cells.text(register)).split(" ")));
        String unit = unit(cells);
        if (unit.equals("m3")) {
            return Quantity.GAS;
        }
        if (unit.equals("kw") && (hasOneOf(words, PEAK) || hasOneOf(words, DRAWN))) {
            return Quantity.PEAK;
        }
        if (gas || cells.text(meter).startsWith("7")) {
            return Quantity.GAS_ENERGY;
        }
        boolean day = hasOneOf(words, DAY);
        boolean night = hasOneOf(words, NIGHT);
        // Belgium: tariff 1 is the day's.
        if (hasOneOf(words, DRAWN)) {
            return day ? Quantity.IMPORT_T1 : night ? Quantity.IMPORT_T2 : Quantity.IMPORT;
        }
        if (hasOneOf(words, GIVEN)) {
            return day ? Quantity.EXPORT_T1 : night ? Quantity.EXPORT_T2 : Quantity.EXPORT;
        }
        throw new BadRow("'" + cells.text(register) + "' is not a register that is known");
    }

    private static boolean hasOneOf(Set<String> words, Set<String> known) {
        return words.stream().anyMatch(known::contains);
    }

    private long amount(Cells cells) throws BadRow {
        return switch (unit(cells)) {
            case "kwh", "kw", "m3" -> cells.thousandths(volume);
            case "wh" -> cells.thousandths(volume) / 1000;
            case "mwh" -> cells.thousandths(volume) * 1000;
            default -> throw new BadRow("'" + cells.text(unit) + "' is not kWh, m³ or kW");
        };
    }

    /** A house has one connection that draws, and perhaps another that gives. */
    private void requireOneConnection(Cells cells, Quantity quantity) throws BadRow {
        String own = cells.text(ean);
        String way = quantity.name().substring(0, 2);
        if (wanted != null && !own.equals(wanted)) {
            throw new BadRow("it is of connection " + own + ", not of " + wanted);
        }
        String first = connections.computeIfAbsent(way, w -> own);
        if (!first.equals(own)) {
            throw new BadRow(
                    "it is of connection "
                            + own
                            + ", the rows before were of "
                            + first
                            + ": --ean says which one is this house");
        }
    }
}
