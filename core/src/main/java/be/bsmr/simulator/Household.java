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
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
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
 * the hour of the day; its water heater obeys {@link #allow}. Gas and water meters hang on the
 * M-Bus, solar panels on the roof. One that is {@linkplain #withCarAndHeatPump electric} has a car
 * and a heat pump, too, which obey likewise.
 *
 * <p>Same seed, start, zone and grid: same readings. Not thread-safe.
 */
public final class Household {

    /** Id of the water heater, which can be shed. */
    public static final String BOILER = "boiler";

    /** Id of the car's charger, which can be set, of an electric household. */
    public static final String CAR = "car";

    /** Id of the heat pump, which can be shed, of an electric household. */
    public static final String HEAT_PUMP = "heat-pump";

    public static final MeterId METER = new MeterId("1SIM2200000001");

    private static final int HISTORY_MONTHS = 12;
    private static final int MOST_HISTORY = 13;
    private static final long GAS_REPORT_SECONDS = 300;
    private static final int MINUTE = 60;

    /** Of the panels of an electric household, W. */
    private static final int MORE_PANELS = 4800;

    /** Gas that is burnt beside a heat pump, as a share of what heats a house without one. */
    private static final double GAS_BESIDE = 0.2;

    private static final BigDecimal LITRES_PER_M3 = BigDecimal.valueOf(1000);

    private final ZoneId zone;
    private final Grid grid;
    private final Random random;
    private final Appliances appliances;
    private final @Nullable Family family;

    /** Where it begins to live; the quarter that ends there is not its own. */
    private final Instant born;

    private Instant now;
    private Phases power;
    private Energy importT1;
    private Energy importT2;
    private Energy exportT1;
    private Energy exportT2;
    private Energy quarterImport = Energy.ZERO;
    private Energy lastQuarter = Energy.ZERO;
    private Moment quarter;

    /** What the charger keeps the house under by itself, W; null when it does not. */
    private @Nullable Integer guarded;

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
        this(seed, start, zone, grid, null);
    }

    /** A household with a car, a heat pump and more panels, whose people go on holiday. */
    public static Household withCarAndHeatPump(long seed, Instant start, ZoneId zone, Grid grid) {
        return new Household(seed, start, zone, grid, new Family(seed));
    }

    private Household(long seed, Instant start, ZoneId zone, Grid grid, @Nullable Family family) {
        this.family = family;
        this.zone = zone;
        this.grid = grid;
        random = new Random(seed);
        appliances = new Appliances(random);
        if (family != null) {
            appliances.keepWeekends();
            appliances.panels(MORE_PANELS);
        }
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
        quarter = Moment.of(quarterStart.minus(QuarterHour.LENGTH), zone);
        power = Phases.of(grid, 0, 0, 0);
        gas = gasReading(quarterStart);
        water = waterReading(quarterStart);
        rememberPeaks(quarterStart);
        while (now.isBefore(start)) {
            advance(1);
        }
    }

    /** The reading of this second; the next call gives the next second's. */
    public Reading next() {
        Reading reading = reading();
        advance(1);
        return reading;
    }

    /**
     * Lives through a quarter-hour in steps of a minute, for times whose seconds nobody asks for.
     * {@link #next} gives the reading of the first second after it.
     *
     * @throws IllegalStateException when the next reading is not of the first second of a quarter
     */
    public QuarterDemand nextQuarter() {
        QuarterHour lived = QuarterHour.of(now);
        if (!now.equals(lived.start())) {
            throw new IllegalStateException(now + " is not the start of a quarter");
        }
        while (now.isBefore(lived.end())) {
            advance(MINUTE);
        }
        return new QuarterDemand(
                lived, lastQuarter, 1, Estimator.DEMAND_REGISTER, true, Energy.ZERO);
    }

    /** Stamp of the reading that {@link #next} will give. */
    public Instant nextAt() {
        return now;
    }

    /** How the meter stands now; {@link #next} will say the same. */
    public Reading peek() {
        return reading();
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

    /**
     * Takes over what its meter remembers of the months.
     *
     * @param running of this month; null when it has no peak yet
     * @param past the newest {@value #MOST_HISTORY} at most, oldest first
     */
    public void remember(@Nullable MeterPeak running, List<HistoricPeak> past) {
        monthPeak = running;
        history.clear();
        history.addAll(past);
    }

    /** What the relay of the water heater does: false cuts it off, and its tank cools. */
    public void allowBoiler(boolean allowed) {
        appliances.allowBoiler(allowed);
    }

    /**
     * What is done to an appliance that can be controlled: one that is cut off cools, or waits.
     *
     * @param load {@link #BOILER}, {@link #CAR} or {@link #HEAT_PUMP}
     */
    public void allow(String load, Allowance allowance) {
        if (load.equals(BOILER)) {
            appliances.allowBoiler(allowance.on());
        } else if (family != null && load.equals(CAR)) {
            family.allowCar(allowance);
        } else if (family != null && load.equals(HEAT_PUMP)) {
            family.allowHeatPump(allowance);
        } else {
            throw new IllegalArgumentException("this house has no " + load);
        }
    }

    /**
     * Lets a simple guard hold back car and boiler by what the house draws, minute by minute, where
     * nothing better controls them.
     *
     * @param watts that it aims to stay under; null = car and boiler do as they like
     */
    public void guard(@Nullable Integer watts) {
        guarded = watts;
        allow(BOILER, Allowance.UNCONTROLLED);
        if (family != null) {
            allow(CAR, Allowance.UNCONTROLLED);
        }
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

    /**
     * @param seconds within one quarter-hour
     */
    private void advance(int seconds) {
        Moment first = quarter.plus((int) (now.getEpochSecond() - quarter.second()));
        now = now.plusSeconds(seconds);
        ZonedDateTime local = now.atZone(zone);
        int car = 0;
        int heating = 0;
        if (family != null) {
            family.run(first, seconds);
            car = family.carWatts();
            heating = family.heatPumpWatts();
            appliances.areAlone(family.isAway(first.day()));
        }
        power = appliances.run(local, grid, seconds, car, heating);
        guard(car);
        Energy in = power.imported().during(Duration.ofSeconds(seconds));
        Energy out = power.exported().during(Duration.ofSeconds(seconds));
        // What a second shows is what ended with it.
        if (isNormalTariff(seconds == 1 ? now : now.minusSeconds(seconds))) {
            importT1 = importT1.plus(in);
            exportT1 = exportT1.plus(out);
        } else {
            importT2 = importT2.plus(in);
            exportT2 = exportT2.plus(out);
        }
        quarterImport = quarterImport.plus(in);
        gasLitres += appliances.gasLitres(local) * (family == null ? 1 : GAS_BESIDE);
        waterLitres += appliances.waterLitres();
        long second = now.getEpochSecond();
        if (second % GAS_REPORT_SECONDS == 0) {
            gas = gasReading(now);
        }
        if (second % QuarterHour.LENGTH.toSeconds() == 0) {
            water = waterReading(now);
            endQuarter();
            quarter = Moment.of(now, zone);
        }
    }

    /** By the step that has just been made, for the next. */
    private void guard(int car) {
        if (guarded == null || now.getEpochSecond() % MINUTE != 0) {
            return;
        }
        int others = power.imported().watts() - power.exported().watts() - car;
        appliances.allowBoiler(others <= guarded);
        if (family != null) {
            family.allowCar(new Allowance(true, Math.max(0, guarded - others)));
        }
    }

    private void endQuarter() {
        Power demand = quarterImport.meanPower(QuarterHour.LENGTH);
        lastQuarter = quarterImport;
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
