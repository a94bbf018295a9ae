package be.bsmr.backtest;

import be.bsmr.control.Load;
import be.bsmr.simulator.SimulatedLoad;

/**
 * A load of a trial: what we may do with it, and how it answers.
 *
 * @param simulated as it stands before the first second; only copies of it run
 * @param delayS from a command to its effect, s
 * @param failing share of the attempts that come to nothing, 0…1; the actuator makes four, with
 *     growing pauses, and says when it gives up
 * @param metered whether a meter of its own says what it draws
 */
public record ControlledLoad(
        Load load, SimulatedLoad simulated, int delayS, double failing, boolean metered) {

    public ControlledLoad {
        if (delayS < 0) {
            throw new IllegalArgumentException("delay_s is 0 or more, not " + delayS);
        }
        if (!(failing >= 0 && failing <= 1)) {
            throw new IllegalArgumentException("failing is a share, 0 to 1, not " + failing);
        }
    }
}
