package be.bsmr.home.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.home.config.ConfigException;
import be.bsmr.home.settings.HomeConfig;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.tariff.EnergyPrices.Price;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an owner writes below {@code prices}, and what comes of it. */
class PriceSettingsTest {

    @Test
    void nobodyIsAskedByDefault() throws ConfigException {
        assertThat(config("zone: Europe/Brussels\n").prices().wanted()).isFalse();
    }

    @Test
    void aSuppliersCardIsWrittenAsItIsPrinted() throws ConfigException {
        HomeConfig config =
                config(
                        """
                        prices:
                          source: energy-charts
                          formula: {a: 0.102, b: 0.4, c: 0.1, d: 1.15}
                          charges: {certificates_cent: 1.17, network_cent: 5.23, levies_cent: 5.24}
                        """);
        Price price = price(config, "2026-11-27T12:00", new BigDecimal("100"));
        // (10.2 + 0.4 + 1.17 + 5.23 + 5.24) c€ × 1.06; 10 c€ − 1.15 c€
        assertThat(price.importPerKwh()).isEqualTo("0.235744");
        assertThat(price.exportPerKwh()).isEqualTo("0.0885");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-28T03:00,éco,0.2",
        "2026-11-28T09:00,médium,0.25",
        "2026-11-28T18:00,pic,0.35"
    })
    void theHoursOfBandsAreThoseOfTheAreasSheet(String local, String band, String price)
            throws ConfigException {
        HomeConfig config =
                config(
                        """
                        tariff: {area: wallonia}
                        prices:
                          source: bands
                          vat_percent: 0
                          bands:
                            - {name: éco, import_cent: 20}
                            - {name: médium, import_cent: 25}
                            - {name: pic, import_cent: 35, export_cent: 4}
                        """);
        assertThat(price(config, local, null).band()).isEqualTo(band);
        assertThat(price(config, local, null).importPerKwh()).isEqualTo(price);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-27T12:00,heures pleines,false", // Friday, before 2026 these were full hours
        "2026-11-27T08:00,heures pleines,true",
        "2026-11-28T08:00,heures pleines,true", // Saturday
        "2026-11-28T17:00,heures pleines,true",
        "2026-11-28T22:00,heures pleines,false"
    })
    void theWalloonTwoRateMeterHasItsHoursOf2026(String local, String band, boolean in)
            throws ConfigException {
        HomeConfig config =
                config(
                        """
                        tariff: {area: wallonia-two-rate}
                        prices:
                          source: bands
                          bands:
                            - {name: heures pleines, import_cent: 20}
                            - {name: heures creuses, import_cent: 15}
                        """);
        assertThat(price(config, local, null).band().equals(band)).isEqualTo(in);
    }

    @Test
    void aFlemishDayAndNightContractNeedsNoSheet() throws ConfigException {
        HomeConfig config =
                config(
                        """
                        tariff: {area: imewo}
                        prices:
                          source: bands
                          bands:
                            - {name: day, hours: [mon-fri 07:00-22:00], import_cent: 18}
                            - {name: night, import_cent: 14}
                        """);
        assertThat(price(config, "2026-11-27T12:00", null).band()).isEqualTo("day");
        assertThat(price(config, "2026-11-28T12:00", null).band()).isEqualTo("night");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "source: spot | one of none, fixed, bands, energy-charts, entsoe",
                "source: entsoe | needs prices.entsoe_token",
                "source: bands | needs prices.bands",
                "source: fixed | prices.fixed.import_cent is what a kWh costs in c€",
                "fixed: {import_cent: 300} | prices.fixed.import_cent is c€/kWh",
                "formula: {a: 1.02} | write 0.102",
                "vat_percent: 121 | prices.vat_percent is 0 to 100",
                "addresses: {entsoe: 'http://example.org/api'} | begins with https://",
                "addresses: {entsoe: 'https://example.org/api?x=1'} | has no ?",
                "bands: [{name: day, hours: ['7 to 22'], import_cent: 1}] | mon-fri 06:30-08:00",
                "bands: [{name: day, hours: ['07:00-22:00']}] | import_cent of day is c€/kWh",
                "network: 3 | network"
            })
    void whatDoesNotFitIsSaidWithWhatToWrite(String line, String said) {
        assertThatThrownBy(() -> config("prices:\n  " + line.strip() + "\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bsmr.yaml")
                .hasMessageContaining(said.strip());
    }

    @Test
    void bandsThatAreNoWholeWeekAreToldWhenTheFileIsRead() {
        String noHours =
                """
                tariff: {area: wallonia}
                prices:
                  source: bands
                  bands: [{name: peak, import_cent: 20}]
                """;
        assertThatThrownBy(() -> config(noHours))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bsmr.yaml, line 4")
                .hasMessageContaining("éco, médium, pic");
        String noNight =
                """
                prices:
                  source: bands
                  bands: [{name: day, hours: ["mon-fri 07:00-22:00"], import_cent: 14}]
                """;
        assertThatThrownBy(() -> config(noNight))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bands say nothing of mon 00:00");
    }

    @Test
    void theTokenIsNeverPrinted() throws ConfigException {
        HomeConfig config =
                config("prices: {source: entsoe, entsoe_token: 0f6a1b2c-made-up-token}\n");
        assertThat(config.toString()).doesNotContain("0f6a1b2c").contains("entsoeToken=…");
        assertThatThrownBy(() -> config("prices: {source: entsoe, entsoe_token: 'my token 77'}\n"))
                .hasMessageNotContaining("77");
    }

    private static Price price(HomeConfig config, String local, BigDecimal spot)
            throws ConfigException {
        QuarterHour quarter =
                QuarterHour.of(
                        LocalDateTime.parse(local).atZone(ZoneId.of(config.zone())).toInstant());
        return config.energyContract(2026).at(quarter, spot).orElseThrow();
    }

    private static HomeConfig config(String text) throws ConfigException {
        return HomeConfig.parse(Path.of("bsmr.yaml"), text);
    }
}
