package be.bsmr.backtest;

import be.bsmr.control.Actuation;
import be.bsmr.control.Command;
import be.bsmr.control.Load;
import be.bsmr.meter.Reading;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.SiteInput;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the simple ways have in common: loads are shed the lowest priority first and given back the
 * last shed first; actuators are believed to obey, and of silence nothing is noticed.
 */
abstract class SimpleManager implements Manager {

    /** What a load is taken for whose power nobody wrote down. */
    private static final int USUAL_WATTS = 2000;

    private final List<Load> byPriority;
    private final Deque<Load> shed = new ArrayDeque<>();
    private final List<Command> commands = new ArrayList<>();
    private @Nullable QuarterHour quarter;
    private Energy atStart = Energy.ZERO;

    SimpleManager(Scenario scenario) {
        byPriority =
                scenario.loads().stream()
                        .map(ControlledLoad::load)
                        .sorted(Comparator.comparingInt(Load::priority))
                        .toList();
    }

    @Override
    public final List<Command> hear(SiteInput input, Power target) {
        if (!(input instanceof SiteInput.MeterRead read)) {
            return List.of();
        }
        Reading reading = read.reading();
        Energy register = reading.imported().sum().orElse(Energy.ZERO);
        QuarterHour now = QuarterHour.of(read.measuredAt());
        if (!now.equals(quarter)) {
            quarter = now;
            atStart = register;
        }
        int net = reading.netPower().orElse(Power.ZERO).watts();
        double joules = register.minus(atStart).joules();
        long elapsed = now.elapsed(read.measuredAt()).toSeconds();
        commands.clear();
        decide(read.measuredAt(), net, joules, elapsed, target.watts());
        return List.copyOf(commands);
    }

    /**
     * @param net import minus export, W
     * @param joules imported since the quarter began
     * @param elapsed since then, s
     * @param target W
     */
    abstract void decide(Instant at, int net, double joules, long elapsed, int target);

    final List<Load> loads() {
        return byPriority;
    }

    /** The next to be shed; null when there is none. */
    final @Nullable Load nextToShed() {
        return byPriority.stream().filter(l -> !shed.contains(l)).findFirst().orElse(null);
    }

    /** The next to be given back; null when there is none. */
    final @Nullable Load lastShed() {
        return shed.peek();
    }

    final boolean isShed(Load load) {
        return shed.contains(load);
    }

    final void shed(Load load, Instant at) {
        shed.push(load);
        boolean canBeOff = !(load.actuation() instanceof Actuation.Modulating m) || m.pausable();
        commands.add(
                canBeOff
                        ? new Command.Shed(load.id(), at)
                        : new Command.Set(
                                load.id(), at, ((Actuation.Modulating) load.actuation()).min()));
    }

    final void restore(Load load, Instant at) {
        shed.remove(load);
        commands.add(new Command.Restore(load.id(), at));
    }

    final void set(Load load, Instant at, int value) {
        shed.remove(load);
        commands.add(new Command.Set(load.id(), at, value));
    }

    /** What it draws when it may, W. */
    static int power(Load load) {
        if (load.actuation() instanceof Actuation.Modulating m) {
            return m.power(m.max()).watts();
        }
        return load.power() == null ? USUAL_WATTS : load.power().watts();
    }
}
