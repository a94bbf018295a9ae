package be.bsmr.control;

import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches on the house's meter what the loads do: which of them draw, by the steps that fit their
 * size; whether what was commanded had its effect; how much each truly draws.
 */
final class LoadWatch {

    /**
     * An effect that the meter has not shown within this time does not come any more; of a load
     * that obeys late, {@link #patience}.
     */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** The house drawing so much for so long, a charger that was thought idle is not. */
    private static final Duration CONVINCED = Duration.ofMinutes(5);

    /** So often in a row without effect, and nothing is expected of switching it any more. */
    static final int FRUITLESS = 3;

    /** A step fits a load when it is within this share of its power. */
    private static final double FIT = 0.12;

    /** Smaller steps are the house's noise. */
    private static final int LEAST_STEP = 150;

    /** Older readings tell nothing of a step. */
    private static final Duration STEP_WITHIN = Duration.ofSeconds(12);

    private final Instant now;
    private final LocalDate today;
    private final int net;
    private final List<Command> commands = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();

    private LoadWatch(Instant now, LocalDate today, int net) {
        this.now = now;
        this.today = today;
        this.net = net;
    }

    /**
     * The loads after one more reading.
     *
     * @param today the local day of {@code now}
     * @param before net power of the reading before, W, and {@code beforeAt} its time; null when
     *     there is none
     * @param net import minus export now, W
     */
    static ControlOutcome look(
            List<LoadNow> loads,
            Instant now,
            LocalDate today,
            @Nullable Integer before,
            @Nullable Instant beforeAt,
            int net) {
        LoadWatch watch = new LoadWatch(now, today, net);
        List<LoadNow> next = new ArrayList<>(loads);
        watch.check(next);
        next.replaceAll(s -> watch.unmetered(s, next));
        next.replaceAll(watch::offFromTheStart);
        if (before != null && beforeAt != null && !now.isAfter(beforeAt.plus(STEP_WITHIN))) {
            watch.step(next, net - before);
        } else {
            // What began or stopped meanwhile, nobody saw.
            next.replaceAll(s -> s.drawing(s.draw().unseen()));
        }
        next.replaceAll(s -> watch.counted(s, next, beforeAt));
        return new ControlOutcome(next, watch.commands, watch.decisions);
    }

    private LoadNow counted(LoadNow s, List<LoadNow> loads, @Nullable Instant beforeAt) {
        if (beforeAt == null) {
            return s;
        }
        double seconds = Math.min(60, Duration.between(beforeAt, now).toMillis() / 1000.0);
        double watts = mayDrawUnseen(s, loads) ? size(s) : s.drawn(now).watts();
        Day day =
                s.day()
                        .drawn(watts, seconds, s.isShed())
                        .used(today, s.drawn(now).watts(), seconds);
        LoadNow counted = s.counting(day);
        return s.load().isStore()
                ? counted.drawing(s.draw().holding(Batteries.held(s, now, watts, seconds)))
                : counted;
    }

    /**
     * A modulating load without a meter of its own draws what it may, if the house draws as much.
     * One that was found idle draws again once the house has drawn as much for a while.
     */
    private LoadNow unmetered(LoadNow s, List<LoadNow> loads) {
        if (!isUnseen(s)) {
            return s;
        }
        boolean may = s.load().isStore() || mayRun(s, loads);
        Instant since = s.draw().runningSince();
        if (since == null) {
            return s.drawing(s.draw().running(may, now).unseen());
        }
        if (s.draw().running()) {
            return s;
        }
        if (!may) {
            return s.drawing(s.draw().idle(now));
        }
        return now.isBefore(since.plus(CONVINCED)) ? s : s.drawing(s.draw().running(true, now));
    }

    /**
     * A charger that is thought idle may be taken for it wrongly: when the house draws enough for
     * all such, it may have had its energy.
     */
    private boolean mayDrawUnseen(LoadNow s, List<LoadNow> loads) {
        if (!isThoughtIdle(s)) {
            return false;
        }
        int others =
                loads.stream()
                        .filter(o -> !o.load().id().equals(s.load().id()) && isThoughtIdle(o))
                        .mapToInt(LoadWatch::size)
                        .sum();
        return beside(s, loads) - others >= size(s) - LEAST_STEP;
    }

