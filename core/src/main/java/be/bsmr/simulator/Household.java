package be.bsmr.simulator;

import be.bsmr.meter.Breaker;
import be.bsmr.meter.DemandReading;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Flow;
import be.bsmr.meter.Grid;
import be.bsmr.meter.HistoricPeak;
import be.bsmr.meter.Identity;
import be.bsmr.meter.MBusReading;
import be.bsmr.meter.MBusType;
import be.bsmr.meter.MeterId;
import be.bsmr.meter.MeterPeak;
import be.bsmr.meter.Reading;
import be.bsmr.meter.Supply;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A family house behind a Fluvius meter of version 50217, second by second. Its appliances follow
 * the hour of the day; its water heater obeys {@link #allowBoiler}. Gas and water meters hang on
 * the M-Bus, solar panels on the roof.
 *
 * <p>Same seed, start, zone and grid: same readings. Not thread-safe.
 */
public final class Household {

    /** Id of the one appliance that can be shed. */
    public static final String BOILER = "boiler";

    public static final MeterId METER = new MeterId("1SIM2200000001");

    private static final int HISTORY_MONTHS = 12;
    private static final int MOST_HISTORY = 13;
    private static final long GAS_REPORT_SECONDS = 300;
    private static final BigDecimal LITRES_PER_M3 = BigDecimal.valueOf(1000);

    private final ZoneId zone;
    private final Grid grid;
    private final Random random;
    private final Appliances appliances;

    /** Where it begins to live; the quarter that ends there is not its own. */
    private final Instant born;

    private Instant now;
    private Phases power;
    private Energy importT1;
    private Energy importT2;
    private Energy exportT1;
    private Energy exportT2;
    private Energy quarterImport = Energy.ZERO;
    private @Nullable MeterPeak monthPeak;
    private final List<HistoricPeak> history = new ArrayList<>();
    private double gasLitres;
    private double waterLitres;
    private MBusReading gas;
    private MBusReading water;

    /**
     * @param seed any number; another seed is another family
     * @param start stamp of the first reading, whole seconds
     * @param grid how the house is connected
     */
    public Household(long seed, Instant start, ZoneId zone, Grid grid) {
        this.zone = zone;
        this.grid = grid;
        random = new Random(seed);
        appliances = new Appliances(random);
        importT1 = Energy.ofWattHours(2_000_000 + random.nextInt(3_000_000));
        importT2 = Energy.ofWattHours(2_000_000 + random.nextInt(3_000_000));
        exportT1 = Energy.ofWattHours(random.nextInt(2_000_000));
        exportT2 = Energy.ofWattHours(random.nextInt(1_000_000));
        gasLitres = 1_000_000 + random.nextInt(2_000_000);
        waterLitres = 100_000 + random.nextInt(200_000);

        // Live through the quarter so far, so that the demand register is right from the first
        // telegram on.
        Instant quarterStart = QuarterHour.of(start).start();
        born = quarterStart;
        now = quarterStart.minusSeconds(1);
        power = Phases.of(grid, 0, 0, 0);
        gas = gasReading(quarterStart);
        water = waterReading(quarterStart);
        rememberPeaks(quarterStart);
        while (now.isBefore(start)) {
            advance();
        }
    }

    /** The reading of this second; the next call gives the next second's. */
    public Reading next() {
        Reading reading = reading();
        advance();
        return reading;
    }

    /**
     * Takes over where an earlier run of this house was: registers only grow. What was used
     * meanwhile is not made up.
     *
     * @param last what its meter said then
     */
    public void goOnFrom(Reading last) {
        importT1 = last.imported().tariff(1).orElse(importT1);
        importT2 = last.imported().tariff(2).orElse(importT2);
        exportT1 = last.exported().tariff(1).orElse(exportT1);
        exportT2 = last.exported().tariff(2).orElse(exportT2);
        for (MBusReading m : last.mbus()) {
            if (m.value() != null && m.type() == MBusType.GAS) {
                gasLitres = m.value().multiply(LITRES_PER_M3).doubleValue();
            } else if (m.value() != null && m.type() == MBusType.WATER) {
                waterLitres = m.value().multiply(LITRES_PER_M3).doubleValue();
            }
        }
        gas = gasReading(gas.measuredAt() == null ? now : gas.measuredAt());
        water = waterReading(water.measuredAt() == null ? now : water.measuredAt());
        Power demand = last.demand().running();
        boolean sameQuarter =
                last.measuredAt() != null
                        && QuarterHour.of(last.measuredAt()).equals(QuarterHour.of(now));
        if (sameQuarter && demand != null) {
            quarterImport = demand.during(QuarterHour.LENGTH);
        }
    }

    /** What the relay of the water heater does: false cuts it off, and its tank cools. */
    public void allowBoiler(boolean allowed) {
        appliances.allowBoiler(allowed);
    }

    /**
     * Other panels than usual.
     *
     * @param watts at most, in the noon of a clear summer's day; 0 = none
     */
    public void panels(int watts) {
        if (watts < 0) {
            throw new IllegalArgumentException("panels give 0 W or more, not " + watts);
        }
        appliances.panels(watts);
    }

    private Reading reading() {
        Power in = power.imported();
        Power out = power.exported();
        boolean normalTariff = isNormalTariff(now);
        Power demand = new Power((int) (quarterImport.joules() / QuarterHour.LENGTH.toSeconds()));
        return new Reading(
                new Identity("FLU5\\253000000_A", "50217", METER, null),
                now,
                normalTariff ? 1 : 2,
                new Flow(
                        EnergyRegisters.ofTariffs(shown(importT1), shown(importT2)),
                        in,
                        new DemandReading(demand, monthPeak, history)),
                new Flow(EnergyRegisters.ofTariffs(shown(exportT1), shown(exportT2)), out),
                power.readings(random),
                List.of(gas, water),
                Supply.of(Breaker.CONNECTED, null));
    }

    /** A register shows whole watt-hours and keeps the rest to itself. */
    private static Energy shown(Energy counted) {
        return Energy.ofWattHours(counted.joules() / Energy.ofWattHours(1).joules());
    }

    private void advance() {
        now = now.plusSeconds(1);
        ZonedDateTime local = now.atZone(zone);
        power = appliances.run(local, grid);
        Energy in = new Energy(power.imported().watts());
        Energy out = new Energy(power.exported().watts());
        if (isNormalTariff(now)) {
            importT1 = importT1.plus(in);
            exportT1 = exportT1.plus(out);
        } else {
            importT2 = importT2.plus(in);
            exportT2 = exportT2.plus(out);
        }
        quarterImport = quarterImport.plus(in);
        gasLitres += appliances.gasLitres(local);
        waterLitres += appliances.waterLitres();
        long second = now.getEpochSecond();
        if (second % GAS_REPORT_SECONDS == 0) {
            gas = gasReading(now);
        }
        if (second % QuarterHour.LENGTH.toSeconds() == 0) {
            water = waterReading(now);
            endQuarter();
        }
    }

    private void endQuarter() {
        Power demand = quarterImport.meanPower(QuarterHour.LENGTH);
        quarterImport = Energy.ZERO;
        if (now.equals(born)) {
            return;
        }
        if (monthPeak == null || demand.isAbove(monthPeak.demand())) {
            monthPeak = new MeterPeak(now, demand);
        }
        boolean monthEnds = !month(now).equals(month(now.minusSeconds(1)));
        if (monthEnds) {
            history.add(new HistoricPeak(now, monthPeak.quarterEnd(), monthPeak.demand()));
            if (history.size() > MOST_HISTORY) {
                history.remove(0);
            }
            monthPeak = null;
        }
    }

    private void rememberPeaks(Instant at) {
        YearMonth thisMonth = month(at);
        for (int back = HISTORY_MONTHS; back >= 1; back--) {
            YearMonth m = thisMonth.minusMonths(back);
            Instant captured = m.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
            history.add(new HistoricPeak(captured, evening(m, 1 + random.nextInt(27)), somePeak()));
        }
        int today = at.atZone(zone).getDayOfMonth();
        if (today > 1) {
            int watts = 1800 + random.nextInt(600);
            monthPeak =
                    new MeterPeak(
                            evening(thisMonth, 1 + random.nextInt(today - 1)), new Power(watts));
        }
    }

    private Power somePeak() {
        return new Power(2200 + random.nextInt(2600));
    }

    private Instant evening(YearMonth month, int day) {
        LocalTime time = LocalTime.of(18, 0).plusMinutes(15L * random.nextInt(8));
        return month.atDay(day).atTime(time).atZone(zone).toInstant();
    }

    private YearMonth month(Instant at) {
        return YearMonth.from(at.atZone(zone));
    }

    /** Normal tariff on working days from 7 to 22 h, as in most of Flanders. */
    private boolean isNormalTariff(Instant at) {
        ZonedDateTime local = at.atZone(zone);
        boolean weekend =
                local.getDayOfWeek() == DayOfWeek.SATURDAY
                        || local.getDayOfWeek() == DayOfWeek.SUNDAY;
        return !weekend && local.getHour() >= 7 && local.getHour() < 22;
    }

    private MBusReading gasReading(Instant at) {
        return mbus(1, MBusType.GAS, "7FLO2200000001", Breaker.CONNECTED, at, gasLitres);
    }

    private MBusReading waterReading(Instant at) {
        return mbus(2, MBusType.WATER, "8SET2200000001", null, at, waterLitres);
    }

    private static MBusReading mbus(
            int channel,
            MBusType type,
            String id,
            @Nullable Breaker valve,
            Instant at,
            double litres) {
        BigDecimal cubicMetres =
                BigDecimal.valueOf((long) litres).setScale(3).divide(LITRES_PER_M3);
        return new MBusReading(channel, type, id, null, valve, at, cubicMetres, "m3");
    }
}
