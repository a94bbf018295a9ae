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
 * @param firstRegister import register at the instant from which {@code integrated} counts, so that
 *     the two can be compared; null when it was not seen, or was another meter's
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
 * @param cadence the meter's own interval between telegrams, 10 s at most: the shortest seen, which
 *     fades, so that one early telegram does not make gaps of all that follow
 * @param recent the higher of the two newest powers
 * @param highest the highest power of this quarter
 * @param believed the estimator believed at the last sample; null at the first of a quarter
 * @param contradiction whether estimators contradict each other, in this quarter or already before
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
        Contradiction contradiction) {

    /** DSMR 2 to 4 meters send every 10 s; a longer silence is a gap at any meter. */
    private static final Duration LONGEST_CADENCE = Duration.ofSeconds(10);

    /** With each telegram the shortest interval seen fades by one part in so many. */
    private static final int CADENCE_FADES = 16;

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

    /** More than the largest connection of a house, 3 × 80 A at 400 V, bears for long. */
    private static final Power LARGEST_HOUSE = new Power(100_000);

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
        QuarterHour quarter = QuarterHour.of(first.at());
        return opened(quarter, first, LONGEST_CADENCE, null, true, Contradiction.NONE);
    }

    /**
     * Takes the next sample.
     *
     * @throws IllegalArgumentException when {@code sample} is not later than the last
     */
    public Advance next(Sample sample) {
        return registersJumped(sample) ? nextOfAnotherMeter(sample) : next(sample, false);
    }

    /**
     * Takes the next sample, the first of another meter: counters of before say nothing any more,
     * and its own know only a part of this quarter.
     *
     * @throws IllegalArgumentException when {@code sample} is not later than the last
     */
    public Advance nextOfAnotherMeter(Sample sample) {
        return withoutRegisters().next(sample, true);
    }

    private Advance next(Sample sample, boolean anotherMeter) {
        if (!sample.at().isAfter(last.at())) {
            throw new IllegalArgumentException(sample.at() + " is not after " + last.at());
        }
        return sample.at().isBefore(quarter.end())
                ? within(sample).compared(Optional.empty())
                : across(sample, anotherMeter);
    }

    private RunningQuarter withoutRegisters() {
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
                contradiction);
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
        if (demand == null || demandAt == null || !demandFromStart) {
            return null;
        }
        Energy error = DEMAND_STEP.plus(missedSince(demandAt));
        return new Estimate(
                demand.during(QuarterHour.LENGTH), error, Estimator.DEMAND_REGISTER, true);
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
                : recent.during(cadence).plus(CONNECTION.max(highest).during(stale));
    }

    private static RunningQuarter opened(
            QuarterHour quarter,
            Sample sample,
            Duration cadence,
            @Nullable BoundaryRegister boundary,
            boolean demandFromStart,
            Contradiction contradiction) {
        boolean onBoundary = sample.at().equals(quarter.start());
        Energy start =
                boundary != null
                        ? boundary.register()
                        : onBoundary ? sample.importRegister() : null;
        // On the boundary itself 1.4.0 may still show the quarter that just ended.
        Power demand = onBoundary ? null : sample.demand();
        Power power = sample.importPower() == null ? Power.ZERO : sample.importPower();
        // The register was behind on the boundary too.
        Energy behind = power.during(cadence);
        return new RunningQuarter(
                quarter,
                sample,
                start,
                boundary != null ? boundary.error().plus(behind) : behind,
                start != null ? start : sample.importRegister(),
                sample.importRegister() == null ? null : sample.at(),
                demand,
                demand == null ? null : sample.at(),
                demandFromStart || onBoundary,
                Energy.ZERO,
                Energy.ZERO,
                Duration.ZERO,
                onBoundary,
                cadence,
                power,
                power,
                null,
                contradiction);
    }

    private RunningQuarter within(Sample sample) {
        Duration interval = Duration.between(last.at(), sample.at());
        Duration pace = min(cadence, interval);
        boolean read = sample.importRegister() != null;
        boolean told = sample.demand() != null;
        return new RunningQuarter(
                quarter,
                read ? sample : carryingRegister(sample),
                startRegister,
                startError,
                firstRegister,
                read ? sample.at() : registerAt,
                told ? sample.demand() : demand,
                told ? sample.at() : demandAt,
                demandFromStart,
                integrated.plus(integral(sample, interval, pace)),
                integratedError.plus(integralError(sample, interval, pace)),
                covered.plus(covered(sample, interval, pace)),
                fromStart,
                cadenceAfter(interval),
                recentWith(sample),
                highest.max(recentWith(sample)),
                believed,
                contradiction);
    }

    /** With the choice made, so that the next one knows it. */
    private Advance compared(Optional<QuarterDemand> finished) {
        Estimates all = estimates();
        Estimate best = all.best(believed);
        Optional<Estimates.Disagreement> disagreement =
                contradiction == Contradiction.NOW ? Optional.empty() : all.disagreement(best);
        Contradiction now = disagreement.isPresent() ? Contradiction.NOW : contradiction;
        boolean asBefore = best.by() == believed && now == contradiction;
        return new Advance(
                asBefore ? this : choosing(best.by(), now),
                finished,
                contradiction == Contradiction.NONE ? disagreement : Optional.empty());
    }

    private RunningQuarter choosing(Estimator best, Contradiction now) {
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
                now);
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

    private Advance across(Sample sample, boolean anotherMeter) {
        Instant boundary = quarter.end();
        Duration interval = Duration.between(last.at(), sample.at());
        Duration before = Duration.between(last.at(), boundary);
        Duration after = Duration.between(boundary, sample.at());
        Duration pace = min(cadence, interval);
        BoundaryRegister register = registerAt(boundary, sample);

        Duration coveredInAll = covered(sample, interval, pace);
        Duration coveredAfter = min(coveredInAll, after);
        EndDemand end = demandAtEnd(sample, before, pace);
        RunningQuarter ended =
                new RunningQuarter(
                        quarter,
                        new Sample(
                                boundary,
                                register == null ? null : register.register(),
                                sample.importPower(),
                                null),
                        startRegister,
                        register == null ? startError : startError.plus(register.error()),
                        firstRegister,
                        register == null ? null : boundary,
                        end != null ? end.demand() : demand,
                        end != null ? boundary : demandAt,
                        demandFromStart,
                        integrated.plus(integral(sample, before, pace)),
                        integratedError.plus(integralError(sample, before, pace)),
                        covered.plus(coveredInAll.minus(coveredAfter)),
                        fromStart,
                        pace,
                        recentWith(sample),
                        highest.max(recentWith(sample)),
                        believed,
                        contradiction);
        QuarterDemand finished = ended.finish(end, register != null);

        QuarterHour next = QuarterHour.of(sample.at());
        boolean adjacent = next.start().equals(boundary);
        RunningQuarter opened =
                opened(
                        next,
                        sample,
                        cadenceAfter(interval),
                        adjacent ? register : null,
                        !anotherMeter,
                        contradiction.later());
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
                            opened.cadence,
                            opened.recent,
                            opened.highest,
                            null,
                            opened.contradiction);
        }
        return opened.compared(Optional.of(finished));
    }

    /**
     * The bill is made from counters: one that knows the whole quarter goes before power, unless
     * both others contradict it.
     */
    private QuarterDemand finish(@Nullable EndDemand end, boolean wholeByRegisters) {
        Estimate byDemand = byDemandRegister();
        if (byDemand != null && end != null) {
            byDemand = byDemand.widenedBy(end.error());
        }
        Estimates all = new Estimates(byDemand, byRegisters(), byPower());
        byDemand = end != null ? byDemand : null;
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

    /** 1.4.0 of a whole quarter, and how far it may be off. */
    private record EndDemand(Power demand, Energy error) {}

    /**
     * On the boundary some meters show the quarter that ended, others zero: then the last value of
     * before is brought to the end with power. Null when it is too far from there.
     */
    private @Nullable EndDemand demandAtEnd(Sample sample, Duration before, Duration pace) {
        if (demand == null) {
            return null;
        }
        boolean onBoundary = sample.at().equals(quarter.end());
        if (onBoundary && sample.demand() != null && sample.demand().compareTo(demand) >= 0) {
            return new EndDemand(sample.demand(), Energy.ZERO);
        }
        if (before.compareTo(NEAR_THE_END) > 0) {
            return null;
        }
        Power power = sample.importPower() != null ? sample.importPower() : Power.ZERO;
        return new EndDemand(
                demand.during(QuarterHour.LENGTH)
                        .plus(power.during(before))
                        .meanPower(QuarterHour.LENGTH),
                integralError(sample, before, pace).plus(DEMAND_STEP));
    }

    /** The import register on a boundary, and how far it may be off. */
    private record BoundaryRegister(Energy register, Energy error) {}

    /**
     * Where the boundary second is missing, the register is read off a straight line: all growth
     * may lie on either side. Null when no register is near enough.
     */
    private @Nullable BoundaryRegister registerAt(Instant boundary, Sample sample) {
        Energy now = sample.importRegister();
        if (now != null && sample.at().equals(boundary)) {
            return new BoundaryRegister(now, Energy.ZERO);
        }
        Energy then = last.importRegister();
        if (then == null || registerAt == null) {
            return null;
        }
        Duration before = Duration.between(registerAt, boundary);
        Duration bridged = now == null ? before : Duration.between(registerAt, sample.at());
        if (bridged.compareTo(LONGEST_BRIDGE) > 0) {
            return null;
        }
        if (now == null) {
            Power most = CONNECTION.max(highest).max(recentWith(sample));
            return new BoundaryRegister(then, most.during(before));
        }
        double share = before.toMillis() / (double) bridged.toMillis();
        Energy grown = now.minus(then);
        return new BoundaryRegister(
                then.plus(grown.times(share)), grown.times(Math.max(share, 1 - share)));
    }

    /**
     * Registers that run backwards, or faster than the connection can bear, are those of another
     * meter.
     */
    private boolean registersJumped(Sample sample) {
        if (sample.importRegister() == null
                || last.importRegister() == null
                || registerAt == null) {
            return false;
        }
        Energy grown = sample.importRegister().minus(last.importRegister());
        Duration since = Duration.between(registerAt, sample.at());
        // A meter for large users counts more, and shows it in its power.
        Energy seen = highest.max(recentWith(sample)).during(since);
        Energy most = LARGEST_HOUSE.during(since).max(seen.times(3));
        return grown.joules() < 0 || grown.isAbove(most);
    }

    private Duration cadenceAfter(Duration interval) {
        Duration faded = cadence.plus(cadence.dividedBy(CADENCE_FADES));
        return min(min(faded, LONGEST_CADENCE), interval);
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
        Power then = last.importPower() == null ? now : last.importPower();
        Power bridge = Power.ofWatts(((long) now.watts() + then.watts()) / 2);
        return bridge.during(interval).plus(now.minus(bridge).during(held));
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
