package be.bsmr.control;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What becomes of the loads while the meter is silent. Nothing can be foreseen, so each goes to its
 * fail-safe: at once where it draws less there; where it draws more one after the other, so that
 * together they do not make a peak while none can be seen.
 */
public final class Silence {

    /** Between two loads that are given back. */
    static final Duration APART = Duration.ofMinutes(3);

    private Silence() {}

    /**
     * What is done with the loads in one second of silence; asked each second, as long as it lasts.
     */
    public static ControlOutcome passes(List<LoadNow> loads, Instant now) {
        List<LoadNow> next = new ArrayList<>(loads);
        List<Command> commands = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        boolean turn = loads.stream().noneMatch(s -> isJustGiven(s, now));
        List<LoadNow> held =
                loads.stream()
                        .filter(s -> !s.isInHand(now) && !s.isSetAs(safe(s, now)))
                        .sorted(Comparator.comparingDouble(Silence::matters).reversed())
                        .toList();
        for (LoadNow s : held) {
            boolean gives = gives(s, now);
            if (gives && !turn && now.isBefore(Turns.latest(s))) {
                continue;
            }
            turn &= !gives;
            next.replaceAll(l -> l.load().id().equals(s.load().id()) ? safe(s, now) : l);
            commands.add(s.load().safely(now));
            decisions.add(Decision.about(now, Decision.What.LOAD_RESTORED_BLIND, s.load().id()));
        }
        return new ControlOutcome(next, commands, decisions);
    }

    private static LoadNow safe(LoadNow s, Instant now) {
        LoadNow failSafe = s.safely();
        return s.moved(failSafe.position(), failSafe.value(), now, null).checked(null, 0);
    }

    /** Whether it may draw more in its fail-safe than it may now. */
    private static boolean gives(LoadNow s, Instant now) {
        return !s.load().isStore() && may(safe(s, now)) > may(s);
    }

    private static double may(LoadNow s) {
        return s.isShed() ? 0 : s.usually().watts();
    }

    private static boolean isJustGiven(LoadNow s, Instant now) {
        return !s.isShed()
                && !s.load().isStore()
                && s.since() != null
                && now.isBefore(s.since().plus(APART));
    }

    /** What is due comes first, then what the owner finds important. */
    private static double matters(LoadNow s) {
        boolean due = s.day().dueSince() != null;
        return s.load().priority() + (due ? Load.MOST_PRIORITY : 0);
    }
}
