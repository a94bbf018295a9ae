package be.bsmr.backtest;

import be.bsmr.control.Outlook;
import be.bsmr.meter.Reading;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.Forecaster;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.site.SiteStep;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends readings through a site that has seen nothing before, asks it each minute where the quarter
 * will end, and holds the answers against what came. What came is the growth of the import register
 * over the quarter; for a meter without one, the integral of its power. Changes as it runs.
 *
 * <p>Nothing is known before its time: a forecast is made with the readings up to its checkpoint.
 */
public final class ForecastTrial {

    /** A quarter with a longer silence than this is not scored: what came is not known. */
    public static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

    /** A quarter is high when its demand is above this: what came decides, no forecast does. */
    public static final Power HIGH = new Power(2000);

    /** Of which the probability to be passed is judged: the tariff's minimum, and a common goal. */
    public static final List<Power> LIMITS = List.of(new Power(2500), new Power(4000));

    /**
     * Forecasts are told apart by how long the forecaster has lived: up to these hours, and later.
     */
    public static final List<Integer> AGES = List.of(1, 2, 4, 8, 24, Integer.MAX_VALUE);

    private static final long HOUR = 3600;
    private static final long QUARTER = QuarterHour.LENGTH.toSeconds();
    private static final int CHECKPOINT = 60;
    private static final int CHECKPOINTS = (int) QUARTER / CHECKPOINT - 1;
    private static final long NEVER = Long.MIN_VALUE;

    private final Site site = new Site(SiteSettings.DEFAULT);
    private SiteState state;
    private final long longestSilence;
    private final Instant from;
    private final Instant to;

    private final Means means = new Means();
    private long first = NEVER;
    private long last = NEVER;
    private @Nullable Energy register;

    /** Import counted since the first reading. */
    private double joules;

    private @Nullable Quarter quarter;

    private final Tally[] tallies = new Tally[CHECKPOINTS];
    private final Tally[] ages = new Tally[AGES.size()];
    private final BreakTally[] breaks = new BreakTally[LIMITS.size()];
    private int quarters;
    private int high;

    /** A quarter known from its first instant, and what was foreseen of it. */
    private static final class Quarter {
        private final long start;
        private final double joulesAtStart;
        private final @Nullable Foreseen[] foreseen = new @Nullable Foreseen[CHECKPOINTS];

        /** The checkpoint that comes next, s since 1970. */
        private long next;

        /**
         * @param now the newest reading; checkpoints before it went by in silence
         */
        Quarter(long start, double joulesAtStart, long now) {
            this.start = start;
            this.joulesAtStart = joulesAtStart;
            long passed = (now - start + CHECKPOINT - 1) / CHECKPOINT;
            next = start + Math.max(1, passed) * CHECKPOINT;
        }
    }

    /**
     * @param longestSilence between two readings; {@link #LONGEST_SILENCE}, or less for a trace
     *     whose silences have been filled
     * @param from only quarters that begin then or later are scored; all are learned from
     * @param to only quarters that end then or earlier are scored
     */
    public ForecastTrial(Duration longestSilence, Instant from, Instant to) {
        this(Forecaster.EMPTY, longestSilence, from, to);
    }

    /**
     * @param forecaster to begin with: {@link Forecaster#EMPTY}, or {@link Forecaster#SMALL}
     */
    public ForecastTrial(Forecaster forecaster, Duration longestSilence, Instant from, Instant to) {
        state = SiteState.initial(SiteSettings.DEFAULT, PeakHistory.EMPTY, forecaster);
        this.longestSilence = longestSilence.toSeconds();
        this.from = from;
        this.to = to;
        for (int i = 0; i < CHECKPOINTS; i++) {
            tallies[i] = new Tally();
        }
        for (int i = 0; i < ages.length; i++) {
            ages[i] = new Tally();
        }
        for (int i = 0; i < breaks.length; i++) {
            breaks[i] = new BreakTally(LIMITS.get(i).watts());
        }
    }

    /** The next reading; one that is not later than the last is passed over, as the site does. */
    public void take(MeterRead read) {
        long now = read.measuredAt().getEpochSecond();
        foresee(now - 1);
        SiteStep step = site.step(state, read);
        state = step.state();
        if (!step.newReading()) {
            return;
        }
        count(now, read.reading());
        foresee(now);
    }

    private void count(long now, Reading reading) {
        double watts = reading.importPower() == null ? 0 : reading.importPower().watts();
        Energy counted = reading.imported().sum().orElse(null);
        long silence = last == NEVER ? Long.MAX_VALUE : now - last;
        boolean swapped = counted != null && register != null && register.isAbove(counted);
        if (silence <= 0 || silence > longestSilence || swapped) {
            abandon(now);
            means.forget();
            means.add(watts, 1);
        } else {
            double grown =
                    counted != null && register != null
                            ? counted.minus(register).joules()
                            : watts * silence;
            long boundary = Math.floorDiv(now, QUARTER) * QUARTER;
            if (boundary > last) {
                turn(boundary, joules + grown * (boundary - last) / silence, now);
            }
            joules += grown;
            means.add(watts, silence);
        }
        first = first == NEVER ? now : first;
        last = now;
        register = counted != null ? counted : register;
    }

