package be.bsmr.simulator;

import be.bsmr.meter.Grid;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Random;

/**
 * What draws power in the house, and the panels that give it. Moves a second at a time, or a
 * minute: then what takes turns faster draws its mean.
 */
final class Appliances {

    private static final int BOILER_WATTS = 2400;
    private static final int KETTLE_WATTS = 2000;
    private static final int HOB_WATTS = 1800;
    private static final int OVEN_WATTS = 2200;
    private static final int WASHER_HEATING_WATTS = 2050;
    private static final int WASHER_TURNING_WATTS = 210;
    private static final int PANEL_PEAK_WATTS = 3200;

    private static final double TANK_COLD = 52;
    private static final double TANK_HOT = 60;

    private final Random random;
    private int fridgeSeconds;
    private int kettleSeconds;
    private int hobSeconds;
    private int ovenSeconds;
    private int washerSeconds;
    private double base = 130;
    private double clouds = 0.6;
    private double tank;
    private boolean boilerHeats;
    private boolean boilerAllowed = true;
    private int panelWatts = PANEL_PEAK_WATTS;
    private int tapSeconds;
    private boolean weekends;
    private boolean away;

    /** How long the step takes that is made, s. */
    private int step = 1;

    Appliances(Random random) {
        this.random = random;
        fridgeSeconds = random.nextInt(2160);
        tank = TANK_COLD + 2 + random.nextInt(4);
    }

    void allowBoiler(boolean allowed) {
        boilerAllowed = allowed;
    }

    void panels(int watts) {
        panelWatts = watts;
    }

    /** From now on the family sleeps longer and washes more when it is Saturday or Sunday. */
    void keepWeekends() {
        weekends = true;
    }

    /** Whether nobody is at home. */
    void areAlone(boolean alone) {
        away = alone;
    }

    /**
     * The phases of one step.
     *
     * @param seconds that it takes, 1 to 60
     * @param car what else is drawn with the rooms, W
     * @param heating what else is drawn with the kitchen, W
     */
    Phases run(ZonedDateTime local, Grid grid, int seconds, int car, int heating) {
        step = seconds;
        if (!away) {
            begin(local);
        }
        int kitchen = kettle() + hob() + oven() + fridge();
        int rooms = base(local) - solar(local);
        int cellar = boiler() + washer();
        return Phases.of(grid, rooms + car, kitchen + heating, cellar);
    }

    double gasLitres(ZonedDateTime local) {
        double winter = 1 - season(local);
        int hour = local.getHour();
        boolean heating = hour >= 6 && hour < 23;
        return (heating ? 0.35 * winter * winter : 0.02) * step;
    }

    double waterLitres() {
        return tapSeconds > 0 ? 0.12 * step : 0;
    }

    /** Each appliance is begun by chance, with the habits of a family for odds. */
    private void begin(ZonedDateTime local) {
        boolean weekend = weekends && local.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
        LocalTime clock = local.toLocalTime();
        LocalTime time = weekend && clock.getHour() < 11 ? clock.minusMinutes(90) : clock;
        boolean breakfast = between(time, 6, 45, 8, 30);
        boolean noon = between(time, 11, 45, 13, 0);
        boolean evening = between(time, 17, 15, 19, 30);
        boolean awake = between(time, 6, 45, 22, 45);
        if (kettleSeconds == 0 && chance(breakfast ? 15 : awake ? 90 : 2000)) {
            kettleSeconds = 110 + random.nextInt(80);
        }
        if (hobSeconds == 0 && chance(evening ? 20 : noon ? 35 : awake ? 400 : 1_000_000)) {
            hobSeconds = 900 + random.nextInt(1200);
        }
        if (ovenSeconds == 0 && chance(evening ? 60 : awake ? 900 : 1_000_000)) {
            ovenSeconds = 1500 + random.nextInt(1500);
        }
        if (washerSeconds == 0
                && chance(between(time, 8, 0, 16, 0) ? (weekend ? 150 : 300) : 3000)) {
            washerSeconds = 4800;
        }
        if (tapSeconds == 0 && chance(breakfast || evening ? 12 : awake ? 40 : 600)) {
            tapSeconds = 60 + random.nextInt(300);
        }
    }

