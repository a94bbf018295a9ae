package be.bsmr.site;

import be.bsmr.control.Decision;
import be.bsmr.meter.EnergyRegisters;
import be.bsmr.meter.Reading;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.unit.Energy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What time a telegram is of. Its stamp says so, as long as each is later than the last. When one
 * is not, then it is the same telegram again, or an old one that comes late, or the meter's clock
 * was set back, or it stands still: the registers and the host's clock tell which.
 *
 * <p>A clock that stands still, or that is set back again and again, is not believed until it has
 * gone on for a while; meanwhile the host's clock counts. In a recording there is none: there only
 * stamps that are later than the last count.
 *
 * @param previous the meter's telegram before, whether it counted or not; null before the first
 * @param stills telegrams in a row that say something new under the same stamp
 * @param earlier telegrams since the last that counted that say: the clock was set back
 * @param believed whether stamps count
 * @param soundSince since when stamps that do not count go on again, host clock; null when they do
 *     not
 * @param probation so long they must go on before they count again
 * @param setBackAt when the clock was last set back, host clock; null when it never was
 * @param fingerprint of {@code previous}, where no more is left of it than its time; else null
 */
public record ClockWatch(
        @Nullable MeterRead previous,
        int stills,
        int earlier,
        boolean believed,
        @Nullable Instant soundSince,
        Duration probation,
        @Nullable Instant setBackAt,
        @Nullable UUID fingerprint) {

    /** So many telegrams must agree that something is the matter with the clock. */
    static final int CONVINCING = 3;

    /** In a recording, where no other clock bears them out. */
    static final int CONVINCING_ALONE = 10;

    /** A clock that shows no seconds, only tens of them, still goes. */
    static final Duration STANDS = Duration.ofSeconds(10);

    /** A clock set back by so much is waited for: the quarter stays whole. */
    static final Duration CORRECTION = Duration.ofSeconds(30);

    /** One that is still not later than before after this jumps to and fro. */
    static final Duration JUMPS = Duration.ofSeconds(45);

    /** An older telegram is none that comes late: the clock went back, or the recording did. */
    static final Duration LATE = Duration.ofMinutes(15);

    /** A clock that is set back twice within this is not believed. */
    static final Duration AGAIN = Duration.ofHours(1);

    static final Duration FIRST_PROBATION = Duration.ofMinutes(1);

    /** Each further one is so many times longer, up to a day. */
    private static final int LONGER = 4;

    private static final Duration LONGEST_PROBATION = Duration.ofDays(1);

    static final ClockWatch NEW =
            new ClockWatch(null, 0, 0, true, null, FIRST_PROBATION, null, null);

    /**
     * What becomes of a telegram.
     *
     * @param taken the telegram with the time that counts; null when it is passed over
     * @param anew whether its time does not go on from that of the last
     * @param news what people should be told; null = nothing
     */
    record Heard(
            ClockWatch next,
            @Nullable MeterRead taken,
            boolean anew,
            Decision.@Nullable What news) {}

    /** Registers against those of the last telegram that counted. */
    private enum Registers {
        AHEAD,
        SAME,
        BEHIND
    }

    /**
     * @param read of the same meter as those before
     * @param last the last that counted; null before the first
     */
    Heard hear(MeterRead read, @Nullable MeterRead last) {
        Instant stamp = read.reading().measuredAt();
        // The stamp first: it differs nearly always, where the rest is the same and long.
        boolean same = stamp != null && stamp.equals(previousStamp());
        if (same && isPrevious(read.reading())) {
            // However often: a bridge gives out what it heard last.
            return new Heard(this, null, false, null);
        }
        if (last == null) {
            return taken(read, false);
        }
        if (!believed) {
            return onProbation(read, last);
        }
        return read.measuredAt().isAfter(last.measuredAt())
                ? taken(read, false)
                : notLater(read, last);
    }

    private boolean isPrevious(Reading reading) {
        if (fingerprint != null) {
            return fingerprint.equals(fingerprint(reading));
        }
        return previous != null && reading.equals(previous.reading());
    }

    /** By which the telegram before is known again when it comes once more; null before any. */
    @Nullable UUID previousFingerprint() {
        return fingerprint != null || previous == null
                ? fingerprint
                : fingerprint(previous.reading());
    }

    private static UUID fingerprint(Reading reading) {
        return UUID.nameUUIDFromBytes(reading.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Heard notLater(MeterRead read, MeterRead last) {
        Instant stamp = read.reading().measuredAt();
        Duration since = Duration.between(last.at(), read.at()).abs();
        if (stamp != null && stamp.equals(previousStamp())) {
            int count = stills + 1;
            boolean stands =
                    isLive(read)
                            ? count >= CONVINCING && since.compareTo(STANDS) >= 0
                            : count >= CONVINCING_ALONE;
            return stands ? disbelieved(read, last) : passedOver(read, count, earlier);
        }
        Duration back = Duration.between(read.measuredAt(), last.measuredAt());
        Registers registers = registers(read.reading(), last.reading());
        boolean ahead = registers == Registers.AHEAD;
        // What is behind in a living stream is stale; in a recording it is an older part of it.
        boolean old = back.compareTo(LATE) > 0 && !(isLive(read) && registers == Registers.BEHIND);
        boolean setBack = ahead ? back.compareTo(CORRECTION) > 0 : old;
        int count = earlier + (ahead || setBack ? 1 : 0);
        if (count < CONVINCING) {
            return passedOver(read, 0, count);
        }
        boolean jumps = ahead && since.compareTo(JUMPS) >= 0;
        boolean again =
                setBack
                        && setBackAt != null
                        && Duration.between(setBackAt, read.at()).abs().compareTo(AGAIN) < 0;
        if (isLive(read) && (jumps || again)) {
            return disbelieved(read, last);
        }
        if (!setBack) {
            return passedOver(read, 0, count);
        }
        ClockWatch next = new ClockWatch(read, 0, 0, true, null, probation, read.at(), null);
        return new Heard(next, read, true, Decision.What.CLOCK_SET_BACK);
    }

    /** Until its stamps have gone on long enough. */
    private Heard onProbation(MeterRead read, MeterRead last) {
        Instant stamp = read.reading().measuredAt();
        Instant before = previousStamp();
        boolean goesOn = stamp != null && before != null && stamp.isAfter(before);
        Instant since = !goesOn ? null : soundSince == null ? read.at() : soundSince;
        if (since != null && Duration.between(since, read.at()).compareTo(probation) >= 0) {
            Duration longer = probation.multipliedBy(LONGER);
            Duration next = longer.compareTo(LONGEST_PROBATION) < 0 ? longer : LONGEST_PROBATION;
            return new Heard(
                    new ClockWatch(read, 0, 0, true, null, next, setBackAt, null),
                    read,
                    !goesOnFrom(last, read),
                    Decision.What.CLOCK_RUNS);
        }
        ClockWatch same = new ClockWatch(read, 0, 0, false, since, probation, setBackAt, null);
        MeterRead counted = counted(read);
        Duration ahead = Duration.between(last.measuredAt(), counted.measuredAt());
        boolean later = !ahead.isNegative() && !ahead.isZero();
        // The host's own clock may be set back as well.
        boolean anew = isLive(read) && ahead.negated().compareTo(CORRECTION) > 0;
        return new Heard(same, later || anew ? counted : null, anew, null);
    }

    private Heard disbelieved(MeterRead read, MeterRead last) {
        ClockWatch next = new ClockWatch(read, 0, 0, false, null, probation, setBackAt, null);
        MeterRead counted = counted(read);
        boolean anew = !goesOnFrom(last, counted);
        return new Heard(
                next, isLive(read) ? counted : null, anew, Decision.What.CLOCK_STANDS_STILL);
    }

    private Heard taken(MeterRead read, boolean anew) {
        return new Heard(
                new ClockWatch(read, 0, 0, true, null, probation, setBackAt, null),
                read,
                anew,
                null);
    }

    private Heard passedOver(MeterRead read, int newStills, int newEarlier) {
        return new Heard(
                new ClockWatch(read, newStills, newEarlier, true, null, probation, setBackAt, null),
                null,
                false,
                null);
    }

    private @Nullable Instant previousStamp() {
        return previous == null ? null : previous.reading().measuredAt();
    }

    /** With the host's time, where there is one. */
    private static MeterRead counted(MeterRead read) {
        return isLive(read)
                ? new MeterRead(read.reading().withoutTime(), read.at(), read.link())
                : read;
    }

    /** Whether the host's clock says when the meter spoke. */
    private static boolean isLive(MeterRead read) {
        return read.link().clockSkew().isPresent();
    }

    private static boolean goesOnFrom(MeterRead last, MeterRead next) {
        Duration gap = Duration.between(last.measuredAt(), next.measuredAt());
        return !gap.isNegative() && !gap.isZero() && gap.compareTo(LATE) <= 0;
    }

    private static Registers registers(Reading now, Reading before) {
        int imported = compare(now.imported(), before.imported());
        int exported = compare(now.exported(), before.exported());
        if (imported < 0 || exported < 0) {
            return Registers.BEHIND;
        }
        return imported > 0 || exported > 0 ? Registers.AHEAD : Registers.SAME;
    }

    /** Zero when one of them does not say. */
    private static int compare(EnergyRegisters now, EnergyRegisters before) {
        Optional<Energy> energy = now.sum();
        return energy.isEmpty() ? 0 : before.sum().map(e -> energy.get().compareTo(e)).orElse(0);
    }
}
