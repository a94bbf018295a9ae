package be.bsmr.otherwise;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.TariffSheet;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class SavingsTest {

    private static final CapacityTariff TARIFF =
            new CapacityTariff(
                    List.of(
                            new TariffSheet(
                                    "here",
                                    "Here",
                                    2026,
                                    "the regulator",
                                    new TariffSheet.Capacity(
                                            new BigDecimal(50),
                                            new BigDecimal("0.05"),
                                            null,
                                            null,
                                            new Power(2500),
                                            new BigDecimal(6)),
                                    List.of())));

    @Test
    void setsTwoBillsOfAYearBesideEachOther() {
        // A mean of 3.5 instead of 5 kW: 1.5 × 50 × 1.06 less; 100 kWh more: 100 × 0.05 × 1.06.
        Lived lived = new Past().quarters(1, 6000).from(Past.FEBRUARY).quarters(1, 4000).lived();
        List<Month> months =
                List.of(
                        new Month(Past.MONTH, new Power(6000), new Power(4000)),
                        new Month(Past.MONTH.plusMonths(1), new Power(4000), new Power(3000)));

        Savings savings =
                Savings.of(
                                TARIFF,
                                lived.peaks(),
                                months,
                                Month::would,
                                new Savings.Volume(new BigDecimal(3000), new BigDecimal(3100)))
                        .orElseThrow();

        assertThat(savings.as().capacity()).isEqualByComparingTo("250");
        assertThat(savings.otherwise().capacity()).isEqualByComparingTo("175");
        assertThat(savings.euro()).isEqualByComparingTo("74.2");
    }

    @Test
    void changesNoMonthOfWhichOthersKnowMore() {
        Lived lived = new Past().quarters(1, 4000).lived();
        Month month = new Month(Past.MONTH, new Power(4000), new Power(3000));

        assertThat(
                        Savings.of(
                                        TARIFF,
                                        lived.peaks()
                                                .with(
                                                        new MonthPeak(
                                                                Past.MONTH,
                                                                new Power(5000),
                                                                null,
                                                                MonthPeak.Source.METER)),
                                        List.of(month),
                                        Month::would,
                                        new Savings.Volume(null, null))
                                .orElseThrow()
                                .euro())
                .isEqualByComparingTo("0");
    }

    @Test
    void saysNothingWhereTheRatesAreNotKnown() {
        Month month = new Month(Past.MONTH, new Power(4000), new Power(3000));

        assertThat(
                        Savings.of(
                                CapacityTariff.UNKNOWN,
                                new Past().quarters(1, 4000).lived().peaks(),
                                List.of(month),
                                Month::would,
                                new Savings.Volume(null, null)))
                .isEmpty();
    }
}
