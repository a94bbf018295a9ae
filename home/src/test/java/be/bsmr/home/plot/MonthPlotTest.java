package be.bsmr.home.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.SiteSettings;
import be.bsmr.unit.Energy;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MonthPlotTest {

    private static final YearMonth JANUARY = YearMonth.of(2026, 1);

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(Look.class)
    void marksOnlyTheHighestDayAndDrawsNoIncompleteQuarter(Look look) throws Exception {
        Path file = folder.resolve("month.png");
        plot("en", look).draw(january(), file);
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(new Color(image.getRGB(0, 0))).isEqualTo(look.paper);
        int highest = height(image, look.limit);
        assertThat(highest).isGreaterThan(500);
        assertThat(highest / (double) height(image, look.bar)).isCloseTo(2, within(0.05));
    }

    @ParameterizedTest
    @CsvSource({
        "en, 'January 2026 – Month peak 4.00 kW, Tuesday 13, 18:00–18:15', day of the month",
        "nl, 'januari 2026 – Maandpiek 4,00 kW, dinsdag 13, 18:00–18:15', dag van de maand",
        "fr, 'janvier 2026 – Pointe mensuelle 4,00 kW, mardi 13, 18:00–18:15', jour du mois",
        "de, 'Januar 2026 – Monatsspitze 4,00 kW, Dienstag 13, 18:00–18:15', Tag des Monats"
    })
    void saysInTheReadersLanguageWhenThePeakWas(String language, String title, String axis)
            throws Exception {
        Path file = folder.resolve("month.svg");
        plot(language, Look.LIGHT).draw(january(), file);
        assertThat(Files.readString(file)).contains("<title>" + title + "</title>").contains(axis);
    }

    @Test
    void refusesAMonthOfWhichNothingIsKnown() {
        List<QuarterDemand> incomplete = List.of(quarter(3, 900, false));
        assertThatThrownBy(() -> PeaksOfMonth.of(JANUARY, incomplete, SiteSettings.BELGIUM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no complete quarter is stored of 2026-01");
    }

    /** Four weeks of 2 kW, but 4 kW on the 13th; and more on the 20th, as far as is known. */
    private static PeaksOfMonth january() {
        List<QuarterDemand> quarters = new ArrayList<>();
        for (int day = 1; day <= 28; day++) {
            quarters.add(quarter(day, day == 13 ? 1000 : 500, true));
        }
        quarters.add(quarter(20, 4000, false));
        return PeaksOfMonth.of(JANUARY, quarters, SiteSettings.BELGIUM);
    }

    private static MonthPlot plot(String language, Look look) {
        return new MonthPlot(
                new Sheet(SiteSettings.BELGIUM, Locale.forLanguageTag(language), look));
    }

    private static QuarterDemand quarter(int day, int wattHours, boolean complete) {
        Instant start = Instant.parse("2026-01-%02dT17:00:00Z".formatted(day));
        return new QuarterDemand(
                QuarterHour.of(start),
                Energy.ofWattHours(wattHours),
                1,
                Estimator.DEMAND_REGISTER,
                complete);
    }

    /** Of the tallest bar, in dots; letters and the legend's patches are lower. */
    private static int height(BufferedImage image, Color colour) {
        int tallest = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            int run = 0;
            for (int y = 0; y < image.getHeight(); y++) {
                run = image.getRGB(x, y) == colour.getRGB() ? run + 1 : 0;
                tallest = Math.max(tallest, run);
            }
        }
        return tallest;
    }
}
