package be.bsmr.quarter;

import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The quarter that runs now, as far as it is known. Three estimators run side by side; the best
 * that has what it needs is believed (see {@link Estimator}).
 *
 * <p>Works on the meter's time only: a missing second is a gap, never a zero, and a telegram
 * stamped exactly on a boundary ends one quarter and begins the next with the same register value.
 *
 * @param quarter the clock quarter
 * @param last the newest sample, not after the quarter's end
 * @param startRegister import register at the quarter's first instant; null when it was not seen
 * @param firstRegister first import register seen in this quarter; null when none was
 * @param demand newest 1.4.0 of this quarter; null when none was seen
 * @param integrated import power over the meter's time, gaps bridged with the mean of their two
 *     ends
 * @param covered time that telegrams vouch for
 * @param fromStart whether samples reach back to the quarter's first instant
 * @param cadence the meter's own interval between telegrams: the shortest seen, 1 s to 10 s
 */
public record RunningQuarter(
        QuarterHour quarter,
        Sample last,
        @Nullable Energy startRegister,
        @Nullable Energy firstRegister,
        @Nullable Power demand,
        Energy integrated,
        Duration covered,
        boolean fromStart,
        Duration cadence) {

    /** DSMR 2 to 4 meters send every 10 s; a longer silence is a gap at any meter. */
    private static final Duration LONGEST_CADENCE = Duration.ofSeconds(10);

    /** A register value at a boundary may be read off a straight line over at most this. */
    private static final Duration LONGEST_BRIDGE = Duration.ofSeconds(60);

    /** How near the end the last 1.4.0 must be to stand for the whole quarter. */
    private static final Duration NEAR_THE_END = Duration.ofSeconds(10);

    private static final double COMPLETE_POWER_COVERAGE = 0.99;

    /**
     * The state after a sample.
     *
     * @param finished the quarter that this sample ended, if it did
     */
    public record Advance(RunningQuarter running, Optional<QuarterDemand> finished) {}

    /** The first sample of a stream. */
    public static RunningQuarter startingWith(Sample first) {
        return opened(QuarterHour.of(first.at()), first, LONGEST_CADENCE, null);
    }

    /**
     * Takes the next sample.
     *
     * @throws IllegalArgumentException when {@code sample} is not later than the last
     */
    public Advance next(Sample sample) {
        if (!sample.at().isAfter(last.at())) {
            throw new IllegalArgumentException(sample.at() + " is not after " + last.at());
        }
        RunningQuarter known = registersRanBackwards(sample) ? withoutRegisters() : this;
        return sample.at().isBefore(quarter.end())
                ? new Advance(known.within(sample), Optional.empty())
                : known.across(sample);
    }

    /** The same quarter after a meter swap: register values of before say nothing any more. */
    public RunningQuarter withoutRegisters() {
        Sample forgetful = new Sample(last.at(), null, last.importPower(), null);
        return new RunningQuarter(
                quarter, forgetful, null, null, null, integrated, covered, fromStart, cadence);
    }

    /** What is known at the time of the last sample; never complete. */
    public QuarterDemand soFar() {
        if (demand != null) {
            return result(demand.during(QuarterHour.LENGTH), Estimator.DEMAND_REGISTER, false);
        }
        Energy since = startRegister != null ? startRegister : firstRegister;
        if (since != null && last.importRegister() != null) {
            return result(last.importRegister().minus(since), Estimator.REGISTERS, false);
        }
        return result(integrated, Estimator.POWER, false);
    }

    /** Whether {@link #soFar} counts from the quarter's first instant. */
    public boolean knownFromStart() {
        return demand != null || startRegister != null || fromStart;
    }

    public Duration elapsed() {
        return quarter.elapsed(last.at());
    }

    private static RunningQuarter opened(
            QuarterHour quarter, Sample sample, Duration cadence, @Nullable Energy startRegister) {
        boolean onBoundary = sample.at().equals(quarter.start());
        Energy start = onBoundary ? sample.importRegister() : startRegister;
        return new RunningQuarter(
                quarter,
                sample,
                start,
                start != null ? start : sample.importRegister(),
                // On the boundary itself 1.4.0 may still show the quarter that just ended.
                onBoundary ? null : sample.demand(),
                Energy.ZERO,
                Duration.ZERO,
                onBoundary,
                cadence);
    }

    private RunningQuarter within(Sample sample) {
        Duration interval = Duration.between(last.at(), sample.at());
        Duration pace = cadenceAfter(interval);
        return new RunningQuarter(
                quarter,
                sample.importRegister() != null ? sample : carryingRegister(sample),
                startRegister,
                firstRegister != null ? firstRegister : sample.importRegister(),
                sample.demand() != null ? sample.demand() : demand,
                integrated.plus(integral(sample, interval, pace)),
                covered.plus(covered(sample, interval, pace)),
                fromStart,
                pace);
    }

    /** One unreadable register line must not hide the value of a second ago. */
    private Sample carryingRegister(Sample sample) {
        return new Sample(
                sample.at(), last.importRegister(), sample.importPower(), sample.demand());
    }

    private Advance across(Sample sample) {
        Instant boundary = quarter.end();
        Duration interval = Duration.between(last.at(), sample.at());
        Duration before = Duration.between(last.at(), boundary);
        Duration after = Duration.between(boundary, sample.at());
        Duration pace = cadenceAfter(interval);
        Energy boundaryRegister = registerAt(boundary, sample, interval);

        Duration coveredInAll = covered(sample, interval, pace);
        Duration coveredAfter = min(coveredInAll, after);
        RunningQuarter ended =
                new RunningQuarter(
                        quarter,
                        new Sample(boundary, boundaryRegister, sample.importPower(), null),
                        startRegister,
                        firstRegister,
                        demand,
                        integrated.plus(integral(sample, before, pace)),
                        covered.plus(coveredInAll.minus(coveredAfter)),
                        fromStart,
                        pace);
        QuarterDemand finished = ended.finish(demandAtEnd(sample, before), boundaryRegister);

        QuarterHour next = QuarterHour.of(sample.at());
        boolean adjacent = next.start().equals(boundary);
        RunningQuarter opened = opened(next, sample, pace, adjacent ? boundaryRegister : null);
        if (adjacent && !after.isZero()) {
            opened =
                    new RunningQuarter(
                            next,
                            opened.last,
                            opened.startRegister,
                            opened.firstRegister,
                            opened.demand,
                            integral(sample, after, pace),
                            coveredAfter,
                            after.compareTo(NEAR_THE_END) <= 0,
                            pace);
        }
        return new Advance(opened, Optional.of(finished));
    }

    private QuarterDemand finish(
            @Nullable Energy byDemandRegister, @Nullable Energy boundaryRegister) {
        if (byDemandRegister != null) {
            return result(byDemandRegister, Estimator.DEMAND_REGISTER, true);
        }
        if (startRegister != null && boundaryRegister != null) {
            return result(boundaryRegister.minus(startRegister), Estimator.REGISTERS, true);
        }
        boolean wholeByPower = fromStart && coverage() >= COMPLETE_POWER_COVERAGE;
        if (wholeByPower) {
            return result(integrated, Estimator.POWER, true);
        }
        return soFar();
    }

    /** Import of the whole quarter by 1.4.0; null when its last value is too far from the end. */
    private @Nullable Energy demandAtEnd(Sample sample, Duration before) {
        if (demand == null) {
            return null;
        }
        boolean onBoundary = sample.at().equals(quarter.end());
        if (onBoundary && sample.demand() != null && sample.demand().compareTo(demand) >= 0) {
            return sample.demand().during(QuarterHour.LENGTH);
        }
        if (before.compareTo(NEAR_THE_END) > 0) {
            return null;
        }
        Power power = sample.importPower() != null ? sample.importPower() : Power.ZERO;
        return demand.during(QuarterHour.LENGTH).plus(power.during(before));
    }

    private @Nullable Energy registerAt(Instant boundary, Sample sample, Duration interval) {
        if (sample.importRegister() == null) {
            return null;
        }
        if (sample.at().equals(boundary)) {
            return sample.importRegister();
        }
        if (last.importRegister() == null || interval.compareTo(LONGEST_BRIDGE) > 0) {
            return null;
        }
        double share =
                Duration.between(last.at(), boundary).toMillis() / (double) interval.toMillis();
        Energy grown = sample.importRegister().minus(last.importRegister());
        return last.importRegister().plus(grown.times(share));
    }

    private boolean registersRanBackwards(Sample sample) {
        return sample.importRegister() != null
                && last.importRegister() != null
                && last.importRegister().isAbove(sample.importRegister());
    }

    private Duration cadenceAfter(Duration interval) {
        return min(cadence, interval);
    }

    private static Duration covered(Sample sample, Duration interval, Duration pace) {
        return sample.importPower() == null ? Duration.ZERO : min(interval, pace);
    }

    /**
     * 1.7.0 is the mean of the last instant: it holds for one cadence back, the gap before is
     * bridged.
     */
    private Energy integral(Sample sample, Duration interval, Duration pace) {
        Power now = sample.importPower();
        if (now == null) {
            return Energy.ZERO;
        }
        Duration held = min(interval, pace);
        Duration gap = interval.minus(held);
        Power then = last.importPower() == null ? now : last.importPower();
        Power bridge = Power.ofWatts(((long) now.watts() + then.watts()) / 2);
        return now.during(held).plus(bridge.during(gap));
    }

    private QuarterDemand result(Energy imported, Estimator estimator, boolean complete) {
        return new QuarterDemand(quarter, imported, coverage(), estimator, complete);
    }

    private double coverage() {
        return Math.min(1, covered.toMillis() / (double) QuarterHour.LENGTH.toMillis());
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
