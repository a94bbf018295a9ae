package be.bsmr.tariff;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.tariff.Reconciliation.Kind;
import be.bsmr.tariff.Reconciliation.Party;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconciliationTest {

    private static final YearMonth JANUARY = YearMonth.of(2026, 1);
    private static final Instant SIX = Instant.parse("2026-01-13T17:00:00Z");

    @Test
    void aMonthThatNobodyKnowsIsNoMonth() {
        assertThat(Reconciliation.of(JANUARY, PeakHistory.EMPTY, List.of())).isEmpty();
    }

    @Test
    void whoIsAloneIsSaidToBeAlone() {
        assertThat(kinds(PeakHistory.EMPTY, quarter(SIX, 2512, true)))
                .containsExactly(Kind.ONE_ONLY);
        assertThat(kinds(meter(2512, SIX))).containsExactly(Kind.ONE_ONLY);
    }

    @Test
    void wholeWattHoursAreNoDifference() {
        PeakHistory peaks = meter(2512, SIX).with(imported(2508, MonthPeak.Source.IMPORTED));
        Reconciliation agreed = reconcile(peaks, quarter(SIX, 2516, true));
        assertThat(agreed.reasons())
                .singleElement()
                .satisfies(
                        r -> {
                            assertThat(r.kind()).isEqualTo(Kind.AGREE);
                            assertThat(r.demand()).isEqualTo(Power.ofWatts(8));
                        });
        assertThat(agreed.ours()).extracting(MonthPeak::demand).isEqualTo(Power.ofWatts(2516));
    }

    @Test
    void aQuarterThatWeMissedExplainsALowerNumber() {
        QuarterDemand half = quarter(SIX, 2000, false);
        QuarterDemand other = quarter(SIX.plusSeconds(900), 3000, true);
        Reconciliation missed = reconcile(meter(4000, SIX.plusSeconds(900)), half, other);
        assertThat(missed.reasons())
                .singleElement()
                .satisfies(
                        r -> {
                            assertThat(r.kind()).isEqualTo(Kind.NOT_COUNTED);
                            assertThat(r.party()).isEqualTo(Party.METER);
                            assertThat(r.quarterEnd()).isEqualTo(SIX.plusSeconds(900));
                        });
    }

    @Test
    void aQuarterThatWeCountedOtherwiseIsShown() {
        Reconciliation otherwise =
                reconcile(meter(4000, SIX.plusSeconds(900)), quarter(SIX, 3900, true));
        assertThat(otherwise.reasons())
                .singleElement()
                .satisfies(
                        r -> {
                            assertThat(r.kind()).isEqualTo(Kind.COUNTED_OTHERWISE);
                            assertThat(r.demand()).isEqualTo(Power.ofWatts(3900));
                        });
    }

    @Test
    void aHigherQuarterOfOursIsShownAndAPartOfAMonthIsNoContradiction() {
        assertThat(kinds(meter(3000, SIX), quarter(SIX, 3900, true)))
                .containsExactly(Kind.OURS_HIGHER);
        PeakHistory part =
                meter(3900, SIX.plusSeconds(900))
                        .with(imported(3000, MonthPeak.Source.IMPORTED_PART));
        assertThat(kinds(part, quarter(SIX, 3900, true))).containsExactly(Kind.PART);
    }

    @Test
    void theMeterAndTheGridOperatorMayDiffer() {
        PeakHistory peaks = meter(3900, SIX).with(imported(3000, MonthPeak.Source.IMPORTED));
        assertThat(kinds(peaks)).containsExactly(Kind.METER_AND_OPERATOR);
    }

    @Test
    void bothMetersOfASwapAreShown() {
        PeakHistory swapped = meter(3900, SIX).afterSwap();
        swapped =
                swapped.with(
                        new MonthPeak(JANUARY, Power.ofWatts(3000), SIX, MonthPeak.Source.METER));
        Reconciliation both = reconcile(swapped);
        assertThat(both.meters()).extracting(MonthPeak::demand).isEqualTo(Power.ofWatts(3900));
        assertThat(both.reasons())
                .extracting(Reconciliation.Reason::kind)
                .containsExactly(Kind.ONE_ONLY, Kind.METER_SWAPPED);
    }

    private static List<Kind> kinds(PeakHistory peaks, QuarterDemand... counted) {
        return reconcile(peaks, counted).reasons().stream()
                .map(Reconciliation.Reason::kind)
                .toList();
    }

    private static Reconciliation reconcile(PeakHistory peaks, QuarterDemand... counted) {
        return Reconciliation.of(JANUARY, peaks, List.of(counted)).orElseThrow();
    }

    private static PeakHistory meter(int watts, Instant end) {
        return PeakHistory.EMPTY.with(
                new MonthPeak(JANUARY, Power.ofWatts(watts), end, MonthPeak.Source.METER));
    }

    private static MonthPeak imported(int watts, MonthPeak.Source source) {
        return new MonthPeak(JANUARY, Power.ofWatts(watts), null, source);
    }

    private static QuarterDemand quarter(Instant start, int watts, boolean complete) {
        return new QuarterDemand(
                new QuarterHour(start),
                new Energy(watts * 900L),
                complete ? 1 : 0.5,
                Estimator.REGISTERS,
                complete);
    }
}
