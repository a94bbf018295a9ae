package be.bsmr.home.trial;

import be.bsmr.backtest.ControlledLoad;
import be.bsmr.simulator.Car;
import be.bsmr.simulator.Dryer;
import be.bsmr.simulator.HeatPump;
import java.time.Duration;

/**
 * How what a load draws may be moved.
 *
 * @param quarters by which it may come later, when {@code how} is not {@link How#WHILE_HERE}
 */
record Movable(How how, int quarters) {

    private static final long QUARTER = 900;

    /** For who set no longest time. */
    private static final Duration USUAL = Duration.ofHours(2);

    enum How {
        /** In any share of a quarter's power. */
        LATER,
        /**
         * May be run later as with {@link #LATER}, but a quarter is run as a whole or not at all.
         */
        LATER_IN_WHOLE_QUARTERS,
        /** Anywhere from arrival to leaving. */
        WHILE_HERE,
        /** It feeds above the level, and is charged below it. */
        STORE
    }

    static Movable of(ControlledLoad load) {
        if (load.simulated().isStore()) {
            return new Movable(How.STORE, 0);
        }
        if (load.simulated() instanceof Car) {
            return new Movable(How.WHILE_HERE, 0);
        }
        Duration longest = load.load().limits().longestShed();
        long seconds = (longest == null ? USUAL : longest).toSeconds();
        if (load.simulated() instanceof Dryer dryer) {
            long slack = (long) dryer.make().withinS() - dryer.make().programS();
            seconds = longest == null ? slack : Math.min(slack, seconds);
        }
        return new Movable(
                load.simulated() instanceof HeatPump ? How.LATER_IN_WHOLE_QUARTERS : How.LATER,
                (int) (Math.max(0, seconds) / QUARTER));
    }
}
