package be.bsmr.home.cli;

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
import be.bsmr.p1.Checksum;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One telegram as a person would like to read it: a block of lines, the numbers aligned. */
final class TelegramText {

    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final int NUMBER_WIDTH = 11;
    private static final int KWH_DECIMALS = 3;

    /** Electricity (A = 1) of another channel than the meter's own (IEC 62056-6-1, group B). */
    private static final Pattern OTHER_CHANNEL = Pattern.compile("1-([1-9]\\d*):");

    private static final List<String> LABELS =
            List.of(
                    "import_now",
                    "export_now",
                    "tariff",
                    "demand",
                    "month_peak",
                    "import",
                    "export",
                    "export_demand",
                    "export_month_peak",
                    "export_peaks",
                    "grid",
                    "breaker",
                    "limiter",
                    "fuse",
                    "failures",
                    "long_failures",
                    "peaks",
                    "message",
                    "unknown",
                    "unreadable",
                    "relay");

    private final Texts texts;
    private final int labelWidth;
    private final StringBuilder block = new StringBuilder(2048);

    TelegramText(Texts texts) {
        this.texts = texts;
        labelWidth =
                Stream.concat(LABELS.stream(), Stream.of("gas", "water", "heat", "electricity"))
                                .mapToInt(label -> texts.text(label).length())
                                .max()
                                .orElse(0)
                        + 4;
    }

    /** The block, each line ended. */
    String telegram(Reading r, Checksum checksum) {
        block.setLength(0);
        heading(r, checksum);
        power("import_now", r.importPower());
        power("export_now", r.exportPower());
        if (r.activeTariff() != null) {
            line(texts.text("tariff"), tariff(r.activeTariff(), r.identity()));
        }
        demand("demand", "month_peak", r.demand());
        demand("export_demand", "export_month_peak", r.exportDemand());
        registers("import", r.imported());
        registers("export", r.exported());
        r.further().measured().forEach(this::measured);
        grid(r);
        r.mbus().forEach(this::mbus);
        supply(r.supply());
        r.further().told().forEach(t -> line(texts.text(t.what().label()), visible(t.text())));
        history("peaks", r.demand().history());
        history("export_peaks", r.exportDemand().history());
        lines("unknown", r.unknown());
        lines("unreadable", r.unreadable());
        return block.toString();
    }

    private void heading(Reading r, Checksum checksum) {
        List<String> parts = new ArrayList<>();
        parts.add(r.measuredAt() == null ? texts.text("no_time") : texts.time(r.measuredAt()));
        parts.add(texts.text("meter") + " " + name(r.identity()));
        if (r.identity().version() != null) {
            parts.add(texts.text("version") + " " + visible(r.identity().version()));
        }
        if (r.identity().ean() != null) {
            parts.add("EAN " + visible(r.identity().ean()));
        }
        parts.add(texts.text("crc." + checksum.label()));
        block.append(String.join(", ", parts)).append('\n');
    }

    private static String name(Identity identity) {
        return visible(identity.meter() == null ? identity.header() : identity.meter().toString());
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
            line(texts.text("grid"), texts.text("grid." + grid.label()));
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

    private void mbus(MBusReading m) {
        String type = texts.text(m.type().name().toLowerCase(Locale.ROOT));
        List<String> notes = new ArrayList<>();
        if (m.value() == null && m.measuredAt() == null) {
            notes.add(texts.text("never_linked"));
        }
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
        notes.add(texts.text("channel") + " " + m.channel());
        row(
                type,
                m.value() == null ? "" : texts.number(m.value()),
                m.unit() == null ? "" : m.unit().replace("m3", "m³"),
                String.join(", ", notes));
    }

    private void supply(Supply s) {
        if (s.breaker() != null) {
            line(texts.text("breaker"), state(s.breaker()));
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
            line(texts.text("message_code"), visible(s.messageCode()));
        }
        if (!s.message().isEmpty()) {
            line(texts.text("message"), visible(s.message()));
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
                            ? "   " + texts.text("other_channel", Map.of("channel", other.group(1)))
                            : "";
            line(shown, visible(line) + note);
            shown = "";
        }
    }

    /** A line that ends in no blank, whatever is missing in it. */
    private void row(String label, String number, String unit, String note) {
        line(
                label,
                String.format("%" + NUMBER_WIDTH + "s %-4s  %s", number, unit, note)
                        .stripTrailing());
    }

    private void line(String label, String value) {
        block.append("  ")
                .append(String.format("%-" + labelWidth + "s", label + "  "))
                .append(value)
                .append('\n');
    }

    /** What a broken line may hold must not move the cursor of a terminal. */
    static String visible(String text) {
        return text.replaceAll("[\\p{Cntrl}\u0080-\u009f]", "·");
    }
}
