package be.bsmr.simulator;

import java.time.LocalDate;
import java.util.Random;

/**
 * What a family has beside its usual appliances: a car at a charger and a heat pump; and when it is
 * away. All of it depends on the seed and the date only. Changes as it runs.
 */
final class Family {

    /** From 6 A to 20 A on one phase. */
    private static final Car.Make CHARGER =
            new Car.Make(20 * 230, 6 * 230, 17 * 3600 + 1800, 7 * 3600 + 1800, 9);

    private static final HeatPump.Make HEATING =
            new HeatPump.Make(2000, 3.5, 21, 0.6, 19.5, 170, 8, 300);

    private static final int NOON = 12 * 3600;
    private static final int SATURDAY = 5;
    private static final int SUMMER_DAYS = 14;

    private final long seed;
    private final Car car;
    private final HeatPump heatPump;
    private Allowance charging = Allowance.UNCONTROLLED;
    private Allowance heating = Allowance.UNCONTROLLED;

    /** The evening that {@link #drives} was reckoned for, days since 1970. */
    private long evening = Long.MIN_VALUE;

    private boolean drove;
    private int carWatts;
    private int heatPumpWatts;

    Family(long seed) {
        this.seed = seed;
        car = new Car(CHARGER, seed);
        heatPump = new HeatPump(HEATING, seed);
    }

    void allowCar(Allowance allowance) {
        charging = allowance;
    }

    void allowHeatPump(Allowance allowance) {
        heating = allowance;
    }

    /**
     * Some seconds pass.
     *
     * @param from the first of them, in the same quarter-hour as the others
     */
    void run(Moment from, int seconds) {
        Allowance plugged = drives(from) ? charging : Allowance.OFF;
        double byCar = 0;
        double byHeatPump = 0;
        for (int i = 0; i < seconds; i++) {
            Moment now = from.plus(i);
            byCar += car.run(now, plugged);
            byHeatPump += heatPump.run(now, heating);
        }
        carWatts = (int) Math.round(byCar / seconds);
        heatPumpWatts = (int) Math.round(byHeatPump / seconds);
    }

    /** What the car drew on average in what {@link #run} ran last, W. */
    int carWatts() {
        return carWatts;
    }

    int heatPumpWatts() {
        return heatPumpWatts;
    }

    /** Two weeks in summer, and the days after Christmas. */
    boolean isAway(long day) {
        LocalDate date = LocalDate.ofEpochDay(day);
        int leaves = Moment.chance(seed, date.getYear()).nextInt(30);
        LocalDate summer = LocalDate.of(date.getYear(), 7, 5).plusDays(leaves);
        boolean christmas = date.getMonthValue() == 12 && date.getDayOfMonth() >= 27;
        return christmas || (!date.isBefore(summer) && date.isBefore(summer.plusDays(SUMMER_DAYS)));
    }

    /**
     * Whether the car comes home empty this evening: not while all are away, seldom in weekends.
     */
    private boolean drives(Moment now) {
        long of = now.secondOfDay() < NOON ? now.day() - 1 : now.day();
        if (of != evening) {
            evening = of;
            // 1 January 1970 was a Thursday.
            boolean weekend = Math.floorMod(of + 3, 7) >= SATURDAY;
            Random chance = Moment.chance(seed + 1, of);
            drove = !isAway(of) && (!weekend || chance.nextInt(3) == 0);
        }
        return drove;
    }
}
