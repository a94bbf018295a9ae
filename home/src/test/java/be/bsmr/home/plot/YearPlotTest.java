package be.bsmr.home.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Power;
import java.awt.geom.Rectangle2D;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class YearPlotTest {

    private static final Optional<Power> FLOOR = Optional.of(new Power(2500));

    private static final YearMonth JANUARY = YearMonth.of(2026, 1);

    @TempDir Path folder;

    @Test
    void theMeanIsOfTheKnownMonthsOfTwelveEachAtTheFloorAtLeast() {
        PeaksOfYear year = PeaksOfYear.of(JANUARY, fromOctober(), FLOOR);
        assertThat(year.months()).hasSize(3);
        // October to December 4 kW each, January 2 that counts for 2.5.
        assertThat(year.months().get(0).meanKw()).isCloseTo(3.625, within(0.001));
        assertThat(year.months().get(0).meanOf()).isEqualTo(4);
        assertThat(year.last().meanOf()).isEqualTo(6);
        assertThat(year.highest().month()).isEqualTo(YearMonth.of(2026, 2));
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void drawsTheHighestMonthTheMeanAndTheFloor(Theme look) throws Exception {
        SvgPicture picture = svg("en", look, PeaksOfYear.of(JANUARY, fromOctober(), FLOOR));
        double kilowatt = picture.y("0") - picture.y("1");
        // January and March, the higher of 3 kW.
        assertThat(picture.runs("month_peak")).isEqualTo(2);
        assertThat(picture.bounds("month_peak").getHeight()).isCloseTo(3 * kilowatt, within(0.5));
        assertThat(picture.bounds("year_peak").getHeight()).isCloseTo(6 * kilowatt, within(0.5));
        assertThat(picture.y("0") - picture.points("mean").get(0)[1])
                .isCloseTo(3.625 * kilowatt, within(0.5));
        assertThat(picture.y("0") - picture.bounds("floor").getMinY())
                .isCloseTo(2.5 * kilowatt, within(0.5));
        assertThat(picture.texts()).contains("2.00", "6.00", "3.00");
    }

    @Test
    void twelveMonthsOfTwoYearsSayWhichYear() throws Exception {
        PeaksOfYear year = PeaksOfYear.of(YearMonth.of(2025, 4), fromOctober(), FLOOR);
        assertThat(year.months()).hasSize(6);
        SvgPicture picture = svg("nl", Theme.LIGHT, year);
        assertThat(picture.title()).startsWith("april 2025 – maart 2026 – ");
        // Java 17 writes a dot behind the month, later ones do not.
        assertThat(picture.texts("horizontal").stream().map(t -> t.replace(".", "")))
                .hasSize(12)
                .startsWith("apr 2025")
                .contains("jan 2026");
        // October is the seventh.
        assertThat(picture.runs("mean")).isEqualTo(1);
        Rectangle2D all = picture.bounds("floor");
        assertThat((picture.bounds("mean").getMinX() - all.getMinX()) / all.getWidth() * 12)
                .isCloseTo(6, within(0.01));
        assertThat(picture.collisions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "en, '2026 – mean of twelve months 3.92 kW (6 known months)', Floor",
        "nl, '2026 – gemiddelde van twaalf maanden 3,92 kW (6 gekende maanden)', Minimumbijdrage",
        "fr, '2026 – moyenne de douze mois 3,92 kW (6 mois connus)', Contribution minimale",
        "de, '2026 – Mittel von zwölf Monaten 3,92 kW (6 bekannte Monate)', Mindestbeitrag"
    })
    void saysInTheReadersLanguageWhatIsBilled(String language, String title, String floor)
            throws Exception {
        SvgPicture picture =
                svg(language, Theme.LIGHT, PeaksOfYear.of(JANUARY, fromOctober(), FLOOR));
        assertThat(picture.title()).isEqualTo(title);
        assertThat(picture.texts("legend")).anyMatch(text -> text.startsWith(floor));
        assertThat(picture.collisions()).isEmpty();
    }

    @Test
    void whereNoPeakIsBilledThereIsNeitherMeanNorFloor() throws Exception {
        SvgPicture picture =
                svg("en", Theme.LIGHT, PeaksOfYear.of(JANUARY, fromOctober(), Optional.empty()));
        assertThat(picture.has("mean")).isFalse();
        assertThat(picture.has("floor")).isFalse();
    }

    @Test
    void refusesAYearOfWhichNothingIsKnown() {
        PeakHistory peaks = fromOctober();
        assertThatThrownBy(() -> PeaksOfYear.of(JANUARY.minusYears(2), peaks, FLOOR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no month peak is known of 2024-01 to 2024-12");
    }

    /** 4 kW in October to December, then 2, 6 and 3. */
    private static PeakHistory fromOctober() {
        PeakHistory peaks = PeakHistory.EMPTY;
        YearMonth month = YearMonth.of(2025, 10);
        for (int watts : new int[] {4000, 4000, 4000, 2000, 6000, 3000}) {
            peaks = peaks.with(peak(month, watts));
            month = month.plusMonths(1);
        }
        return peaks;
    }

    private static MonthPeak peak(YearMonth month, int watts) {
        return new MonthPeak(month, new Power(watts), null, MonthPeak.Source.METER);
    }

    private SvgPicture svg(String language, Theme look, PeaksOfYear year) throws Exception {
        Path file = folder.resolve("year.svg");
        Sheet sheet = new Sheet(SiteSettings.BELGIUM, Locale.forLanguageTag(language), look);
        new YearPlot(sheet).draw(year, file);
        return new SvgPicture(file);
    }
}
