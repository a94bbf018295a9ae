package be.bsmr.simulator;

import java.util.Random;

/**
 * An electric water heater: a mixed tank with a thermostat, from which people draw in the morning
 * and in the evening. Whoever draws when it is colder than {@code comfortC} is let down.
 */
public final class Boiler implements SimulatedLoad {

    /** Heat in a litre of water, J/K. */
    static final double LITRE = 4186;

    /** Belgian mains water, mean of the year, °C. */
    static final double COLD_C = 11;

    /** What comes out of a tap, °C. */
    static final double TAP_C = 40;

    private static final double CELLAR_C = 16;

    /** Of a shower or a tap, l/s at {@link #TAP_C}. */
    private static final double FLOW = 0.1;

    /**
     * How a boiler was built, and who uses it.
     *
     * @param litres of the tank
     * @param watts of the element
     * @param setC where the thermostat stops, °C
     * @param bandK so much below it starts again
     * @param comfortC the least when somebody draws, °C
     * @param litresPerDay drawn on average, of {@link #TAP_C}
     * @param lossWattsPerK through the tank's walls
     */
    public record Make(
            double litres,
            double watts,
            double setC,
            double bandK,
            double comfortC,
            double litresPerDay,
            double lossWattsPerK) {

        public Make {
            Positive.check("litres", litres);
            Positive.check("power_w", watts);
            Positive.check("band_k", bandK);
            Positive.check("litres_per_day", litresPerDay);
            if (comfortC < TAP_C || comfortC >= setC - bandK) {
                throw new IllegalArgumentException(
                        "comfort_c is "
                                + TAP_C
                                + " °C or more, and below where the thermostat starts, not "
                                + comfortC);
            }
        }

        /** Heat that the tank takes from the coldest to the warmest, J/K. */
        public double capacity() {
            return litres * LITRE;
        }
    }

    private final Make make;
    private final long seed;
    private double celsius;
    private boolean heats;
    private double breach;
    private double missed;

    /** Heat drawn since {@link #need}, J. */
    private double drained;

    private Draws draws = Draws.NONE;

    /** When people draw on one day: starts and ends, s of the day. */
    @SuppressWarnings("ArrayRecordComponent") // stays within this class and is never changed
    private record Draws(long day, int[] from, int[] to) {

        static final Draws NONE = new Draws(Long.MIN_VALUE, new int[0], new int[0]);

        static Draws of(long day, Random chance, double litres) {
            int most = 64;
            int[] from = new int[most];
            int[] to = new int[most];
            int n = 0;
            // Some days more, some less.
            double left = litres * (0.6 + 0.8 * chance.nextDouble());
            while (left > 1 && n < most) {
                boolean shower = left > 30 && chance.nextInt(3) > 0;
                double drawn = shower ? 30 + chance.nextInt(31) : 2 + chance.nextInt(9);
                int kind = chance.nextInt(20);
                double at =
                        kind < 9
                                ? 7.25 + 0.6 * chance.nextGaussian()
                                : kind < 16
                                        ? 20 + 1.4 * chance.nextGaussian()
                                        : 7 + 15 * chance.nextDouble();
                int start = (int) (Math.min(23.5, Math.max(0, at)) * 3600);
                from[n] = start;
                to[n] = start + (int) (Math.min(drawn, left) / FLOW);
                left -= drawn;
                n++;
            }
            return new Draws(day, java.util.Arrays.copyOf(from, n), java.util.Arrays.copyOf(to, n));
        }

        /** How many taps run. */
        int running(int second) {
            int n = 0;
            for (int i = 0; i < from.length; i++) {
                n += second >= from[i] && second < to[i] ? 1 : 0;
            }
            return n;
        }
    }

    public Boiler(Make make, long seed) {
        this.make = make;
        this.seed = seed;
        celsius = make.setC;
    }

    private Boiler(Boiler other) {
        make = other.make;
        seed = other.seed;
        celsius = other.celsius;
        heats = other.heats;
        breach = other.breach;
        missed = other.missed;
        drained = other.drained;
        draws = other.draws;
    }

    @Override
    public double run(Moment now, Allowance allowed) {
        double drawn = drawnHeat(now);
        if (celsius <= make.setC - make.bandK) {
            heats = true;
        } else if (celsius >= make.setC) {
            heats = false;
        }
        double watts = heats ? allowed.of(make.watts) : 0;
        celsius += (watts - drawn - make.lossWattsPerK * (celsius - CELLAR_C)) / make.capacity();
        return watts;
    }

    /** Heat that the taps take in one second, J. */
    private double drawnHeat(Moment now) {
        if (draws.day != now.day()) {
            draws = Draws.of(now.day(), Moment.chance(seed, now.day()), make.litresPerDay);
        }
        int taps = draws.running(now.secondOfDay());
        breach = taps == 0 ? 0 : Math.max(0, make.comfortC - celsius);
        double wanted = taps * FLOW * LITRE * (TAP_C - COLD_C);
        // Water that is not warm enough comes out as it is.
        double got = taps * FLOW * LITRE * (Math.min(TAP_C, celsius) - COLD_C);
        missed += wanted - got;
        drained += got;
        return got;
    }

    @Override
    public Need need() {
        int quarter = 900;
        double capacity = make.capacity();
        double now = (celsius - COLD_C) * capacity;
        double lost = make.lossWattsPerK * quarter;
        Need need =
                new Need(
                        make.watts,
                        0,
                        1 - lost / capacity,
                        1,
                        0,
                        drained + lost * (COLD_C - CELLAR_C),
                        drained > 0 ? Math.min(now, (make.comfortC - COLD_C) * capacity) : 0,
                        Math.max(now, (make.setC - COLD_C) * capacity));
        drained = 0;
        return need;
    }

    @Override
    public SimulatedLoad copy() {
        return new Boiler(this);
    }

    @Override
    public double breach() {
        return breach;
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
