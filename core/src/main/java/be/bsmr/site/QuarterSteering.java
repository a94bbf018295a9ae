package be.bsmr.site;

import be.bsmr.unit.Power;

/**
 * What the controller carries with it through one quarter.
 *
 * @param withheld energy that the loads would not have drawn, had the controller been allowed to
 *     act, J
 * @param level see {@link be.bsmr.control.View#level}
 */
public record QuarterSteering(double withheld, Power level) {

    static final QuarterSteering NONE = new QuarterSteering(0, Power.ZERO);
}
