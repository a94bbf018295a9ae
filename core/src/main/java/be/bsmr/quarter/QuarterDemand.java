package be.bsmr.quarter;

import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import org.jspecify.annotations.Nullable;

/**
 * What a quarter came to, or has come to so far.
 *
 * @param imported energy imported; at least this much when not complete
 * @param coverage share of the quarter's seconds that telegrams vouch for, 0…1
 * @param estimator how {@code imported} is known
 * @param complete true when {@code imported} is that of the whole quarter: only then is {@link
 *     #demand} a demand that may count as a peak
 * @param error {@code imported} is not further than this from the truth, as far as telegrams vouch
 *     for it; null when nobody recorded it
 */
public record QuarterDemand(
        QuarterHour quarter,
        Energy imported,
        double coverage,
        Estimator estimator,
        boolean complete,
        @Nullable Energy error) {

    /** A quarter of which no error bound is known. */
    public QuarterDemand(
            QuarterHour quarter,
            Energy imported,
            double coverage,
            Estimator estimator,
            boolean complete) {
        this(quarter, imported, coverage, estimator, complete, null);
    }

    public QuarterDemand {
        if (coverage < 0 || coverage > 1) {
            throw new IllegalArgumentException("coverage is a share of 0 to 1, not " + coverage);
        }
    }

    /** Mean import power over the whole quarter: energy divided by a quarter of an hour. */
    public Power demand() {
        return imported.meanPower(QuarterHour.LENGTH);
    }
}
