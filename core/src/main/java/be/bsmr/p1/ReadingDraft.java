package be.bsmr.p1;

import be.bsmr.meter.Breaker;
import be.bsmr.meter.DemandReading;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Flow;
import be.bsmr.meter.Further;
import be.bsmr.meter.Grid;
import be.bsmr.meter.HistoricPeak;
import be.bsmr.meter.Identity;
import be.bsmr.meter.MBusReading;
import be.bsmr.meter.MBusType;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.MeterPeak;
import be.bsmr.meter.PhaseReading;
import be.bsmr.meter.PowerFailure;
import be.bsmr.meter.Reading;
import be.bsmr.meter.Supply;
import be.bsmr.meter.SupplyQuality;
import be.bsmr.meter.Unread;
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
 *
 * <p>It is kept from one telegram to the next. Each part remembers what it made and makes it again
 * only after somebody asked to change it, so that what the meter repeats is not made anew.
 */
final class ReadingDraft {

    final Who who = new Who();
    @Nullable Instant measuredAt;
    @Nullable Integer activeTariff;
    final Direction imported = new Direction();
    final Direction exported = new Direction();
    final Demand demand = new Demand();
    final Phases phases = new Phases();
    final MBus mbus = new MBus();
    final Connection connection = new Connection();
    final Demand exportDemand = new Demand();
    final Extra further = new Extra();
    List<String> unknown = List.of();
    List<String> unreadable = List.of();

    Reading reading() {
        return new Reading(
                who.made(),
                measuredAt,
                activeTariff,
                new Flow(imported.made(), imported.power, demand.made()),
                new Flow(exported.made(), exported.power, exportDemand.made()),
                phases.made(),
                mbus.made(),
                connection.made(),
                further.made(),
                new Unread(unknown, unreadable));
    }

    /** A component of the reading that is kept until it is to change. */
    abstract static class Part<T> {

        private @Nullable T made;

        /** Makes the component from the fields as they are. */
        abstract T make();

        final T made() {
            T now = made;
            if (now == null) {
                now = make();
                made = now;
            }
            return now;
        }

        /** To be called by whoever is about to write to a field. */
        final void changes() {
            made = null;
        }
    }

    static final class Who extends Part<Identity> {
        String header = "";
        @Nullable String version;
        @Nullable MeterId meter;
        @Nullable String ean;

        /** Luxembourg's meters have no other identifier, Hungary's have. */
        @Nullable String deviceName;

        @Override
        Identity make() {
            MeterId named = deviceName == null ? null : new MeterId(deviceName);
            return new Identity(header, version, meter == null ? named : meter, ean);
        }
    }

    /** Import or export. */
    static final class Direction extends Part<EnergyRegisters> {
        final @Nullable Energy[] energies = new Energy[EnergyRegisters.TARIFFS + 1];
        @Nullable Power power;

        /** A bit for each tariff that is sent and not among {@link #energies}, or not readable. */
        private int missing;

        /** A part of the sum, of this tariff, is not among the registers that we add. */
        void isNotAll(int tariff) {
            changes();
            missing |= 1 << tariff;
        }

        @Override
        EnergyRegisters make() {
            int read = 0;
            for (int tariff = 0; tariff < energies.length; tariff++) {
                read |= energies[tariff] == null ? 0 : 1 << tariff;
            }
            boolean complete = (missing & ~read) == 0;
            return new EnergyRegisters(
                    energies[0],
                    energies[1],
                    energies[2],
                    energies[3],
                    energies[4],
                    energies[5],
                    complete);
        }
    }

    static final class Demand extends Part<DemandReading> {
        @Nullable Power running;
        @Nullable MeterPeak monthPeak;

        /** What is being read; null once it is among the {@link #history}. */
        private @Nullable SortedMap<Instant, HistoricPeak> captured;

        /** Oldest first. */
        private List<HistoricPeak> history = List.of();

        /**
         * One more of a history, or the same once more. By capture: real meters send the oldest
         * first, the specification's example the newest.
         *
         * @return false when something else was captured then
         */
        boolean captured(HistoricPeak peak) {
            SortedMap<Instant, HistoricPeak> all = captured;
            if (all == null) {
                all = new TreeMap<>();
                for (HistoricPeak known : history) {
                    all.put(known.capturedAt(), known);
                }
                captured = all;
            }
            HistoricPeak before = all.put(peak.capturedAt(), peak);
            return before == null || before.equals(peak);
        }

        @Override
        DemandReading make() {
            if (captured != null) {
                history = List.copyOf(captured.values());
                captured = null;
            }
            return new DemandReading(running, monthPeak, history);
        }
    }

