package be.bsmr.control;

import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What would be if the controller's decisions were carried out, when they are not: the loads stay
 * as they are, and the quarter is judged as if they had been shed.
 */
public final class Shadow {

    private Shadow() {}

    /** The loads as they truly are when nothing is touched: all free. */
    public static List<LoadNow> untouched(List<LoadNow> decided) {
        return decided.stream()
                .map(s -> s.moved(LoadState.Position.CONNECTED, s.load().free(), s.since(), null))
                .toList();
    }

    /** The decisions so far, with what was seen of the loads since. */
    public static List<LoadNow> decided(List<LoadNow> decided, List<LoadNow> seen) {
        List<LoadNow> next = new ArrayList<>();
        for (int i = 0; i < decided.size(); i++) {
            next.add(
                    decided.get(i)
                            .checked(null, 0)
                            .drawing(seen.get(i).draw())
                            .counting(seen.get(i).day()));
        }
        return next;
    }

    /** What the loads draw that they would not, had they been told, W. */
    public static int withheld(List<LoadNow> decided, Instant now) {
        int watts = 0;
        for (LoadNow s : decided) {
            LoadNow free = untouched(List.of(s)).get(0);
            int drawn = Math.max(0, free.drawn(now).watts());
            if (s.isShed()) {
                watts += drawn;
            } else if (s.load().actuation() instanceof Actuation.Modulating m
                    && s.value() != null) {
                watts += Math.max(0, drawn - m.power(s.value()).watts());
            }
        }
        return watts;
    }

    /**
     * The outlook as it would be if what was decided had been done.
     *
     * @param withheldJoules what the loads would not have drawn in the running quarter so far, J
     * @param withheldWatts what they would not draw from now on, W
     */
    public static Outlook outlook(Outlook seen, double withheldJoules, int withheldWatts) {
        double joules = withheldJoules + withheldWatts * (seen.left().toMillis() / 1000.0);
        Power less = Power.ofWatts(-Math.round(joules / QuarterHour.LENGTH.toSeconds()));
        return new Outlook(
                seen.at(),
                seen.soFar(),
                seen.forecast().plus(less),
                seen.target(),
                seen.limit(),
                seen.alarmLine(),
                seen.most(),
                seen.alarm());
    }

    /** These decisions, marked as not carried out. */
    public static List<Decision> told(List<Decision> decisions) {
        return decisions.stream().map(Decision::inShadow).toList();
    }
}
