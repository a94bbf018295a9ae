package be.bsmr.wire;

import be.bsmr.packed.PackedReader;
import be.bsmr.packed.PackedWriter;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Power;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a house draws, and what it foresees of the quarter-hour that runs.
 *
 * @param at when it was foreseen, the meter's time, within the quarter
 * @param power import minus export at that moment; null when the meter does not say
 * @param demand what the whole quarter may come to, what was counted of it included
 */
public record ForecastSent(
        QuarterHour quarter, Instant at, @Nullable Power power, DemandDistribution demand)
        implements HouseMessage {

    static final byte KIND = 3;

    @Override
    public byte[] bytes() {
        PackedWriter to = HouseMessage.begin(KIND);
        write(to);
        return to.checked();
    }

    /** What {@link #read} reads; quantiles are rounded to a watt. */
    public void write(PackedWriter to) {
        to.instant(quarter.start());
        to.instant(at);
        to.maybe(power, now -> to.number(now.watts()));
        to.number(demand.expected().watts());
        long before = 0;
        for (double quantile : demand.quantiles()) {
            long watts = Math.round(quantile);
            to.number(watts - before);
            before = watts;
        }
    }

    /** What {@link #write} wrote. */
    public static ForecastSent read(PackedReader from) {
        QuarterHour quarter = new QuarterHour(from.instant());
        Instant at = from.instant();
        Power power = from.maybe(() -> new Power(from.small()));
        int expected = from.small();
        double[] quantiles = new double[DemandDistribution.size()];
        long watts = 0;
        for (int i = 0; i < quantiles.length; i++) {
            watts += from.number();
            quantiles[i] = watts;
        }
        return new ForecastSent(quarter, at, power, DemandDistribution.of(expected, quantiles));
    }
}
