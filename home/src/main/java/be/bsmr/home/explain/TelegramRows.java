package be.bsmr.home.explain;

import be.bsmr.home.words.Texts;
import be.bsmr.meter.Breaker;
import be.bsmr.meter.DemandReading;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Further;
import be.bsmr.meter.Grid;
import be.bsmr.meter.HistoricPeak;
import be.bsmr.meter.Identity;
import be.bsmr.meter.MBusReading;
import be.bsmr.meter.MeterPeak;
import be.bsmr.meter.PhaseReading;
import be.bsmr.meter.PowerFailure;
import be.bsmr.meter.Reading;
import be.bsmr.meter.Supply;
import be.bsmr.meter.SupplyQuality;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a telegram says in plain words, a row for each thing: all of them, as {@code decode} prints
 * them, or those of one line.
 */
public final class TelegramRows {

    /**
     * A thing that a telegram says.
     *
     * @param label what it is; empty when it is the same as of the row before
     * @param value a number, or words
     * @param unit of the number, empty when it has none; null when the value is words
     * @param note what is good to know besides; empty when nothing is
     */
    public record Row(String label, String value, @Nullable String unit, String note) {}

    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final int KWH_DECIMALS = 3;

    /** Electricity (A = 1) of another channel than the meter's own (IEC 62056-6-1, group B). */
    private static final Pattern OTHER_CHANNEL = Pattern.compile("1-([1-9]\\d*):");

    private final Texts texts;
    private final List<Row> rows = new ArrayList<>();

    private TelegramRows(Texts texts) {
        this.texts = texts;
    }

    /** All that a telegram says, but who and when. */
    public static List<Row> of(Reading r, Texts texts) {
        TelegramRows all = new TelegramRows(texts);
        all.powers(r, r.identity());
        all.grid(r);
        r.mbus().forEach(all::mbus);
        all.rest(r);
        all.lines("unknown", r.unknown());
        all.lines("unreadable", r.unreadable());
        return all.rows;
    }

    /**
     * What one line says.
     *
     * @param said by that line alone
     * @param whole the telegram that it is of
     */
    public static List<Row> ofLine(Reading said, Reading whole, Texts texts) {
        TelegramRows line = new TelegramRows(texts);
        line.whoAndWhen(said);
        line.powers(said, whole.identity());
        if (said.supply().declaredGrid() != null) {
            line.words("grid", texts.text("grid." + said.supply().declaredGrid().label()));
        }
        for (int i = 0; i < said.phases().size(); i++) {
            line.ofPhase(i + 1, said.phases().get(i), whole.grid().orElse(null));
        }
        said.mbus().forEach(m -> line.ofDevice(m, whole));
        line.rest(said);
        return line.rows;
    }

    private void whoAndWhen(Reading r) {
        if (r.measuredAt() != null) {
            words("meter_time", texts.time(r.measuredAt()));
        }
        if (r.identity().version() != null) {
            words("version", visible(r.identity().version()));
        }
        if (r.identity().meter() != null && r.further().told().isEmpty()) {
            words("meter", visible(r.identity().meter().toString()));
        }
        if (r.identity().ean() != null) {
            line("EAN", visible(r.identity().ean()));
        }
    }

    private void powers(Reading r, Identity identity) {
        power("import_now", r.importPower());
        power("export_now", r.exportPower());
        if (r.activeTariff() != null) {
            words("tariff", tariff(r.activeTariff(), identity));
        }
        demand("demand", "month_peak", r.demand());
        demand("export_demand", "export_month_peak", r.exportDemand());
        registers("import", r.imported());
        registers("export", r.exported());
        r.further().measured().forEach(this::measured);
    }

    private void rest(Reading r) {
        supply(r.supply());
        r.further().told().forEach(t -> words(t.what().label(), visible(t.text())));
        history("peaks", r.demand().history());
        history("export_peaks", r.exportDemand().history());
    }

    private String tariff(int number, Identity identity) {
        String version = identity.version();
        boolean belgian = version != null && version.startsWith("502");
        return belgian && number <= 2
                ? number + " (" + texts.text("tariff." + number) + ")"
                : String.valueOf(number);
    }

