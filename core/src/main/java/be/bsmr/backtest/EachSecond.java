package be.bsmr.backtest;

import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Moment;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Makes one after the other each second of a trace, also of a meter that speaks less often. It
 * begins with the quarter of the first reading. Changes as it runs.
 */
public final class EachSecond {

    /** What is done with one second. */
    @FunctionalInterface
    public interface Taker {

        /**
         * @param watts import minus export; not a number where nobody measured
         */
        void take(Moment now, double watts);
    }

    private static final long QUARTER = QuarterHour.LENGTH.toSeconds();
    private static final long NEVER = Long.MIN_VALUE;

    private final ZoneId zone;
    private final long longestSilence;
    private final Taker taker;
    private long last = NEVER;
    private Moment quarter = new Moment(0, 0, 0);

    /**
     * @param longestSilence between two readings; what is longer is a hole
     */
    public EachSecond(ZoneId zone, Duration longestSilence, Taker taker) {
        this.zone = zone;
        this.longestSilence = longestSilence.toSeconds();
        this.taker = taker;
    }

    /**
     * The next reading: its power is the mean since the one before. One that is not later than that
     * is passed over.
     */
    public void take(MeterRead read) {
        long now = read.measuredAt().getEpochSecond();
        double watts = read.reading().netPower().orElse(Power.ZERO).watts();
        if (last == NEVER) {
            last = Math.floorDiv(now, QUARTER) * QUARTER;
            run(now - 1, Double.NaN);
            run(now, watts);
            return;
        }
        run(now, now - last > longestSilence ? Double.NaN : watts);
    }

    /** Until {@code end}, s since 1970. */
    private void run(long end, double watts) {
        for (; last < end; last++) {
            int elapsed = (int) Math.floorMod(last, QUARTER);
            if (elapsed == 0) {
                quarter = Moment.of(Instant.ofEpochSecond(last), zone);
            }
            taker.take(quarter.plus(elapsed), watts);
        }
    }
}
