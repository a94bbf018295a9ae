package be.bsmr.home.messages;

import static be.bsmr.home.messages.Unit.AMPERE;
import static be.bsmr.home.messages.Unit.HERTZ;
import static be.bsmr.home.messages.Unit.NONE;
import static be.bsmr.home.messages.Unit.VOLT;
import static be.bsmr.home.messages.Unit.VOLT_AMPERE;
import static be.bsmr.home.messages.Unit.WATT;
import static be.bsmr.home.messages.Unit.WATT_HOUR;

import be.bsmr.meter.Further;
import be.bsmr.meter.Grid;
import be.bsmr.meter.PhaseReading;
import be.bsmr.meter.Reading;
import be.bsmr.meter.SupplyQuality.PhaseCounts;
import be.bsmr.site.Metering;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.unit.Current;
import be.bsmr.unit.Power;
import be.bsmr.unit.Voltage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What other programs ask of a meter on the grid: signed powers and currents, and nothing of a wire
 * of which the meter knows nothing.
 */
final class GridMeterValues {

    private static final Further.Item FREQUENCY =
            new Further.Item(Further.Quantity.FREQUENCY, Further.Kind.NOW, 0, 0);

    private static final int WIRES = 3;

    /**
     * The newest telegram and what is counted.
     *
     * @param zone in which months begin
     */
    record Seen(MeterRead read, Metering counted, ZoneId zone) {

        Reading reading() {
            return read.reading();
        }

        /** The peak of the month that runs; null when there was none yet. */
        @Nullable MonthPeak monthPeak() {
            YearMonth month = YearMonth.from(read.measuredAt().minusSeconds(1).atZone(zone));
            return counted.peaks().of(month).orElse(null);
        }

        /**
         * One wire; nothing where it has no voltage: on 3×230 V the meter measures between the
         * wires, so that of L2 it knows neither voltage nor power, nor where its current goes.
         *
         * @param wire 1…3
         */
        PhaseReading wire(int wire) {
            List<PhaseReading> phases = reading().phases();
            if (wire > phases.size()) {
                return PhaseReading.NONE;
            }
            PhaseReading phase = phases.get(wire - 1);
            Voltage voltage = phase.voltage();
            if (voltage != null && voltage.isZero()) {
                return PhaseReading.NONE;
            }
            return counted.grid() == Grid.SINGLE_PHASE ? alone(phase) : phase;
        }

        /** The only wire carries all, also where the meter does not say so of the wire. */
        private PhaseReading alone(PhaseReading phase) {
            return phase.importPower() != null || phase.exportPower() != null
                    ? phase
                    : new PhaseReading(
                            reading().importPower(),
                            reading().exportPower(),
                            phase.voltage(),
                            phase.current());
        }

        @Nullable Power power(int wire) {
            return MeterValues.less(wire(wire).importPower(), wire(wire).exportPower());
        }

        /** Null where the direction is not known. */
        @Nullable Current current(int wire) {
            return power(wire) == null ? null : wire(wire).signedCurrent();
        }

        /** In VA, with two decimals. */
        @Nullable BigDecimal apparent(int wire) {
            Voltage voltage = wire(wire).voltage();
            Current current = wire(wire).current();
            return voltage == null || current == null
                    ? null
                    : BigDecimal.valueOf(voltage.millivolts(), 3)
                            .multiply(BigDecimal.valueOf(current.milliamperes(), 3))
                            .setScale(2, RoundingMode.HALF_UP);
        }

        /** Null where there is no power, or more than voltage and current can make. */
        @Nullable BigDecimal factor(int wire) {
            Power power = power(wire);
            BigDecimal apparent = apparent(wire);
            if (power == null || apparent == null || apparent.signum() == 0) {
                return null;
            }
            BigDecimal factor =
                    BigDecimal.valueOf(power.watts()).divide(apparent, 3, RoundingMode.HALF_UP);
            return factor.abs().compareTo(BigDecimal.ONE) > 0 ? null : factor;
        }

        /** What each wire that the meter speaks of has, together; empty when one is not known. */
        Optional<BigDecimal> together(Function<Integer, @Nullable BigDecimal> of) {
            List<Optional<BigDecimal>> each =
                    IntStream.rangeClosed(1, reading().phases().size())
                            .mapToObj(wire -> Optional.ofNullable(of.apply(wire)))
                            .toList();
            return each.isEmpty() || each.stream().anyMatch(Optional::isEmpty)
                    ? Optional.empty()
                    : each.stream().map(Optional::orElseThrow).reduce(BigDecimal::add);
        }

        @Nullable BigDecimal frequency() {
            return reading().further().measured().stream()
                    .filter(m -> m.item().equals(FREQUENCY))
                    .findFirst()
                    .map(Further.Measured::value)
                    .orElse(null);
        }
    }

