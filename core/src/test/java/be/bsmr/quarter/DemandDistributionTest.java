package be.bsmr.quarter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.unit.Power;
import org.junit.jupiter.api.Test;

class DemandDistributionTest {

    @Test
    void whatIsCertainDoesNotDeviate() {
        assertThat(DemandDistribution.certain(new Power(987_654)).deviation()).isZero();
    }

    @Test
    void deviatesByTheRangeOverTheRootOfTwelveWhenAllIsAsLikely() {
        assertThat(even(0).deviation()).isCloseTo(1200 / Math.sqrt(12), within(0.5));
    }

    @Test
    void deviatesAsMuchWhenMoreIsCertain() {
        assertThat(even(999_000).deviation()).isCloseTo(even(0).deviation(), within(1e-6));
    }

    private static DemandDistribution even(double from) {
        double[] quantiles = new double[DemandDistribution.size()];
        for (int i = 0; i < quantiles.length; i++) {
            quantiles[i] = from + 1200 * DemandDistribution.level(i);
        }
        return DemandDistribution.of(from + 600, quantiles);
    }
}
