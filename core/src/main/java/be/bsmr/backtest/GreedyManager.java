package be.bsmr.backtest;

import be.bsmr.control.Load;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Every 30 s: while the energy so far and the last power to the end pass the target, the next load
 * by priority is shed, in the last two minutes all of them; the last shed is given back when the
 * projection with it fits.
 */
final class GreedyManager extends SimpleManager {

    private static final int EVERY = 30;
    private static final int LAST = 120;
    private static final int QUARTER = 900;

    GreedyManager(Scenario scenario) {
        super(scenario);
    }

    @Override
    void decide(Instant at, int net, double joules, long elapsed, int target) {
        if (at.getEpochSecond() % EVERY != 0) {
            return;
        }
        double left = QUARTER - elapsed;
        double allowed = (double) target * QUARTER;
        if (joules + Math.max(0, net) * left > allowed) {
            boolean all = left <= LAST;
            for (Load next = nextToShed(); next != null; next = all ? nextToShed() : null) {
                shed(next, at);
            }
            return;
        }
        @Nullable Load last = lastShed();
        if (last != null && joules + Math.max(0, net + power(last)) * left <= allowed) {
            restore(last, at);
        }
    }
}
