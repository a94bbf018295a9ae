package be.bsmr.control;

import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches on the house's meter what the loads do: which of them draw, by the steps that fit their
 * size; whether what was commanded had its effect; how much each truly draws.
 */
final class LoadWatch {

    /** An effect that the meter has not shown within this time does not come any more. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** So often in a row without effect, and nothing is expected of switching it any more. */
    static final int FRUITLESS = 3;

    /** A step fits a load when it is within this share of its power. */
    private static final double FIT = 0.12;

    /** Smaller steps are the house's noise. */
    private static final int LEAST_STEP = 150;

    /** Older readings tell nothing of a step. */
    private static final Duration STEP_WITHIN = Duration.ofSeconds(12);

    private final Instant now;
    private final int net;
    private final List<Command> commands = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();

    private LoadWatch(Instant now, int net) {
        this.now = now;
        this.net = net;
    }

    /**
     * The loads after one more reading.
     *
     * @param before net power of the reading before, W, and {@code beforeAt} its time; null when
     *     there is none
     * @param net import minus export now, W
     */
    static LoadController.Outcome look(
            List<LoadState> loads,
            Instant now,
            @Nullable Integer before,
            @Nullable Instant beforeAt,
            int net) {
        LoadWatch watch = new LoadWatch(now, net);
        List<LoadState> next = new ArrayList<>(loads);
        next.replaceAll(watch::checked);
        next.replaceAll(watch::unmetered);
        if (before != null && beforeAt != null && !now.isAfter(beforeAt.plus(STEP_WITHIN))) {
            watch.step(next, net - before);
        }
        next.replaceAll(s -> s.counting(counted(s, beforeAt, now)));
        return new LoadController.Outcome(next, watch.commands, watch.decisions);
    }

    private static Day counted(LoadState s, @Nullable Instant beforeAt, Instant now) {
        if (s.day().dueSince() == null || beforeAt == null) {
            return s.day();
        }
        double seconds = Math.min(60, Duration.between(beforeAt, now).toMillis() / 1000.0);
        double joules = s.day().dueJoules() + Math.max(0, s.drawn(now).watts()) * seconds;
        return s.day().due(s.day().dueSince(), joules);
    }

    /**
     * A modulating load without a meter of its own draws what it may, if the house draws as much.
     */
    private LoadState unmetered(LoadState s) {
        if (!(s.load().steering() instanceof Steering.Modulating m)
                || s.draw().isReported(now)
                || s.draw().runningSince() != null
                || s.check() != null
                || s.isShed()) {
            return s;
        }
        boolean runs = m.min() < 0 || net >= size(s) - LEAST_STEP;
        return s.drawing(
                new Draw(
                        s.draw().learned(),
                        runs,
                        null,
                        s.draw().reported(),
                        s.draw().reportedAt()));
    }

    private LoadState checked(LoadState s) {
        Check check = s.check();
        if (check == null) {
            return s;
        }
        int change = net - check.net();
        boolean seen =
                s.draw().isReported(now)
                        ? reportedEffect(s, check)
                        : Math.abs(change) >= 0.5 * Math.abs(check.expected())
                                && Integer.signum(change) == Integer.signum(check.expected());
        if (seen) {
            LoadState done = s.checked(null, 0);
            boolean whole = !(s.load().steering() instanceof Steering.Modulating);
            Draw draw =
                    whole && !s.draw().isReported(now) && !s.isShed()
                            ? s.draw().running(true, now)
                            : s.draw();
            return done.drawing(
                    whole && fits(change, check.expected(), 0.5)
                            ? draw.learning(Math.abs(change))
                            : draw);
        }
        if (now.isBefore(check.at().plus(PATIENCE))) {
            return s;
        }
        return s.isShed() || check.expected() < 0 ? withoutDrop(s, check) : withoutRise(s);
    }

    private boolean reportedEffect(LoadState s, Check check) {
        Power reported = s.draw().reported();
        Instant at = s.draw().reportedAt();
        if (reported == null || at == null || at.isBefore(check.at())) {
            return false;
        }
        if (s.isShed()) {
            return !s.draw().running();
        }
        if (s.value() == null || check.expected() > 0) {
            return true;
        }
        return s.load().steering() instanceof Steering.Modulating m
                && reported.watts() <= m.power(s.value()).watts() * 1.1 + LEAST_STEP;
    }

    /**
     * It was off already, or its actuator is stuck: asked once more, and then no more counted on.
     */
    private LoadState withoutDrop(LoadState s, Check check) {
        if (!check.again()) {
            commands.add(
                    s.isShed() || s.value() == null
                            ? new Command.Shed(s.load().id(), now)
                            : new Command.Set(s.load().id(), now, s.value()));
            return s.checked(
                    new Check(now, check.net(), check.from(), check.to(), true), s.fruitless());
        }
        int fruitless = s.fruitless() + 1;
        decisions.add(
                Decision.about(now, Decision.What.LOAD_WITHOUT_EFFECT, s.load().id())
                        .withPower(new Power(Math.abs(check.expected()))));
        LoadState next = s.checked(null, fruitless);
        return s.draw().isReported(now) ? next : next.drawing(s.draw().running(false, now));
    }

    /** A load that was given back need not draw. */
    private LoadState withoutRise(LoadState s) {
        LoadState next = s.checked(null, s.fruitless());
        return s.draw().isReported(now) ? next : next.drawing(s.draw().running(false, now));
    }

    /** A step that no command of ours explains: the load that fits it best went on or off. */
    private void step(List<LoadState> loads, int step) {
        if (Math.abs(step) < LEAST_STEP || loads.stream().anyMatch(s -> s.check() != null)) {
            return;
        }
        Optional<LoadState> fitting =
                loads.stream()
                        .filter(s -> !s.isShed() && !s.draw().isReported(now))
                        .filter(s -> s.draw().running() == step < 0)
                        .filter(s -> fits(step, size(s), FIT))
                        .min(Comparator.comparingInt(s -> Math.abs(Math.abs(step) - size(s))));
        fitting.ifPresent(
                s -> {
                    int i = loads.indexOf(s);
                    loads.set(i, s.drawing(s.draw().running(step > 0, now)));
                });
        // Import cannot be less than what runs, without the sun or a battery.
        for (int i = 0; i < loads.size(); i++) {
            LoadState s = loads.get(i);
            if (s.draw().running() && !s.draw().isReported(now) && net >= 0 && net < size(s) / 2) {
                loads.set(i, s.drawing(s.draw().running(false, now)));
            }
        }
    }

    private static int size(LoadState s) {
        if (s.load().steering() instanceof Steering.Modulating m && s.value() != null) {
            return Math.abs(m.power(s.value()).watts());
        }
        return s.usually().watts();
    }

    private static boolean fits(int step, int size, double share) {
        return Math.abs(Math.abs(step) - Math.abs(size)) <= share * Math.abs(size);
    }
}
