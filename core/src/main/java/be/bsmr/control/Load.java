package be.bsmr.control;

import be.bsmr.unit.Power;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An appliance that we may control.
 *
 * @param id short name used in topics and configuration: lower-case letters, digits, {@code -} and
 *     {@code _}
 * @param name what people call it
 * @param priority 1…10: withholding a kilowatt-hour from a load of priority 4 is as bad as
 *     withholding two from one of priority 2
 * @param power what it draws when it runs, above zero; for a modulating load, the most; null = to
 *     be learned
 * @param wires the wires L1…L3 that it hangs on, 1…3; empty = not known, then no fuse is watched
 *     for it
 * @param needs ids of loads without which it does not work: it is shed with them, and restored
 *     after them
 * @param failSafe how it is left while it is not controlled
 */
public record Load(
        String id,
        String name,
        int priority,
        @Nullable Power power,
        Actuation actuation,
        Set<Integer> wires,
        Limits limits,
        List<String> needs,
        FailSafe failSafe) {

    /** How a load is left when the meter is silent or the program is gone. */
    public sealed interface FailSafe {

        /** Free to draw what it likes; a battery neither takes nor gives then: {@code At(0)}. */
        record On() implements FailSafe {}

        /** Without power, or paused. */
        record Off() implements FailSafe {}

        /**
         * A modulating load at a value of its own.
         *
         * @param value in the load's unit, within its range
         */
        record At(int value) implements FailSafe {}
    }

    public static final int MOST_PRIORITY = 10;

    /** What a load of unknown power is taken for until it was learned: a water heater. */
    static final Power UNTIL_LEARNED = new Power(2000);

    public Load {
        if (!id.matches("[a-z0-9_-]{1,32}")) {
            throw new IllegalArgumentException(
                    "a load's id is 1 to 32 of a-z, 0-9, - and _, not '" + id + "'");
        }
        if (priority < 1 || priority > MOST_PRIORITY) {
            throw new IllegalArgumentException(
                    "priority is 1 (first to be shed) to " + MOST_PRIORITY + ", not " + priority);
        }
        if (power != null && power.watts() <= 0) {
            throw new IllegalArgumentException("a load draws more than 0 W, not " + power);
        }
        if (wires.stream().anyMatch(w -> w < 1 || w > 3)) {
            throw new IllegalArgumentException("wires are 1, 2 and 3, not " + wires);
        }
        if (needs.contains(id)) {
            throw new IllegalArgumentException("load " + id + " cannot need itself");
        }
        if (failSafe instanceof FailSafe.At at
                && !(actuation instanceof Actuation.Modulating m
                        && at.value() >= m.min()
                        && at.value() <= m.max())) {
            throw new IllegalArgumentException(
                    "the fail-safe value " + at.value() + " is outside the load's range");
        }
        if (failSafe instanceof FailSafe.On
                && actuation instanceof Actuation.Modulating m
                && m.min() < 0) {
            failSafe = new FailSafe.At(0);
        }
        wires = Set.copyOf(wires);
        needs = List.copyOf(needs);
    }

    /** A load that is on or off, within the usual limits. */
    public static Load onOff(String id, String name, Power power) {
        return new Load(
                id,
                name,
                1,
                power,
                new Actuation.OnOff(),
                Set.of(),
                Limits.USUAL,
                List.of(),
                new FailSafe.On());
    }

    /** What must be done so that it is as its fail-safe says. */
    public Command safely(Instant at) {
        if (failSafe instanceof FailSafe.At value) {
            return new Command.Set(id, at, value.value());
        }
        return failSafe instanceof FailSafe.Off
                ? new Command.Shed(id, at)
                : new Command.Restore(id, at);
    }

    /**
     * What a modulating load is set to when nothing holds it back: its highest value; a battery is
     * left in peace, 0. Null for one that is on or off.
     */
    public @Nullable Integer free() {
        return actuation instanceof Actuation.Modulating m
                ? (Integer) (isStore() ? 0 : m.max())
                : null;
    }

    public Load within(Limits newLimits) {
        return new Load(id, name, priority, power, actuation, wires, newLimits, needs, failSafe);
    }

    public Load ofPriority(int newPriority) {
        return new Load(id, name, newPriority, power, actuation, wires, limits, needs, failSafe);
    }

    /** Whether it can give back what it has drawn: a battery. */
    public boolean isStore() {
        return actuation instanceof Actuation.Modulating m && m.min() < 0;
    }
}
