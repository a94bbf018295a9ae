package be.bsmr.control;

import be.bsmr.control.LoadState.Mode;
import be.bsmr.control.LoadState.Position;
import be.bsmr.quarter.Forecaster;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sheds a load when the quarter is on course to pass the target and restores it when it is safe.
 * Loads are shed in the order of the configuration and restored in the reverse order, one at a
 * time.
 *
 * <ul>
 *   <li>A forecast must stay above the target for {@link #CONFIRM}: a kettle of ten seconds trips
 *       nothing.
 *   <li>After a load is shed, the next waits until the forecast's window shows the effect.
 *   <li>Restoring is safe when the quarter stays under {@link #MARGIN} of the target with the load
 *       drawing all its power to the end, and enough of the quarter is left for the load's shortest
 *       run.
 * </ul>
 */
public final class LoadController {

    static final Duration CONFIRM = Duration.ofSeconds(10);
    static final double MARGIN = 0.95;

    /**
     * The loads after a decision.
     *
     * @param loads in the order of the configuration
     */
    public record Outcome(List<LoadState> loads, List<Command> commands, List<Decision> decisions) {

        static Outcome unchanged(List<LoadState> loads) {
            return new Outcome(loads, List.of(), List.of());
        }
    }

    private LoadController() {}

    /** Looks at the newest outlook. */
    public static Outcome decide(List<LoadState> loads, Outlook outlook) {
        Instant now = outlook.at();
        List<LoadState> watched = new ArrayList<>(loads);
        watched.replaceAll(s -> s.over(outlook.isOver() ? firstNonNull(s.overSince(), now) : null));
        if (outlook.isOver()) {
            return watched.stream()
                    .filter(s -> mayShed(s, watched, now))
                    .findFirst()
                    .map(s -> move(watched, s, Position.SHED, Decision.What.LOAD_SHED, outlook))
                    .orElse(Outcome.unchanged(watched));
        }
        return lastShed(watched)
                .filter(s -> mayRestore(s, outlook))
                .map(
                        s ->
                                move(
                                        watched,
                                        s,
                                        Position.CONNECTED,
                                        Decision.What.LOAD_RESTORED,
                                        outlook))
                .orElse(Outcome.unchanged(watched));
    }

    /** The meter is silent: nothing can be foreseen, so nothing is withheld. */
    public static Outcome restoreAll(List<LoadState> loads, Instant now) {
        List<LoadState> next = new ArrayList<>(loads);
        List<Command> commands = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        for (int i = 0; i < next.size(); i++) {
            LoadState s = next.get(i);
            if (s.isShed() && s.mode() == Mode.AUTO) {
                next.set(i, s.moved(Position.CONNECTED, now));
                commands.add(new Command.Restore(s.load().id(), now));
                decisions.add(
                        new Decision(
                                now, Decision.What.LOAD_RESTORED_BLIND, s.load().id(), null, null));
            }
        }
        return new Outcome(next, commands, decisions);
    }

    /** A person takes a load in hand, or gives it back. An unknown load changes nothing. */
    public static Outcome force(List<LoadState> loads, String id, Mode mode, Instant now) {
        List<LoadState> next = new ArrayList<>(loads);
        for (int i = 0; i < next.size(); i++) {
            LoadState s = next.get(i).in(mode);
            if (!s.load().id().equals(id)) {
                continue;
            }
            Position wanted =
                    switch (mode) {
                        case AUTO -> s.position();
                        case ALWAYS_ON -> Position.CONNECTED;
                        case ALWAYS_SHED -> Position.SHED;
                    };
            if (wanted == s.position()) {
                next.set(i, s);
                return Outcome.unchanged(next);
            }
            next.set(i, s.moved(wanted, now));
            return new Outcome(
                    next,
                    List.of(command(id, wanted, now)),
                    List.of(new Decision(now, Decision.What.LOAD_FORCED, id, null, null)));
        }
        return Outcome.unchanged(loads);
    }

    private static boolean mayShed(LoadState s, List<LoadState> all, Instant now) {
        boolean confirmed = s.overSince() != null && !now.isBefore(s.overSince().plus(CONFIRM));
        boolean settled =
                all.stream()
                        .filter(LoadState::isShed)
                        .map(LoadState::since)
                        .filter(Objects::nonNull)
                        .allMatch(since -> !now.isBefore(since.plus(Forecaster.WINDOW)));
        return s.mode() == Mode.AUTO
                && !s.isShed()
                && confirmed
                && settled
                && heldFor(s, s.load().minOn(), now);
    }

    private static boolean mayRestore(LoadState s, Outlook outlook) {
        Energy allowed = outlook.target().during(QuarterHour.LENGTH).times(MARGIN);
        return heldFor(s, s.load().minShed(), outlook.at())
                && outlook.left().compareTo(s.load().minOn()) >= 0
                && !outlook.expectedWith(s.load().power()).isAbove(allowed);
    }

    private static Optional<LoadState> lastShed(List<LoadState> loads) {
        return loads.stream()
                .filter(s -> s.isShed() && s.mode() == Mode.AUTO)
                .max(Comparator.comparing(s -> firstNonNull(s.since(), Instant.MIN)));
    }

    private static boolean heldFor(LoadState s, Duration shortest, Instant now) {
        return s.since() == null || !now.isBefore(s.since().plus(shortest));
    }

    private static Outcome move(
            List<LoadState> loads,
            LoadState state,
            Position to,
            Decision.What what,
            Outlook outlook) {
        String id = state.load().id();
        List<LoadState> next = new ArrayList<>(loads);
        next.replaceAll(s -> s.load().id().equals(id) ? s.moved(to, outlook.at()) : s);
        Decision decision =
                new Decision(outlook.at(), what, id, outlook.forecast().demand(), outlook.target());
        return new Outcome(next, List.of(command(id, to, outlook.at())), List.of(decision));
    }

    private static Command command(String id, Position to, Instant at) {
        return to == Position.SHED ? new Command.Shed(id, at) : new Command.Restore(id, at);
    }

    private static Instant firstNonNull(@Nullable Instant a, Instant b) {
        return a != null ? a : b;
    }
}
