package be.bsmr.control;

import java.util.List;

/**
 * Holds back what is due while energy is dearer than when the plan puts it, as far as its owner's
 * limits allow and as long as it is not urgent.
 */
final class Waiting {

    private final ControlPlan plan;
    private final Shedding shedding;

    /**
     * @param shedding knows what may be held back
     */
    Waiting(ControlPlan plan, Shedding shedding) {
        this.plan = plan;
        this.shedding = shedding;
    }

    void apply() {
        for (LoadNow s : List.copyOf(plan.loads())) {
            if (plan.waits(s) && s.draw().running() && shedding.mayShed(s)) {
                plan.shedForPrice(s);
            }
        }
    }
}
