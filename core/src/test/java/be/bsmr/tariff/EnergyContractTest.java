package be.bsmr.tariff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import be.bsmr.quarter.QuarterHour;
import be.bsmr.tariff.EnergyContract.Band;
import be.bsmr.tariff.EnergyContract.Formula;
import be.bsmr.tariff.EnergyPrices.Price;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnergyContractTest {

    private static final ZoneId BELGIUM = ZoneId.of("Europe/Brussels");
    private static final QuarterHour NOON = QuarterHour.of(Instant.parse("2026-11-27T11:00:00Z"));
    private static final BigDecimal SIX = euro("6");

    /** 1.02 × spot + 1 c€ + 12 c€ of network and levies; 0.95 × spot − 0.5 c€ for export. */
    private static final EnergyContract DYNAMIC =
            new EnergyContract(
                    new Formula(euro("1.02"), euro("0.13")),
                    new Formula(euro("0.95"), euro("-0.005")),
                    List.of(),
                    SIX,
                    BELGIUM);

    @Test
    void aDynamicPriceIsExactAndOnlyImportHasVat() {
        Price price = DYNAMIC.at(NOON, euro("87.35")).orElseThrow();
        // (1.02 × 0.08735 + 0.13) × 1.06; 0.95 × 0.08735 − 0.005
        assertThat(price.importPerKwh()).isEqualTo("0.23224282");
        assertThat(price.exportPerKwh()).isEqualTo("0.0779825");
        assertThat(price.spotPerMwh()).isEqualTo("87.35");
        assertThat(price.band()).isNull();
    }

    @Test
    void aPriceBelowZeroStaysBelowZero() {
        Price price = DYNAMIC.at(NOON, euro("-200")).orElseThrow();
        assertThat(price.importPerKwh()).isEqualTo("-0.07844");
        assertThat(price.exportPerKwh()).isEqualTo("-0.195");
    }

    @Test
    void withoutTheExchangesPriceADynamicContractSaysNothing() {
        assertThat(DYNAMIC.at(NOON, null)).isEmpty();
        assertThat(DYNAMIC.prices(Map.of(), NOON, new QuarterHour(NOON.end()))).isEmpty();
    }

    @Test
    void aFixedPriceNeedsNoExchange() {
        EnergyContract fixed =
                new EnergyContract(
                        Formula.fixed(euro("0.30")),
                        Formula.fixed(euro("0.04")),
                        List.of(),
                        BigDecimal.ZERO,
                        BELGIUM);
        assertThat(fixed.at(NOON, null)).contains(new Price(euro("0.3"), euro("0.04"), null, null));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-27T00:30,médium",
        "2026-11-27T01:00,éco",
        "2026-11-27T06:45,éco",
        "2026-11-27T07:00,médium",
        "2026-11-27T11:00,éco",
        "2026-11-27T17:00,pic",
        "2026-11-27T21:45,pic",
        "2026-11-28T22:00,médium",
        "2026-11-29T17:00,pic"
    })
    void theWalloonTariffImpactHasItsHoursEveryDay(String local, String band) {
        EnergyContract impact =
                contract(
                        daily("éco", "0.10", "01:00-07:00", "11:00-17:00"),
                        daily("médium", "0.15", "07:00-11:00", "22:00-01:00"),
                        daily("pic", "0.25", "17:00-22:00"));
        assertThat(impact.at(quarter(local), null))
                .hasValueSatisfying(p -> assertThat(p.band()).isEqualTo(band));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-27T07:00,day", // Friday
        "2026-11-27T21:45,day",
        "2026-11-27T22:00,night",
        "2026-11-28T12:00,night", // Saturday
        "2026-11-30T06:45,night",
        "2026-11-30T07:00,day"
    })
    void aFlemishContractHasDayOnWeekdaysAndNightForTheRest(String local, String band) {
        Band day =
                new Band(
                        "day",
                        List.of(
                                new TariffSheet.Span(
                                        EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                                        LocalTime.of(7, 0),
                                        LocalTime.of(22, 0))),
                        euro("0.18"),
                        euro("0.03"));
        Band night = new Band("night", List.of(), euro("0.14"), euro("0.02"));
        Price price = contract(day, night).at(quarter(local), null).orElseThrow();
        assertThat(price.band()).isEqualTo(band);
        assertThat(price.importPerKwh()).isEqualTo(band.equals("day") ? "0.1908" : "0.1484");
        assertThat(price.exportPerKwh()).isEqualTo(band.equals("day") ? "0.03" : "0.02");
    }

    @Test
    void hoursThatPassMidnightBelongToTheDayOnWhichTheyBegin() {
        Band friday =
                new Band(
                        "friday night",
                        List.of(
                                new TariffSheet.Span(
                                        EnumSet.of(DayOfWeek.FRIDAY),
                                        LocalTime.of(22, 0),
                                        LocalTime.of(6, 0))),
                        euro("0.1"),
                        BigDecimal.ZERO);
        EnergyContract contract = contract(friday, daily("rest", "0.2"));
        assertThat(contract.at(quarter("2026-11-27T23:00"), null).orElseThrow().band())
                .isEqualTo("friday night");
        assertThat(contract.at(quarter("2026-11-28T05:45"), null).orElseThrow().band())
                .isEqualTo("friday night");
        assertThat(contract.at(quarter("2026-11-27T05:45"), null).orElseThrow().band())
                .isEqualTo("rest");
    }

    @Test
    void aTimeOfTheWeekWithoutAPriceIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> contract(daily("day", "0.2", "07:00-22:00")))
                .withMessageContaining("mon 00:00");
    }

    @Test
    void bandsComeOnTopOfADynamicFormula() {
        EnergyContract both =
                new EnergyContract(
                        new Formula(BigDecimal.ONE, euro("0.05")),
                        new Formula(BigDecimal.ONE, BigDecimal.ZERO),
                        List.of(daily("peak", "0.09", "17:00-22:00"), daily("rest", "0.03")),
                        BigDecimal.ZERO,
                        BELGIUM);
        assertThat(both.at(NOON, euro("100")).orElseThrow().importPerKwh()).isEqualTo("0.18");
        assertThat(both.at(quarter("2026-11-27T17:00"), euro("100")).orElseThrow().importPerKwh())
                .isEqualTo("0.24");
    }

    @ParameterizedTest
    @CsvSource({"2026-03-29,92", "2026-10-25,100", "2026-11-27,96"})
    void aDayHasAsManyPricesAsQuarters(LocalDate day, int quarters) {
        EnergyContract contract = contract(daily("all", "0.2"));
        SortedMap<QuarterHour, Price> prices =
                contract.prices(Map.of(), start(day), start(day.plusDays(1)));
        assertThat(prices).hasSize(quarters);
        assertThat(prices.firstKey().start()).isEqualTo(start(day).start());
    }

    @Test
    void pricesAreBoundedAndEqualWhenTheySayTheSame() {
        SortedMap<QuarterHour, Price> four =
                contract(daily("all", "0.2"))
                        .prices(
                                Map.of(),
                                start(LocalDate.of(2026, 11, 1)),
                                start(LocalDate.of(2026, 11, 5)));
        EnergyPrices prices = new EnergyPrices(four, "bands", "");
        assertThat(prices).isEqualTo(new EnergyPrices(new TreeMap<>(four), "bands", ""));
        assertThat(prices.at(quarter("2026-11-02T10:00"))).isPresent();
        assertThat(prices.at(quarter("2026-11-05T00:00"))).isEmpty();
        assertThat(prices.from(quarter("2026-11-04T23:30"))).hasSize(2);
        SortedMap<QuarterHour, Price> five =
                contract(daily("all", "0.2"))
                        .prices(
                                Map.of(),
                                start(LocalDate.of(2026, 11, 1)),
                                start(LocalDate.of(2026, 11, 6)));
        assertThatIllegalArgumentException().isThrownBy(() -> new EnergyPrices(five, "bands", ""));
    }

    private static EnergyContract contract(Band... bands) {
        return new EnergyContract(
                Formula.fixed(BigDecimal.ZERO),
                Formula.fixed(BigDecimal.ZERO),
                List.of(bands),
                SIX,
                BELGIUM);
    }

    private static Band daily(String name, String price, String... hours) {
        return new Band(
                name,
                List.of(hours).stream().map(EnergyContractTest::span).toList(),
                euro(price),
                BigDecimal.ZERO);
    }

    private static TariffSheet.Span span(String hours) {
        String[] ends = hours.split("-", 2);
        return new TariffSheet.Span(LocalTime.parse(ends[0]), LocalTime.parse(ends[1]));
    }

    private static QuarterHour quarter(String local) {
        return QuarterHour.of(LocalDateTime.parse(local).atZone(BELGIUM).toInstant());
    }

    private static QuarterHour start(LocalDate day) {
        return QuarterHour.of(day.atStartOfDay(BELGIUM).toInstant());
    }

    private static BigDecimal euro(String amount) {
        return new BigDecimal(amount);
    }
}