    /** What the running quarter will come to cannot be known; a new one may begin just now. */
    private void abandon(long now) {
        quarter = Math.floorMod(now, QUARTER) == 0 ? new Quarter(now, joules, now) : null;
    }

    private void turn(long boundary, double joulesThen, long now) {
        if (quarter != null) {
            end(quarter, (joulesThen - quarter.joulesAtStart) / QUARTER);
        }
        quarter = new Quarter(boundary, joulesThen, now);
    }

    /** Makes the forecasts that are due by {@code time}, with what is known now. */
    private void foresee(long time) {
        Quarter q = quarter;
        while (q != null && q.next <= time && q.next < q.start + QUARTER) {
            q.foreseen[(int) (q.next - q.start) / CHECKPOINT - 1] = foreseen(q);
            q.next += CHECKPOINT;
        }
    }

    private @Nullable Foreseen foreseen(Quarter q) {
        Outlook outlook = state.foresight().outlook();
        if (outlook == null) {
            return null;
        }
        double soFar = joules - q.joulesAtStart;
        long elapsed = last - q.start;
        Map<Method, Double> watts = new EnumMap<>(Method.class);
        for (Method m : Method.values()) {
            double goesOn =
                    switch (m) {
                        case BSMR -> Double.NaN;
                        case MEAN30 -> means.mean30();
                        case LAST -> means.last();
                        case SO_FAR -> elapsed == 0 ? means.last() : soFar / elapsed;
                        case EMA120 -> means.ema120();
                        case EMA300 -> means.ema300();
                    };
            watts.put(m, (soFar + goesOn * (QUARTER - elapsed)) / QUARTER);
        }
        watts.put(Method.BSMR, (double) outlook.forecast().demand().watts());
        DemandDistribution likely = outlook.forecast().likely();
        double[] passing = new double[breaks.length];
        for (int i = 0; i < passing.length; i++) {
            passing[i] = likely.probabilityAbove(LIMITS.get(i));
        }
        return new Foreseen(watts, likely.interval(0.8), likely.interval(0.95), passing);
    }

    private boolean isAsked(long start) {
        return start >= from.getEpochSecond() && start + QUARTER <= to.getEpochSecond();
    }

    private void end(Quarter q, double came) {
        if (!isAsked(q.start)) {
            return;
        }
        quarters++;
        boolean isHigh = came > HIGH.watts();
        high += isHigh ? 1 : 0;
        for (int i = 0; i < CHECKPOINTS; i++) {
            Foreseen foreseen = q.foreseen[i];
            if (foreseen == null) {
                continue;
            }
            tallies[i].add(foreseen, came, isHigh);
            age(q.start + (i + 1L) * CHECKPOINT).add(foreseen, came, isHigh);
            for (int b = 0; b < breaks.length; b++) {
                breaks[b].add(foreseen.breaks()[b], came);
            }
        }
    }

    private Tally age(long at) {
        int i = 0;
        while (i < ages.length - 1 && at - first > AGES.get(i) * HOUR) {
            i++;
        }
        return ages[i];
    }

    /** How many whole quarters lie between the first reading and the last. */
    private int asked() {
        long start = Math.max(first, from.getEpochSecond());
        long end = Math.min(last, to.getEpochSecond());
        return (int) (Math.floorDiv(end, QUARTER) - -Math.floorDiv(-start, QUARTER));
    }

    /** So far. */
    public ForecastScore score() {
        Tally all = new Tally();
        List<ForecastScore.AtCheckpoint> byCheckpoint = new ArrayList<>();
        for (int i = 0; i < CHECKPOINTS; i++) {
            Tally t = tallies[i];
            all.add(t);
            byCheckpoint.add(
                    new ForecastScore.AtCheckpoint(
                            Duration.ofSeconds((i + 1L) * CHECKPOINT),
                            t.n(),
                            t.high(),
                            t.errors(),
                            t.ranges()));
        }
        List<ForecastScore.AtAge> byAge = new ArrayList<>();
        for (int i = 0; i < ages.length; i++) {
            Tally t = ages[i];
            byAge.add(
                    new ForecastScore.AtAge(AGES.get(i), t.n(), t.high(), t.errors(), t.ranges()));
        }
        List<ForecastScore.Break> judged = new ArrayList<>();
        for (BreakTally b : breaks) {
            judged.add(b.result());
        }
        return new ForecastScore(
                quarters,
                high,
                Math.max(0, asked() - quarters),
                all.n(),
                all.high(),
                all.errors(),
                new ForecastScore.Certainty(all.ranges(), judged),
                byCheckpoint,
                byAge);
    }
}