    private boolean isThoughtIdle(LoadNow s) {
        return isUnseen(s) && !s.load().isStore() && !s.draw().running();
    }

    /** Whether nothing tells what it draws but what it is set to. */
    private boolean isUnseen(LoadNow s) {
        return s.load().actuation() instanceof Actuation.Modulating
                && !s.draw().isReported(now)
                && s.check() == null
                && !s.isShed();
    }

    /**
     * A load whose fail-safe is off counts as withheld from the first reading on: its limits run.
     */
    private LoadNow offFromTheStart(LoadNow s) {
        return s.isShed() && s.since() == null
                ? s.moved(LoadState.Position.SHED, s.value(), now, null).reported(s.report())
                : s;
    }

    /** Which of the actions that wait for their effect the meter shows now. */
    private void check(List<LoadNow> loads) {
        for (int i = 0; i < loads.size(); i++) {
            LoadNow s = loads.get(i);
            PendingEffect check = s.check();
            if (check == null) {
                continue;
            }
            if (isShown(loads, s, check)) {
                loads.set(i, shown(s, check));
                explain(loads, check);
            } else if (isReported(s, check)) {
                loads.set(i, s.checked(null, 0));
                explain(loads, check);
            } else if (!now.isBefore(check.at().plus(patience(s)))) {
                loads.set(i, check.expected() < 0 ? withoutDrop(s, check) : withoutRise(s, loads));
            }
        }
    }

    static Duration patience(LoadNow s) {
        return PATIENCE.plus(s.load().limits().lag());
    }

    /** Whether, of all that was done since, this is among what explains the change best. */
    private boolean isShown(List<LoadNow> loads, LoadNow s, PendingEffect check) {
        int change = net - check.net();
        if (s.draw().learned().isEmpty() && s.load().power() == null && check.expected() < 0) {
            return change <= -LEAST_STEP;
        }
        List<Integer> others =
                loads.stream()
                        .filter(o -> !o.load().id().equals(s.load().id()))
                        .map(LoadNow::check)
                        .filter(Objects::nonNull)
                        .filter(o -> !o.at().isBefore(check.at()))
                        .map(PendingEffect::expected)
                        .toList();
        int with = Integer.MAX_VALUE;
        int without = Integer.MAX_VALUE;
        for (int set = 0; set < 1 << Math.min(others.size(), 10); set++) {
            int sum = 0;
            for (int i = 0; i < others.size(); i++) {
                sum += (set >> i & 1) * others.get(i);
            }
            without = Math.min(without, Math.abs(change - sum));
            with = Math.min(with, Math.abs(change - sum - check.expected()));
        }
        return with < without && with <= 0.5 * Math.abs(check.expected());
    }

    /** What one action explains, no other has to. */
    private static void explain(List<LoadNow> loads, PendingEffect done) {
        loads.replaceAll(
                s ->
                        s.check() == null || s.check().at().isAfter(done.at())
                                ? s
                                : s.checked(s.check().after(done), s.fruitless()));
    }

    private LoadNow shown(LoadNow s, PendingEffect check) {
        int change = net - check.net();
        LoadNow done = s.checked(null, 0);
        boolean whole = !(s.load().actuation() instanceof Actuation.Modulating);
        LoadPower draw = s.draw();
        if (draw.isReported(now)) {
            // Its own meter says so later.
            return done.drawing(draw.reporting(new Power(check.to()), now));
        }
        if (!s.isShed()) {
            draw = draw.running(true, now);
        }
        return done.drawing(whole ? draw.learning(Math.abs(change)) : draw);
    }

    private boolean isReported(LoadNow s, PendingEffect check) {
        Power reported = s.draw().reported();
        Instant at = s.draw().reportedAt();
        if (reported == null || at == null || !at.isAfter(check.at())) {
            return false;
        }
        int far = Math.abs(reported.watts() - check.from());
        return far >= 0.5 * Math.abs(check.expected());
    }

