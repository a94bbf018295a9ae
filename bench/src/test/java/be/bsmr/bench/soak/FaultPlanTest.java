package be.bsmr.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.bench.soak.FaultPlan.Planned;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

    private static final int TWO_HOURS = (int) Duration.ofHours(2).toSeconds();
    private static final int THIRTY_DAYS = (int) Duration.ofDays(30).toSeconds();

    @Test
    void threeSeedsHaveEveryFaultInTwoHours() {
        assertThat(
                        LongStream.rangeClosed(1, FaultPlan.SEEDS_FOR_ALL)
                                .mapToObj(seed -> FaultPlan.of(seed, TWO_HOURS))
                                .flatMap(plan -> plan.faults().stream())
                                .map(Planned::fault))
                .contains(Fault.values());
    }

    @Test
    void theSameSeedHasTheSameFaults() {
        assertThat(FaultPlan.of(7, THIRTY_DAYS)).isEqualTo(FaultPlan.of(7, THIRTY_DAYS));
        assertThat(FaultPlan.of(7, THIRTY_DAYS)).isNotEqualTo(FaultPlan.of(8, THIRTY_DAYS));
    }

    @Test
    void twoFaultsAreNeverThereAtOnce() {
        List<Planned> faults = FaultPlan.of(3, THIRTY_DAYS).faults();
        assertThat(faults).extracting(Planned::fault).contains(Fault.values());
        for (int i = 1; i < faults.size(); i++) {
            assertThat(faults.get(i).begin()).isGreaterThan(faults.get(i - 1).end());
        }
        assertThat(faults.get(faults.size() - 1).end()).isLessThan(THIRTY_DAYS);
    }
}
