package be.bsmr.control;

import be.bsmr.unit.Energy;

/**
 * Energy that a load must have had by a time of day: a car that leaves in the morning. As the time
 * comes near it is given priority over the target.
 *
 * @param energy above zero, in each {@code time}
 * @param time in which it is drawn, on the days on which it begins
 */
public record Due(Energy energy, WeeklyTime time) {

    public Due {
        if (energy.joules() <= 0) {
            throw new IllegalArgumentException("what is due is more than 0 Wh, not " + energy);
        }
    }
}
