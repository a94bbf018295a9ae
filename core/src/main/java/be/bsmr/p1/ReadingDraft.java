package be.bsmr.p1;

import be.bsmr.meter.Breaker;
import be.bsmr.meter.DemandReading;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Grid;
import be.bsmr.meter.HistoricPeak;
import be.bsmr.meter.Identity;
import be.bsmr.meter.MBusReading;
import be.bsmr.meter.MBusType;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.MeterPeak;
import be.bsmr.meter.PhaseReading;
import be.bsmr.meter.Reading;
import be.bsmr.meter.Supply;
import be.bsmr.unit.Current;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import be.bsmr.unit.Voltage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A reading in the making: the {@link Register} table fills it line by line, in whatever order they
 * come.
 */
final class ReadingDraft {

    static final int PHASES = 3;

    final MeterClock clock;
    @Nullable String version;
    @Nullable MeterId meter;
    @Nullable String ean;
    @Nullable Instant measuredAt;
    @Nullable Integer activeTariff;
    final Direction imported = new Direction();
    final Direction exported = new Direction();
    @Nullable Power demand;
    @Nullable MeterPeak monthPeak;
    List<HistoricPeak> history = List.of();
    final Phase[] phases = {new Phase(), new Phase(), new Phase()};
    final SortedMap<Integer, Channel> channels = new TreeMap<>();
    @Nullable Breaker breaker;
    final SortedMap<Integer, Breaker> relays = new TreeMap<>();
    @Nullable Power limiter;
    @Nullable Current fuse;
    @Nullable Grid grid;
    String message = "";
    String messageCode = "";
    final List<String> unknown = new ArrayList<>();
    final List<String> unreadable = new ArrayList<>();

    ReadingDraft(MeterClock clock) {
        this.clock = clock;
    }

    Channel channel(int number) {
        return channels.computeIfAbsent(number, n -> new Channel());
    }

    Reading finish(String header) {
        return new Reading(
                new Identity(header, version, meter, ean),
                measuredAt,
                activeTariff,
                imported.registers(),
                exported.registers(),
                imported.power,
                exported.power,
                new DemandReading(demand, monthPeak, history),
                phaseReadings(),
                mbusReadings(),
                new Supply(breaker, relays, limiter, fuse, grid, message, messageCode),
                unknown,
                unreadable);
    }

    private List<PhaseReading> phaseReadings() {
        int last = PHASES;
        while (last > 0 && phases[last - 1].reading().equals(PhaseReading.NONE)) {
            last--;
        }
        List<PhaseReading> readings = new ArrayList<>();
        for (int i = 0; i < last; i++) {
            readings.add(phases[i].reading());
        }
        return readings;
    }

    private List<MBusReading> mbusReadings() {
        List<MBusReading> readings = new ArrayList<>();
        channels.forEach((number, c) -> readings.add(c.reading(number)));
        return readings;
    }

    /** Import or export. */
    static final class Direction {
        @Nullable Energy total;
        final SortedMap<Integer, Energy> byTariff = new TreeMap<>();
        @Nullable Power power;
        boolean complete = true;

        EnergyRegisters registers() {
            return new EnergyRegisters(total, byTariff, complete);
        }
    }

    static final class Phase {
        @Nullable Power importPower;
        @Nullable Power exportPower;
        @Nullable Voltage voltage;
        @Nullable Current current;

        PhaseReading reading() {
            return new PhaseReading(importPower, exportPower, voltage, current);
        }
    }

    static final class Channel {
        MBusType type = MBusType.OTHER;
        @Nullable String id;
        @Nullable String ean;
        @Nullable Breaker valve;
        @Nullable Instant measuredAt;
        @Nullable BigDecimal value;
        @Nullable String unit;

        MBusReading reading(int number) {
            return new MBusReading(number, type, id, ean, valve, measuredAt, value, unit);
        }
    }
}
