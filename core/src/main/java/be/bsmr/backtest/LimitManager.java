package be.bsmr.backtest;

import be.bsmr.control.Actuation;
import be.bsmr.control.Load;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The power of the moment may not pass the target: modulating loads are turned down first, then
 * loads are shed; given back is what fits under the target with all its power. After each step it
 * waits until the meter shows it.
 */
final class LimitManager extends SimpleManager {

    /** Until a step shows. */
    private static final int SETTLED = 10;

    private static final int BEFORE_MORE = 30;

    private final Map<String, Integer> values = new HashMap<>();
    private long acted = Long.MIN_VALUE / 2;

    LimitManager(Scenario scenario) {
        super(scenario);
    }

    @Override
    void decide(Instant at, int net, double joules, long elapsed, int target) {
        long now = at.getEpochSecond();
        int spare = target - net;
        if (spare < 0 && now - acted >= SETTLED) {
            if (less(at, -spare)) {
                acted = now;
            }
        } else if (spare > 0 && now - acted >= BEFORE_MORE && more(at, spare)) {
            acted = now;
        }
    }

    private boolean less(Instant at, int excess) {
        for (Load load : loads()) {
            if (load.actuation() instanceof Actuation.Modulating m
                    && !isShed(load)
                    && value(load, m) > m.min()) {
                int next = m.valueWithin(m.power(value(load, m)).watts() - excess);
                values.put(load.id(), next);
                set(load, at, next);
                return true;
            }
        }
        Load next = nextToShed();
        while (next != null
                && next.actuation() instanceof Actuation.Modulating m
                && !m.pausable()) {
            next = after(next);
        }
        if (next == null) {
            return false;
        }
        shed(next, at);
        return true;
    }

    private @Nullable Load after(Load load) {
        return loads().stream()
                .skip(loads().indexOf(load) + 1L)
                .filter(l -> !isShed(l))
                .findFirst()
                .orElse(null);
    }

    private boolean more(Instant at, int spare) {
        Load last = lastShed();
        if (last != null) {
            boolean modulates = last.actuation() instanceof Actuation.Modulating;
            if (last.actuation() instanceof Actuation.Modulating m) {
                if (m.power(m.min()).watts() <= spare) {
                    values.put(last.id(), m.min());
                    set(last, at, m.min());
                    return true;
                }
            } else if (!modulates && power(last) <= spare) {
                restore(last, at);
                return true;
            }
        }
        for (int i = loads().size() - 1; i >= 0; i--) {
            Load load = loads().get(i);
            if (load.actuation() instanceof Actuation.Modulating m
                    && !isShed(load)
                    && value(load, m) < m.max()) {
                int next = m.valueWithin(m.power(value(load, m)).watts() + spare);
                if (next > value(load, m)) {
                    values.put(load.id(), next);
                    set(load, at, next);
                    return true;
                }
            }
        }
        return false;
    }

    private int value(Load load, Actuation.Modulating m) {
        return values.getOrDefault(load.id(), m.max());
    }
}
