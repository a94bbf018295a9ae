package be.bsmr.p1;

import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.PhaseReading;
import be.bsmr.meter.Reading;
import be.bsmr.unit.Current;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import be.bsmr.unit.Voltage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Energy, power and phases; demand and peaks are {@link PeakRegisters}. */
final class ElectricityRegisters {

    private static final String TARIFF_TEXT = "T[1-9]";

    /** Of IEC 62056-6-1. */
    static final int MOST_TARIFFS = 63;

    private static final BigDecimal JOULES_PER_KWH = BigDecimal.valueOf(3_600_000);

    private ElectricityRegisters() {}

    static List<Register> all() {
        List<Register> t = new ArrayList<>();
        for (int tariff = 0; tariff <= EnergyRegisters.TARIFFS; tariff++) {
            t.add(energy("1-0:1.8." + tariff, tariff, d -> d.imported, Reading::imported));
        }
        for (int tariff = 0; tariff <= EnergyRegisters.TARIFFS; tariff++) {
            t.add(energy("1-0:2.8." + tariff, tariff, d -> d.exported, Reading::exported));
        }
        t.add(
                new Register(
                        "0-0:96.14.0",
                        ElectricityRegisters::readTariff,
                        (r, c) -> Values.format("(%04d)", r.activeTariff())));
        t.addAll(PeakRegisters.all());
        t.add(power("1-0:1.7.0", d -> d.imported, Reading::importPower));
        t.add(power("1-0:2.7.0", d -> d.exported, Reading::exportPower));
        addPhases(
                t,
                "1-0:%d1.7.0",
                2,
                (line, p) -> {
                    Power power = Values.power(line);
                    p.importPower = power == null ? p.importPower : power;
                    return power != null;
                },
                p -> Values.kilowatts(p.importPower()));
        addPhases(
                t,
                "1-0:%d2.7.0",
                2,
                (line, p) -> {
                    Power power = Values.power(line);
                    p.exportPower = power == null ? p.exportPower : power;
                    return power != null;
                },
                p -> Values.kilowatts(p.exportPower()));
        addPhases(
                t,
                "1-0:%d2.7.0",
                3,
                ElectricityRegisters::readVoltage,
                p -> p.voltage() == null ? null : thousandths(p.voltage().millivolts(), "V"));
        addPhases(
                t,
                "1-0:%d1.7.0",
                3,
                ElectricityRegisters::readCurrent,
                p -> p.current() == null ? null : thousandths(p.current().milliamperes(), "A"));
        return t;
    }

    // ---- energy and power

    private static Register energy(
            String code,
            int tariff,
            Function<ReadingDraft, ReadingDraft.Direction> draft,
            Function<Reading, EnergyRegisters> reading) {
        return new Register(
                code,
                (line, d, c) -> {
                    ReadingDraft.Direction direction = draft.apply(d);
                    direction.changes();
                    Energy energy = line.enter() ? line.energy() : null;
                    if (energy == null) {
                        direction.isNotAll(tariff);
                        return false;
                    }
                    direction.energies[tariff] = energy;
                    return true;
                },
                (r, c) -> {
                    EnergyRegisters registers = reading.apply(r);
                    Energy energy =
                            tariff == 0 ? registers.total() : registers.tariff(tariff).orElse(null);
                    return energy == null ? null : kilowattHours(energy);
                });
    }

    private static Register power(
            String code,
            Function<ReadingDraft, ReadingDraft.Direction> draft,
            Function<Reading, @Nullable Power> reading) {
        return new Register(
                code,
                (line, d, c) -> {
                    Power power = line.enter() ? Values.power(line) : null;
                    if (power == null) {
                        return false;
                    }
                    draft.apply(d).power = power;
                    return true;
                },
                (r, c) -> Values.kilowatts(reading.apply(r)));
    }

    /** A number; the MCS301 writes {@code T1} as hexadecimal text, 5431. */
    private static boolean readTariff(Line line, ReadingDraft d, MeterClock c) {
        int tariff = line.next() ? line.count(MOST_TARIFFS) : Line.NONE;
        if (tariff == Line.NONE) {
            String text = HexText.decode(line.text());
            tariff = text.matches(TARIFF_TEXT) ? text.charAt(1) - '0' : 0;
        }
        return Values.given(tariff > 0 ? tariff : null, t -> d.activeTariff = t);
    }

    // ---- phases

    private interface PhaseReader {
        boolean read(Line line, ReadingDraft.Phase phase);
    }

    private static boolean readVoltage(Line line, ReadingDraft.Phase phase) {
        int millivolts = line.millivolts();
        if (millivolts == Line.NONE) {
            return false;
        }
        phase.voltage = new Voltage(millivolts);
        return true;
    }

    private static boolean readCurrent(Line line, ReadingDraft.Phase phase) {
        int milliamperes = line.milliamperes();
        if (milliamperes == Line.NONE) {
            return false;
        }
        phase.current = new Current(milliamperes);
        return true;
    }

    /**
     * L1 is on group C = 21…, 31…; each next phase is 20 further (IEC 62056-61 table of electricity
     * objects).
     */
    private static void addPhases(
            List<Register> t,
            String form,
            int firstTens,
            PhaseReader reader,
            Function<PhaseReading, @Nullable String> writer) {
        for (int i = 0; i < ReadingDraft.Phases.COUNT; i++) {
            int phase = i;
            t.add(
                    new Register(
                            String.format(Locale.ROOT, form, firstTens + 2 * i),
                            (line, d, c) -> {
                                ReadingDraft.Phase changing = d.phases.changing(phase);
                                return line.enter() && reader.read(line, changing);
                            },
                            (r, c) ->
                                    phase < r.phases().size()
                                            ? writer.apply(r.phases().get(phase))
                                            : null));
        }
    }

    // ---- written

    /** One decimal for volts, two for amperes, three where the value needs it. */
    private static @Nullable String thousandths(int value, String unit) {
        int usual = unit.equals("V") ? 1 : 2;
        BigDecimal exact = BigDecimal.valueOf(value, 3).stripTrailingZeros();
        int decimals = Math.max(usual, exact.scale());
        return Values.format("(%0" + (4 + decimals) + "." + decimals + "f*" + unit + ")", exact);
    }

    /**
     * Three decimals as Belgian meters have them, more where a fraction of a watt-hour needs it.
     */
    private static String kilowattHours(Energy energy) {
        BigDecimal joules = BigDecimal.valueOf(energy.joules());
        BigDecimal kwh = joules.divide(JOULES_PER_KWH, 6, RoundingMode.HALF_UP);
        if (kwh.multiply(JOULES_PER_KWH).setScale(0, RoundingMode.HALF_UP).compareTo(joules) != 0) {
            kwh = joules.divide(JOULES_PER_KWH, 7, RoundingMode.HALF_UP);
        }
        int decimals = Math.max(3, kwh.stripTrailingZeros().scale());
        return String.format(Locale.ROOT, "(%0" + (7 + decimals) + "." + decimals + "f*kWh)", kwh);
    }
}
