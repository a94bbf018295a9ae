package be.bsmr.site;

import be.bsmr.meter.DemandReading;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Flow;
import be.bsmr.meter.Grid;
import be.bsmr.meter.HistoricPeak;
import be.bsmr.meter.Identity;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.MeterPeak;
import be.bsmr.meter.Reading;
import be.bsmr.meter.Supply;
import be.bsmr.packed.PackedReader;
import be.bsmr.packed.PackedWriter;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.nio.BufferUnderflowException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of one meter, as bytes: what is read back goes on as if nothing had been. Below 4
 * kB with the peaks of thirteen months; what was learned of the house is far larger, changes slowly
 * and is kept beside it ({@link be.bsmr.quarter.Forecaster#memory}).
 *
 * <p>A version byte, the values one after the other, and a CRC-32C of both. Left out is what the
 * next telegram brings anew: all of the newest reading but its time, its registers and the peaks
 * that it remembers, and how the link does.
 */
public final class MeteringCodec {

    private static final byte VERSION = 1;

    private MeteringCodec() {}

    /** For {@link #decode}. */
    public static byte[] encode(Metering metering) {
        PackedWriter to = new PackedWriter();
        to.put(VERSION);
        to.maybe(metering.last(), read -> write(read, to));
        to.maybe(metering.grid(), to::name);
        to.maybe(metering.quarter(), quarter -> RunningQuarterCodec.write(quarter, to));
        List<MonthPeak> peaks = new ArrayList<>();
        metering.peaks().sides().values().forEach(month -> peaks.addAll(month.values()));
        to.each(peaks, peak -> write(peak, to));
        MeterWatchCodec.write(metering.watch(), to);
        return to.checked();
    }

    /**
     * What {@link #encode} was given, as far as the next telegrams need it.
     *
     * @return empty when the bytes are of another version, or damaged
     */
    public static Optional<Metering> decode(byte[] bytes) {
        try {
            PackedReader from = PackedReader.checked(bytes);
            if (from.get() != VERSION) {
                return Optional.empty();
            }
            MeterRead last = from.maybe(() -> read(from));
            Metering metering =
                    new Metering(
                            last,
                            from.maybe(() -> from.name(Grid.class)),
                            from.maybe(() -> RunningQuarterCodec.read(from)),
                            peaks(from.each(() -> peak(from))),
                            MeterWatchCodec.read(from),
                            LinkHealth.INITIAL);
            return from.isAtEnd() ? Optional.of(metering) : Optional.empty();
        } catch (IllegalArgumentException
                | DateTimeException
                | ArithmeticException
                | BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static void write(MeterRead read, PackedWriter to) {
        Reading reading = read.reading();
        to.instant(read.at());
        to.maybe(reading.identity().meter(), id -> to.text(id.value()));
        to.maybe(reading.measuredAt(), to::instant);
        write(reading.imported(), to);
        write(reading.exported(), to);
        to.maybe(
                reading.demand().monthPeak(),
                peak -> {
                    to.maybe(peak.quarterEnd(), to::instant);
                    to.number(peak.demand().watts());
                });
        to.each(
                reading.demand().history(),
                peak -> {
                    to.instant(peak.capturedAt());
                    to.maybe(peak.quarterEnd(), to::instant);
                    to.number(peak.demand().watts());
                });
    }

    private static MeterRead read(PackedReader from) {
        Instant at = from.instant();
        MeterId meter = from.maybe(() -> new MeterId(from.text()));
        Instant measuredAt = from.maybe(from::instant);
        EnergyRegisters imported = registers(from);
        EnergyRegisters exported = registers(from);
        MeterPeak running = from.maybe(() -> new MeterPeak(from.maybe(from::instant), power(from)));
        List<HistoricPeak> history =
                from.each(
                        () ->
                                new HistoricPeak(
                                        from.instant(), from.maybe(from::instant), power(from)));
        return new MeterRead(
                reading(
                        meter,
                        measuredAt,
                        imported,
                        exported,
                        new DemandReading(null, running, history)),
                at,
                LinkHealth.INITIAL);
    }

    private static Reading reading(
            @Nullable MeterId meter,
            @Nullable Instant measuredAt,
            EnergyRegisters imported,
            EnergyRegisters exported,
            DemandReading demand) {
        return new Reading(
                new Identity("", null, meter, null),
                measuredAt,
                null,
                new Flow(imported, null, demand),
                new Flow(exported, null),
                List.of(),
                List.of(),
                Supply.UNKNOWN);
    }

    /** A telegram of which only the time is left. */
    static Reading reading(@Nullable Instant measuredAt) {
        return reading(
                null, measuredAt, EnergyRegisters.NONE, EnergyRegisters.NONE, DemandReading.NONE);
    }

    private static void write(EnergyRegisters registers, PackedWriter to) {
        for (Energy energy :
                Arrays.asList(
                        registers.total(),
                        registers.t1(),
                        registers.t2(),
                        registers.t3(),
                        registers.t4(),
                        registers.t5())) {
            to.maybe(energy, e -> to.number(e.joules()));
        }
        to.flag(registers.complete());
    }

    private static EnergyRegisters registers(PackedReader from) {
        return new EnergyRegisters(
                from.maybe(() -> energy(from)),
                from.maybe(() -> energy(from)),
                from.maybe(() -> energy(from)),
                from.maybe(() -> energy(from)),
                from.maybe(() -> energy(from)),
                from.maybe(() -> energy(from)),
                from.flag());
    }

    private static void write(MonthPeak peak, PackedWriter to) {
        to.number(peak.month().getYear());
        to.number(peak.month().getMonthValue());
        to.number(peak.demand().watts());
        to.maybe(peak.quarterEnd(), to::instant);
        to.name(peak.source());
    }

    private static MonthPeak peak(PackedReader from) {
        return new MonthPeak(
                YearMonth.of(from.small(), from.small()),
                power(from),
                from.maybe(from::instant),
                from.name(MonthPeak.Source.class));
    }

    private static PeakHistory peaks(List<MonthPeak> said) {
        PeakHistory peaks = PeakHistory.EMPTY;
        for (MonthPeak peak : said) {
            peaks = peaks.told(peak);
        }
        return peaks;
    }

    static Power power(PackedReader from) {
        return new Power(from.small());
    }

    static Energy energy(PackedReader from) {
        return new Energy(from.number());
    }
}
