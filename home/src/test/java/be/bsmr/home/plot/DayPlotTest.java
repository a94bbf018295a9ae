package be.bsmr.home.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.SiteSettings;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DayPlotTest {

    private static final LocalDate TUESDAY = LocalDate.of(2026, 1, 13);
    private static final LocalDate AUTUMN = LocalDate.of(2026, 10, 25);
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(Look.class)
    void drawsTargetDemandAndPowerWhereTheirValuesAre(Look look) throws IOException {
        BufferedImage image = png(day(TUESDAY, DAY), look);
        assertThat(new Color(image.getRGB(0, 0))).isEqualTo(look.paper);
        // Target 3, quarters 2 and power 1 kW, from the top.
        int x = image.getWidth() / 2 + 7;
        int target = row(image, x, look.limit);
        int demand = row(image, x, look.bar);
        int power = row(image, x, look.faint);
        assertThat(demand - target).isGreaterThan(150).isCloseTo(power - demand, within(4));
    }

    @ParameterizedTest
    @CsvSource({
        "en, 'Tuesday, 13 January 2026 – highest quarter 2.00 kW, 00:00–00:15'",
        "nl, 'dinsdag 13 januari 2026 – hoogste kwartier 2,00 kW, 00:00–00:15'",
        "fr, 'mardi 13 janvier 2026 – quart d''heure le plus haut 2,00 kW, 00:00–00:15'",
        "de, 'Dienstag, 13. Januar 2026 – höchste Viertelstunde 2,00 kW, 00:00–00:15'"
    })
    void saysInTheReadersLanguageWhichQuarterWasTheHighest(String language, String title)
            throws IOException {
        Locale locale = language.equals("en") ? Locale.UK : new Locale(language, "BE");
        Path file = folder.resolve("day.svg");
        new DayPlot(new Sheet(SiteSettings.BELGIUM, locale, Look.LIGHT))
                .draw(day(TUESDAY, DAY), file);
        assertThat(Files.readString(file)).contains("<title>" + title + "</title>");
    }

    @Test
    void aDayThatRunsEndsWhereItIsAndSaysSo() throws IOException {
        PowerOfDay morning = day(TUESDAY, DAY.dividedBy(2));
        int whole = rightmost(png(day(TUESDAY, DAY), Look.LIGHT), Look.LIGHT.limit);
        int half = rightmost(png(morning, Look.LIGHT), Look.LIGHT.limit);
        assertThat(half / (double) whole).isCloseTo(0.53, within(0.03));
        Path file = folder.resolve("day.svg");
        plot(Look.LIGHT).draw(morning, file);
        assertThat(Files.readString(file)).contains("so far, until 12:00");
    }

    @Test
    void anImportedDayOf25HoursHasItsQuartersAndNoTarget() throws IOException {
        List<QuarterDemand> quarters = quarters(AUTUMN, Duration.ofHours(25));
        assertThat(quarters).hasSize(100);
        PowerOfDay imported = PowerOfDay.of(AUTUMN, List.of(), quarters, SiteSettings.BELGIUM);
        assertThat(imported.quarters()).hasSize(100);
        assertThat(imported.isOver()).isTrue();
        BufferedImage image = png(imported, Look.LIGHT);
        assertThat(rightmost(image, Look.LIGHT.bar)).isBetween(1900, 1990);
        assertThat(rightmost(image, Look.LIGHT.limit)).isNegative();
    }

    @Test
    void leavesWhatNobodyMeasuredOpen() throws IOException {
        List<PowerPoint> points = new ArrayList<>(points(TUESDAY, DAY));
        points.removeIf(p -> hour(p.at()) >= 10 && hour(p.at()) < 14);
        PowerOfDay gap = PowerOfDay.of(TUESDAY, points, List.of(), SiteSettings.BELGIUM);
        BufferedImage image = png(gap, Look.LIGHT);
        int noon = image.getWidth() / 2 + 7;
        assertThat(has(image, noon, Look.LIGHT.limit)).isFalse();
        assertThat(has(image, noon / 2, Look.LIGHT.limit)).isTrue();
    }

    @Test
    void refusesADayOfWhichNothingIsKnown() {
        List<QuarterDemand> ofToday = quarters(TUESDAY, DAY);
        LocalDate tomorrow = TUESDAY.plusDays(1);
        assertThatThrownBy(() -> PowerOfDay.of(tomorrow, List.of(), ofToday, SiteSettings.BELGIUM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing is stored of 2026-01-14");
    }

    private BufferedImage png(PowerOfDay day, Look look) throws IOException {
        Path file = folder.resolve("day.png");
        plot(look).draw(day, file);
        return ImageIO.read(file.toFile());
    }

    private static DayPlot plot(Look look) {
        return new DayPlot(new Sheet(SiteSettings.BELGIUM, Locale.ENGLISH, look));
    }

    private static PowerOfDay day(LocalDate day, Duration length) {
        return PowerOfDay.of(day, points(day, length), quarters(day, length), SiteSettings.BELGIUM);
    }

    /** 1 kW, and a target of 3 kW. */
    private static List<PowerPoint> points(LocalDate day, Duration length) {
        Instant start = day.atStartOfDay(SiteSettings.BELGIUM).toInstant();
        List<PowerPoint> points = new ArrayList<>();
        for (int s = 0; s < length.toSeconds(); s += 10) {
            points.add(new PowerPoint(start.plusSeconds(s), new Power(1000), new Power(3000)));
        }
        return points;
    }

    /** Of 2 kW. */
    private static List<QuarterDemand> quarters(LocalDate day, Duration length) {
        Instant start = day.atStartOfDay(SiteSettings.BELGIUM).toInstant();
        List<QuarterDemand> quarters = new ArrayList<>();
        for (int s = 0; s < length.toSeconds(); s += 900) {
            quarters.add(
                    new QuarterDemand(
                            QuarterHour.of(start.plusSeconds(s)),
                            Energy.ofWattHours(500),
                            1,
                            Estimator.DEMAND_REGISTER,
                            true));
        }
        return quarters;
    }

    private static int hour(Instant at) {
        return at.atZone(SiteSettings.BELGIUM).getHour();
    }

    private static int row(BufferedImage image, int x, Color colour) {
        for (int y = 0; y < image.getHeight(); y++) {
            if (image.getRGB(x, y) == colour.getRGB()) {
                return y;
            }
        }
        throw new AssertionError("no " + colour + " above " + x);
    }

    /** Above the legend. */
    private static boolean has(BufferedImage image, int x, Color colour) {
        for (int y = 0; y < image.getHeight() - 140; y++) {
            if (image.getRGB(x, y) == colour.getRGB()) {
                return true;
            }
        }
        return false;
    }

    /** -1 when there is none. */
    private static int rightmost(BufferedImage image, Color colour) {
        int x = image.getWidth() - 1;
        while (x >= 0 && !has(image, x, colour)) {
            x--;
        }
        return x;
    }
}
