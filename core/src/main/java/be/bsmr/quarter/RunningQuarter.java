package be.bsmr.quarter;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The quarter that runs now, as far as it is known. Three estimators run side by side, each with an
 * error bound; the best is believed (see {@link Estimates}).
 *
 * <p>Works on the meter's time only: a missing second is a gap, never a zero, and a telegram
 * stamped exactly on a boundary ends one quarter and begins the next with the same register value.
 *
 * @param quarter the clock quarter
 * @param at the meter's time of the newest sample, not after the quarter's end
 * @param fromStart whether {@code power} reaches back to the quarter's first instant
 * @param believed the estimator believed at the last sample; null at the first of a quarter
 * @param contradiction whether estimators contradict each other, in this quarter or already before
 */
public record RunningQuarter(
        QuarterHour quarter,
        Instant at,
        DemandRegister demand,
        RegisterDifference registers,
        PowerIntegral power,
        boolean fromStart,
        @Nullable Estimator believed,
        Contradiction contradiction) {

    /** How near the start the first telegram must be for power to stand for the whole quarter. */
    private static final Duration NEAR_THE_START = Duration.ofSeconds(10);

    private static final double COMPLETE_POWER_COVERAGE = 0.99;

    /**
     * The state after a sample.
     *
     * @param finished the quarter that this sample ended, if it did
     * @param disagreement two estimators that contradict each other, when they begin to: again only
     *     after a whole quarter without
     */
    public record Advance(
            RunningQuarter running,
            Optional<QuarterDemand> finished,
            Optional<Estimates.Disagreement> disagreement) {}

    /** The first sample of a stream. */
    public static RunningQuarter startingWith(Sample first) {
        PowerIntegral nothing =
                PowerIntegral.startingWith(first.importPower(), PowerIntegral.LONGEST_CADENCE);
        return opened(first, nothing, null, true, Contradiction.NONE);
    }

    /** Since the quarter's first instant. */
    public Duration elapsed() {
        return quarter.elapsed(at);
    }

    /** What is known at the time of the last sample; never complete. */
    public QuarterDemand soFar() {
        return result(estimates().best(believed), false);
    }

    /** What each estimator says at the time of the last sample. */
    public Estimates estimates() {
        return new Estimates(
                demand.estimate(at, power),
                registers.estimate(at, power),
                power.estimate(fromStart));
    }

    /** Whether {@link #soFar} counts from the quarter's first instant. */
    public boolean knownFromStart() {
        return demand.isKnownFromStart() || registers.start() != null || fromStart;
    }

    /**
     * Takes the next sample.
     *
     * @throws IllegalArgumentException when {@code sample} is not later than the last
     */
    public Advance next(Sample sample) {
        return registers.jumpsAt(sample, power) ? nextOfAnotherMeter(sample) : next(sample, false);
    }

    /**
     * Takes the next sample, the first of another meter: counters of before say nothing any more,
     * and its own know only a part of this quarter.
     *
     * @throws IllegalArgumentException when {@code sample} is not later than the last
     */
    public Advance nextOfAnotherMeter(Sample sample) {
        return with(at, DemandRegister.UNKNOWN, RegisterDifference.UNKNOWN, power)
                .next(sample, true);
    }

    private Advance next(Sample sample, boolean anotherMeter) {
        if (!sample.at().isAfter(at)) {
            throw new IllegalArgumentException(sample.at() + " is not after " + at);
        }
        if (!sample.at().isBefore(quarter.end())) {
            return across(sample, anotherMeter);
        }
        Duration interval = Duration.between(at, sample.at());
        return with(
                        sample.at(),
                        demand.with(sample),
                        registers.with(sample),
                        power.with(sample.importPower(), interval))
                .compared(Optional.empty());
    }

    private RunningQuarter with(
            Instant now,
            DemandRegister newDemand,
            RegisterDifference newRegisters,
            PowerIntegral newPower) {
        return new RunningQuarter(
                quarter,
                now,
                newDemand,
                newRegisters,
                newPower,
                fromStart,
                believed,
                contradiction);
    }

    /**
     * @param sample the first of a quarter
     * @param counted by power since the quarter's first instant, or since {@code sample}
     * @param boundary the register at the first instant; null when it was not seen
     */
    private static RunningQuarter opened(
            Sample sample,
            PowerIntegral counted,
            RegisterDifference.@Nullable AtBoundary boundary,
            boolean demandFromStart,
            Contradiction contradiction) {
        QuarterHour quarter = QuarterHour.of(sample.at());
        boolean onBoundary = sample.at().equals(quarter.start());
        return new RunningQuarter(
                quarter,
                sample.at(),
                DemandRegister.startingWith(sample, onBoundary, demandFromStart),
                // The register was behind on the boundary too.
                RegisterDifference.startingWith(sample, boundary, onBoundary, counted.behind()),
                counted,
                onBoundary,
                null,
                contradiction);
    }

    private Advance across(Sample sample, boolean anotherMeter) {
        Instant boundary = quarter.end();
        Duration interval = Duration.between(at, sample.at());
        Duration before = Duration.between(at, boundary);
        Duration after = interval.minus(before);
        DemandRegister.AtEnd end = demand.atEnd(sample, before, interval, power);
        RegisterDifference.AtBoundary register = registers.atBoundary(boundary, sample, power);
        QuarterDemand finished =
                with(
                                boundary,
                                demand.endingAt(boundary, end),
                                registers.endingAt(boundary, register),
                                power.before(sample.importPower(), before, interval))
                        .finish(end, register != null);

        boolean adjacent = QuarterHour.of(sample.at()).start().equals(boundary);
        PowerIntegral since = power.after(sample.importPower(), before, interval);
        PowerIntegral counted =
                adjacent
                        ? since
                        : PowerIntegral.startingWith(sample.importPower(), since.cadence());
        RunningQuarter opened =
                opened(
                        sample,
                        counted,
                        adjacent ? register : null,
                        !anotherMeter,
                        contradiction.later());
        if (adjacent && after.compareTo(NEAR_THE_START) <= 0) {
            opened = opened.reachingBack();
        }
        return opened.compared(Optional.of(finished));
    }

    private RunningQuarter reachingBack() {
        return new RunningQuarter(
                quarter, at, demand, registers, power, true, believed, contradiction);
    }

    /** With the choice made, so that the next one knows it. */
    private Advance compared(Optional<QuarterDemand> finished) {
        Estimates all = estimates();
        Estimate best = all.best(believed);
        Optional<Estimates.Disagreement> disagreement =
                contradiction == Contradiction.NOW ? Optional.empty() : all.disagreement(best);
        Contradiction now = disagreement.isPresent() ? Contradiction.NOW : contradiction;
        RunningQuarter chosen =
                new RunningQuarter(
                        quarter, at, demand, registers, power, fromStart, best.by(), now);
        return new Advance(
                chosen,
                finished,
                contradiction == Contradiction.NONE ? disagreement : Optional.empty());
    }

    /**
     * The bill is made from counters: one that knows the whole quarter goes before power, unless
     * both others contradict it.
     */
    private QuarterDemand finish(DemandRegister.@Nullable AtEnd end, boolean wholeByRegisters) {
        Estimate byDemand = demand.estimate(at, power);
        if (byDemand != null && end != null) {
            byDemand = byDemand.widenedBy(end.error());
        }
        Estimates all =
                new Estimates(byDemand, registers.estimate(at, power), power.estimate(fromStart));
        byDemand = end != null ? byDemand : null;
        Estimate byRegisters =
                wholeByRegisters && registers.start() != null ? all.registers() : null;
        boolean wholeByPower = fromStart && power.coverage() >= COMPLETE_POWER_COVERAGE;
        Estimate best = all.best(believed);
        boolean bestIsWhole =
                best.equals(byDemand)
                        || best.equals(byRegisters)
                        || (best.by() == Estimator.POWER && wholeByPower);
        if (bestIsWhole && best.by() != Estimator.POWER) {
            return result(best, true);
        }
        Estimate counter = byDemand != null ? byDemand : byRegisters;
        if (counter != null && (!bestIsWhole || counter.agreesWith(best))) {
            return result(counter, true);
        }
        return wholeByPower ? result(all.power(), true) : soFar();
    }

    private QuarterDemand result(Estimate estimate, boolean complete) {
        return new QuarterDemand(
                quarter,
                estimate.imported(),
                power.coverage(),
                estimate.by(),
                complete,
                estimate.error());
    }
}
