package be.bsmr.simulator;

import java.util.Random;

/**
 * A heat pump that keeps a house warm: a compressor that is on or off, that rests after each run,
 * and rooms that cool as it is cold outside. Whoever sits below {@code comfortC} is let down.
 */
public final class HeatPump implements SimulatedLoad {

    /** People, light and sun keep a house so much warmer, W. */
    private static final double GAINS = 400;

    /** Steps of a quarter-hour instead of a second are not further off than this, K. */
    private static final double ROUNDING_K = 0.05;

    /**
     * How a heat pump was built.
     *
     * @param watts of the compressor
     * @param cop heat for each watt
     * @param setC where the thermostat stops, °C
     * @param bandK so much below it starts again
     * @param comfortC the least, °C
     * @param lossWattsPerK of the house
     * @param heatKwhPerK that the house keeps
     * @param restS the compressor's own rest after each run
     */
    public record Make(
            double watts,
            double cop,
            double setC,
            double bandK,
            double comfortC,
            double lossWattsPerK,
            double heatKwhPerK,
            int restS) {

        public Make {
            Positive.check("power_w", watts);
            Positive.check("cop", cop);
            Positive.check("band_k", bandK);
            Positive.check("loss_watts_per_k", lossWattsPerK);
            Positive.check("heat_kwh_per_k", heatKwhPerK);
            if (comfortC >= setC - bandK) {
                throw new IllegalArgumentException(
                        "comfort_c is below where the thermostat starts, not " + comfortC);
            }
        }
    }

    private final Make make;
    private final long seed;
    private double celsius;
    private boolean heats;
    private boolean runs;
    private long restUntil = Long.MIN_VALUE;
    private double missed;

    /** Since {@link #need}: seconds in which heat is lost, and the sum of what it is outside. */
    private int losing;

    private double outsideSum;
    private Weather weather = Weather.NONE;

    /**
     * Of one day.
     *
     * @param meanC at its start
     * @param nextC at its end
     */
    private record Weather(long day, double meanC, double nextC) {

        static final Weather NONE = new Weather(Long.MIN_VALUE, 0, 0);

        static Weather of(Moment now, long seed) {
            return new Weather(
                    now.day(),
                    mean(now.dayOfYear(), Moment.chance(seed, now.day())),
                    mean(now.dayOfYear() + 1, Moment.chance(seed, now.day() + 1)));
        }

        /**
         * The mean temperature of a day in Ukkel, °C: 3.5 °C in mid-January, 18.5 °C in mid-July,
         * and no two days alike.
         */
        private static double mean(int dayOfYear, Random chance) {
            return 11
                    - 7.5 * Math.cos((dayOfYear - 15) / 365.0 * 2 * Math.PI)
                    + 3 * chance.nextGaussian();
        }

        double celsius(int secondOfDay) {
            double hour = secondOfDay / 3600.0;
            return meanC
                    + (nextC - meanC) * hour / 24
                    - 3 * Math.cos((hour - 4) / 24 * 2 * Math.PI);
        }
    }

    public HeatPump(Make make, long seed) {
        this.make = make;
        this.seed = seed;
        celsius = make.setC - make.bandK / 2;
    }

    private HeatPump(HeatPump other) {
        make = other.make;
        seed = other.seed;
        celsius = other.celsius;
        heats = other.heats;
        runs = other.runs;
        restUntil = other.restUntil;
        missed = other.missed;
        losing = other.losing;
        outsideSum = other.outsideSum;
        weather = other.weather;
    }

    @Override
    public double run(Moment now, Allowance allowed) {
        if (celsius <= make.setC - make.bandK && now.second() >= restUntil) {
            heats = true;
        } else if (celsius >= make.setC) {
            heats = false;
        }
        boolean ran = runs;
        runs = heats && allowed.of(make.watts) >= make.watts && now.second() >= restUntil;
        if (ran && !runs) {
            restUntil = now.second() + make.restS;
        }
        double watts = runs ? make.watts : 0;
        double outside = outside(now);
        double loss = make.lossWattsPerK * (celsius - outside);
        if (loss > 0) {
            losing++;
            outsideSum += outside;
        }
        celsius += (watts * make.cop + GAINS - Math.max(0, loss)) / capacity(make);
        missed += breach() > 0 ? Math.max(0, loss - GAINS) / make.cop : 0;
        return watts;
    }

    private double outside(Moment now) {
        if (weather.day != now.day()) {
            weather = Weather.of(now, seed);
        }
        return weather.celsius(now.secondOfDay());
    }

    private static double capacity(Make make) {
        return make.heatKwhPerK * 3_600_000;
    }

    @Override
    public Need need() {
        int quarter = 900;
        double capacity = capacity(make);
        double slack = ROUNDING_K * capacity;
        double now = celsius * capacity;
        Need need =
                new Need(
                        make.watts,
                        0,
                        1 - make.lossWattsPerK * losing / capacity,
                        make.cop,
                        0,
                        -GAINS * quarter - make.lossWattsPerK * outsideSum,
                        Math.min(now, make.comfortC * capacity) - slack,
                        Math.max(now, make.setC * capacity) + slack);
        losing = 0;
        outsideSum = 0;
        return need;
    }

    @Override
    public SimulatedLoad copy() {
        return new HeatPump(this);
    }

    @Override
    public double breach() {
        return Math.max(0, make.comfortC - celsius);
    }

    @Override
    public String unit() {
        return "K";
    }

    @Override
    public double missed() {
        return missed;
    }

    @Override
    public boolean isFine(Moment now) {
        return celsius >= make.comfortC;
    }
}