    static final ValueTable<Seen> GRID_METER = table();

    private GridMeterValues() {}

    private static ValueTable<Seen> table() {
        ValueTable.Builder<Seen> table =
                ValueTable.<Seen>of("grid_meter")
                        .time("time", s -> s.read().measuredAt(), "the meter's clock")
                        .text("meter", s -> s.reading().identity().meter(), "equipment id")
                        .text("model", s -> s.reading().identity().header(), "its first line")
                        .text("version", s -> s.reading().identity().version(), "of its telegrams")
                        .text(
                                "grid",
                                s -> s.counted().grid() == null ? null : s.counted().grid().label(),
                                "`1x230`, `3x230` or `3n400`")
                        .gauge(
                                "tariff",
                                NONE,
                                s -> s.reading().activeTariff(),
                                "the tariff that counts now: 1 or 2")
                        .gauge(
                                "power_w",
                                WATT,
                                s -> s.reading().netPower().orElse(null),
                                "import minus export")
                        .gauge(
                                "current_a",
                                AMPERE,
                                s -> s.together(w -> amperes(s.current(w))).orElse(null),
                                "of all wires together, where it is known of each")
                        .gauge(
                                "apparent_power_va",
                                VOLT_AMPERE,
                                s -> s.together(s::apparent).orElse(null),
                                "of all wires together, where it is known of each")
                        .gauge(
                                "frequency_hz",
                                HERTZ,
                                Seen::frequency,
                                "of the grid; Belgian meters do not tell it");
        for (int number = 1; number <= WIRES; number++) {
            int wire = number;
            table.gauge(
                            "power_l" + wire + "_w",
                            WATT,
                            s -> s.power(wire),
                            "import minus export on wire L" + wire)
                    .gauge(
                            "voltage_l" + wire + "_v",
                            VOLT,
                            s -> s.wire(wire).voltage(),
                            "on wire L" + wire)
                    .gauge(
                            "current_l" + wire + "_a",
                            AMPERE,
                            s -> s.current(wire),
                            "on wire L" + wire + ", below zero when it feeds the grid")
                    .gauge(
                            "apparent_power_l" + wire + "_va",
                            VOLT_AMPERE,
                            s -> s.apparent(wire),
                            "voltage times current on wire L" + wire)
                    .gauge(
                            "power_factor_l" + wire,
                            NONE,
                            s -> s.factor(wire),
                            "power ÷ apparent power on wire L" + wire + ", -1 to 1");
        }
        table.all(MeterValues.ENERGIES, Seen::reading)
                .counter(
                        "import_total_wh",
                        WATT_HOUR,
                        s -> s.reading().imported().sum().orElse(null),
                        "the import registers together")
                .counter(
                        "export_total_wh",
                        WATT_HOUR,
                        s -> s.reading().exported().sum().orElse(null),
                        "the export registers together")
                .gauge(
                        "demand_w",
                        WATT,
                        s -> s.reading().demand().running(),
                        "the meter's own sum of this quarter ÷ 0.25 h; it climbs from zero")
                .gauge(
                        "month_peak_w",
                        WATT,
                        s -> s.monthPeak() == null ? null : s.monthPeak().demand(),
                        "the peak of this month, as in `peaks`")
                .time(
                        "month_peak_time",
                        s -> s.monthPeak() == null ? null : s.monthPeak().quarterEnd(),
                        "the end of that quarter");
        counts(table, "voltage_sags", s -> s.reading().supply().quality().sags());
        counts(table, "voltage_swells", s -> s.reading().supply().quality().swells());
        return table.counter(
                        "power_failures",
                        NONE,
                        s -> s.reading().supply().quality().failures(),
                        "in any wire; of mostly Dutch meters")
                .counter(
                        "long_power_failures",
                        NONE,
                        s -> s.reading().supply().quality().longFailures(),
                        "of more than three minutes")
                .list(
                        "mbus",
                        NONE,
                        s -> ValueTable.each(MeterValues.MBUS, s.reading().mbus()),
                        "attached meters, as in `reading`")
                .build();
    }

    private static void counts(
            ValueTable.Builder<Seen> table, String what, Function<Seen, PhaseCounts> of) {
        String meaning = "how often, by wire; of mostly Dutch meters";
        table.counter(what + "_l1", NONE, s -> of.apply(s).l1(), meaning)
                .counter(what + "_l2", NONE, s -> of.apply(s).l2(), meaning)
                .counter(what + "_l3", NONE, s -> of.apply(s).l3(), meaning);
    }

    private static @Nullable BigDecimal amperes(@Nullable Current current) {
        return current == null ? null : BigDecimal.valueOf(current.milliamperes(), 3);
    }
}
