package be.bsmr.simulator;

/**
 * An appliance with physics of its own, that follows what it is allowed. What people want of it and
 * when depends on its seed and the date only, so that two ways of control meet the same wishes.
 * Changes as it runs.
 */
public interface SimulatedLoad {

    /**
     * One second passes.
     *
     * @return what it drew on average, W; below zero it fed the house
     */
    double run(Moment now, Allowance allowed);

    /** A copy of this load that goes its own way from now on. */
    SimulatedLoad copy();

    /** By how much it lets people down in the second that has just passed, in {@link #unit}. */
    double breach();

    /** Of {@link #breach}: {@code K}, {@code kWh} or {@code min}. */
    String unit();

    /** Energy that people wanted by now and did not get, J. */
    double missed();

    /** Whether nobody is let down when it gets all it likes from now on. */
    boolean isFine(Moment now);

    /**
     * What it needed since it was last asked, a quarter ago, when nobody controls: what nobody can
     * have because of its own size is not asked of it.
     */
    Need need();

    /** Whether it only keeps energy, so that nobody waits for what it does not draw. */
    default boolean isStore() {
        return false;
    }
}
