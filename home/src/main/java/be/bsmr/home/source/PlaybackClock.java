package be.bsmr.home.source;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets recorded or simulated time pass: waits until a stamp is due. Stamps are measured from the
 * first, so that errors do not add up; a jump backwards or of more than a quarter of an hour begins
 * anew.
 */
final class PlaybackClock {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    private final double speed;
    private final LongSupplier nanoTime;
    private @Nullable Instant firstStamp;
    private @Nullable Instant lastStamp;
    private long begunNanos;

    /**
     * @param speed 1 = as it happened; infinite = never wait
     */
    PlaybackClock(double speed) {
        this(speed, System::nanoTime);
    }

    /**
     * @param nanoTime the stopwatch that the pace is measured with
     */
    PlaybackClock(double speed, LongSupplier nanoTime) {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("time passes at a speed above 0, not " + speed);
        }
        this.speed = speed;
        this.nanoTime = nanoTime;
    }

    /** Nanoseconds until {@code stamp} is due; zero or less = now. */
    long untilDue(Instant stamp) {
        if (Double.isInfinite(speed)) {
            return 0;
        }
        long now = nanoTime.getAsLong();
        boolean jumped =
                lastStamp != null
                        && (stamp.isBefore(lastStamp)
                                || Duration.between(lastStamp, stamp).compareTo(LONGEST_WAIT) > 0);
        if (firstStamp == null || jumped) {
            firstStamp = stamp;
            begunNanos = now;
        }
        lastStamp = stamp;
        long due = begunNanos + (long) (Duration.between(firstStamp, stamp).toNanos() / speed);
        return due - now;
    }
}
