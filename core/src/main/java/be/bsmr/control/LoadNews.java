package be.bsmr.control;

import be.bsmr.control.LoadState.Mode;
import be.bsmr.control.LoadState.Position;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What others say of a load: a person, its actuator, its own switch and meter. */
public final class LoadNews {

    private LoadNews() {}

    /** A person takes a load in hand, or gives it back. An unknown load changes nothing. */
    public static LoadController.Outcome force(
            List<LoadState> loads, String id, Mode mode, Instant now) {
        return one(
                loads,
                id,
                s -> {
                    LoadState in = s.in(mode).handsOff(null);
                    Position wanted =
                            switch (mode) {
                                case AUTO -> s.position();
                                case ALWAYS_ON -> Position.CONNECTED;
                                case ALWAYS_SHED -> Position.SHED;
                            };
                    LoadState next =
                            in.moved(wanted, mode == Mode.AUTO ? s.value() : s.free(), now, null);
                    if (LoadController.isAs(s, next)) {
                        return LoadController.Outcome.unchanged(List.of(in));
                    }
                    return new LoadController.Outcome(
                            List.of(next),
                            List.of(LoadController.command(next, now)),
                            List.of(Decision.about(now, Decision.What.LOAD_FORCED, id)));
                });
    }

    /** A person takes back what was decided last of a load; it is then left alone for a while. */
    public static LoadController.Outcome undo(List<LoadState> loads, String id, Instant now) {
        return one(
                loads,
                id,
                s -> {
                    if (s.since() == null) {
                        return LoadController.Outcome.unchanged(List.of(s));
                    }
                    boolean free = s.isShed() || !Objects.equals(s.value(), s.free());
                    LoadState next =
                            s.moved(free ? Position.CONNECTED : Position.SHED, s.free(), now, null)
                                    .handsOff(now.plus(s.load().limits().handsOff()));
                    return new LoadController.Outcome(
                            List.of(next),
                            List.of(LoadController.command(next, now)),
                            List.of(Decision.about(now, Decision.What.LOAD_UNDONE, id)));
                });
    }

    /** An actuator answers. */
    public static LoadController.Outcome report(
            List<LoadState> loads, String id, LoadState.Report report, Instant now) {
        return one(
                loads,
                id,
                s -> {
                    LoadState next = s.reported(report);
                    if (report != LoadState.Report.FAILED
                            || s.report() == LoadState.Report.FAILED) {
                        return LoadController.Outcome.unchanged(List.of(next));
                    }
                    return new LoadController.Outcome(
                            List.of(undone(s, now)),
                            List.of(),
                            List.of(Decision.about(now, Decision.What.LOAD_FAILED, id)));
                });
    }

    /** What was commanded has not come about: it is as it was before. */
    private static LoadState undone(LoadState s, Instant now) {
        boolean switched =
                s.since() != null && (s.check() == null || s.check().from() == 0 || s.isShed());
        Position before = s.isShed() ? Position.CONNECTED : Position.SHED;
        LoadState next =
                switched && !(s.load().steering() instanceof Steering.Modulating)
                        ? s.moved(before, s.value(), now, null)
                        : s.isShed() ? s.moved(Position.CONNECTED, s.value(), now, null) : s;
        return next.reported(LoadState.Report.FAILED).checked(null, s.fruitless() + 1);
    }

    /**
     * A load's own switch or meter says how it is.
     *
     * @param on null when it does not say
     * @param power null when it does not say
     */
    public static LoadController.Outcome seen(
            List<LoadState> loads,
            String id,
            @Nullable Boolean on,
            @Nullable Power power,
            Instant now) {
        return one(
                loads,
                id,
                s -> {
                    LoadState next = power == null ? s : s.drawing(s.draw().reporting(power, now));
                    boolean settled =
                            s.since() == null || !now.isBefore(s.since().plus(LoadWatch.PATIENCE));
                    boolean failed = s.report() == LoadState.Report.FAILED;
                    if (on == null
                            || !settled
                            || failed
                            || s.mode() != Mode.AUTO
                            || on != s.isShed()) {
                        return LoadController.Outcome.unchanged(List.of(next));
                    }
                    if (!on) {
                        // Off by hand: it is not ours to switch on again.
                        return handled(next, now, s.handsOffUntil() == null);
                    }
                    return handled(next.moved(Position.CONNECTED, s.free(), now, null), now, true);
                });
    }

    private static LoadController.Outcome handled(LoadState s, Instant now, boolean news) {
        LoadState next = s.handsOff(now.plus(s.load().limits().handsOff()));
        return new LoadController.Outcome(
                List.of(next),
                List.of(),
                news
                        ? List.of(Decision.about(now, Decision.What.LOAD_BY_HAND, s.load().id()))
                        : List.of());
    }

    private static LoadController.Outcome one(
            List<LoadState> loads, String id, Function<LoadState, LoadController.Outcome> what) {
        List<LoadState> next = new ArrayList<>(loads);
        for (int i = 0; i < next.size(); i++) {
            if (next.get(i).load().id().equals(id)) {
                LoadController.Outcome outcome = what.apply(next.get(i));
                next.set(i, outcome.loads().get(0));
                return new LoadController.Outcome(next, outcome.commands(), outcome.decisions());
            }
        }
        return LoadController.Outcome.unchanged(loads);
    }
}
