package be.bsmr.control;

import be.bsmr.control.LoadState.Position;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.unit.Current;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A quarter of a winter's evening with a target of 2.5 kW, as the controller sees it, and loads for
 * it. What the quarter comes to is certain: so each rule can be worked out by hand.
 */
final class Evening {

    /** Six o'clock in Belgium. */
    static final Instant SIX = Instant.parse("2026-01-13T17:00:00Z");

    private static final Limits USUAL = Limits.USUAL;

    private Evening() {}

    /** So many seconds into the quarter, which comes to {@code demand} W; the next to 400 W. */
    static View view(int second, int demand) {
        return view(second, demand, 400);
    }

    static View view(int second, int demand, int next) {
        return view(second, demand, next, List.of(), null);
    }

    static View view(
            int second,
            int demand,
            int next,
            List<@Nullable Current> currents,
            @Nullable Current fuse) {
        return new View(
                Night.outlook(SIX.plusSeconds(second), demand),
                Night.ZONE,
                currents,
                fuse,
                false,
                q -> DemandDistribution.certain(new Power(next)),
                true,
                Costs.UNKNOWN,
                Plan.NONE);
    }

    /** On or off, of 2 kW. */
    static Load boiler(String id) {
        return Load.onOff(id, id, new Power(2000));
    }

    /** Of 2 kW, working only with another. */
    static Load needing(String id, String other) {
        Load l = boiler(id);
        return new Load(
                l.id(),
                l.name(),
                5,
                l.power(),
                l.actuation(),
                l.wires(),
                l.limits(),
                List.of(other),
                l.failSafe());
    }

    static Limits longest(int minutes) {
        return new Limits(
                USUAL.minShed(),
                USUAL.minOn(),
                Duration.ofMinutes(minutes),
                0,
                List.of(),
                null,
                USUAL.handsOff());
    }

    static Limits neverShed(String time) {
        return new Limits(
                USUAL.minShed(),
                USUAL.minOn(),
                null,
                0,
                List.of(WeeklyTime.parse(time)),
                null,
                USUAL.handsOff());
    }

    /** Given back so many seconds after (below zero: before) six, and drawing since. */
    static LoadNow running(Load load, int since) {
        Instant at = SIX.plusSeconds(since);
        LoadNow s = idle(load, since);
        return s.drawing(s.draw().running(true, at));
    }

    /** Given back so many seconds after six, and not drawing. */
    static LoadNow idle(Load load, int since) {
        return LoadNow.initial(load).moved(Position.CONNECTED, null, SIX.plusSeconds(since), null);
    }

    /** Shed so many seconds after six. */
    static LoadNow shed(Load load, int since) {
        return LoadNow.initial(load).moved(Position.SHED, null, SIX.plusSeconds(since), null);
    }

    /** A modulating load that draws what it was set to, so many seconds after six. */
    static LoadNow set(Load load, int value, int since) {
        LoadNow s = running(load, since);
        return s.moved(Position.CONNECTED, value, SIX.plusSeconds(since), null);
    }

    /** 6 to 16 A on one wire. */
    static Load charger(String id, int priority) {
        Load l = Night.charger(USUAL, new Load.FailSafe.On());
        return new Load(
                id,
                id,
                priority,
                l.power(),
                l.actuation(),
                l.wires(),
                l.limits(),
                l.needs(),
                l.failSafe());
    }

    /** 3 kW either way, in steps of 50 W. */
    static Load battery() {
        Load l = charger("battery", 1);
        return new Load(
                l.id(),
                l.name(),
                l.priority(),
                null,
                new Actuation.Modulating(Actuation.Unit.WATT, -3000, 3000, 50, 1, false),
                l.wires(),
                l.limits(),
                l.needs(),
                new Load.FailSafe.At(0));
    }
}
