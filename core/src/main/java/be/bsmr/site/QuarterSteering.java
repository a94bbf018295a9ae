package be.bsmr.site;

import be.bsmr.control.Plan;

/**
 * What the controller carries with it through one quarter.
 *
 * @param withheld energy that the loads would not have drawn, had the controller been allowed to
 *     act, J
 * @param plan made when it began
 */
public record QuarterSteering(double withheld, Plan plan) {

    static final QuarterSteering NONE = new QuarterSteering(0, Plan.NONE);
}
