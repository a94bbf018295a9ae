package be.bsmr.home.tariff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.home.config.ConfigException;
import be.bsmr.tariff.TariffSheet;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TariffSheetsTest {

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource({
        "antwerpen,49.4036563",
        "halle-vilvoorde,56.0428955",
        "imewo,54.2009816",
        "kempen,56.2069857",
        "limburg,49.0469384",
        "midden-vlaanderen,50.1239818",
        "west,57.0995726",
        "zenne-dijle,56.1228635"
    })
    void knowsTheRatesOfFlandersIn2026(String area, String perKw) {
        TariffSheet sheet = TariffSheets.builtIn().required(area).sheet(2026).orElseThrow();
        assertThat(sheet.source()).contains("Nutsregulator");
        assertThat(sheet.capacity().perKw()).isEqualByComparingTo(perKw);
        assertThat(sheet.capacity().mostPerKwh()).isEqualByComparingTo("0.3276168");
        assertThat(sheet.capacity().vatPercent()).isEqualByComparingTo("6");
    }

    /** To the cent, VAT included, as suppliers' cards of then print it. */
    @ParameterizedTest
    @CsvSource({
        "2023,antwerpen,40.03,3.74",
        "2024,imewo,41.77,",
        "2025,antwerpen,53.26,5.99",
        "2025,halle-vilvoorde,59.56,6.20",
        "2025,imewo,56.44,6.24",
        "2025,kempen,56.30,6.44",
        "2025,limburg,51.81,6.80",
        "2025,midden-vlaanderen,51.99,5.61",
        "2025,west,60.35,7.47",
        "2025,zenne-dijle,59.15,6.42"
    })
    void knowsWhatWasFoundOfEarlierYears(
            int year, String area, BigDecimal perKw, BigDecimal centPerKwh) {
        TariffSheet.Capacity rates =
                TariffSheets.builtIn().required(area).sheet(year).orElseThrow().capacity();
        BigDecimal vat = new BigDecimal("1.06");
        assertThat(rates.perKw().multiply(vat).setScale(2, RoundingMode.HALF_UP)).isEqualTo(perKw);
        if (centPerKwh == null) {
            assertThat(rates.perKwh()).as("not found").isNull();
        } else {
            assertThat(rates.perKwh().multiply(vat).movePointRight(2))
                    .isCloseTo(centPerKwh, within(new BigDecimal("0.005")));
        }
    }

    @Test
    void guessesNoOtherYear() {
        assertThat(TariffSheets.builtIn().required("imewo").sheet(2023)).isEmpty();
        assertThat(TariffSheets.builtIn().required("kempen").sheet(2024)).isEmpty();
        assertThat(TariffSheets.builtIn().required("imewo").sheet(2027)).isEmpty();
    }

    @Test
    void billsNoPeakOutsideFlandersButShowsTheHours() {
        TariffSheet wallonia =
                TariffSheets.builtIn().required("wallonia").sheet(2026).orElseThrow();
        assertThat(wallonia.capacity()).isNull();
        assertThat(wallonia.bands())
                .extracting(TariffSheet.Band::name)
                .containsExactly("éco", "médium", "pic");
        assertThat(TariffSheets.builtIn().required("brussels").sheet(2026).orElseThrow().bands())
                .isNotEmpty();
    }

    /** Until 2028; then they become those of Wallonia. */
    @Test
    void brusselsStillHasItsWeekend() {
        List<TariffSheet.Band> bands =
                TariffSheets.builtIn().required("brussels").sheet(2026).orElseThrow().bands();
        LocalDateTime fridayNoon = LocalDateTime.of(2026, 11, 27, 12, 0);
        assertThat(bands.get(0).name()).contains("piekuren");
        assertThat(bands.get(0).times()).anyMatch(span -> span.contains(fridayNoon));
        assertThat(bands.get(0).times()).noneMatch(span -> span.contains(fridayNoon.plusDays(1)));
    }

    @ParameterizedTest
    @CsvSource({"wallonia", "wallonia-two-rate", "brussels"})
    void everyHourBelongsToExactlyOneBand(String area) {
        TariffSheet sheet = TariffSheets.builtIn().required(area).sheet(2026).orElseThrow();
        LocalDateTime monday = LocalDateTime.of(2026, 11, 30, 0, 30);
        for (int hour = 0; hour < 7 * 24; hour++) {
            LocalDateTime time = monday.plusHours(hour);
            assertThat(sheet.bands())
                    .as(time.toString())
                    .filteredOn(b -> b.times().stream().anyMatch(span -> span.contains(time)))
                    .hasSize(1);
        }
    }

    @Test
    void aFileOfOnesOwnGoesBeforeWhatIsBuiltInAndAddsYearsAndAreas() throws Exception {
        Path own =
                file(
                        """
                        year: 2027
                        source: my supplier's card
                        areas:
                          imewo: {name: Fluvius Imewo, eur_per_kw_per_year: 60}
                          island: {name: My island, eur_per_kw_per_year: 12.5, eur_per_kwh: 0.1}
                        """);
        Path corrected =
                file(
                        """
                        year: 2026
                        source: a correction
                        areas:
                          imewo: {name: Fluvius Imewo, eur_per_kw_per_year: 55}
                        """);
        TariffSheets sheets =
                TariffSheets.of(new TariffSettings("island", List.of(own, corrected), 0));
        assertThat(sheets.areas()).contains("island", "imewo", "wallonia");
        assertThat(sheets.required("imewo").sheet(2027).orElseThrow().capacity().perKw())
                .isEqualByComparingTo("60");
        assertThat(sheets.required("imewo").sheet(2026).orElseThrow().capacity().perKw())
                .isEqualByComparingTo("55");
        assertThat(sheets.required("imewo").sheet(2026).orElseThrow().capacity().perKwh())
                .as("not said, so not known")
                .isNull();
        assertThat(sheets.required("west").sheet(2026)).isPresent();
    }

    @Test
    void saysWhichAreasThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TariffSettings("ghent", List.of(), 0))
                .withMessageContaining("'ghent' is unknown")
                .withMessageContaining("imewo");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "year: 2026 | source",
                "source: x | year",
                "year: 1999\\nsource: x | line 1: year is 2023 to 2100",
                "year: 2026\\nsourc: x | line 2: unknown key 'sourc'; did you mean 'source'?",
                "year: 2026\\nsource: x\\nareas:\\n  a: {name: A, eur_per_kw_per_year: much} | line 4",
                "year: 2026\\nsource: x\\nareas:\\n  a: {name: A, eur_per_kw_per_year: -1} | not negative",
                "year: 2026\\nsource: x\\nareas:\\n  a: {eur_per_kw_per_year: 1} | name of the area",
                "year: 2026\\nsource: x\\nareas:\\n  a: {name: A, bands: [{name: b, hours: [7-11]}]} |"
                        + " write them as 07:00-11:00"
            })
    void saysWhatIsWrongWithAFile(String text, String problem) throws IOException {
        Path file = file(text.replace("\\n", "\n"));
        assertThatThrownBy(() -> TariffSheets.of(new TariffSettings("a", List.of(file), 0)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(problem);
    }

    @Test
    void saysThatAFileIsMissing() {
        Path nowhere = directory.resolve("nowhere.yaml");
        assertThatThrownBy(() -> TariffSheets.of(new TariffSettings("a", List.of(nowhere), 0)))
                .hasMessageContaining("no such file");
    }

    private Path file(String text) throws IOException {
        Path file = Files.createTempFile(directory, "sheet", ".yaml");
        return Files.writeString(file, text);
    }
}