    /** True once in so many minutes on average. */
    private boolean chance(int minutes) {
        return random.nextInt(minutes * 60 / step) == 0;
    }

    /** What is drawn on average in a step by what runs for so many seconds more. */
    private int mean(int watts, int left) {
        return left >= step ? watts : watts * left / step;
    }

    private int after(int left) {
        return Math.max(0, left - step);
    }

    private int base(ZonedDateTime local) {
        boolean lit = !away && between(local.toLocalTime(), 17, 30, 22, 45);
        double aim = lit ? 310 : 130;
        double nearer = step == 1 ? 0.002 : 1 - Math.pow(0.998, step);
        base += (aim - base) * nearer + random.nextGaussian() * 2 * Math.sqrt(step);
        return (int) Math.round(Math.max(60, base));
    }

    private int fridge() {
        fridgeSeconds = (fridgeSeconds + step) % 2160;
        return fridgeSeconds < 720 ? 88 : 3;
    }

    private int kettle() {
        if (kettleSeconds == 0) {
            return 0;
        }
        int watts = mean(KETTLE_WATTS + random.nextInt(11) - 5, kettleSeconds);
        kettleSeconds = after(kettleSeconds);
        return watts;
    }

    /** A ceramic hob switches its full power on and off. */
    private int hob() {
        if (hobSeconds == 0) {
            return 0;
        }
        hobSeconds = after(hobSeconds);
        if (step >= 30) {
            return HOB_WATTS * 17 / 30;
        }
        return hobSeconds % 30 < 17 ? HOB_WATTS : 0;
    }

    /** Heats up for eight minutes, then holds its temperature. */
    private int oven() {
        if (ovenSeconds == 0) {
            return 0;
        }
        ovenSeconds = after(ovenSeconds);
        boolean hot = ovenSeconds < 1500 - 480;
        return !hot || ovenSeconds % 120 < 45 ? OVEN_WATTS : 40;
    }

    private int washer() {
        if (washerSeconds == 0) {
            return 0;
        }
        washerSeconds = after(washerSeconds);
        boolean heating = washerSeconds > 3500 && washerSeconds < 4600;
        return heating ? WASHER_HEATING_WATTS : WASHER_TURNING_WATTS + random.nextInt(60);
    }

    /** The tank cools slowly, a running tap cools it fast; the thermostat has a wide band. */
    private int boiler() {
        tank -= 0.00008 * step;
        tank -= 0.012 * Math.min(step, tapSeconds);
        tapSeconds = after(tapSeconds);
        if (tank <= TANK_COLD) {
            boilerHeats = true;
        } else if (tank >= TANK_HOT) {
            boilerHeats = false;
        }
        if (!boilerHeats || !boilerAllowed) {
            return 0;
        }
        tank += 0.0055 * step;
        return BOILER_WATTS + random.nextInt(7) - 3;
    }

    private int solar(ZonedDateTime local) {
        clouds =
                Math.min(
                        1,
                        Math.max(0.15, clouds + random.nextGaussian() * 0.004 * Math.sqrt(step)));
        double hour = local.getHour() + local.getMinute() / 60.0 + local.getSecond() / 3600.0;
        double halfDay = 4 + 4 * season(local);
        double height = Math.cos((hour - 13) / halfDay * Math.PI / 2);
        if (Math.abs(hour - 13) >= halfDay || height <= 0) {
            return 0;
        }
        return (int) (panelWatts * (0.25 + 0.75 * season(local)) * height * clouds);
    }

    /** 0 in the depth of winter, 1 in high summer. */
    private static double season(ZonedDateTime local) {
        return (1 - Math.cos((local.getDayOfYear() - 1 + 10) / 365.0 * 2 * Math.PI)) / 2;
    }

    private static boolean between(LocalTime time, int h1, int m1, int h2, int m2) {
        return !time.isBefore(LocalTime.of(h1, m1)) && time.isBefore(LocalTime.of(h2, m2));
    }
}