    /**
     * The meter does not show that a shed load stopped drawing: it was off already, or its actuator
     * is stuck. It is commanded once more, and then not counted on.
     */
    private LoadNow withoutDrop(LoadNow s, PendingEffect check) {
        if (!check.again() && s.report() != LoadState.Report.CONFIRMED) {
            commands.add(Command.towards(s, now));
            return s.checked(
                    new PendingEffect(
                            now, check.net(), check.from(), check.to(), check.sure(), true),
                    s.fruitless());
        }
        if (!check.sure()) {
            LoadNow off = s.checked(null, s.fruitless());
            return s.draw().isReported(now) ? off : off.drawing(s.draw().idle(now));
        }
        int fruitless = s.fruitless() + 1;
        decisions.add(
                Decision.about(now, Decision.What.LOAD_WITHOUT_EFFECT, s.load().id())
                        .withPower(new Power(Math.abs(check.expected()))));
        LoadNow next = s.checked(null, fruitless);
        return s.draw().isReported(now) ? next : next.drawing(s.draw().idle(now));
    }

    /** The meter does not show that a load that was given back draws: it need not. */
    private LoadNow withoutRise(LoadNow s, List<LoadNow> loads) {
        LoadNow next = s.checked(null, s.fruitless());
        // What a charger takes by and by, other changes hide; while the house draws as much, it
        // may.
        boolean may = s.load().actuation() instanceof Actuation.Modulating && mayRun(s, loads);
        return s.draw().isReported(now) ? next : next.drawing(s.draw().running(may, now));
    }

    /** Whether the house draws as much as it would, beside what others are known to draw. */
    private boolean mayRun(LoadNow s, List<LoadNow> loads) {
        return beside(s, loads) >= size(s) - LEAST_STEP;
    }

    /** What the house draws beside what its other loads are known to draw, W. */
    private int beside(LoadNow s, List<LoadNow> loads) {
        int known =
                loads.stream()
                        .filter(o -> !o.load().id().equals(s.load().id()))
                        .filter(o -> o.draw().isReported(now) || o.draw().running())
                        .mapToInt(o -> o.drawn(now).watts())
                        .sum();
        return net - known;
    }

    /** A step that no command of ours explains: the load that fits it best went on or off. */
    private void step(List<LoadNow> loads, int step) {
        if (Math.abs(step) < LEAST_STEP || loads.stream().anyMatch(s -> s.check() != null)) {
            return;
        }
        Optional<LoadNow> fitting =
                loads.stream()
                        .filter(s -> !s.isShed() && !s.draw().isReported(now))
                        .filter(s -> s.draw().running() == step < 0)
                        .filter(s -> fits(s, step))
                        .min(Comparator.comparingInt(s -> Math.abs(Math.abs(step) - size(s))));
        fitting.ifPresent(
                s -> {
                    int i = loads.indexOf(s);
                    loads.set(i, s.drawing(s.draw().running(step > 0, now)));
                });
        // Import cannot be less than what runs, without the sun or a battery.
        for (int i = 0; i < loads.size(); i++) {
            LoadNow s = loads.get(i);
            if (s.draw().running() && !s.draw().isReported(now) && net >= 0 && net < size(s) / 2) {
                loads.set(i, s.drawing(s.draw().running(false, now)));
            }
        }
    }

    private static int size(LoadNow s) {
        if (s.load().actuation() instanceof Actuation.Modulating m && s.value() != null) {
            return Math.abs(m.power(s.value()).watts());
        }
        return s.usually().watts();
    }

    /**
     * Whether a step may be of that load. Its size is known the better the more often it was
     * switched; of a load whose size is not known, nothing can be said.
     */
    private static boolean fits(LoadNow s, int step) {
        LoadPower draw = s.draw();
        int size = size(s);
        if (s.load().actuation() instanceof Actuation.Modulating) {
            return fits(step, size, FIT);
        }
        if (draw.learned().size() < 3) {
            return s.load().power() != null && fits(step, size, FIT);
        }
        int spread = Math.max(60, draw.spread());
        return Math.abs(Math.abs(step) - size) <= Math.min(spread, FIT * size);
    }

    private static boolean fits(int step, int size, double share) {
        return Math.abs(Math.abs(step) - Math.abs(size)) <= share * Math.abs(size);
    }
}
