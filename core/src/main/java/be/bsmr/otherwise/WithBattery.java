package be.bsmr.otherwise;

import be.bsmr.otherwise.Lived.Quarter;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Battery;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The past with a battery in the house that BSMR controls.
 *
 * <p>It knows no more than BSMR would have known. Of a quarter-hour it gives what stands above the
 * month's target, 2.5 kW, the peak so far or the owner's goal, as far as its power and what it
 * holds allow: within a quarter BSMR foresees the end and sets a battery every minute. It is filled
 * from what is exported, and from the grid with the room that is left below the target, which it
 * therefore never raises. While the house has exported within a day, half of it is kept for peaks
 * and the other half gives what it took of the sun as soon as the house draws; else all of it is
 * kept for peaks. It begins half full.
 *
 * @param months {@code least} is the lowest target that it could have held, had somebody known the
 *     whole month in advance
 * @param given what it gave the house
 * @param forPeaks what of that stood above the target
 * @param ofSun what it took of what was exported
 * @param importBefore all import that is known
 * @param importAfter the same, with the battery
 * @param addedImport by how much each month's import would have been more, below zero less
 */
public record WithBattery(
        List<Month> months,
        Energy given,
        Energy forPeaks,
        Energy ofSun,
        Energy importBefore,
        Energy importAfter,
        Map<YearMonth, Energy> addedImport) {

    private static final double SECONDS = QuarterHour.LENGTH.toSeconds();
    private static final Duration SUNNY = Duration.ofDays(1);

    /** How exactly the level of a month is looked for, W. */
    private static final int STEP = 10;

    /**
     * Lives through it.
     *
     * @param target what BSMR keeps to
     * @param progress told the share that is done, 0…1; what it throws ends this
     */
    public static WithBattery of(
            Lived lived, Battery.Make make, PeakTarget target, DoubleConsumer progress) {
        Run run = new Run(make, target);
        List<Month> months = new ArrayList<>();
        Map<YearMonth, Energy> added = new TreeMap<>();
        SortedMap<YearMonth, List<Quarter>> past = lived.months();
        double before = 0;
        for (Map.Entry<YearMonth, List<Quarter>> e : past.entrySet()) {
            double soFar = run.imported;
            double own = e.getValue().stream().mapToDouble(q -> q.imported().joules()).sum();
            before += own;
            Power would = run.live(e.getKey(), e.getValue(), Power.ZERO);
            added.put(e.getKey(), joules(run.imported - soFar - own));
            Power least = lowest(e.getKey(), e.getValue(), make, target);
            months.add(
                    new Month(
                            e.getKey(),
                            Lived.highest(e.getValue()),
                            least.min(would),
                            would,
                            would));
            progress.accept((double) months.size() / past.size());
        }
        return new WithBattery(
                List.copyOf(months),
                joules(run.given),
                joules(run.forPeaks),
                joules(run.ofSun),
                joules(before),
                joules(run.imported),
                Map.copyOf(added));
    }

    private static Energy joules(double joules) {
        return new Energy(Math.round(joules));
    }

    /** The lowest level at which a battery that is half full at its beginning holds a month. */
    private static Power lowest(
            YearMonth month, List<Quarter> quarters, Battery.Make make, PeakTarget target) {
        int low = target.in(month, PeakHistory.EMPTY).watts();
        int high = Math.max(low, Lived.highest(quarters).watts());
        while (high - low > STEP) {
            int middle = (low + high) / 2;
            Power reached = new Run(make, target).live(month, quarters, new Power(middle));
            if (reached.watts() > middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new Power(high);
    }

    /** A battery on its way through the quarters. */
    private static final class Run {

        private final PeakTarget target;
        private final double capacity;
        private final double most;

        /** Of each way. */
        private final double share;

        private double held;
        private double given;
        private double forPeaks;
        private double ofSun;
        private double imported;
        private @Nullable Instant sun;

        Run(Battery.Make make, PeakTarget target) {
            this.target = target;
            capacity = make.kwh() * 3_600_000;
            most = make.watts() * SECONDS;
            share = Math.sqrt(make.efficiency());
            held = capacity / 2;
        }

        /** Returns the month's peak. */
        Power live(YearMonth month, List<Quarter> quarters, Power level) {
            Power floor = target.in(month, PeakHistory.EMPTY);
            Power peak = Power.ZERO;
            for (Quarter q : quarters) {
                Power paid = target.follows() ? floor.max(peak) : floor;
                double joules =
                        quarter(q, paid.watts() * SECONDS, paid.max(level).watts() * SECONDS);
                imported += joules;
                if (q.complete()) {
                    peak = peak.max(Power.ofWatts(Math.round(joules / SECONDS)));
                }
            }
            return peak;
        }

        /**
         * @param paid up to which it may be filled from the grid, J
         * @param level above which it gives, J
         * @return what is imported then, J
         */
        private double quarter(Quarter q, double paid, double level) {
            double drawn = q.imported().joules();
            double exported = q.exported().joules();
            Instant at = q.quarter().start();
            if (exported > 0) {
                sun = at;
            }
            boolean sunny = sun != null && Duration.between(sun, at).compareTo(SUNNY) < 0;
            double kept = sunny ? capacity / 2 : capacity;
            if (drawn > level) {
                double peak = give(Math.min(most, drawn - level), 0);
                forPeaks += peak;
                return drawn - peak;
            }
            double taken = take(Math.min(most, exported), capacity);
            ofSun += taken;
            if (taken > 0) {
                return drawn;
            }
            return held > kept
                    ? drawn - give(Math.min(most, drawn), kept)
                    : drawn + take(Math.min(most, Math.max(0, paid - drawn)), kept);
        }

        /**
         * Gives the house up to {@code joules}, and holds {@code least} at the end; returns what.
         */
        private double give(double joules, double least) {
            double out = Math.min(joules, Math.max(0, held - least) * share);
            held -= out / share;
            given += out;
            return out;
        }

        /** Takes up to {@code joules}, until it holds {@code full}; returns what it took. */
        private double take(double joules, double full) {
            double in = Math.min(joules, Math.max(0, full - held) / share);
            held += in * share;
            return in;
        }
    }
}
