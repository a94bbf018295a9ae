package be.bsmr.quarter;

import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the import register has grown since the quarter began: the estimator that the bill rests
 * on. Both tariffs together; one unreadable line does not hide the value of a second ago.
 *
 * @param start the register at the quarter's first instant; null when it was not seen
 * @param startError how far {@code start} may be off because the boundary second was missed
 * @param first the register at the instant from which power is counted, so that the two can be
 *     compared; null when it was not seen, or was another meter's
 * @param newest the newest register; null when none was seen
 * @param at when {@code newest} was read; null together with it
 */
public record RegisterDifference(
        @Nullable Energy start,
        Energy startError,
        @Nullable Energy first,
        @Nullable Energy newest,
        @Nullable Instant at) {

    /** No counter, or that of a meter that is gone. */
    static final RegisterDifference UNKNOWN =
            new RegisterDifference(null, Energy.ZERO, null, null, null);

    /**
     * A register drops what is below 1 Wh, at both ends. The same covers two tariffs: each that
     * counted is less than 1 Wh off, one that stood still is not off at all.
     */
    private static final Energy STEPS = Energy.ofWattHours(2);

    /** A register value at a boundary may be read off a straight line over at most this. */
    private static final Duration LONGEST_BRIDGE = Duration.ofSeconds(60);

    /** More than the largest connection of a house, 3 × 80 A at 400 V, bears for long. */
    private static final Power LARGEST_HOUSE = new Power(100_000);

    /** The register on a boundary, and how far it may be off. */
    record AtBoundary(Energy register, Energy error) {}

    /**
     * A quarter's first.
     *
     * @param boundary the register at its first instant; null when it was not seen
     * @param behind how far a register may be behind
     */
    static RegisterDifference startingWith(
            Sample sample, @Nullable AtBoundary boundary, boolean onBoundary, Energy behind) {
        Energy now = sample.importRegister();
        Energy start = boundary != null ? boundary.register() : onBoundary ? now : null;
        return new RegisterDifference(
                start,
                boundary != null ? boundary.error().plus(behind) : behind,
                start != null ? start : now,
                now,
                now == null ? null : sample.at());
    }

    RegisterDifference with(Sample sample) {
        return sample.importRegister() == null
                ? this
                : new RegisterDifference(
                        start, startError, first, sample.importRegister(), sample.at());
    }

    /** At the quarter's end; without the register of then, nothing is known of it. */
    RegisterDifference endingAt(Instant boundary, @Nullable AtBoundary end) {
        return end == null
                ? new RegisterDifference(start, startError, first, null, null)
                : new RegisterDifference(
                        start, startError.plus(end.error()), first, end.register(), boundary);
    }

    /** Null when there is nothing to go by. */
    @Nullable Estimate estimate(Instant now, PowerIntegral power) {
        Energy since = start != null ? start : first;
        if (since == null || newest == null || at == null) {
            return null;
        }
        Energy error = STEPS.plus(startError).plus(power.missedOver(Duration.between(at, now)));
        return new Estimate(newest.minus(since), error, Estimator.REGISTERS, start != null);
    }

    /**
     * Where the boundary second is missing, the register is read off a straight line: all growth
     * may lie on either side. Null when no register is near enough.
     *
     * @param sample the first at or after {@code boundary}
     */
    @Nullable AtBoundary atBoundary(Instant boundary, Sample sample, PowerIntegral power) {
        Energy now = sample.importRegister();
        if (now != null && sample.at().equals(boundary)) {
            return new AtBoundary(now, Energy.ZERO);
        }
        if (newest == null || at == null) {
            return null;
        }
        Duration before = Duration.between(at, boundary);
        Duration bridged = now == null ? before : Duration.between(at, sample.at());
        if (bridged.compareTo(LONGEST_BRIDGE) > 0) {
            return null;
        }
        if (now == null) {
            Power most = power.most().max(power.higherWith(sample.importPower()));
            return new AtBoundary(newest, most.during(before));
        }
        double share = before.toMillis() / (double) bridged.toMillis();
        Energy grown = now.minus(newest);
        return new AtBoundary(
                newest.plus(grown.times(share)), grown.times(Math.max(share, 1 - share)));
    }

    /**
     * Whether {@code sample} is another meter's: registers that run backwards, or faster than the
     * connection can bear.
     */
    boolean jumpsAt(Sample sample, PowerIntegral power) {
        if (sample.importRegister() == null || newest == null || at == null) {
            return false;
        }
        Power seen = power.highest().max(power.higherWith(sample.importPower()));
        return isJump(
                sample.importRegister().minus(newest), Duration.between(at, sample.at()), seen);
    }

    /**
     * Whether a register cannot have grown so: it is another meter's, or one of its readings is
     * false.
     *
     * @param grown from one reading to the next; less than nothing when it ran backwards
     * @param since how long after the one the other was read
     * @param seen the highest power that the meter showed: one for large users counts more
     */
    public static boolean isJump(Energy grown, Duration since, Power seen) {
        Energy most = LARGEST_HOUSE.during(since).max(seen.during(since).times(3));
        return grown.joules() < 0 || grown.isAbove(most);
    }
}
