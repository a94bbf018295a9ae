package be.bsmr.community;

import be.bsmr.packed.PackedReader;
import be.bsmr.packed.PackedWriter;
import be.bsmr.quarter.DemandDistribution;
import be.bsmr.quarter.QuarterHour;
import java.time.Duration;
import java.util.List;

/**
 * What the members of a community were foreseen to come to, summed: all that {@link GroupForecast}
 * needs to learn from it once the quarter has ended.
 *
 * @param left from that moment to the end of the quarter, 0 to 15 minutes
 * @param expected sum of the expected demands, W
 * @param apart variance of the sum if each went its own way: Σσ², W²
 * @param together variance of the sum if all went up and down as one: (Σσ)², W²
 */
public record Foreseen(Duration left, double expected, double apart, double together) {

    public Foreseen {
        if (left.isNegative() || left.compareTo(QuarterHour.LENGTH) > 0) {
            throw new IllegalArgumentException("a quarter-hour has 0 to 15 minutes, not " + left);
        }
    }

    /**
     * Sums them.
     *
     * @param members what the quarter of each may come to
     */
    public static Foreseen of(Duration left, List<DemandDistribution> members) {
        double expected = 0;
        double apart = 0;
        double deviations = 0;
        for (DemandDistribution member : members) {
            double deviation = member.deviation();
            expected += member.expected().watts();
            apart += deviation * deviation;
            deviations += deviation;
        }
        return new Foreseen(left, expected, apart, deviations * deviations);
    }

    /** What going up and down together adds to the variance, if they do so wholly; W². */
    double shared() {
        return Math.max(0, together - apart);
    }

    /** What {@link #read} reads, to a watt and a square watt. */
    public void write(PackedWriter to) {
        to.number(left.toSeconds());
        to.number(Math.round(expected));
        to.number(Math.round(apart));
        to.number(Math.round(together));
    }

    /** What {@link #write} wrote. */
    public static Foreseen read(PackedReader from) {
        return new Foreseen(
                Duration.ofSeconds(from.number()), from.number(), from.number(), from.number());
    }
}
