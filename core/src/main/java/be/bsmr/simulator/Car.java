package be.bsmr.simulator;

import java.util.Random;

/**
 * An electric car at its charger: it comes, wants so much, and goes, as full as it then is. Whoever
 * leaves with less than was wanted is let down.
 */
public final class Car implements SimulatedLoad {

    /** Less than this is not worth a complaint, J: 0.1 kWh. */
    private static final double SLIGHT = 360_000;

    /**
     * The charger, and how the car is used.
     *
     * @param watts the most that it charges with
     * @param leastWatts below this it does not charge at all: 6 A
     * @param arrives local time, s of the day
     * @param leaves local time, s of the day; before {@code arrives} = the next morning
     * @param kwh wanted on average
     */
    public record Make(double watts, double leastWatts, int arrives, int leaves, double kwh) {

        public Make {
            Positive.check("power_w", watts);
            Positive.check("kwh", kwh);
            if (leastWatts < 0 || leastWatts > watts) {
                throw new IllegalArgumentException(
                        "least_w is from 0 to " + watts + ", not " + leastWatts);
            }
            if (arrives == leaves) {
                throw new IllegalArgumentException("arrives and leaves are the same time");
            }
        }
    }

    /**
     * One day.
     *
     * @param arrives s of the day
     * @param leaves s of the day
     * @param joules wanted on arrival
     */
    public record Day(long day, int arrives, int leaves, double joules) {}

    private static final Day NONE = new Day(Long.MIN_VALUE, 0, 0, 0);

    private final Make make;
    private final long seed;
    private Day today = NONE;
    private boolean here;
    private double wanted;
    private double breach;
    private double missed;

    /** Since {@link #need}, s. */
    private int hereFor;

    /** Of all days so far: what was wanted on arrival, and what was got by who has left, J. */
    private double arrivedWith;

    private double leftWith;

    public Car(Make make, long seed) {
        this.make = make;
        this.seed = seed;
    }

    private Car(Car other) {
        make = other.make;
        seed = other.seed;
        today = other.today;
        here = other.here;
        wanted = other.wanted;
        breach = other.breach;
        missed = other.missed;
        hereFor = other.hereFor;
        arrivedWith = other.arrivedWith;
        leftWith = other.leftWith;
    }

    public Make make() {
        return make;
    }

    /** What happens on {@code day}. */
    public Day on(long day) {
        Random chance = Moment.chance(seed, day);
        int half = 1800;
        int arrives = make.arrives + (int) (half * (2 * chance.nextDouble() - 1));
        int leaves = make.leaves + (int) (half * (2 * chance.nextDouble() - 1)) / 2;
        double joules = make.kwh * 3_600_000 * (0.3 + 1.4 * chance.nextDouble());
        return new Day(
                day,
                Math.min(Moment.DAY - 1, Math.max(0, arrives)),
                Math.min(Moment.DAY - 1, Math.max(0, leaves)),
                joules);
    }

    @Override
    public double run(Moment now, Allowance allowed) {
        if (today.day() != now.day()) {
            today = on(now.day());
        }
        breach = 0;
        boolean was = here;
        here = isHere(now.secondOfDay());
        if (here && !was) {
            wanted = today.joules();
            arrivedWith += wanted;
        } else if (was && !here) {
            breach = wanted > SLIGHT ? wanted / 3_600_000 : 0;
            missed += wanted;
            leftWith = arrivedWith - missed - SLIGHT;
            wanted = 0;
        }
        hereFor += here ? 1 : 0;
        double may = allowed.of(make.watts);
        double watts = wanted > 0 && may >= make.leastWatts ? Math.min(may, wanted) : 0;
        wanted -= watts;
        return watts;
    }

    @Override
    public Need need() {
        int quarter = 900;
        Need need = new Need(make.watts * hereFor / quarter, 0, 1, 1, 0, 0, leftWith, arrivedWith);
        hereFor = 0;
        return need;
    }

    private boolean isHere(int second) {
        return make.leaves < make.arrives
                ? second >= today.arrives() || second < today.leaves()
                : second >= today.arrives() && second < today.leaves();
    }

    @Override
    public SimulatedLoad copy() {
        return new Car(this);
    }

    @Override
    public double breach() {
        return breach;
    }

    @Override
    public String unit() {
        return "kWh";
    }

    @Override
    public double missed() {
        return missed;
    }

    @Override
    public boolean isFine(Moment now) {
        if (!here) {
            return true;
        }
        int left = Math.floorMod(today.leaves() - now.secondOfDay(), Moment.DAY);
        // Tomorrow's hour of leaving is not known today.
        return wanted <= make.watts * Math.max(0, left - 900);
    }
}
