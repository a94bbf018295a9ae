package be.bsmr.home.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.SiteSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What energy-charts.info and ENTSO-E answer. */
class ExchangeTest {

    private static final LocalDate FRIDAY = LocalDate.of(2026, 11, 27);
    private static final LocalDate SATURDAY = FRIDAY.plusDays(1);
    private static final String TOKEN = "0f6a1b2c-made-up-token";

    private PriceStand stand;

    @BeforeEach
    void open() throws IOException {
        stand = new PriceStand();
    }

    @AfterEach
    void close() {
        stand.close();
    }

    // ---- energy-charts.info

    @Test
    void energyChartsTellsEachQuarterAndItsLicence() throws IOException {
        stand.says(200, PriceStand.recorded("energy-charts-two-days.json"));
        SpotPrices prices = charts(FRIDAY, SATURDAY);
        assertThat(stand.asked()).containsExactly("bzn=BE&start=2026-11-27&end=2026-11-28");
        assertThat(prices.quarters()).hasSize(192);
        assertThat(prices.quarters().firstKey()).isEqualTo(quarter("2026-11-26T23:00:00Z"));
        assertThat(prices.quarters().get(quarter("2026-11-26T23:00:00Z"))).isEqualTo("43.04");
        assertThat(prices.licence()).startsWith("CC BY 4.0");
    }

    @Test
    void anHourlyPriceHoldsForItsFourQuarters() throws IOException {
        stand.says(
                200,
                """
                {"license_info": "", "unix_seconds": [1759269600, 1759273200],
                 "price": [50.1, 60], "unit": "EUR / MWh", "deprecated": false}
                """);
        SortedMap<QuarterHour, BigDecimal> quarters = charts(FRIDAY, FRIDAY).quarters();
        assertThat(quarters).hasSize(8);
        assertThat(quarters.get(quarter("2025-09-30T22:45:00Z"))).isEqualTo("50.1");
        assertThat(quarters.get(quarter("2025-09-30T23:00:00Z"))).isEqualTo("60");
    }

    @Test
    void whatIsNotKnownYetIsLeftOut() throws IOException {
        stand.says(
                200,
                """
                {"unix_seconds": [1759269600, 1759270500, 1759271400], "price": [50, null, -1.5],
                 "unit": "EUR/MWh"}
                """);
        assertThat(charts(FRIDAY, FRIDAY).quarters())
                .isEqualTo(
                        Map.of(
                                quarter("2025-09-30T22:00:00Z"), new BigDecimal("50"),
                                quarter("2025-09-30T22:30:00Z"), new BigDecimal("-1.5")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>busy</html>",
                "[]",
                "{\"unix_seconds\": [1759269600], \"price\": [], \"unit\": \"EUR/MWh\"}",
                "{\"unix_seconds\": [1759269600], \"price\": [1], \"unit\": \"GBP/MWh\"}",
                "{\"unix_seconds\": [1, 61], \"price\": [1, 2], \"unit\": \"EUR/MWh\"}",
                "{\"unix_seconds\": [1, 3601], \"price\": [1, 2]}",
                "{\"unix_seconds\": [1, 3601], \"price\": [1e999999, 2], \"unit\": \"EUR/MWh\"}",
                "{\"unix_seconds\": [1, 3601], \"price\": [1e-999999, 2], \"unit\": \"EUR/MWh\"}"
            })
    void whatAreNoPricesIsSaid(String body) {
        stand.says(200, body);
        assertThatThrownBy(() -> charts(FRIDAY, FRIDAY))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("127.0.0.1 answers with what are no prices: ");
    }

    @Test
    void aServerThatRefusesIsNamedWithItsWords() {
        stand.says(429, "slow\ndown");
        assertThatThrownBy(() -> charts(FRIDAY, FRIDAY))
                .isInstanceOf(IOException.class)
                .hasMessage("127.0.0.1 answers 429 'slow down'");
    }

    @Test
    void energyChartsMayKnowNothingOfTheseDaysYet() throws IOException {
        stand.says(404, "{\"detail\":\"no content available\"}");
        assertThat(charts(FRIDAY, SATURDAY).quarters()).isEmpty();
        stand.says(404, "<html>no such page</html>");
        assertThatThrownBy(() -> charts(FRIDAY, SATURDAY)).hasMessageContaining("answers 404");
    }

    @Test
    void nobodyIsFollowedElsewhere() {
        stand.says(302, "");
        assertThatThrownBy(() -> entsoe(FRIDAY, FRIDAY)).isInstanceOf(IOException.class);
        assertThat(stand.asked()).hasSize(1);
    }

    // ---- ENTSO-E

    @Test
    void entsoeIsAskedForLocalDaysInItsOwnTime() throws IOException {
        stand.says(200, PriceStand.recorded("entsoe-two-auctions.xml"));
        entsoe(FRIDAY, SATURDAY);
        assertThat(stand.asked())
                .containsExactly(
                        "securityToken="
                                + TOKEN
                                + "&documentType=A44&in_Domain=10YBE----------2"
                                + "&out_Domain=10YBE----------2"
                                + "&periodStart=202611262300&periodEnd=202611282300");
    }

    @Test
    void aMissingPositionRepeatsTheOneBefore() throws IOException {
        stand.says(200, PriceStand.recorded("entsoe-two-auctions.xml"));
        SpotPrices prices = entsoe(FRIDAY, FRIDAY);
        assertThat(prices.quarters()).hasSize(96);
        assertThat(prices.know(quarter("2026-11-26T23:00:00Z"), quarter("2026-11-27T23:00:00Z")))
                .isTrue();
        assertThat(prices.quarters().get(quarter("2026-11-26T23:15:00Z"))).isEqualTo("88.40");
        assertThat(prices.quarters().get(quarter("2026-11-26T23:45:00Z"))).isEqualTo("88.40");
        assertThat(prices.quarters().get(quarter("2026-11-27T00:00:00Z"))).isEqualTo("70.05");
        assertThat(prices.quarters().get(quarter("2026-11-27T11:15:00Z"))).isEqualTo("-3.20");
        assertThat(prices.quarters().get(quarter("2026-11-27T22:45:00Z"))).isEqualTo("101.00");
    }

    @Test
    void ofTwoAuctionsTheFirstCountsAndOfTwoResolutionsTheFiner() throws IOException {
        stand.says(200, PriceStand.recorded("entsoe-two-auctions.xml"));
        assertThat(entsoe(FRIDAY, FRIDAY).quarters().values())
                .doesNotContain(new BigDecimal("999.00"), new BigDecimal("77.00"))
                .startsWith(new BigDecimal("91.10"));
    }

    @Test
    void aDayOfTwentyFiveHoursHasAHundredQuarters() throws IOException {
        stand.says(200, PriceStand.recorded("entsoe-hours-of-october.xml"));
        SortedMap<QuarterHour, BigDecimal> quarters =
                entsoe(LocalDate.of(2026, 10, 25), LocalDate.of(2026, 10, 25)).quarters();
        assertThat(quarters).hasSize(100);
        // Both hours from two to three, local time.
        assertThat(quarters.get(quarter("2026-10-25T00:30:00Z"))).isEqualTo("41.00");
        assertThat(quarters.get(quarter("2026-10-25T01:30:00Z"))).isEqualTo("40.00");
        assertThat(quarters.get(quarter("2026-10-25T22:45:00Z"))).isEqualTo("75.50");
    }

    @Test
    void inAnyOtherCurveAMissingPositionIsNotKnown() throws IOException {
        stand.says(200, PriceStand.recorded("entsoe-hours-of-october.xml").replace("A03", "A01"));
        assertThat(entsoe(FRIDAY, FRIDAY).quarters()).hasSize(16);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400})
    void whatIsNotPublishedYetIsNoFailure(int status) throws IOException {
        stand.says(status, PriceStand.recorded("entsoe-nothing-yet.xml"));
        assertThat(entsoe(FRIDAY, SATURDAY).quarters()).isEmpty();
    }

