package be.bsmr.control;

import be.bsmr.control.LoadState.Position;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What others say of a load: a person, its actuator, its own switch and meter. */
public final class LoadEvents {

    private LoadEvents() {}

    /** A person takes a load in hand, or gives it back. An unknown load changes nothing. */
    public static ControlOutcome force(
            List<LoadNow> loads, String id, ManualOverride mode, Instant now) {
        return one(
                loads,
                id,
                s -> {
                    LoadNow in = s.in(mode).handsOff(null);
                    Position wanted =
                            switch (mode) {
                                case AUTO -> s.position();
                                case ALWAYS_ON -> Position.CONNECTED;
                                case ALWAYS_SHED -> Position.SHED;
                            };
                    LoadNow next =
                            in.moved(
                                    wanted,
                                    mode == ManualOverride.AUTO ? s.value() : s.load().free(),
                                    now,
                                    null);
                    // After somebody used its own switch it may not be as was last told.
                    if (s.isSetAs(next) && s.handsOffUntil() == null) {
                        return ControlOutcome.unchanged(List.of(in));
                    }
                    return new ControlOutcome(
                            List.of(next),
                            List.of(Command.towards(next, now)),
                            List.of(Decision.about(now, said(mode), id)));
                });
    }

    private static Decision.What said(ManualOverride mode) {
        return switch (mode) {
            case AUTO -> Decision.What.LOAD_GIVEN_BACK;
            case ALWAYS_ON -> Decision.What.LOAD_FORCED_ON;
            case ALWAYS_SHED -> Decision.What.LOAD_FORCED_OFF;
        };
    }

    /**
     * What was known of the loads comes late. Of one that a person has taken in hand since, it says
     * nothing any more; what a person wanted before is done now.
     */
    public static ControlOutcome recall(
            List<LoadNow> loads, List<LoadMemory> memories, Instant now) {
        List<LoadNow> next = new ArrayList<>(loads);
        List<Command> commands = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        for (int i = 0; i < next.size(); i++) {
            LoadNow here = next.get(i);
            if (here.mode() != ManualOverride.AUTO || here.handsOffUntil() != null) {
                continue;
            }
            LoadNow known = here.remembering(memories);
            next.set(i, known.in(ManualOverride.AUTO).handsOff(known.handsOffUntil()));
            if (known.mode() != ManualOverride.AUTO) {
                ControlOutcome wanted =
                        force(List.of(next.get(i)), here.load().id(), known.mode(), now);
                next.set(i, wanted.loads().get(0));
                commands.addAll(wanted.commands());
                decisions.addAll(wanted.decisions());
            }
        }
        return new ControlOutcome(next, commands, decisions);
    }

    /**
     * A person takes back what happened last to a load. What control did is turned round, and the
     * load is then left alone for a while; one that a person has in hand is given back to control,
     * free to draw.
     */
    public static ControlOutcome undo(List<LoadNow> loads, String id, Instant now) {
        return one(
                loads,
                id,
                s -> {
                    boolean inHand = s.mode() != ManualOverride.AUTO;
                    if (s.since() == null && !inHand) {
                        return ControlOutcome.unchanged(List.of(s));
                    }
                    boolean free =
                            inHand || s.isShed() || !Objects.equals(s.value(), s.load().free());
                    LoadNow next =
                            s.in(ManualOverride.AUTO)
                                    .moved(
                                            free ? Position.CONNECTED : Position.SHED,
                                            s.load().free(),
                                            now,
                                            null)
                                    .handsOff(
                                            inHand ? null : now.plus(s.load().limits().handsOff()));
                    return new ControlOutcome(
                            List.of(next),
                            List.of(Command.towards(next, now)),
                            List.of(Decision.about(now, Decision.What.LOAD_UNDONE, id)));
                });
    }

