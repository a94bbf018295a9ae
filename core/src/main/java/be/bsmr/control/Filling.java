package be.bsmr.control;

import be.bsmr.quarter.QuarterHour;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Puts what is due into coming quarters up to some demand, the earliest end first. */
final class Filling {

    private static final double QUARTER = QuarterHour.LENGTH.toSeconds();

    /** The demand is found to within this, W. */
    private static final double EXACT = 10;

    private final QuarterHour first;
    private final double[] base;
    private final List<Duty> duties;

    /**
     * @param first the first of the quarters
     * @param base what each comes to without what is due, W
     * @param duties the earliest end first
     */
    Filling(QuarterHour first, double[] base, List<Duty> duties) {
        this.first = first;
        this.base = base;
        this.duties = duties;
    }

    /** The least demand up to which all is drawn in time, W; at least {@code low}. */
    double least(double low) {
        if (isEnough(low)) {
            return low;
        }
        double below = low;
        double enough =
                Math.max(low + EXACT, Arrays.stream(base).max().orElse(0))
                        + duties.stream().mapToDouble(Duty::watts).sum();
        while (enough - below > EXACT) {
            double middle = (below + enough) / 2;
            if (isEnough(middle)) {
                enough = middle;
            } else {
                below = middle;
            }
        }
        return enough;
    }

    private boolean isEnough(double level) {
        double all = Arrays.stream(upTo(level, false)).flatMapToDouble(Arrays::stream).sum();
        return all >= duties.stream().mapToDouble(Duty::joules).sum() - EXACT * QUARTER;
    }

    /** What each draws in each quarter, J; what gets urgent is drawn above {@code level}. */
    double[][] upTo(double level) {
        return upTo(level, true);
    }

    private double[][] upTo(double level, boolean inTime) {
        double[][] drawn = new double[duties.size()][base.length];
        double[] had = new double[duties.size()];
        for (int i = 0; i < base.length; i++) {
            Instant start = first.later(i).start();
            Instant end = first.later(i).end();
            double room = level - base[i];
            for (int d = 0; d < duties.size(); d++) {
                Duty duty = duties.get(d);
                if (end.isAfter(duty.from()) && start.isBefore(duty.until())) {
                    double left =
                            Math.max(
                                    QUARTER,
                                    (double) Duration.between(start, duty.until()).toSeconds());
                    double needed = (duty.joules() - had[d]) / left;
                    boolean urgent = inTime && needed > OwnersLimits.URGENT * duty.watts();
                    double takes = duty.takes(urgent ? Math.max(room, needed) : room, had[d]);
                    had[d] += takes;
                    room -= takes / QUARTER;
                    drawn[d][i] = takes;
                }
            }
        }
        return drawn;
    }
}
