package be.bsmr.home.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Power;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Month;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class YearPlotTest {

    private static final Optional<Power> FLOOR = Optional.of(new Power(2500));

    @TempDir Path folder;

    @Test
    void theMeanIsOfTheKnownMonthsOfTwelveEachAtTheFloorAtLeast() {
        PeaksOfYear year = PeaksOfYear.of(2026, fromOctober(), FLOOR);
        assertThat(year.months()).hasSize(3);
        // October to December 4 kW each, January 2 that counts for 2.5.
        assertThat(year.months().get(0).meanKw()).isCloseTo(3.625, within(0.001));
        assertThat(year.months().get(0).meanOf()).isEqualTo(4);
        assertThat(year.last().meanOf()).isEqualTo(6);
        assertThat(year.highest().month()).isEqualTo(Month.FEBRUARY);
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void drawsTheHighestMonthInRedTheMeanAndTheFloor(Look look) throws Exception {
        BufferedImage image = png(PeaksOfYear.of(2026, fromOctober(), FLOOR), look);
        assertThat(new Color(image.getRGB(0, 0))).isEqualTo(look.paper);
        // Bars of 2, 6 and 3 kW, one column of each clear of its number.
        int january = bar(image, 1, look.bar);
        int february = bar(image, 2, look.limit);
        int march = bar(image, 3, look.bar);
        assertThat(february / (double) january).isCloseTo(3, within(0.1));
        assertThat(march / (double) january).isCloseTo(1.5, within(0.1));
        assertThat(bar(image, 4, look.bar)).isZero();
        assertThat(count(image, look.soFar)).as("the mean").isGreaterThan(500);
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
        Path file = folder.resolve("year.svg");
        new YearPlot(sheet(language, Look.LIGHT))
                .draw(PeaksOfYear.of(2026, fromOctober(), FLOOR), file);
        assertThat(Files.readString(file)).contains("<title>" + title + "</title>").contains(floor);
    }

    @Test
    void whereNoPeakIsBilledThereIsNeitherMeanNorFloor() throws Exception {
        BufferedImage image =
                png(PeaksOfYear.of(2026, fromOctober(), Optional.empty()), Look.LIGHT);
        assertThat(count(image, Look.LIGHT.soFar)).isZero();
    }

    @Test
    void refusesAYearOfWhichNothingIsKnown() {
        PeakHistory peaks = fromOctober();
        assertThatThrownBy(() -> PeaksOfYear.of(2024, peaks, FLOOR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no month peak is known of 2024");
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

    private BufferedImage png(PeaksOfYear year, Look look) throws Exception {
        Path file = folder.resolve("year.png");
        new YearPlot(sheet("en", look)).draw(year, file);
        return ImageIO.read(file.toFile());
    }

    private static Sheet sheet(String language, Look look) {
        return new Sheet(SiteSettings.BELGIUM, Locale.forLanguageTag(language), look);
    }

    /** Dots of a colour in a column a quarter left of a month's middle, above the legend. */
    private static int bar(BufferedImage image, int month, Color colour) {
        // The axis goes from 0.5 to 12.5.
        int x = 140 + (int) Math.round((month - 0.75) / 12 * (image.getWidth() - 172));
        int dots = 0;
        for (int y = 0; y < image.getHeight() - 130; y++) {
            dots += image.getRGB(x, y) == colour.getRGB() ? 1 : 0;
        }
        return dots;
    }

    private static int count(BufferedImage image, Color colour) {
        int dots = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight() - 130; y++) {
                dots += image.getRGB(x, y) == colour.getRGB() ? 1 : 0;
            }
        }
        return dots;
    }
}
