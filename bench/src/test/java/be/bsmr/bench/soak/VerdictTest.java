package be.bsmr.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The verdict on one quarter, which 500 Wh were drawn in. */
class VerdictTest {

    private static final int ALL = 900;
    private static final QuarterHour QUARTER =
            QuarterHour.of(Instant.parse("2026-01-13T17:00:00Z"));

    @Test
    void whatIsWholeAndTrueIsRight() {
        assertThat(Verdict.judge(without(), kept(500, true), ALL)).isEmpty();
        assertThat(Verdict.judge(with(Fault.KILLED), kept(500, true), 600)).isEmpty();
    }

    @Test
    void nothingMayBeLostWithoutAFaultThatExplainsIt() {
        assertThat(Verdict.judge(without(), null, ALL)).isEqualTo("is missing");
        assertThat(Verdict.judge(without(), kept(500, false), ALL)).isEqualTo("is not complete");
        assertThat(Verdict.judge(without(), kept(500, true), ALL - 1)).contains("899 of 900");
        assertThat(Verdict.judge(with(Fault.DISK_FULL), kept(500, true), ALL - 1)).contains("899");
    }

    @Test
    void aFaultMayExplainThatSomethingIsLost() {
        assertThat(Verdict.judge(with(Fault.SERIAL_GONE), null, 0)).isEmpty();
        assertThat(Verdict.judge(with(Fault.METER_SWAPPED), kept(100, false), 300)).isEmpty();
    }

    @Test
    void noFaultExplainsAWholeQuarterThatIsNotTrue() {
        assertThat(Verdict.judge(with(Fault.KILLED), kept(510, true), ALL)).contains("were drawn");
        assertThat(Verdict.judge(without(), kept(495, true), ALL)).contains("were drawn");
    }

    /** As when its clock is put right a moment after a quarter has begun by it. */
    @Test
    void aQuarterThatTheMeterCameToTwiceIsAsItWasCountedTheLongerTime() {
        Truth truth = new Truth();
        QuarterHour before = QUARTER.later(-1);
        truth.add(before, Energy.ofWattHours(200), QUARTER);
        truth.add(QUARTER, Energy.ofWattHours(7), before);
        truth.add(before, Energy.ofWattHours(2), QUARTER);
        truth.add(QUARTER, Energy.ofWattHours(500), QUARTER);
        Truth.Quarter twice = truth.quarters().get(QUARTER);
        twice.faults().add(Fault.METER_CLOCK);
        assertThat(Verdict.judge(twice, kept(500, true), ALL)).isEmpty();
        assertThat(Verdict.judge(twice, kept(507, true), ALL)).contains("were drawn");
        assertThat(Verdict.judge(twice, kept(7, true), ALL)).contains("were drawn");
    }

    private static Truth.Quarter without() {
        return new Truth.Quarter(List.of(new Truth.Stay(Energy.ofWattHours(500), ALL)), Set.of());
    }

    private static Truth.Quarter with(Fault fault) {
        return new Truth.Quarter(
                List.of(new Truth.Stay(Energy.ofWattHours(500), ALL)), Set.of(fault));
    }

    private static QuarterDemand kept(int wattHours, boolean complete) {
        return new QuarterDemand(
                QUARTER,
                Energy.ofWattHours(wattHours),
                1,
                Estimator.REGISTERS,
                complete,
                Energy.ofWattHours(1));
    }
}
