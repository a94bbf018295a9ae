package be.bsmr.control;

import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one load draws: as a meter of its own says, or as far as the house's meter shows it by the
 * steps that fit its size.
 *
 * @param learned the newest steps that were seen when it was switched, W, oldest first
 * @param running whether it is believed to draw; a load that is restored but warm does not
 * @param runningSince since when; null while unknown
 * @param reported what its own meter says; null without one
 * @param reportedAt when it said so last, the meter's time; null without one
 * @param held what a battery is known to hold at least, J; 0 of all others
 */
public record LoadPower(
        List<Integer> learned,
        boolean running,
        @Nullable Instant runningSince,
        @Nullable Power reported,
        @Nullable Instant reportedAt,
        double held) {

    static final LoadPower UNKNOWN = new LoadPower(List.of(), false, null, null, null, 0);

    /** So many steps are remembered. */
    static final int REMEMBERED = 21;

    /** A report that was not renewed for so long is not believed any more. */
    static final Duration FRESH = Duration.ofMinutes(5);

    /** Below this a load's own meter shows standby. */
    private static final int STANDBY_WATTS = 30;

    public LoadPower {
        learned = List.copyOf(learned);
    }

    /**
     * The load's power as far as it was learned: the middle of its steps; null before any was seen.
     */
    public @Nullable Power median() {
        return quantile(0.5);
    }

    /** What the load rarely passes when it runs; null before any step was seen. */
    public @Nullable Power high() {
        return quantile(0.9);
    }

    /** Between its lower and its upper steps, W; 0 when nothing was learned. */
    int spread() {
        Power low = quantile(0.2);
        Power top = quantile(0.8);
        return low == null || top == null ? 0 : top.watts() - low.watts();
    }

    private @Nullable Power quantile(double level) {
        if (learned.isEmpty()) {
            return null;
        }
        List<Integer> sorted = learned.stream().sorted().toList();
        return new Power(sorted.get((int) Math.round(level * (sorted.size() - 1))));
    }

    LoadPower of(LoadMemory memory) {
        return new LoadPower(memory.learned(), running, runningSince, reported, reportedAt, held);
    }

    boolean isReported(Instant now) {
        return reported != null
                && reportedAt != null
                && !now.isAfter(reportedAt.plus(FRESH))
                && !now.isBefore(reportedAt);
    }

    LoadPower learning(int watts) {
        List<Integer> more = new ArrayList<>(learned);
        more.add(watts);
        return new LoadPower(
                more.subList(Math.max(0, more.size() - REMEMBERED), more.size()),
                running,
                runningSince,
                reported,
                reportedAt,
                held);
    }

    LoadPower reporting(Power power, Instant at) {
        boolean runs = Math.abs(power.watts()) > STANDBY_WATTS;
        return new LoadPower(learned, runs, runs == running ? runningSince : at, power, at, held);
    }

    LoadPower holding(double joules) {
        return new LoadPower(learned, running, runningSince, reported, reportedAt, joules);
    }

    /** Since when it runs, or does not, is not known any more. */
    LoadPower unseen() {
        return new LoadPower(learned, running, null, reported, reportedAt, held);
    }

    /** It has just been found not to run. */
    LoadPower idle(Instant at) {
        return new LoadPower(learned, false, at, reported, reportedAt, held);
    }

    LoadPower running(boolean runs, Instant at) {
        return new LoadPower(
                learned, runs, runs == running ? runningSince : at, reported, reportedAt, held);
    }
}
