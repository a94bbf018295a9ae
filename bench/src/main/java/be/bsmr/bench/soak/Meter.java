package be.bsmr.bench.soak;

import be.bsmr.meter.DemandReading;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Flow;
import be.bsmr.meter.Grid;
import be.bsmr.meter.Identity;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.MeterPeak;
import be.bsmr.meter.Reading;
import be.bsmr.p1.TelegramWriter;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Allowance;
import be.bsmr.simulator.Household;
import be.bsmr.site.SiteSettings;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The meter of a simulated house: it counts what the house draws, by a clock that may be wrong, and
 * can be replaced by another that begins at zero. Writes down the {@link Truth}.
 */
final class Meter {

    private final Household house;
    private final Truth truth;
    private final TelegramWriter writer = new TelegramWriter(SiteSettings.BELGIUM);
    private Counters imported = new Counters(Energy.ZERO, Energy.ZERO);
    private Counters exported = new Counters(Energy.ZERO, Energy.ZERO);
    private Duration clockError = Duration.ZERO;
    private int number = 1;
    private Instant now;
    private Instant stamp;
    private Energy inQuarter = Energy.ZERO;
    private @Nullable MeterPeak monthPeak;
    private @Nullable YearMonth month;

    /** What a direction's two registers have counted. */
    private record Counters(Energy t1, Energy t2) {

        Counters plus(Energy energy, boolean normalTariff) {
            return normalTariff
                    ? new Counters(t1.plus(energy), t2)
                    : new Counters(t1, t2.plus(energy));
        }

        /** A register shows whole watt-hours and keeps the rest to itself. */
        EnergyRegisters shown() {
            return EnergyRegisters.ofTariffs(whole(t1), whole(t2));
        }

        private static Energy whole(Energy counted) {
            return Energy.ofWattHours(counted.joules() / Energy.ofWattHours(1).joules());
        }
    }

    /**
     * @param seed which family lives there
     * @param start of a quarter, stamp of the first telegram
     */
    Meter(long seed, Instant start, Truth truth) {
        house = Household.withCarAndHeatPump(seed, start, SiteSettings.BELGIUM, Grid.STAR_400);
        this.truth = truth;
        now = start.minusSeconds(1);
        stamp = now;
    }

    /** The house's time, and so the right one. */
    Instant now() {
        return now;
    }

    /** Of the newest telegram. */
    Instant stamp() {
        return stamp;
    }

    /** What the meter says a second later. */
    byte[] next() {
        Reading reading = house.next();
        now = now.plusSeconds(1);
        Instant before = stamp;
        stamp = now.plus(clockError);
        Energy drawn = during(reading.importPower());
        boolean normal = Integer.valueOf(1).equals(reading.activeTariff());
        imported = imported.plus(drawn, normal);
        exported = exported.plus(during(reading.exportPower()), normal);
        inQuarter = inQuarter.plus(drawn);
        QuarterHour quarter = QuarterHour.of(before);
        QuarterHour next = QuarterHour.of(stamp);
        truth.add(quarter, drawn, next);
        if (!next.equals(quarter)) {
            endQuarter();
        }
        return writer.write(as(reading));
    }

    /** An appliance is switched or set, by the id of the household. */
    void allow(String load, Allowance allowance) {
        house.allow(load, allowance);
    }

    /** Somebody sets the meter's clock, or puts it right again. */
    void setClockWrongBy(Duration error) {
        clockError = error;
    }

    /** Another meter in its place, which has counted nothing yet. */
    void swap() {
        number++;
        imported = new Counters(Energy.ZERO, Energy.ZERO);
        exported = new Counters(Energy.ZERO, Energy.ZERO);
        inQuarter = Energy.ZERO;
        monthPeak = null;
    }

    private void endQuarter() {
        Power demand = inQuarter.meanPower(QuarterHour.LENGTH);
        inQuarter = Energy.ZERO;
        Instant end = QuarterHour.of(stamp).start();
        YearMonth ended = YearMonth.from(end.minusSeconds(1).atZone(SiteSettings.BELGIUM));
        if (!ended.equals(month) || monthPeak == null || demand.isAbove(monthPeak.demand())) {
            monthPeak = new MeterPeak(end, demand);
        }
        month = ended;
    }

    private Reading as(Reading reading) {
        Power demand = new Power((int) (inQuarter.joules() / QuarterHour.LENGTH.toSeconds()));
        Identity identity =
                new Identity(
                        reading.identity().header(),
                        reading.identity().version(),
                        new MeterId("1SOAK%09d".formatted(number)),
                        null);
        return new Reading(
                identity,
                stamp,
                reading.activeTariff(),
                new Flow(
                        imported.shown(),
                        reading.importPower(),
                        new DemandReading(demand, monthPeak, List.of())),
                new Flow(exported.shown(), reading.exportPower()),
                reading.phases(),
                reading.mbus(),
                reading.supply());
    }

    private static Energy during(@Nullable Power power) {
        return power == null ? Energy.ZERO : power.during(Duration.ofSeconds(1));
    }
}