    private void demand(String label, String peakLabel, DemandReading demand) {
        Power running = demand.running();
        if (running != null) {
            Energy soFar = running.during(QUARTER);
            row(
                    texts.text(label),
                    kilowatts(running),
                    "kW",
                    texts.text("so_far", Map.of("wh", plain(soFar.exactWattHours()))));
        }
        MeterPeak peak = demand.monthPeak();
        if (peak != null) {
            row(texts.text(peakLabel), kilowatts(peak.demand()), "kW", until(peak.quarterEnd()));
        }
    }

    private void history(String name, List<HistoricPeak> history) {
        String label = texts.text(name);
        for (HistoricPeak p : history) {
            row(
                    label,
                    kilowatts(p.demand()),
                    "kW",
                    p.quarterEnd() == null
                            ? texts.month(p.capturedAt().minusNanos(1))
                            : until(p.quarterEnd()));
            label = "";
        }
    }

    private String until(@Nullable Instant quarterEnd) {
        return quarterEnd == null
                ? ""
                : texts.text("until", Map.of("time", texts.minute(quarterEnd)));
    }

    private void registers(String direction, EnergyRegisters registers) {
        String label = texts.text(direction);
        if (registers.total() != null) {
            energy(label, registers.total());
        }
        registers.byTariff().forEach((t, energy) -> energy(label + " T" + t, energy));
    }

    private void energy(String label, Energy energy) {
        BigDecimal kwh = plain(energy.exactWattHours()).movePointLeft(KWH_DECIMALS);
        row(label, texts.number(kwh), "kWh", "");
    }

    private void measured(Further.Measured m) {
        Further.Item item = m.item();
        String label =
                texts.text("measured." + item.quantity().label())
                        + (item.phase() == 0 ? "" : " L" + item.phase())
                        + (item.tariff() == 0 ? "" : " T" + item.tariff());
        boolean kilo = item.quantity().isPower();
        String note =
                switch (item.kind()) {
                    case NOW, COUNTER -> "";
                    default -> texts.text("kind." + item.kind().label());
                };
        row(
                label,
                texts.number(kilo ? m.value().movePointLeft(3) : m.value()),
                (kilo ? "k" : "") + item.unit(),
                note);
    }

    private void grid(Reading r) {
        Grid grid = r.grid().orElse(null);
        if (grid != null) {
            words("grid", texts.text("grid." + grid.label()));
        }
        for (int i = 0; i < r.phases().size(); i++) {
            phase(i + 1, r.phases().get(i), grid);
        }
    }

    private void phase(int number, PhaseReading p, @Nullable Grid grid) {
        List<String> rest = new ArrayList<>();
        if (p.current() != null) {
            rest.add(String.format("%8s A", texts.number(p.current().amperes(), 2)));
        }
        if (p.importPower() != null && p.importPower().watts() > 0) {
            rest.add(texts.text("importing") + " " + kilowatts(p.importPower()) + " kW");
        }
        if (p.exportPower() != null && p.exportPower().watts() > 0) {
            rest.add(texts.text("exporting") + " " + kilowatts(p.exportPower()) + " kW");
        }
        boolean zero = p.voltage() != null && p.voltage().isZero();
        if (zero && number == 2 && grid == Grid.DELTA_230) {
            rest.add(texts.text("delta_zero"));
        }
        String volts = p.voltage() == null ? "" : texts.number(p.voltage().volts(), 1);
        row("L" + number, volts, volts.isEmpty() ? "" : "V", String.join("   ", rest));
    }

    private void ofPhase(int number, PhaseReading p, @Nullable Grid grid) {
        if (p.voltage() != null) {
            boolean zero = p.voltage().isZero() && number == 2 && grid == Grid.DELTA_230;
            String volts = texts.number(p.voltage().volts(), 1);
            row(ofPhase("voltage", number), volts, "V", zero ? texts.text("delta_zero") : "");
        }
        if (p.current() != null) {
            String amperes = texts.number(p.current().amperes(), 2);
            row(ofPhase("current", number), amperes, "A", "");
        }
        if (p.importPower() != null) {
            row(ofPhase("import", number), kilowatts(p.importPower()), "kW", "");
        }
        if (p.exportPower() != null) {
            row(ofPhase("export", number), kilowatts(p.exportPower()), "kW", "");
        }
    }

    private String ofPhase(String quantity, int number) {
        return texts.text("measured." + quantity) + " L" + number;
    }

