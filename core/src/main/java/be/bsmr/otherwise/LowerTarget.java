package be.bsmr.otherwise;

import be.bsmr.control.Load;
import be.bsmr.control.LoadMemory;
import be.bsmr.otherwise.Lived.Quarter;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The past under another target: what stood above it would have had to wait.
 *
 * <p>What is above waits until there is room below again, and is drawn then, up to the target. The
 * loads there are can let wait at most what they draw together, only at times when they may be
 * withheld and as long as they may be, and in a day no more than they draw on average. Whether they
 * were drawing just then is not known of a quarter-hour that lies back: the answer is what they
 * could do at best.
 *
 * @param months the peak that would be left, at best
 * @param above quarters above the target
 * @param episodes times at which something would have had to wait
 * @param longest until all of it had been drawn
 * @param moved what would have waited, at best
 * @param beyond quarters that stay above, as the loads cannot do it
 * @param unknown loads of which no power is known; they are counted as if they could do nothing
 */
public record LowerTarget(
        List<Month> months,
        int above,
        int episodes,
        Duration longest,
        Energy moved,
        int beyond,
        List<String> unknown) {

    private static final double SECONDS = QuarterHour.LENGTH.toSeconds();

    /** Less than this does not wait, J: a watt for a quarter. */
    private static final double LEAST = 900;

    /**
     * Lives through it.
     *
     * @param loads those that may wait
     * @param target above zero
     * @param progress told the share that is done, 0…1; what it throws ends this
     */
    public static LowerTarget of(
            Lived lived, List<Load> loads, Power target, DoubleConsumer progress) {
        Map<String, LoadMemory> known = new HashMap<>();
        lived.loads().forEach(m -> known.put(m.load(), m));
        List<Mover> movers = loads.stream().map(l -> Mover.of(l, known.get(l.id()))).toList();
        Run run = new Run(lived, movers, target.watts() * SECONDS);
        List<Month> months = new ArrayList<>();
        SortedMap<YearMonth, List<Quarter>> past = lived.months();
        for (Map.Entry<YearMonth, List<Quarter>> e : past.entrySet()) {
            Power left = Power.ZERO;
            for (Quarter q : e.getValue()) {
                Power demand = Power.ofWatts(Math.round(run.quarter(q) / SECONDS));
                left = q.complete() ? left.max(demand) : left;
            }
            months.add(new Month(e.getKey(), Lived.highest(e.getValue()), left));
            progress.accept((double) months.size() / past.size());
        }
        return new LowerTarget(
                List.copyOf(months),
                run.above,
                run.episodes,
                run.longest,
                new Energy(Math.round(run.moved)),
                run.beyond,
                movers.stream()
                        .filter(m -> m.power().watts() == 0)
                        .map(m -> m.load().id())
                        .toList());
    }

    private static final class Run {

        private final Lived lived;
        private final List<Mover> movers;
        private final double line;
        private final double aDay;

        private int above;
        private int episodes;
        private int beyond;
        private double moved;
        private double waiting;
        private Duration longest = Duration.ZERO;
        private @Nullable Instant since;
        private @Nullable LocalDate day;
        private double today;

        Run(Lived lived, List<Mover> movers, double line) {
            this.lived = lived;
            this.movers = movers;
            this.line = line;
            aDay =
                    movers.stream().anyMatch(m -> m.joulesADay() == null)
                            ? Double.POSITIVE_INFINITY
                            : movers.stream()
                                    .mapToDouble(m -> Objects.requireNonNull(m.joulesADay()))
                                    .sum();
        }

        /** What the quarter comes to then, J. */
        double quarter(Quarter q) {
            double drawn = q.imported().joules();
            Instant at = q.quarter().start();
            LocalDate date = at.atZone(lived.zone()).toLocalDate();
            if (!date.equals(day)) {
                day = date;
                today = 0;
            }
            double comes = drawn > line ? drawn - moved(at, drawn - line) : drawn + caughtUp(drawn);
            if (since != null) {
                Duration so = Duration.between(since, q.quarter().end());
                longest = so.compareTo(longest) > 0 ? so : longest;
                since = waiting < LEAST ? null : since;
            }
            return comes;
        }

        private double caughtUp(double drawn) {
            double more = Math.min(waiting, line - drawn);
            waiting -= more;
            return more;
        }

        private double moved(Instant at, double excess) {
            above++;
            Duration waited = since == null ? Duration.ZERO : Duration.between(since, at);
            double able =
                    movers.stream()
                            .filter(m -> m.mayWait(at, waited, lived.zone()))
                            .mapToDouble(m -> m.power().watts() * SECONDS)
                            .sum();
            double some = Math.min(excess, Math.min(able, Math.max(0, aDay - today)));
            if (excess - some >= LEAST) {
                beyond++;
            }
            if (some >= LEAST && since == null) {
                since = at;
                episodes++;
            }
            today += some;
            moved += some;
            waiting += some;
            return some;
        }
    }
}
