package be.bsmr.quarter;

import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Import power over the meter's time: the estimator that every meter allows. A missing second is a
 * gap, bridged with the mean of its two ends.
 *
 * @param imported of the quarter, or since its first telegram
 * @param error how far {@code imported} may be off, but for what {@link #estimate} adds
 * @param covered time that telegrams vouch for
 * @param cadence the meter's own interval between telegrams, 10 s at most: the shortest seen, which
 *     fades, so that one early telegram does not make gaps of all that follow
 * @param last power of the newest telegram; null when it had none
 * @param recent the higher of the two newest powers
 * @param highest the highest power of the quarter
 */
public record PowerIntegral(
        Energy imported,
        Energy error,
        Duration covered,
        Duration cadence,
        @Nullable Power last,
        Power recent,
        Power highest) {

    /** DSMR 2 to 4 meters send every 10 s; a longer silence is a gap at any meter. */
    static final Duration LONGEST_CADENCE = Duration.ofSeconds(10);

    /** With each telegram the shortest interval seen fades by one part in so many. */
    private static final int CADENCE_FADES = 16;

    /**
     * No meter says of which instant 1.7.0 is the mean. In real recordings its integral is 0.2 %
     * off the registers.
     */
    private static final double AVERAGING = 0.02;

    /** What may have been drawn unseen: 40 A at 230 V, the most common connection of a house. */
    private static final Power CONNECTION = new Power(9200);

    /** Nothing yet: the first telegram of a stream, or of a quarter. */
    static PowerIntegral startingWith(@Nullable Power first, Duration cadence) {
        Power power = first == null ? Power.ZERO : first;
        return new PowerIntegral(
                Energy.ZERO, Energy.ZERO, Duration.ZERO, cadence, first, power, power);
    }

    /** With the next telegram, {@code interval} after the last. */
    PowerIntegral with(@Nullable Power now, Duration interval) {
        return upTo(now, interval, interval, Duration.ZERO, cadenceAfter(interval));
    }

    /**
     * Up to a boundary between the last telegram and the next.
     *
     * @param before from the last telegram to the boundary
     * @param interval from the last telegram to the next
     */
    PowerIntegral before(@Nullable Power now, Duration before, Duration interval) {
        return upTo(now, before, interval, coveredAfter(now, before, interval), pace(interval));
    }

    /** From that boundary on, with the next telegram. */
    PowerIntegral after(@Nullable Power now, Duration before, Duration interval) {
        Duration after = interval.minus(before);
        PowerIntegral fresh = startingWith(now, cadenceAfter(interval));
        return new PowerIntegral(
                integral(now, after, pace(interval)),
                errorOver(now, after, interval),
                coveredAfter(now, before, interval),
                fresh.cadence,
                now,
                fresh.recent,
                fresh.highest);
    }

    private PowerIntegral upTo(
            @Nullable Power now,
            Duration part,
            Duration interval,
            Duration coveredLater,
            Duration nextCadence) {
        Power higher = higherWith(now);
        return new PowerIntegral(
                imported.plus(integral(now, part, pace(interval))),
                error.plus(errorOver(now, part, interval)),
                covered.plus(covered(now, interval)).minus(coveredLater),
                nextCadence,
                now,
                higher,
                highest.max(higher));
    }

    /**
     * @param fromStart whether nothing before the first telegram is missing
     */
    Estimate estimate(boolean fromStart) {
        Energy bound = error.plus(imported.times(AVERAGING)).plus(behind());
        return new Estimate(imported, bound, Estimator.POWER, fromStart);
    }

    /** What passes between two telegrams: a counter may be one telegram behind. */
    Energy behind() {
        return recent.during(cadence);
    }

    /**
     * What may have passed since a counter was read.
     *
     * @param stale since its line was last there
     */
    Energy missedOver(Duration stale) {
        return stale.isZero() ? behind() : behind().plus(most().during(stale));
    }

    /** The most that may have been drawn, also unseen. */
    Power most() {
        return CONNECTION.max(highest);
    }

    /** The higher of the last power and the next. */
    Power higherWith(@Nullable Power now) {
        if (now == null) {
            return recent;
        }
        return last == null ? now : now.max(last);
    }

    /** Share of the quarter that telegrams vouch for. */
    double coverage() {
        return Math.min(1, covered.toMillis() / (double) QuarterHour.LENGTH.toMillis());
    }

    /**
     * Half a watt of rounding; a change of power lies anywhere in the telegram's interval; in a gap
     * anything from nothing to all that the connection can bear may have been drawn.
     *
     * @param part of {@code interval}
     */
    Energy errorOver(@Nullable Power now, Duration part, Duration interval) {
        if (now == null) {
            return most().during(part);
        }
        Duration held = min(part, pace(interval));
        Power then = last == null ? now : last;
        long change = Math.abs((long) now.watts() - then.watts());
        Energy ofHeld = new Energy((1 + change) * held.toMillis() / 2000);
        Duration gap = part.minus(held);
        if (gap.isZero()) {
            return ofHeld;
        }
        int bridge = bridge(now, then).watts();
        Power highestSeen = most().max(now).max(then);
        Power range = new Power(Math.max(bridge, highestSeen.watts() - bridge));
        return ofHeld.plus(range.during(gap));
    }

    /**
     * 1.7.0 is the mean of the last instant: it holds for one cadence back, the gap before is
     * bridged.
     */
    private Energy integral(@Nullable Power now, Duration part, Duration pace) {
        if (now == null) {
            return Energy.ZERO;
        }
        Power bridge = bridge(now, last == null ? now : last);
        return bridge.during(part).plus(now.minus(bridge).during(min(part, pace)));
    }

    private static Power bridge(Power now, Power then) {
        return Power.ofWatts(((long) now.watts() + then.watts()) / 2);
    }

    private Duration covered(@Nullable Power now, Duration interval) {
        return now == null ? Duration.ZERO : pace(interval);
    }

    private Duration coveredAfter(@Nullable Power now, Duration before, Duration interval) {
        return min(covered(now, interval), interval.minus(before));
    }

    /** For so long a power holds back from its telegram. */
    private Duration pace(Duration interval) {
        return min(cadence, interval);
    }

    private Duration cadenceAfter(Duration interval) {
        Duration faded = cadence.plus(cadence.dividedBy(CADENCE_FADES));
        return min(min(faded, LONGEST_CADENCE), interval);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
