package be.bsmr.control;

import be.bsmr.control.LoadState.Position;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the quarter under its target with the loads that it may control. It weighs the energy that
 * is left in the quarter against the forecast's distribution, never the watts of the moment: a
 * kettle changes neither much.
 *
 * <p>One decision is a {@link ControlPlan} that passes through five acts, in this order:
 *
 * <ol>
 *   <li>{@link Obligations}: limits of the owner come before the target, and so does a person's
 *       hand.
 *   <li>{@link Waiting}: what has time waits for the quarters in which energy is cheap.
 *   <li>{@link Modulation}: modulating loads share what is left over.
 *   <li>{@link Shedding}: loads are cut off at the last moment at which that suffices.
 *   <li>{@link Restoring}: one load at a time is given back when it fits to the quarter's end.
 * </ol>
 */
public final class LoadController {

    private LoadController() {}

    /**
     * Watches what the newest reading shows of the loads; comes before the outlook is made.
     *
     * @param today the local day of {@code now}
     * @param netBefore net power of the reading before, W, and {@code before} its time; null when
     *     there is none
     * @param net import minus export now, W
     */
    public static ControlOutcome watch(
            List<LoadNow> loads,
            Instant now,
            LocalDate today,
            @Nullable Integer netBefore,
            @Nullable Instant before,
            int net) {
        return loads.isEmpty()
                ? ControlOutcome.unchanged(loads)
                : LoadWatch.look(loads, now, today, netBefore, before, net);
    }

    /**
     * Decides what is done with the loads, going by the newest outlook.
     *
     * @param view its forecast takes the loads to stay as they are
     * @param net import minus export, W
     */
    public static ControlOutcome decide(List<LoadNow> loads, View view, int net) {
        if (loads.isEmpty()) {
            return ControlOutcome.unchanged(loads);
        }
        ControlPlan plan = new ControlPlan(loads, view, net);
        Shedding shedding = new Shedding(plan);
        new Obligations(plan).apply();
        new Waiting(plan, shedding).apply();
        new Modulation(plan).apply();
        shedding.apply();
        new Restoring(plan, shedding).apply();
        return plan.outcome();
    }

    /** Control ends: every load that was held back without a person's override is given back. */
    public static ControlOutcome release(List<LoadNow> loads, Instant now) {
        List<LoadNow> next = new ArrayList<>();
        List<Command> commands = new ArrayList<>();
        for (LoadNow s : loads) {
            LoadNow free = s.moved(Position.CONNECTED, s.load().free(), now, null);
            boolean ours = s.mode() == ManualOverride.AUTO && !s.isSetAs(free);
            next.add(ours ? free : s);
            if (ours) {
                commands.add(Command.towards(free, now));
            }
        }
        return new ControlOutcome(next, commands, List.of());
    }
}
