package be.bsmr.meter;

import be.bsmr.unit.Energy;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The counters of one direction, import (1.8.x) or export (2.8.x).
 *
 * <p>In Belgium T1 is the normal (day) and T2 the low (night) tariff, the reverse of the
 * Netherlands: tariffs are told apart by number only.
 *
 * @param total the combined register x.8.0; null for household meters, which send only the tariffs
 * @param byTariff register per tariff number (1…5)
 * @param complete false when a register of this direction was sent but could not be read: a sum
 *     would be wrong
 */
public record EnergyRegisters(
        @Nullable Energy total, SortedMap<Integer, Energy> byTariff, boolean complete) {

    public static final EnergyRegisters NONE = new EnergyRegisters(null, new TreeMap<>(), true);

    public EnergyRegisters {
        byTariff = Collections.unmodifiableSortedMap(new TreeMap<>(byTariff));
    }

    public static EnergyRegisters ofTariffs(Energy t1, Energy t2) {
        return new EnergyRegisters(null, new TreeMap<>(Map.of(1, t1, 2, t2)), true);
    }

    public Optional<Energy> tariff(int number) {
        return Optional.ofNullable(byTariff.get(number));
    }

    /**
     * Everything counted in this direction; empty when the meter said nothing or part of it was
     * unreadable.
     */
    public Optional<Energy> sum() {
        if (total != null) {
            return Optional.of(total);
        }
        if (!complete || byTariff.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(byTariff.values().stream().reduce(Energy.ZERO, Energy::plus));
    }
}
