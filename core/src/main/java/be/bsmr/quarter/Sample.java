package be.bsmr.quarter;

import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one telegram contributes to the quarter. Each component is null when the telegram does not
 * have it.
 *
 * <p>Export has no place here: injection in a quarter cannot undo import, the meter keeps two
 * registers.
 *
 * @param at the meter's time
 * @param importRegister sum of the import registers
 * @param importPower 1-0:1.7.0
 * @param demand 1-0:1.4.0, import of the quarter so far divided by a quarter of an hour
 */
public record Sample(
        Instant at,
        @Nullable Energy importRegister,
        @Nullable Power importPower,
        @Nullable Power demand) {}