    /**
     * An actuator answers. If it did not shed a load that was to be withheld to save a peak, that
     * is given up, and the actuator is commanded to give the load back: it must not obey later,
     * when the peak has passed. What a person wants, the fail-safe, and giving a load back are
     * never given up.
     *
     * @param ordered site time of the command that it is about; null = the newest
     * @param blind whether the meter is silent, so that the load is in its fail-safe
     */
    public static ControlOutcome report(
            List<LoadNow> loads,
            String id,
            LoadState.Report report,
            @Nullable Instant ordered,
            boolean blind,
            Instant now) {
        return one(
                loads,
                id,
                s -> {
                    boolean outdated =
                            ordered != null && s.since() != null && ordered.isBefore(s.since());
                    if (outdated) {
                        return ControlOutcome.unchanged(List.of(s));
                    }
                    LoadNow next = s.reported(report);
                    if (report != LoadState.Report.FAILED
                            || s.report() == LoadState.Report.FAILED) {
                        return ControlOutcome.unchanged(List.of(next));
                    }
                    return failed(s, blind, now);
                });
    }

    private static ControlOutcome failed(LoadNow s, boolean blind, Instant now) {
        boolean givenUp = s.isShed() && !s.isInHand(now) && !blind;
        // A late answer to the order that is given up must not be taken for one to the next.
        Instant after = s.since() == null || now.isAfter(s.since()) ? now : s.since().plusMillis(1);
        LoadNow back = givenUp ? s.moved(Position.CONNECTED, s.value(), after, null) : s;
        // Of one that cannot be reached nobody knows whether switching it would have had an effect.
        int fruitless = s.contact().isReached() ? s.fruitless() + 1 : s.fruitless();
        LoadNow next = back.reported(LoadState.Report.FAILED).checked(null, fruitless);
        boolean mayStillBeOff = s.check() != null && s.check().expected() > 0;
        return new ControlOutcome(
                List.of(mayStillBeOff ? next.drawing(s.draw().running(false, now)) : next),
                givenUp ? List.of(Command.towards(back, after)) : List.of(),
                List.of(Decision.about(now, Decision.What.LOAD_FAILED, s.load().id())));
    }

    /** Whether a load can be reached has changed. */
    public static ControlOutcome contact(List<LoadNow> loads, String id, Contact contact) {
        return one(loads, id, s -> ControlOutcome.unchanged(List.of(s.contact(contact))));
    }

    /**
     * A load's own switch or meter says how it is. It counts as a person's hand only once the load
     * has been as it was told: before, it may speak of how it was.
     *
     * @param on null when it does not say
     * @param power null when it does not say
     * @param held what a battery can still give; null when it does not say
     */
    public static ControlOutcome seen(
            List<LoadNow> loads,
            String id,
            @Nullable Boolean on,
            @Nullable Power power,
            @Nullable Energy held,
            Instant now) {
        return one(
                loads,
                id,
                s -> {
                    LoadPower draw = s.draw();
                    draw = power == null ? draw : draw.reporting(power, now);
                    LoadNow next =
                            s.drawing(held == null ? draw : draw.holding((double) held.joules()));
                    boolean obeyed = s.since() == null || s.report() == LoadState.Report.CONFIRMED;
                    if (on == null
                            || !obeyed
                            || s.mode() != ManualOverride.AUTO
                            || on != s.isShed()) {
                        return ControlOutcome.unchanged(List.of(next));
                    }
                    if (!on) {
                        // Off by hand: it is not ours to switch on again.
                        return handled(next, now, s.handsOffUntil() == null);
                    }
                    LoadNow free =
                            next.moved(Position.CONNECTED, s.load().free(), now, null)
                                    .reported(LoadState.Report.CONFIRMED);
                    return handled(free, now, true);
                });
    }

    private static ControlOutcome handled(LoadNow s, Instant now, boolean news) {
        LoadNow next = s.handsOff(now.plus(s.load().limits().handsOff()));
        return new ControlOutcome(
                List.of(next),
                List.of(),
                news
                        ? List.of(Decision.about(now, Decision.What.LOAD_BY_HAND, s.load().id()))
                        : List.of());
    }

    private static ControlOutcome one(
            List<LoadNow> loads, String id, Function<LoadNow, ControlOutcome> what) {
        List<LoadNow> next = new ArrayList<>(loads);
        for (int i = 0; i < next.size(); i++) {
            if (next.get(i).load().id().equals(id)) {
                ControlOutcome outcome = what.apply(next.get(i));
                next.set(i, outcome.loads().get(0));
                return new ControlOutcome(next, outcome.commands(), outcome.decisions());
            }
        }
        return ControlOutcome.unchanged(loads);
    }
}
