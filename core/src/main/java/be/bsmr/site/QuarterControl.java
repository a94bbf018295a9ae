package be.bsmr.site;

import be.bsmr.control.Plan;

/**
 * What the controller carries with it through one quarter.
 *
 * @param withheld energy that the loads would not have drawn, had the controller been allowed to
 *     act, J
 * @param plan made when it began
 */
public record QuarterControl(double withheld, Plan plan) {

    static final QuarterControl NONE = new QuarterControl(0, Plan.NONE);
}
