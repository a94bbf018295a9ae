package be.bsmr.quarter;

import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
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
 * @param last the newest sample, not after the quarter's end
 * @param startRegister import register at the quarter's first instant; null when it was not seen
 * @param startError how far {@code startRegister} may be off because the boundary second was missed
 * @param firstRegister first import register seen in this quarter; null when none was
 * @param registerAt when the register of {@code last} was read; null when none was
 * @param demand newest 1.4.0 of this quarter; null when none was seen
 * @param demandAt when {@code demand} was read; null when none was
 * @param demandFromStart whether 1.4.0 counts from the first instant: a meter that was hung up half
 *     way does not
 * @param integrated import power over the meter's time, gaps bridged with the mean of their two
 *     ends
 * @param integratedError how far {@code integrated} may be off
 * @param covered time that telegrams vouch for
 * @param fromStart whether samples reach back to the quarter's first instant
 * @param cadence the meter's own interval between telegrams: the shortest seen, 1 s to 10 s
 * @param recent the higher of the two newest powers
 * @param highest the highest power of this quarter
 * @param believed the estimator believed at the last sample; null at the first of a quarter
 * @param disagreed whether estimators have contradicted each other in this quarter
 */
public record RunningQuarter(
        QuarterHour quarter,
        Sample last,
        @Nullable Energy startRegister,
        Energy startError,
        @Nullable Energy firstRegister,
        @Nullable Instant registerAt,
        @Nullable Power demand,
        @Nullable Instant demandAt,
        boolean demandFromStart,
        Energy integrated,
        Energy integratedError,
        Duration covered,
        boolean fromStart,
        Duration cadence,
        Power recent,
        Power highest,
        @Nullable Estimator believed,
        boolean disagreed) {

    /** DSMR 2 to 4 meters send every 10 s; a longer silence is a gap at any meter. */
    private static final Duration LONGEST_CADENCE = Duration.ofSeconds(10);

    /** A register value at a boundary may be read off a straight line over at most this. */
    private static final Duration LONGEST_BRIDGE = Duration.ofSeconds(60);

    /** How near the end the last 1.4.0 must be to stand for the whole quarter. */
    private static final Duration NEAR_THE_END = Duration.ofSeconds(10);

    private static final double COMPLETE_POWER_COVERAGE = 0.99;

    /** 1.4.0 steps by 1 W, that is 0.25 Wh. */
    private static final Energy DEMAND_STEP = new Energy(900);

    /**
     * A register drops what is below 1 Wh, at both ends. The same covers two tariffs: each that
     * counted is less than 1 Wh off, one that stood still is not off at all.
     */
    private static final Energy REGISTER_STEPS = Energy.ofWattHours(2);

    /**
     * No meter says of which instant 1.7.0 is the mean. In real recordings its integral is 0.2 %
     * off the registers.
     */
    private static final double POWER_AVERAGING = 0.02;

    /** What may have been drawn unseen: 40 A at 230 V, the most common connection of a house. */
    private static final Power CONNECTION = new Power(9200);

    /** More growth than this is another meter, not an appliance. */
    private static final Power IMPLAUSIBLE = new Power(1_000_000);

    /**
     * The state after a sample.
     *
     * @param finished the quarter that this sample ended, if it did
     * @param disagreement two estimators that contradict each other, the first time in a quarter
     */
    public record Advance(
            RunningQuarter running,
            Optional<QuarterDemand> finished,
            Optional<Estimates.Disagreement> disagreement) {}

    /** The first sample of a stream. */
    public static RunningQuarter startingWith(Sample first) {
        return opened(QuarterHour.of(first.at()), first, LONGEST_CADENCE, null, Energy.ZERO);
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
        RunningQuarter known = registersJumped(sample) ? withoutRegisters() : this;
        return sample.at().isBefore(quarter.end())
                ? known.within(sample).compared(Optional.empty())
                : known.across(sample);
    }

    /** The same quarter after a meter swap: counters of before say nothing any more. */
    public RunningQuarter withoutRegisters() {
        return new RunningQuarter(
                quarter,
                new Sample(last.at(), null, last.importPower(), null),
                null,
                Energy.ZERO,
                null,
                null,
                null,
                null,
                false,
                integrated,
                integratedError,
                covered,
                fromStart,
                cadence,
                recent,
                highest,
                believed,
                disagreed);
    }

    /** What is known at the time of the last sample; never complete. */
    public QuarterDemand soFar() {
        return result(estimates().best(believed), false);
    }

    /** What each estimator says at the time of the last sample. */
    public Estimates estimates() {
        return new Estimates(byDemandRegister(), byRegisters(), byPower());
    }

    /** Whether {@link #soFar} counts from the quarter's first instant. */
    public boolean knownFromStart() {
        return (demand != null && demandFromStart) || startRegister != null || fromStart;
    }

    public Duration elapsed() {
        return quarter.elapsed(last.at());
    }

    private @Nullable Estimate byDemandRegister() {
        if (demand == null || demandAt == null) {
            return null;
        }
        Energy error = DEMAND_STEP.plus(missedSince(demandAt));
        return new Estimate(
                demand.during(QuarterHour.LENGTH),
                error,
                Estimator.DEMAND_REGISTER,
                demandFromStart);
    }

    private @Nullable Estimate byRegisters() {
        Energy since = startRegister != null ? startRegister : firstRegister;
        if (since == null || last.importRegister() == null || registerAt == null) {
            return null;
        }
        Energy error = REGISTER_STEPS.plus(startError).plus(missedSince(registerAt));
        return new Estimate(
                last.importRegister().minus(since),
                error,
                Estimator.REGISTERS,
                startRegister != null);
    }

    private Estimate byPower() {
        Energy error =
                integratedError
                        .plus(integrated.times(POWER_AVERAGING))
                        .plus(recent.during(cadence));
        return new Estimate(integrated, error, Estimator.POWER, fromStart);
    }

    /** A counter may be one telegram behind, and more when its line was missing. */
    private Energy missedSince(Instant read) {
        Duration stale = Duration.between(read, last.at());
        return stale.isZero()
                ? recent.during(cadence)
                : recent.during(cadence).plus(highest.during(stale));
    }

    private static RunningQuarter opened(
            QuarterHour quarter,
            Sample sample,
            Duration cadence,
            @Nullable Energy startRegister,
            Energy startError) {
        boolean onBoundary = sample.at().equals(quarter.start());
        Energy start = onBoundary ? sample.importRegister() : startRegister;
        // On the boundary itself 1.4.0 may still show the quarter that just ended.
        Power demand = onBoundary ? null : sample.demand();
        Power power = sample.importPower() == null ? Power.ZERO : sample.importPower();
        return new RunningQuarter(
                quarter,
                sample,
                start,
                onBoundary ? Energy.ZERO : startError,
                start != null ? start : sample.importRegister(),
                sample.importRegister() == null ? null : sample.at(),
                demand,
                demand == null ? null : sample.at(),
                true,
                Energy.ZERO,
                Energy.ZERO,
                Duration.ZERO,
                onBoundary,
                cadence,
                power,
                power,
                null,
                false);
    }

    private RunningQuarter within(Sample sample) {
        Duration interval = Duration.between(last.at(), sample.at());
        Duration pace = cadenceAfter(interval);
        boolean read = sample.importRegister() != null;
        boolean told = sample.demand() != null;
        return new RunningQuarter(
                quarter,
                read ? sample : carryingRegister(sample),
                startRegister,
                startError,
                firstRegister != null ? firstRegister : sample.importRegister(),
                read ? sample.at() : registerAt,
                told ? sample.demand() : demand,
                told ? sample.at() : demandAt,
                demandFromStart,
                integrated.plus(integral(sample, interval, pace)),
                integratedError.plus(integralError(sample, interval, pace)),
                covered.plus(covered(sample, interval, pace)),
                fromStart,
                pace,
                recentWith(sample),
                highest.max(recentWith(sample)),
                believed,
                disagreed);
    }

    /** With the choice made, so that the next one knows it. */
    private Advance compared(Optional<QuarterDemand> finished) {
        Estimates all = estimates();
        Estimate best = all.best(believed);
        Optional<Estimates.Disagreement> disagreement =
                disagreed ? Optional.empty() : all.disagreement(best);
        boolean asBefore = best.by() == believed && disagreement.isEmpty();
        RunningQuarter running =
                asBefore ? this : choosing(best.by(), disagreed || disagreement.isPresent());
        return new Advance(running, finished, disagreement);
    }

    private RunningQuarter choosing(Estimator best, boolean contradicted) {
        return new RunningQuarter(
                quarter,
                last,
                startRegister,
                startError,
                firstRegister,
                registerAt,
                demand,
                demandAt,
                demandFromStart,
                integrated,
                integratedError,
                covered,
                fromStart,
                cadence,
                recent,
                highest,
                best,
                contradicted);
    }

    private Power recentWith(Sample sample) {
        Power now = sample.importPower();
        Power then = last.importPower();
        if (now == null) {
            return recent;
        }
        return then == null ? now : now.max(then);
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
        Energy boundaryError = boundaryError(sample, interval, after);

        Duration coveredInAll = covered(sample, interval, pace);
        Duration coveredAfter = min(coveredInAll, after);
        Power demandThen = demandAtEnd(sample, before);
        RunningQuarter ended =
                new RunningQuarter(
                        quarter,
                        new Sample(boundary, boundaryRegister, sample.importPower(), null),
                        startRegister,
                        startError.plus(boundaryError),
                        firstRegister,
                        boundaryRegister == null ? null : boundary,
                        demandThen != null ? demandThen : demand,
                        demandThen != null ? boundary : demandAt,
                        demandFromStart,
                        integrated.plus(integral(sample, before, pace)),
                        integratedError.plus(integralError(sample, before, pace)),
                        covered.plus(coveredInAll.minus(coveredAfter)),
                        fromStart,
                        pace,
                        recentWith(sample),
                        highest.max(recentWith(sample)),
                        believed,
                        disagreed);
        QuarterDemand finished = ended.finish(demandThen != null, boundaryRegister != null);

        QuarterHour next = QuarterHour.of(sample.at());
        boolean adjacent = next.start().equals(boundary);
        RunningQuarter opened =
                opened(next, sample, pace, adjacent ? boundaryRegister : null, boundaryError);
        if (adjacent && !after.isZero()) {
            opened =
                    new RunningQuarter(
                            next,
                            opened.last,
                            opened.startRegister,
                            opened.startError,
                            opened.firstRegister,
                            opened.registerAt,
                            opened.demand,
                            opened.demandAt,
                            opened.demandFromStart,
                            integral(sample, after, pace),
                            integralError(sample, after, pace),
                            coveredAfter,
                            after.compareTo(NEAR_THE_END) <= 0,
                            pace,
                            opened.recent,
                            opened.highest,
                            null,
                            false);
        }
        return opened.compared(Optional.of(finished));
    }

    /**
     * The bill is made from counters: one that knows the whole quarter goes before power, unless
     * both others contradict it.
     */
    private QuarterDemand finish(boolean wholeByDemand, boolean wholeByRegisters) {
        Estimates all = estimates();
        Estimate byDemand = wholeByDemand && demandFromStart ? all.demandRegister() : null;
        Estimate byRegisters = wholeByRegisters && startRegister != null ? all.registers() : null;
        boolean wholeByPower = fromStart && coverage() >= COMPLETE_POWER_COVERAGE;
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

    /** 1.4.0 of the whole quarter; null when its last value is too far from the end. */
    private @Nullable Power demandAtEnd(Sample sample, Duration before) {
        if (demand == null) {
            return null;
        }
        boolean onBoundary = sample.at().equals(quarter.end());
        if (onBoundary && sample.demand() != null && sample.demand().compareTo(demand) >= 0) {
            return sample.demand();
        }
        if (before.compareTo(NEAR_THE_END) > 0) {
            return null;
        }
        Power power = sample.importPower() != null ? sample.importPower() : Power.ZERO;
        return demand.during(QuarterHour.LENGTH)
                .plus(power.during(before))
                .meanPower(QuarterHour.LENGTH);
    }

    /** Between two telegrams the registers may have grown at either end. */
    private static Energy boundaryError(Sample sample, Duration interval, Duration after) {
        if (after.isZero() || sample.importPower() == null) {
            return Energy.ZERO;
        }
        return sample.importPower().during(min(interval, LONGEST_BRIDGE)).times(0.5);
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

    /** Registers that run backwards, or faster than any connection, are those of another meter. */
    private boolean registersJumped(Sample sample) {
        if (sample.importRegister() == null
                || last.importRegister() == null
                || registerAt == null) {
            return false;
        }
        Energy grown = sample.importRegister().minus(last.importRegister());
        Duration since = Duration.between(registerAt, sample.at());
        return grown.joules() < 0 || grown.isAbove(IMPLAUSIBLE.during(since));
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

    /**
     * Half a watt of rounding; a change of power lies anywhere in the telegram's interval; in a gap
     * anything from nothing to all that the connection can bear may have been drawn.
     */
    private Energy integralError(Sample sample, Duration interval, Duration pace) {
        Power now = sample.importPower();
        if (now == null) {
            return highest.max(CONNECTION).during(interval);
        }
        Duration held = min(interval, pace);
        Power then = last.importPower() == null ? now : last.importPower();
        long change = Math.abs((long) now.watts() - then.watts());
        long millis = held.toMillis();
        Energy ofHeld = new Energy((1 + change) * millis / 2000);
        Duration gap = interval.minus(held);
        if (gap.isZero()) {
            return ofHeld;
        }
        int bridge = (int) (((long) now.watts() + then.watts()) / 2);
        Power most = CONNECTION.max(highest).max(now).max(then);
        Power range = new Power(Math.max(bridge, most.watts() - bridge));
        return ofHeld.plus(range.during(gap));
    }

    private QuarterDemand result(Estimate estimate, boolean complete) {
        return new QuarterDemand(
                quarter,
                estimate.imported(),
                coverage(),
                estimate.by(),
                complete,
                estimate.error());
    }

    private double coverage() {
        return Math.min(1, covered.toMillis() / (double) QuarterHour.LENGTH.toMillis());
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