    static final class Phases extends Part<List<PhaseReading>> {
        static final int COUNT = 3;

        private final Phase[] phases = {new Phase(), new Phase(), new Phase()};

        Phase changing(int index) {
            changes();
            phases[index].changes();
            return phases[index];
        }

        @Override
        List<PhaseReading> make() {
            PhaseReading l1 = phases[0].made();
            PhaseReading l2 = phases[1].made();
            PhaseReading l3 = phases[2].made();
            if (!l3.equals(PhaseReading.NONE)) {
                return List.of(l1, l2, l3);
            }
            if (!l2.equals(PhaseReading.NONE)) {
                return List.of(l1, l2);
            }
            return l1.equals(PhaseReading.NONE) ? List.of() : List.of(l1);
        }
    }

    static final class Phase extends Part<PhaseReading> {
        @Nullable Power importPower;
        @Nullable Power exportPower;
        @Nullable Voltage voltage;
        @Nullable Current current;

        @Override
        PhaseReading make() {
            return new PhaseReading(importPower, exportPower, voltage, current);
        }
    }

    static final class MBus extends Part<List<MBusReading>> {
        private final SortedMap<Integer, Channel> channels = new TreeMap<>();

        Channel changing(int number) {
            changes();
            Channel channel = channels.computeIfAbsent(number, Channel::new);
            channel.changes();
            return channel;
        }

        @Override
        List<MBusReading> make() {
            List<MBusReading> readings = new ArrayList<>();
            for (Channel channel : channels.values()) {
                if (channel.isAttached()) {
                    readings.add(channel.made());
                }
            }
            return List.copyOf(readings);
        }
    }

    static final class Channel extends Part<MBusReading> {
        private final int number;
        MBusType type = MBusType.OTHER;
        @Nullable String id;
        @Nullable String ean;
        @Nullable Breaker valve;
        @Nullable Instant measuredAt;
        @Nullable BigDecimal value;
        @Nullable String unit;

        Channel(int number) {
            this.number = number;
        }

        /** False when the meter only shows an empty place. */
        boolean isAttached() {
            return type != MBusType.OTHER
                    || id != null
                    || ean != null
                    || valve != null
                    || measuredAt != null
                    || value != null;
        }

        @Override
        MBusReading make() {
            return new MBusReading(number, type, id, ean, valve, measuredAt, value, unit);
        }
    }

    static final class Extra extends Part<Further> {
        private final SortedMap<Further.Item, BigDecimal> measured = new TreeMap<>();
        private final SortedMap<Further.Text, String> told = new TreeMap<>();

        void put(Further.Item item, @Nullable BigDecimal value) {
            put(measured, item, value);
        }

        void put(Further.Text what, @Nullable String text) {
            put(told, what, text);
        }

        private <K, V> void put(SortedMap<K, V> map, K key, @Nullable V value) {
            changes();
            if (value == null) {
                map.remove(key);
            } else {
                map.put(key, value);
            }
        }

        @Override
        Further make() {
            if (measured.isEmpty() && told.isEmpty()) {
                return Further.NONE;
            }
            List<Further.Measured> m = new ArrayList<>();
            measured.forEach((item, value) -> m.add(new Further.Measured(item, value)));
            List<Further.Told> t = new ArrayList<>();
            told.forEach((what, text) -> t.add(new Further.Told(what, text)));
            return new Further(m, t);
        }
    }

    /** The connection to the grid. */
    static final class Connection extends Part<Supply> {
        @Nullable Breaker breaker;
        final SortedMap<Integer, Breaker> relays = new TreeMap<>();
        @Nullable Power limiter;
        @Nullable Current fuse;
        @Nullable Grid grid;
        String message = "";
        String messageCode = "";
        @Nullable Integer failures;
        @Nullable Integer longFailures;
        List<PowerFailure> failureLog = List.of();
        final @Nullable Integer[] sags = new Integer[Phases.COUNT];
        final @Nullable Integer[] swells = new Integer[Phases.COUNT];

        @Override
        Supply make() {
            return new Supply(
                    breaker, relays, limiter, fuse, grid, message, messageCode, quality());
        }

        private SupplyQuality quality() {
            return new SupplyQuality(
                    failures, longFailures, failureLog, byPhase(sags), byPhase(swells));
        }

        private static SupplyQuality.PhaseCounts byPhase(@Nullable Integer[] counts) {
            return new SupplyQuality.PhaseCounts(counts[0], counts[1], counts[2]);
        }
    }
}
