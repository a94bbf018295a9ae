package be.bsmr.quarter;

import be.bsmr.unit.Energy;

/**
 * What one estimator says that was imported.
 *
 * @param imported since the quarter's first instant, or since the first telegram of it when {@code
 *     fromStart} is false
 * @param error the truth is not further than this from {@code imported}
 * @param fromStart whether nothing before the first telegram is missing
 */
public record Estimate(Energy imported, Energy error, Estimator by, boolean fromStart) {

    public Estimate {
        if (error.joules() < 0) {
            throw new IllegalArgumentException("an error bound is not negative: " + error);
        }
    }

    Estimate widenedBy(Energy more) {
        return new Estimate(imported, error.plus(more), by, fromStart);
    }

    /** Whether both can be true; two that do not count from the same instant say nothing. */
    public boolean agreesWith(Estimate other) {
        return fromStart != other.fromStart
                || Math.abs(imported.joules() - other.imported.joules())
                        <= error.joules() + other.error.joules();
    }
}