    @Test
    void aRefusalIsSaidInItsOwnWordsWithoutTheToken() throws IOException {
        stand.says(
                401,
                PriceStand.recorded("entsoe-refused.xml")
                        .replace("token<", "token " + TOKEN + "<"));
        assertThatThrownBy(() -> entsoe(FRIDAY, FRIDAY))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "127.0.0.1 refuses: 'Unauthorized. Missing or invalid security token …'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "busy " + TOKEN,
                "<html><p>busy</p></html>",
                "<Publication_MarketDocument><TimeSeries>",
                "<Publication_MarketDocument><TimeSeries><currency_Unit.name>GBP"
                        + "</currency_Unit.name></TimeSeries></Publication_MarketDocument>",
                "<Publication_MarketDocument><TimeSeries><Period><resolution>PT15M</resolution>"
                        + "</Period></TimeSeries></Publication_MarketDocument>"
            })
    void whatIsNoDocumentIsSaidWithoutTheToken(String body) {
        stand.says(503, body);
        assertThatThrownBy(() -> entsoe(FRIDAY, FRIDAY))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("127.0.0.1 answers 503 with what are no prices: ")
                .hasMessageNotContaining(TOKEN);
    }

    @Test
    void aDocumentCannotHaveUsReadFilesOfThisMachine() throws IOException {
        stand.says(
                200,
                "<!DOCTYPE a [<!ENTITY f SYSTEM \"file:///etc/hostname\">]>\n"
                        + PriceStand.recorded("entsoe-refused.xml")
                                .replaceFirst("(?s)^<\\?xml.*?\\?>\\s*", "")
                                .replace("token<", "token &f;<"));
        assertThatThrownBy(() -> entsoe(FRIDAY, FRIDAY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("what are no prices");
    }

    @Test
    void aServerThatIsNotThereIsNamedWithoutWhatItWasAsked() {
        stand.close();
        assertThatThrownBy(() -> entsoe(FRIDAY, FRIDAY))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("127.0.0.1: ")
                .hasMessageNotContaining(TOKEN);
    }

    private SpotPrices charts(LocalDate first, LocalDate last) throws IOException {
        return new EnergyCharts(stand.address()).ask(first, last, SiteSettings.BELGIUM);
    }

    private SpotPrices entsoe(LocalDate first, LocalDate last) throws IOException {
        return new Entsoe(stand.address(), TOKEN).ask(first, last, SiteSettings.BELGIUM);
    }

    private static QuarterHour quarter(String start) {
        return new QuarterHour(Instant.parse(start));
    }
}
