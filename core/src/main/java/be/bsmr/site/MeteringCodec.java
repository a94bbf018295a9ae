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
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of one meter, as bytes: what is read back goes on as if nothing had been. Below
 * 400 bytes with the peaks of thirteen months, below 512 with those of years; what was learned of
 * the house is far larger, changes slowly and is kept beside it ({@link
 * be.bsmr.quarter.Forecaster#memory}).
 *
 * <p>A version byte, the values one after the other, and a CRC-32C of both. Left out is what the
 * next telegram brings anew: all of the newest reading but its time, its registers and the peaks
 * that it remembers, and how the link does.
 */
public final class MeteringCodec {

    private static final byte VERSION = 2;

    private static final List<Grid> GRIDS = List.of(Grid.values());

    /** Those that speak of most months first: their bits fit one byte. */
    private static final List<MonthPeak.Source> SOURCES =
            List.of(
                    MonthPeak.Source.METER,
                    MonthPeak.Source.COUNTED,
                    MonthPeak.Source.METER_BEFORE,
                    MonthPeak.Source.IMPORTED,
                    MonthPeak.Source.IMPORTED_PART);

    /** Of a month, a source says a peak; it also says when it was. */
    private static final int SAYS = 1;

    private static final int WHEN = 2;

    /** Beside a bit for each register that is there. */
    private static final int COMPLETE = 1 << 6;

    private MeteringCodec() {}

    /** For {@link #decode}. */
    public static byte[] encode(Metering metering) {
        PackedWriter to = new PackedWriter();
        to.put(VERSION);
        to.maybe(metering.last(), read -> write(read, to));
        to.maybe(metering.grid(), grid -> to.place(grid, GRIDS));
        to.maybe(metering.quarter(), quarter -> RunningQuarterCodec.write(quarter, to));
        write(metering.peaks(), to);
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
                            from.maybe(() -> from.place(GRIDS)),
                            from.maybe(() -> RunningQuarterCodec.read(from)),
                            peaks(from),
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
        List<@Nullable Energy> energies =
                Arrays.asList(
                        registers.total(),
                        registers.t1(),
                        registers.t2(),
                        registers.t3(),
                        registers.t4(),
                        registers.t5());
        int there = registers.complete() ? COMPLETE : 0;
        for (int i = 0; i < energies.size(); i++) {
            there |= energies.get(i) == null ? 0 : 1 << i;
        }
        to.put(there);
        for (Energy energy : energies) {
            if (energy != null) {
                to.number(energy.joules());
            }
        }
    }

    private static EnergyRegisters registers(PackedReader from) {
        int there = from.get();
        return new EnergyRegisters(
                energy(there, 0, from),
                energy(there, 1, from),
                energy(there, 2, from),
                energy(there, 3, from),
                energy(there, 4, from),
                energy(there, 5, from),
                (there & COMPLETE) != 0);
    }

    private static @Nullable Energy energy(int there, int number, PackedReader from) {
        return (there >> number & 1) == 0 ? null : energy(from);
    }

    /** Month by month: who says something of it, two bits each, and what. */
    private static void write(PeakHistory peaks, PackedWriter to) {
        to.number(peaks.sides().size());
        long before = 0;
        for (Map.Entry<YearMonth, Map<MonthPeak.Source, MonthPeak>> month :
                peaks.sides().entrySet()) {
            long since = month.getKey().getLong(ChronoField.PROLEPTIC_MONTH);
            to.number(since - before);
            before = since;
            write(month.getValue(), to);
        }
    }

    private static void write(Map<MonthPeak.Source, MonthPeak> month, PackedWriter to) {
        int who = 0;
        for (MonthPeak peak : month.values()) {
            int says = peak.quarterEnd() == null ? SAYS : SAYS | WHEN;
            who |= says << (2 * SOURCES.indexOf(peak.source()));
        }
        to.number(who);
        for (MonthPeak.Source source : SOURCES) {
            MonthPeak peak = month.get(source);
            if (peak != null) {
                to.number(peak.demand().watts());
                if (peak.quarterEnd() != null) {
                    to.instant(peak.quarterEnd());
                }
            }
        }
    }

    private static PeakHistory peaks(PackedReader from) {
        List<MonthPeak> said = new ArrayList<>();
        long since = 0;
        for (int months = from.small(); months > 0; months--) {
            since += from.number();
            YearMonth month =
                    YearMonth.of(
                            Math.toIntExact(Math.floorDiv(since, 12L)),
                            1 + (int) Math.floorMod(since, 12L));
            int who = from.small();
            for (int i = 0; i < SOURCES.size(); i++) {
                int says = who >> (2 * i);
                if ((says & SAYS) != 0) {
                    said.add(
                            new MonthPeak(
                                    month,
                                    power(from),
                                    (says & WHEN) != 0 ? from.instant() : null,
                                    SOURCES.get(i)));
                }
            }
        }
        return PeakHistory.of(said);
    }

    static Power power(PackedReader from) {
        return new Power(from.small());
    }

    static Energy energy(PackedReader from) {
        return new Energy(from.number());
    }
}
