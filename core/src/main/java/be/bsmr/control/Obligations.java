package be.bsmr.control;

import be.bsmr.control.LoadState.Position;
import java.time.Instant;
import java.util.List;

/**
 * What must be done with loads whatever the quarter comes to: what a person has told, and what the
 * owner's limits ask. It comes before all that is done for the peak.
 */
final class Obligations {

    private final ControlPlan plan;
    private final Instant now;

    Obligations(ControlPlan plan) {
        this.plan = plan;
        now = plan.now();
    }

    void apply() {
        override();
        countDue();
        endWithholding();
    }

    /** A manual override holds also after a restart, or when the meter was silent. */
    private void override() {
        for (LoadNow s : List.copyOf(plan.loads())) {
            boolean off = s.mode() == ManualOverride.ALWAYS_SHED && !s.isShed();
            boolean on = s.mode() == ManualOverride.ALWAYS_ON && s.isShed();
            if (off || on) {
                plan.act(
                        s.moved(
                                off ? Position.SHED : Position.CONNECTED,
                                s.load().free(),
                                now,
                                null),
                        0);
            }
        }
    }

    /** Begins to count what a load draws when its time of day begins, and ends it with that. */
    private void countDue() {
        for (int i = 0; i < plan.loads().size(); i++) {
            LoadNow s = plan.loads().get(i);
            Due due = s.load().limits().due();
            if (due == null) {
                continue;
            }
            boolean counts = due.time().contains(plan.view().local());
            if (counts != (s.day().dueSince() != null)) {
                plan.count(s.counting(s.day().due(counts ? now : null, 0)));
            }
        }
    }

    /**
     * Gives back what may not be withheld any longer: its longest time is up, it is one of the
     * times at which it is left alone, or what is due needs nearly all the time that is left.
     */
    private void endWithholding() {
        OwnersLimits owner = plan.owner();
        for (LoadNow s : List.copyOf(plan.loads())) {
            if (!s.isShed() || s.isInHand(now)) {
                continue;
            }
            boolean tooLong = plan.turns().hasCome(s) && owner.isShedLongEnough(s);
            if (tooLong || owner.isLeftAlone(s) || owner.isUrgent(s)) {
                plan.restore(
                        tooLong ? s.resting(now.plus(Turns.rest(s))) : s,
                        Decision.What.LOAD_RESTORED_FOR_COMFORT);
            }
        }
    }
}
