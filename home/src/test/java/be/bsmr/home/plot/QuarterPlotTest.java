package be.bsmr.home.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.meter.Grid;
import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Energy;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuarterPlotTest {

    private static final Instant SIX = Instant.parse("2026-01-13T17:00:00Z");

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(Theme.class)
    void drawsTheFourLinesInTheirColours(Theme look) throws IOException {
        Path file = folder.resolve("plot.png");
        new QuarterPlot(sheet("en", look)).draw(LinesOfQuarter.of(points(SIX, 900)), file);
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo(2000);
        Set<Color> colours = new HashSet<>();
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                colours.add(new Color(image.getRGB(x, y)));
            }
        }
        assertThat(colours).contains(look.limit, look.alarm, look.forecast, look.soFar, look.paper);
    }

    @Test
    void drawsEachLineAndTheBandWhereTheirValuesAre() throws Exception {
        SvgPicture picture = svg(LinesOfQuarter.of(level(900)));
        double perWattHour = (picture.y("0") - picture.y("200")) / 200;
        assertThat(up(picture, "so_far")).isCloseTo(200 * perWattHour, within(0.5));
        assertThat(up(picture, "forecast")).isCloseTo(400 * perWattHour, within(0.5));
        assertThat(up(picture, "alarm")).isCloseTo(600 * perWattHour, within(0.5));
        assertThat(up(picture, "limit")).isCloseTo(800 * perWattHour, within(0.5));
        assertThat(up(picture, "likely")).isCloseTo(450 * perWattHour, within(0.5));
        assertThat(picture.bounds("likely").getHeight()).isCloseTo(150 * perWattHour, within(0.5));
    }

    @Test
    void aBandFarAboveTheLinesIsCutOff() throws Exception {
        List<QuarterPoint> points = new ArrayList<>(level(900));
        QuarterPoint p = points.get(0);
        points.set(
                0,
                new QuarterPoint(
                        p.at(),
                        p.limit(),
                        p.alarmLine(),
                        p.forecast(),
                        p.low(),
                        Energy.ofWattHours(20_000),
                        p.soFar()));
        assertThat(svg(LinesOfQuarter.of(points)).texts("vertical")).contains("800", "1,400");
    }

    @Test
    void eachLineIsNamedAtItsEnd() throws Exception {
        SvgPicture picture = svg(LinesOfQuarter.of(level(450)));
        assertThat(picture.texts("ends"))
                .containsExactly(
                        "Limit",
                        "800 Wh · 3.20 kW",
                        "Alarm line",
                        "600 Wh · 2.40 kW",
                        "Forecast",
                        "400 Wh · 1.60 kW",
                        "Import so far",
                        "200 Wh · 0.80 kW");
        double end = picture.bounds("limit").getMaxX();
        assertThat(picture.words("ends"))
                .allMatch(w -> w.box().getMinX() > end && w.box().getMinX() < end + 20);
    }

    @Test
    void aQuarterThatRunsEndsWhereItIsAndSaysWhatIsExpected() throws Exception {
        SvgPicture whole = svg(LinesOfQuarter.of(level(900)));
        SvgPicture half = svg(LinesOfQuarter.of(level(450)));
        Rectangle2D limit = whole.bounds("limit");
        assertThat(half.bounds("limit").getWidth())
                .isCloseTo(limit.getWidth() / 2, within(limit.getWidth() / 100));
        assertThat(half.title())
                .endsWith("so far, until 18:07:29: 1.60 kW expected (80 %: 1.20–1.80 kW)");
        assertThat(whole.title())
                .startsWith("Quarter 18:00–18:15 CET, Tuesday, January 13, 2026")
                .doesNotContain("until");
    }

    @ParameterizedTest
    @CsvSource({
        "750, true, '3.00 kW (750 Wh): 0.20 kW below the limit of 3.20 kW'",
        "900, true, '3.60 kW (900 Wh): 0.40 kW above the limit of 3.20 kW'",
        "250, false, 'at least 1.00 kW (250 Wh): not known from start to end'"
    })
    void aQuarterThatIsOverSaysWhatItCameTo(int wattHours, boolean complete, String result)
            throws Exception {
        QuarterHour quarter = QuarterHour.of(SIX);
        QuarterDemand demand =
                new QuarterDemand(
                        quarter,
                        Energy.ofWattHours(wattHours),
                        1,
                        Estimator.DEMAND_REGISTER,
                        complete);
        SvgPicture picture = svg(new LinesOfQuarter(quarter, level(900), Optional.of(demand)));
        assertThat(picture.title()).endsWith(" – " + result);
    }

    @Test
    void leavesASilenceOpen() throws Exception {
        List<QuarterPoint> points = level(900);
        points.subList(350, 550).clear();
        SvgPicture picture = svg(LinesOfQuarter.of(points));
        assertThat(picture.runs("limit")).isEqualTo(2);
        assertThat(picture.runs("likely")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "nl", "fr", "de"})
    void writesSvgInTheReadersLanguage(String language) throws Exception {
        Sheet sheet = sheet(language, Theme.LIGHT);
        Path file = folder.resolve("q.SVG");
        new QuarterPlot(sheet).draw(LinesOfQuarter.of(points(SIX, 600)), file);
        SvgPicture picture = new SvgPicture(file);
        assertThat(picture.texts())
                .contains(
                        sheet.text("minutes"),
                        sheet.text("watt_hours"),
                        sheet.text("forecast"),
                        sheet.text("likely"));
        assertThat(picture.title()).startsWith(sheet.text("quarter") + " 18:00–18:15");
        assertThat(picture.collisions()).isEmpty();
    }

    @Test
    void refusesWhatItCannotDraw() {
        QuarterPlot plot = new QuarterPlot(sheet("en", Theme.LIGHT));
        assertThatThrownBy(() -> plot.draw(LinesOfQuarter.of(level(10)), folder.resolve("q.gif")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a plot is a .png or an .svg file, not q.gif");
        assertThatThrownBy(() -> plot.draw(LinesOfQuarter.of(List.of()), folder.resolve("q.png")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no points");
        assertThatThrownBy(() -> plot.draw(LinesOfQuarter.of(level(901)), folder.resolve("q.png")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one quarter");
        assertThat(folder).isEmptyDirectory();
    }

    private SvgPicture svg(LinesOfQuarter lines) throws Exception {
        Path file = folder.resolve("plot.svg");
        new QuarterPlot(sheet("en", Theme.LIGHT)).draw(lines, file);
        return new SvgPicture(file);
    }

    /** How far the highest of a line is above zero. */
    private static double up(SvgPicture picture, String line) {
        return picture.y("0") - picture.bounds(line).getMinY();
    }

    /** What a real site sees of a simulated house. */
    static List<QuarterPoint> points(Instant start, int seconds) {
        Site site = new Site(SiteSettings.DEFAULT);
        SiteState state = SiteState.initial(SiteSettings.DEFAULT, PeakHistory.EMPTY);
        Household house = new Household(5, start, SiteSettings.BELGIUM, Grid.STAR_400);
        List<QuarterPoint> points = new ArrayList<>();
        for (int s = 0; s < seconds; s++) {
            Instant at = start.plusSeconds(s);
            state = site.step(state, new MeterRead(house.next(), at, LinkHealth.INITIAL)).state();
            points.add(QuarterPoint.of(state.foresight().outlook()));
        }
        return points;
    }

    private static List<QuarterPoint> level(int seconds) {
        List<QuarterPoint> points = new ArrayList<>();
        for (int s = 0; s < seconds; s++) {
            points.add(level(SIX.plus(Duration.ofSeconds(s))));
        }
        return points;
    }

    private static QuarterPoint level(Instant at) {
        return new QuarterPoint(
                at,
                Energy.ofWattHours(800),
                Energy.ofWattHours(600),
                Energy.ofWattHours(400),
                Energy.ofWattHours(300),
                Energy.ofWattHours(450),
                Energy.ofWattHours(200));
    }

    private static Sheet sheet(String language, Theme look) {
        return new Sheet(SiteSettings.BELGIUM, Locale.forLanguageTag(language), look);
    }
}
