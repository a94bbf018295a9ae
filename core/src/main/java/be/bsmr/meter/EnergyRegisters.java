package be.bsmr.meter;

import be.bsmr.unit.Energy;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The counters of one direction, import (1.8.x) or export (2.8.x). A component is null when the
 * meter does not send that register.
 *
 * <p>In Belgium T1 is the normal (day) and T2 the low (night) tariff, the reverse of the
 * Netherlands: tariffs are told apart by number only.
 *
 * @param total the combined register x.8.0; household meters of Fluvius send only the tariffs
 * @param complete false when a register of this direction was sent but could not be read: a sum
 *     would be wrong
 */
public record EnergyRegisters(
        @Nullable Energy total,
        @Nullable Energy t1,
        @Nullable Energy t2,
        @Nullable Energy t3,
        @Nullable Energy t4,
        @Nullable Energy t5,
        boolean complete) {

    /** Tariffs are numbered from 1 to this. */
    public static final int TARIFFS = 5;

    public static final EnergyRegisters NONE =
            new EnergyRegisters(null, null, null, null, null, null, true);

    public static EnergyRegisters ofTariffs(Energy t1, Energy t2) {
        return new EnergyRegisters(null, t1, t2, null, null, null, true);
    }

    /**
     * Registers by tariff number.
     *
     * @throws IllegalArgumentException when a number is not from 1 to {@link #TARIFFS}
     */
    public static EnergyRegisters of(@Nullable Energy total, Map<Integer, Energy> byTariff) {
        for (int number : byTariff.keySet()) {
            if (number < 1 || number > TARIFFS) {
                throw new IllegalArgumentException("tariffs are 1 to " + TARIFFS + ": " + number);
            }
        }
        return new EnergyRegisters(
                total,
                byTariff.get(1),
                byTariff.get(2),
                byTariff.get(3),
                byTariff.get(4),
                byTariff.get(5),
                true);
    }

    public Optional<Energy> tariff(int number) {
        return Optional.ofNullable(register(number));
    }

    private @Nullable Energy register(int number) {
        return switch (number) {
            case 1 -> t1;
            case 2 -> t2;
            case 3 -> t3;
            case 4 -> t4;
            case 5 -> t5;
            default -> null;
        };
    }

    /** The registers that the meter sends, by tariff number. */
    public SortedMap<Integer, Energy> byTariff() {
        SortedMap<Integer, Energy> sent = new TreeMap<>();
        for (int t = 1; t <= TARIFFS; t++) {
            int number = t;
            tariff(t).ifPresent(energy -> sent.put(number, energy));
        }
        return Collections.unmodifiableSortedMap(sent);
    }

    /**
     * Everything counted in this direction; empty when the meter said nothing or part of it was
     * unreadable.
     */
    public Optional<Energy> sum() {
        if (total != null) {
            return Optional.of(total);
        }
        long joules = 0;
        boolean sent = false;
        for (int t = 1; t <= TARIFFS; t++) {
            Energy register = register(t);
            if (register != null) {
                joules = Math.addExact(joules, register.joules());
                sent = true;
            }
        }
        return sent && complete ? Optional.of(new Energy(joules)) : Optional.empty();
    }
}
