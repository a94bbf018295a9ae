package be.bsmr.otherwise;

import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Allowance;
import be.bsmr.simulator.Moment;
import be.bsmr.simulator.Need;
import be.bsmr.simulator.SimulatedLoad;

/** A load of the past: what it may not draw it draws later, as soon as it may. */
final class Postponed implements SimulatedLoad {

    static final int QUARTER = (int) QuarterHour.LENGTH.toSeconds();

    private final double power;

    /** What it drew in the past in each second of the last quarter of an hour, W. */
    private final double[] wishes;

    /** What it was to draw by now and did not, J. */
    private double waiting;

    /** What it was to draw since its need was last told, J. */
    private double wished;

    /**
     * @param power the most that it draws, W
     * @param wishes what it drew in the past in each second of the last quarter of an hour, W,
     *     which goes on to be written
     */
    Postponed(double power, double[] wishes) {
        this(power, wishes, 0);
    }

    private Postponed(double power, double[] wishes, double waiting) {
        this.power = power;
        this.wishes = wishes;
        this.waiting = waiting;
    }

    @Override
    public double run(Moment now, Allowance allowed) {
        double wish = wishes[(int) Math.floorMod(now.second(), (long) QUARTER)];
        wished += wish;
        waiting += wish;
        double watts = allowed.of(Math.min(power, waiting));
        waiting -= watts;
        return watts;
    }

    @Override
    public SimulatedLoad copy() {
        return new Postponed(power, wishes, waiting);
    }

    /** Nobody knows by when it was needed. */
    @Override
    public double breach() {
        return 0;
    }

    @Override
    public String unit() {
        return "kWh";
    }

    @Override
    public double missed() {
        return waiting;
    }

    @Override
    public boolean isFine(Moment now) {
        return true;
    }

    @Override
    public Need need() {
        Need need = new Need(power, 0, 1, 1, 0, wished, Double.NEGATIVE_INFINITY, 0);
        wished = 0;
        return need;
    }
}