    /** The kind of an attached meter stands in another line than its value. */
    private void ofDevice(MBusReading m, Reading whole) {
        MBusReading device =
                whole.mbus().stream().filter(w -> w.channel() == m.channel()).findFirst().orElse(m);
        List<String> notes = notes(m);
        notes.add(channel(m));
        String label = type(device);
        if (m.value() == null) {
            line(label, String.join(", ", notes));
        } else {
            row(label, texts.number(m.value()), unit(m), String.join(", ", notes));
        }
    }

    private void mbus(MBusReading m) {
        List<String> notes = notes(m);
        if (m.value() == null && m.measuredAt() == null) {
            notes.add(0, texts.text("never_linked"));
        }
        notes.add(channel(m));
        String number = m.value() == null ? "" : texts.number(m.value());
        row(type(m), number, unit(m), String.join(", ", notes));
    }

    private List<String> notes(MBusReading m) {
        List<String> notes = new ArrayList<>();
        if (m.measuredAt() != null) {
            notes.add(texts.text("read_at", Map.of("time", texts.minute(m.measuredAt()))));
        }
        if (m.id() != null) {
            notes.add(texts.text("meter") + " " + visible(m.id()));
        }
        if (m.ean() != null) {
            notes.add("EAN " + visible(m.ean()));
        }
        if (m.valve() != null) {
            notes.add(texts.text("valve." + m.valve().code()));
        }
        return notes;
    }

    private String type(MBusReading m) {
        return texts.text(m.type().name().toLowerCase(Locale.ROOT));
    }

    private String channel(MBusReading m) {
        return texts.text("channel") + " " + m.channel();
    }

    private static String unit(MBusReading m) {
        return m.unit() == null ? "" : m.unit().replace("m3", "m³");
    }

    private void supply(Supply s) {
        if (s.breaker() != null) {
            words("breaker", state(s.breaker()));
        }
        s.relays().forEach((n, state) -> line(texts.text("relay") + " " + n, state(state)));
        power("limiter", s.limiter());
        if (s.fuse() != null) {
            row(texts.text("fuse"), texts.number(s.fuse().amperes(), 0), "A", "");
        }
        count("failures", s.quality().failures());
        count("long_failures", s.quality().longFailures());
        for (PowerFailure f : s.quality().failureLog()) {
            String end = f.endedAt() == null ? "" : texts.time(f.endedAt());
            row(texts.text("failure_log"), String.valueOf(f.length().toSeconds()), "s", end);
        }
        phaseCounts("voltage_sags", s.quality().sags());
        phaseCounts("voltage_swells", s.quality().swells());
        if (!s.messageCode().isEmpty()) {
            words("message_code", visible(s.messageCode()));
        }
        if (!s.message().isEmpty()) {
            words("message", visible(s.message()));
        }
    }

    private void count(String label, @Nullable Integer count) {
        if (count != null) {
            row(texts.text(label), String.valueOf(count), "", "");
        }
    }

    private void phaseCounts(String label, SupplyQuality.PhaseCounts counts) {
        phaseCount(label, " L1", counts.l1());
        phaseCount(label, " L2", counts.l2());
        phaseCount(label, " L3", counts.l3());
    }

    private void phaseCount(String label, String phase, @Nullable Integer count) {
        if (count != null) {
            row(texts.text(label) + phase, String.valueOf(count), "", "");
        }
    }

    private String state(Breaker breaker) {
        return texts.text("state." + breaker.code());
    }

    private void power(String label, @Nullable Power power) {
        if (power != null) {
            row(texts.text(label), kilowatts(power), "kW", "");
        }
    }

    private String kilowatts(Power power) {
        return texts.number(BigDecimal.valueOf(power.watts(), 3));
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private void lines(String label, List<String> lines) {
        String shown = texts.text(label);
        for (String line : lines) {
            Matcher other = OTHER_CHANNEL.matcher(line);
            String note =
                    other.lookingAt()
                            ? texts.text("other_channel", Map.of("channel", other.group(1)))
                            : "";
            rows.add(new Row(shown, visible(line), null, note));
            shown = "";
        }
    }

    private void row(String label, String number, String unit, String note) {
        rows.add(new Row(label, number, unit, note));
    }

    private void words(String key, String words) {
        line(texts.text(key), words);
    }

    private void line(String label, String words) {
        rows.add(new Row(label, words, null, ""));
    }

    /** What a broken line may hold must not move the cursor of a terminal. */
    public static String visible(String text) {
        return text.replaceAll("[\\p{Cntrl}\u0080-\u009f]", "·");
    }
}
