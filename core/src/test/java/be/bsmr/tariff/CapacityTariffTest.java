package be.bsmr.tariff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapacityTariffTest {

    private static final YearMonth DECEMBER = YearMonth.of(2026, 12);

    @Test
    void countsMonthsBelowTheFloorAsTheFloor() {
        // Worked example of nl.wikibooks.org/wiki/Energietransitie/Capaciteitstarief, May to April:
        // 1.782 times the minimum.
        PeakHistory peaks =
                peaks(
                        YearMonth.of(2026, 1),
                        632,
                        4600,
                        0,
                        1028,
                        3444,
                        4164,
                        4564,
                        6000,
                        9200,
                        5000,
                        4120,
                        4880);
        CapacityTariff.Bill bill = imewo().bill(peaks, DECEMBER, null).orElseThrow();
        assertThat(bill.meanKw()).isEqualByComparingTo("4.456");
        assertThat(bill.meanKw().doubleValue() / 2.5).isBetween(1.782, 1.783);
    }

    @ParameterizedTest
    @CsvSource({"49.4036563,123.51", "54.2009816,135.50"})
    void theMinimumContributionIsWhatTheSheetsPrintForAMeterThatCannotMeasurePeaks(
            String perKw, String fixedTerm) {
        // The fixed term of an analogue meter, as the sheets of Antwerpen and Imewo of 2026 print
        // it.
        CapacityTariff tariff = tariff(perKw, null, null, null);
        CapacityTariff.Bill bill = tariff.bill(peaks(DECEMBER, 700), DECEMBER, null).orElseThrow();
        assertThat(CapacityTariff.cents(bill.capacity())).isEqualByComparingTo(fixedTerm);
    }

    @Test
    void averagesTheMonthsThatAreKnownAndFillsNone() {
        PeakHistory peaks =
                peaks(YearMonth.of(2026, 3), 3000).with(peak(YearMonth.of(2026, 7), 5000));
        CapacityTariff.Bill bill = imewo().bill(peaks, DECEMBER, null).orElseThrow();
        assertThat(bill.months()).hasSize(2);
        assertThat(bill.meanKw()).isEqualByComparingTo("4");
        assertThat(bill.capacity()).isEqualByComparingTo("216.8039264");
    }

    @Test
    void forgetsMonthsOfMoreThanAYearAgo() {
        PeakHistory peaks = peaks(YearMonth.of(2025, 12), 9000).with(peak(DECEMBER, 3000));
        CapacityTariff.Bill bill = imewo().bill(peaks, DECEMBER, null).orElseThrow();
        assertThat(bill.meanKw()).isEqualByComparingTo("3");
    }

    @Test
    void addsVolumeDataManagementAndVat() {
        CapacityTariff.Bill bill =
                imewo().bill(peaks(DECEMBER, 4000), DECEMBER, new BigDecimal(3500)).orElseThrow();
        // 4 × 54.2009816 = 216.8039264; 3500 × 0.0522864 = 183.0024; below 3500 × 0.3276168.
        assertThat(bill.volume()).isEqualByComparingTo("183.0024");
        assertThat(bill.adjustment()).isEqualByComparingTo("0");
        assertThat(bill.withoutVat()).isEqualByComparingTo("417.6563264");
        assertThat(bill.vat()).isEqualByComparingTo("25.059379584");
        assertThat(CapacityTariff.cents(bill.total())).isEqualByComparingTo("442.72");
    }

    @Test
    void theMaximumTariffCapsAHouseThatDrawsLittleWithHighPeaks() {
        CapacityTariff.Bill bill =
                imewo().bill(peaks(DECEMBER, 9000), DECEMBER, new BigDecimal(600)).orElseThrow();
        // 487.8088344 + 31.37184 is above 600 × 0.3276168 = 196.57008.
        assertThat(bill.adjustment()).isEqualByComparingTo("-322.6105944");
        assertThat(bill.withoutVat()).isEqualByComparingTo("214.42008");
    }

    @Test
    void nobodyPaysLessThanTheMinimumContribution() {
        CapacityTariff.Bill bill =
                imewo().bill(peaks(DECEMBER, 2600), DECEMBER, BigDecimal.ONE).orElseThrow();
        // 1 kWh × 0.3276168 is below 2.5 × 54.2009816 = 135.502454.
        assertThat(bill.withoutVat()).isEqualByComparingTo("153.352454");
    }

    @Test
    void aKilowattMoreInOneMonthCostsATwelfthOfTheRate() {
        BigDecimal added =
                imewo().addedPerYear(DECEMBER, new Power(3000), new Power(4000)).orElseThrow();
        assertThat(CapacityTariff.cents(added)).isEqualByComparingTo("4.79");
        assertThat(imewo().addedPerYear(DECEMBER, new Power(900), new Power(2500)).orElseThrow())
                .isEqualByComparingTo("0");
        assertThat(imewo().addedPerYear(DECEMBER, new Power(900), new Power(3500)).orElseThrow())
                .isEqualByComparingTo(
                        imewo().addedPerYear(DECEMBER, new Power(2500), new Power(3500)).get());
    }

    @Test
    void aYearIsBilledMonthByMonthOnTheTwelveBefore() {
        // 2025: 3 kW each month. January 2026 came to 6; 3 again from February on.
        PeakHistory peaks = peaks(YearMonth.of(2025, 1), same(3000, 12));
        peaks = peaks.with(peak(YearMonth.of(2026, 1), 6000));
        BigDecimal cost =
                imewo().costOfYear(peaks, 2026, YearMonth.of(2026, 2), new Power(3000))
                        .orElseThrow();
        // January's bill has a mean of 3, the eleven after it of 3.25: (3 + 11 × 3.25) ÷ 12 × rate.
        BigDecimal mean =
                new BigDecimal("38.75").divide(new BigDecimal(12), 12, RoundingMode.HALF_UP);
        assertThat(CapacityTariff.cents(cost))
                .isEqualByComparingTo(
                        CapacityTariff.cents(
                                mean.multiply(new BigDecimal("54.2009816"))
                                        .multiply(new BigDecimal("1.06"))));
    }

    @Test
    void whatTheRunningMonthHasReachedIsNotForgottenInTheForecast() {
        PeakHistory peaks = peaks(YearMonth.of(2026, 2), 8000);
        CapacityTariff tariff = imewo();
        YearMonth february = YearMonth.of(2026, 2);
        assertThat(tariff.costOfYear(peaks, 2026, february, new Power(3000)).orElseThrow())
                .isGreaterThan(
                        tariff.costOfYear(PeakHistory.EMPTY, 2026, february, new Power(3000))
                                .orElseThrow());
    }

    @Test
    void anUnknownYearIsUnknown() {
        assertThat(imewo().bill(peaks(DECEMBER, 3000), YearMonth.of(2027, 1), null)).isEmpty();
        assertThat(imewo().addedPerYear(YearMonth.of(2025, 12), Power.ZERO, new Power(9000)))
                .isEmpty();
        assertThat(imewo().costOfYear(PeakHistory.EMPTY, 2027, DECEMBER, Power.ZERO)).isEmpty();
        assertThat(imewo().bill(PeakHistory.EMPTY, DECEMBER, null)).isEmpty();
    }

    @Test
    void aRateThatIsNotKnownLeavesItsLineOut() {
        CapacityTariff.Bill bill =
                tariff("50", null, null, null)
                        .bill(peaks(DECEMBER, 3000), DECEMBER, new BigDecimal(3500))
                        .orElseThrow();
        assertThat(bill.volume()).isNull();
        assertThat(bill.data()).isNull();
        assertThat(bill.withoutVat()).isEqualByComparingTo("150");
    }

    @Test
    void whereNoPeakIsBilledNothingIsAdded() {
        TariffSheet.Band peak =
                new TariffSheet.Band(
                        "pic",
                        List.of(new TariffSheet.Span(LocalTime.of(17, 0), LocalTime.of(22, 0))));
        CapacityTariff wallonia =
                new CapacityTariff(
                        List.of(
                                new TariffSheet(
                                        "wallonia",
                                        "Wallonie",
                                        2026,
                                        "CWaPE",
                                        null,
                                        List.of(peak))));
        assertThat(wallonia.addedPerYear(DECEMBER, Power.ZERO, new Power(9000))).isEmpty();
        assertThat(wallonia.bill(peaks(DECEMBER, 9000), DECEMBER, null)).isEmpty();
    }

    @Test
    void aSpanMayRunOverMidnight() {
        TariffSheet.Span night = new TariffSheet.Span(LocalTime.of(22, 0), LocalTime.of(1, 0));
        LocalDate day = LocalDate.of(2026, 11, 27);
        assertThat(night.contains(day.atTime(22, 0))).isTrue();
        assertThat(night.contains(day.atStartOfDay())).isTrue();
        assertThat(night.contains(day.atTime(1, 0))).isFalse();
        assertThat(night.contains(day.atTime(12, 0))).isFalse();
    }

    @Test
    void moreIsNeverCheaper() {
        long seed = 20261123;
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            int[] watts = random.ints(1 + random.nextInt(12), 0, 12_000).toArray();
            BigDecimal volume = BigDecimal.valueOf(random.nextInt(9000));
            YearMonth first = DECEMBER.minusMonths(watts.length - 1);
            BigDecimal less =
                    imewo().bill(peaks(first, watts), DECEMBER, volume).orElseThrow().total();
            watts[random.nextInt(watts.length)] += random.nextInt(5000);
            BigDecimal more =
                    imewo().bill(peaks(first, watts), DECEMBER, volume).orElseThrow().total();
            assertThat(more).as("seed %d, case %d", seed, i).isGreaterThanOrEqualTo(less);
            assertThat(less)
                    .as("seed %d, case %d", seed, i)
                    .isGreaterThanOrEqualTo(new BigDecimal("162.55"));
        }
    }

    @Test
    void refusesSheetsThatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> sheet("imewo", 2022, "50"));
        assertThatIllegalArgumentException().isThrownBy(() -> sheet("imewo", 2026, "-1"));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new CapacityTariff(
                                        List.of(
                                                sheet("imewo", 2026, "50"),
                                                sheet("west", 2026, "50"))));
    }

    private static CapacityTariff imewo() {
        return tariff("54.2009816", "0.0522864", "0.3276168", "17.85");
    }

    private static CapacityTariff tariff(String perKw, String perKwh, String most, String data) {
        return new CapacityTariff(
                List.of(
                        new TariffSheet(
                                "imewo",
                                "Fluvius Imewo",
                                2026,
                                "Vlaamse Nutsregulator",
                                new TariffSheet.Capacity(
                                        new BigDecimal(perKw),
                                        perKwh == null ? null : new BigDecimal(perKwh),
                                        most == null ? null : new BigDecimal(most),
                                        data == null ? null : new BigDecimal(data),
                                        PeakTarget.BILLED_MINIMUM,
                                        new BigDecimal(6)),
                                List.of())));
    }

    private static TariffSheet sheet(String area, int year, String perKw) {
        return new TariffSheet(
                area,
                area,
                year,
                "a test",
                new TariffSheet.Capacity(
                        new BigDecimal(perKw), null, null, null, Power.ZERO, BigDecimal.ZERO),
                List.of());
    }

    private static PeakHistory peaks(YearMonth first, int... watts) {
        PeakHistory peaks = PeakHistory.EMPTY;
        for (int i = 0; i < watts.length; i++) {
            peaks = peaks.with(peak(first.plusMonths(i), watts[i]));
        }
        return peaks;
    }

    private static int[] same(int watts, int months) {
        int[] all = new int[months];
        Arrays.fill(all, watts);
        return all;
    }

    private static MonthPeak peak(YearMonth month, int watts) {
        return new MonthPeak(month, new Power(watts), null, MonthPeak.Source.METER);
    }
}
