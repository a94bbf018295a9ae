package be.bsmr.simulator;

import java.util.Random;

/**
 * A tumble dryer on a plug: started by somebody on some days, it goes on where it was when its
 * power comes back, and must be done within a time of its start.
 */
public final class Dryer implements SimulatedLoad {

    /** The drum, when the heater is off. */
    static final double DRUM_WATTS = 250;

    /** The heater goes on and off in turns of so many seconds; */
    private static final int TURN = 300;

    /** of which so many on. */
    private static final int HEATS = 240;

    /**
     * The machine, and how it is used.
     *
     * @param watts with the heater on
     * @param programS how long it runs
     * @param withinS how long after its start it must be done
     * @param perWeek how often it runs, 0…7
     */
    public record Make(double watts, int programS, int withinS, double perWeek) {

        public Make {
            Positive.check("power_w", watts);
            Positive.check("program_min", programS);
            if (withinS < programS) {
                throw new IllegalArgumentException(
                        "within_min is no less than program_min, not " + withinS / 60);
            }
            if (!(perWeek >= 0 && perWeek <= 7)) {
                throw new IllegalArgumentException("per_week is 0 to 7, not " + perWeek);
            }
        }

        /** What a whole program draws, J. */
        public double joules() {
            double sum = 0;
            for (int s = 0; s < programS; s++) {
                sum += s % TURN < HEATS ? watts : DRUM_WATTS;
            }
            return sum;
        }
    }

    /** A day without a start. */
    public static final int NEVER = -1;

    private final Make make;
    private final long seed;
    private long day = Long.MIN_VALUE;
    private int startsAt = NEVER;
    private int done;
    private long mustBeDone = Long.MAX_VALUE;
    private boolean late;
    private double breach;
    private double missed;

    /** Of all days so far: what those programs draw that began, and that must be done, J. */
    private double begun;

    private double due;

    public Dryer(Make make, long seed) {
        this.make = make;
        this.seed = seed;
        done = make.programS;
    }

    private Dryer(Dryer other) {
        make = other.make;
        seed = other.seed;
        day = other.day;
        startsAt = other.startsAt;
        done = other.done;
        mustBeDone = other.mustBeDone;
        late = other.late;
        breach = other.breach;
        missed = other.missed;
        begun = other.begun;
        due = other.due;
    }

    public Make make() {
        return make;
    }

    /** When it is started on {@code day}, s of the day, or {@link #NEVER}. */
    public int startOn(long day) {
        Random chance = Moment.chance(seed, day);
        return chance.nextDouble() * 7 < make.perWeek
                ? 9 * 3600 + chance.nextInt(11 * 3600)
                : NEVER;
    }

    @Override
    public double run(Moment now, Allowance allowed) {
        if (day != now.day()) {
            day = now.day();
            startsAt = startOn(day);
        }
        if (now.secondOfDay() == startsAt && done >= make.programS) {
            done = 0;
            begun += make.joules();
            late = false;
            mustBeDone = now.second() + make.withinS;
        }
        if (now.second() == mustBeDone) {
            due = begun;
        }
        boolean runs = done < make.programS;
        breach = runs ? Math.max(0, now.second() - mustBeDone) / 60.0 : 0;
        if (breach > 0 && !late) {
            late = true;
            missed += (make.programS - done) * make.joules() / make.programS;
        }
        if (!runs || allowed.of(make.watts) < make.watts) {
            return 0;
        }
        double watts = done % TURN < HEATS ? make.watts : DRUM_WATTS;
        done++;
        return watts;
    }

    @Override
    public Need need() {
        return new Need(make.watts, 0, 1, 1, 0, 0, due, begun);
    }

    @Override
    public SimulatedLoad copy() {
        return new Dryer(this);
    }

    @Override
    public double breach() {
        return breach;
    }

    @Override
    public String unit() {
        return "min";
    }

    @Override
    public double missed() {
        return missed;
    }

    @Override
    public boolean isFine(Moment now) {
        return done >= make.programS || now.second() + (make.programS - done) <= mustBeDone;
    }
}
