package be.bsmr.tariff;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.meter.DemandReading;
import be.bsmr.meter.HistoricPeak;
import be.bsmr.meter.MeterPeak;
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeakHistoryTest {

    private static final ZoneId BRUSSELS = ZoneId.of("Europe/Brussels");
    private static final Instant LATER = Instant.parse("2026-02-10T12:00:00Z");
    private static final YearMonth JANUARY = YearMonth.of(2026, 1);

    @Test
    void keepsTheHighestOfAMonthWhoeverSaysIt() {
        PeakHistory peaks =
                PeakHistory.EMPTY
                        .with(quarter("2026-01-13T17:00:00Z", 700, true), BRUSSELS)
                        .with(quarter("2026-01-14T17:00:00Z", 600, true), BRUSSELS);
        assertThat(peaks.of(JANUARY).orElseThrow().demand()).isEqualTo(new Power(2800));
    }

    @Test
    void ignoresAQuarterThatIsNotComplete() {
        assertThat(
                        PeakHistory.EMPTY
                                .with(quarter("2026-01-13T17:00:00Z", 700, false), BRUSSELS)
                                .months())
                .isEmpty();
    }

    @Test
    void aStampOnTheFirstInstantOfAMonthBelongsToTheMonthBefore() {
        MeterPeak atMidnight =
                new MeterPeak(Instant.parse("2026-01-31T23:00:00Z"), new Power(3000));
        PeakHistory peaks =
                PeakHistory.EMPTY.with(
                        new DemandReading(null, atMidnight, List.of()), LATER, BRUSSELS);
        assertThat(peaks.months()).containsOnlyKeys(JANUARY);
    }

    @Test
    void knowsTwelveMonthsOnDayOneFromTheMetersMemory() {
        HistoricPeak december =
                new HistoricPeak(
                        Instant.parse("2025-12-31T23:00:00Z"),
                        Instant.parse("2025-12-24T17:15:00Z"),
                        new Power(4927));
        HistoricPeak placeholder =
                new HistoricPeak(Instant.parse("2025-11-30T23:00:00Z"), null, Power.ZERO);
        PeakHistory peaks =
                PeakHistory.EMPTY.with(
                        new DemandReading(null, null, List.of(placeholder, december)),
                        LATER,
                        BRUSSELS);
        assertThat(peaks.months()).containsOnlyKeys(YearMonth.of(2025, 12));
    }

    @Test
    void takesTheMetersMemoryInAnyOrderWithGapsAndWithoutDates() {
        HistoricPeak november =
                new HistoricPeak(Instant.parse("2025-11-30T23:00:00Z"), null, new Power(3100));
        HistoricPeak september =
                new HistoricPeak(
                        Instant.parse("2025-09-30T22:00:00Z"),
                        Instant.parse("2025-09-10T16:30:00Z"),
                        new Power(2900));
        // A capture half way, when the meter was hung up, and one at the month's end.
        HistoricPeak half =
                new HistoricPeak(
                        Instant.parse("2025-09-08T22:00:00Z"),
                        Instant.parse("2025-09-02T16:30:00Z"),
                        new Power(2700));
        PeakHistory forward =
                PeakHistory.EMPTY.with(
                        new DemandReading(null, null, List.of(half, september, november)),
                        LATER,
                        BRUSSELS);
        PeakHistory backward =
                PeakHistory.EMPTY.with(
                        new DemandReading(null, null, List.of(november, september, half)),
                        LATER,
                        BRUSSELS);
        assertThat(backward).isEqualTo(forward);
        assertThat(forward.months())
                .containsOnlyKeys(YearMonth.of(2025, 9), YearMonth.of(2025, 11));
        assertThat(forward.of(YearMonth.of(2025, 9)).orElseThrow().demand())
                .isEqualTo(new Power(2900));
        assertThat(forward.of(YearMonth.of(2025, 11)).orElseThrow().demand())
                .isEqualTo(new Power(3100));
    }

    /** A telegram with a good checksum may be wrong; the month must not suffer to its end. */
    @Test
    void theNewestThatTheMeterSaysCountsWereItLower() {
        Instant quarter = Instant.parse("2026-01-13T17:15:00Z");
        PeakHistory peaks =
                PeakHistory.EMPTY
                        .with(running(quarter, 88_000), quarter, BRUSSELS)
                        .with(running(quarter, 2277), quarter.plusSeconds(1), BRUSSELS);
        assertThat(peaks.of(JANUARY).orElseThrow().demand()).isEqualTo(new Power(2277));
        assertThat(PeakHistory.EMPTY.with(running(quarter, 99_999_999), quarter, BRUSSELS))
                .as("no register shows so much")
                .isEqualTo(PeakHistory.EMPTY);
        assertThat(
                        PeakHistory.EMPTY.with(
                                running(Instant.parse("2026-02-08T14:15:00Z"), 2277),
                                quarter,
                                BRUSSELS))
                .as("a month that has not come")
                .isEqualTo(PeakHistory.EMPTY);
    }

    private static DemandReading running(Instant quarterEnd, int watts) {
        return new DemandReading(null, new MeterPeak(quarterEnd, new Power(watts)), List.of());
    }

    @Test
    void theTargetIsTheBilledMinimumThenTheMonthsPeakThenBackAgain() {
        PeakTarget target = PeakTarget.WITHOUT_GOAL;
        PeakHistory peaks =
                PeakHistory.EMPTY.with(quarter("2026-01-13T17:00:00Z", 700, true), BRUSSELS);
        assertThat(target.in(JANUARY, PeakHistory.EMPTY)).isEqualTo(new Power(2500));
        assertThat(target.in(JANUARY, peaks)).isEqualTo(new Power(2800));
        assertThat(target.in(JANUARY.plusMonths(1), peaks)).isEqualTo(new Power(2500));
        assertThat(new PeakTarget(new Power(4000)).in(JANUARY, peaks)).isEqualTo(new Power(4000));
    }

    @Test
    void theMetersWordCountsAndWhatWeCountedStaysBeside() {
        PeakHistory peaks =
                PeakHistory.EMPTY.with(quarter("2026-01-13T17:00:00Z", 900, true), BRUSSELS);
        assertThat(peaks.of(JANUARY).orElseThrow().demand()).isEqualTo(new Power(3600));
        peaks = peaks.with(said(JANUARY, 2800, MonthPeak.Source.METER));
        assertThat(peaks.of(JANUARY).orElseThrow().demand()).isEqualTo(new Power(2800));
        assertThat(peaks.of(JANUARY, MonthPeak.Source.COUNTED).orElseThrow().demand())
                .isEqualTo(new Power(3600));
        assertThat(PeakTarget.WITHOUT_GOAL.in(JANUARY, peaks)).isEqualTo(new Power(2800));
    }

    @Test
    void importedCountsBeforeCountedAndIsCorrectedByALaterImport() {
        PeakHistory peaks =
                PeakHistory.EMPTY
                        .with(said(JANUARY, 4000, MonthPeak.Source.COUNTED))
                        .with(said(JANUARY, 3900, MonthPeak.Source.IMPORTED))
                        .with(said(JANUARY, 3800, MonthPeak.Source.IMPORTED));
        assertThat(peaks.of(JANUARY).orElseThrow().demand()).isEqualTo(new Power(3800));
    }

    @Test
    void aNewMeterErasesNothingAndTheHigherOfBothMetersCounts() {
        PeakHistory swapped =
                PeakHistory.EMPTY.with(said(JANUARY, 4000, MonthPeak.Source.METER)).afterSwap();
        assertThat(swapped.with(DemandReading.NONE, LATER, BRUSSELS).of(JANUARY))
                .contains(said(JANUARY, 4000, MonthPeak.Source.METER_BEFORE));
        PeakHistory lower = swapped.with(said(JANUARY, 1000, MonthPeak.Source.METER));
        assertThat(lower.of(JANUARY).orElseThrow().demand()).isEqualTo(new Power(4000));
        PeakHistory higher = swapped.with(said(JANUARY, 5000, MonthPeak.Source.METER));
        assertThat(higher.of(JANUARY).orElseThrow().source()).isEqualTo(MonthPeak.Source.METER);
        PeakHistory back = higher.afterSwap();
        assertThat(back.of(JANUARY).orElseThrow().demand()).isEqualTo(new Power(5000));
    }

    @Test
    void manyAtOnceComeToTheSameAsOneAfterTheOther() {
        List<MonthPeak> said = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            MonthPeak.Source[] sources = MonthPeak.Source.values();
            said.add(
                    said(
                            JANUARY.plusMonths(i * 7 % 31),
                            1000 + i * 37 % 500,
                            sources[i * 3 % sources.length]));
        }
        PeakHistory one = PeakHistory.EMPTY;
        for (MonthPeak peak : said) {
            one = one.told(peak);
        }
        List<MonthPeak> lasting =
                said.stream().filter(p -> !p.month().isBefore(JANUARY.plusMonths(6))).toList();
        assertThat(PeakHistory.of(said).months()).hasSize(25);
        assertThat(PeakHistory.of(lasting)).isEqualTo(PeakHistory.of(said));
        assertThat(PeakHistory.of(said).months()).isEqualTo(one.months());
        assertThat(PeakHistory.of(said)).isEqualTo(one).hasSameHashCodeAs(one);
        assertThat(PeakHistory.of(List.of())).isEqualTo(PeakHistory.EMPTY);
    }

    private static MonthPeak said(YearMonth month, int watts, MonthPeak.Source source) {
        return new MonthPeak(month, new Power(watts), null, source);
    }

    private static QuarterDemand quarter(String start, int wattHours, boolean complete) {
        return new QuarterDemand(
                new QuarterHour(Instant.parse(start)),
                Energy.ofWattHours(wattHours),
                1,
                Estimator.REGISTERS,
                complete);
    }
}
