package be.bsmr.simulator;

/**
 * What an appliance is allowed.
 *
 * @param on false = without power, or paused
 * @param watts the most that it may draw; below zero a battery must feed so much; not a number =
 *     nobody ever said, which a battery takes for nothing and the others for all
 */
public record Allowance(boolean on, double watts) {

    /** What a load may do that nobody controls: all that it wants. */
    public static final Allowance UNCONTROLLED = new Allowance(true, Double.NaN);

    public static final Allowance OFF = new Allowance(false, 0);

    /** What it draws of what it would like to, W. */
    public double of(double wish) {
        return on ? Double.isNaN(watts) ? wish : Math.min(wish, Math.max(0, watts)) : 0;
    }
}
