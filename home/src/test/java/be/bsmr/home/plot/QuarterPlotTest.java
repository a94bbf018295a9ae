package be.bsmr.home.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import be.bsmr.meter.Grid;
import be.bsmr.simulator.Household;
import be.bsmr.site.LinkHealth;
import be.bsmr.site.Site;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import be.bsmr.site.SiteState;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Energy;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

class QuarterPlotTest {

    private static final Instant SIX = Instant.parse("2026-01-13T17:00:00Z");

    private final QuarterPlot plot = new QuarterPlot(sheet("en"));

    @TempDir Path folder;

    @Test
    void drawsTheFourLinesInTheirColours() throws IOException {
        BufferedImage image = png(points(SIX, 900));
        assertThat(image.getWidth()).isEqualTo(2000);
        assertThat(colours(image))
                .contains(
                        Look.LIGHT.limit,
                        Look.LIGHT.alarm,
                        Look.LIGHT.forecast,
                        Look.LIGHT.soFar,
                        Color.WHITE);
    }

    @Test
    void drawsEachLineWhereItsValueIs() throws IOException {
        BufferedImage image = png(level(900));
        // From the zero of the axis up: so far 200, forecast 400, alarm 600, limit 800 Wh.
        int x = image.getWidth() / 2;
        int limit = row(image, x, Look.LIGHT.limit);
        int alarm = row(image, x, Look.LIGHT.alarm);
        int forecast = row(image, x, Look.LIGHT.forecast);
        int soFar = row(image, x, Look.LIGHT.soFar);
        assertThat(alarm - limit).isCloseTo(soFar - forecast, within(2));
        assertThat(forecast - alarm).isCloseTo(soFar - forecast, within(2));
        assertThat(soFar - forecast).isGreaterThan(50);
    }

    @Test
    void aQuarterThatRunsEndsWhereItIs() throws IOException {
        int whole = rightmost(png(level(900)), Look.LIGHT.limit);
        int half = rightmost(png(level(450)), Look.LIGHT.limit);
        int left = leftmost(png(level(900)), Look.LIGHT.limit);
        assertThat((half - left) / (double) (whole - left))
                .isCloseTo(0.5, org.assertj.core.data.Offset.offset(0.03));
        Path running = folder.resolve("running.svg");
        plot.draw(LinesOfQuarter.of(level(450)), running);
        Path over = folder.resolve("over.svg");
        plot.draw(LinesOfQuarter.of(level(900)), over);
        assertThat(words(running)).contains("so far, until 18:07:29");
        assertThat(words(over))
                .contains("Quarter 18:00–18:15 CET, Tuesday, January 13, 2026")
                .doesNotContain("until");
    }

    @Test
    void leavesASilenceOpen() throws IOException {
        List<QuarterPoint> points = level(900);
        BufferedImage whole = png(points);
        int middle = (leftmost(whole, Look.LIGHT.limit) + rightmost(whole, Look.LIGHT.limit)) / 2;
        assertThat(has(whole, middle, Look.LIGHT.limit)).isTrue();
        points.subList(350, 550).clear();
        assertThat(has(png(points), middle, Look.LIGHT.limit)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "nl", "fr", "de"})
    void writesSvgInTheReadersLanguage(String language) throws Exception {
        ResourceBundle texts = texts(language);
        Path file = folder.resolve("q.SVG");
        new QuarterPlot(sheet(language)).draw(LinesOfQuarter.of(points(SIX, 900)), file);
        Document svg =
                DocumentBuilderFactory.newDefaultInstance()
                        .newDocumentBuilder()
                        .parse(file.toFile());
        assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(svg.getDocumentElement().getTextContent())
                .contains(texts.getString("minutes"))
                .contains(texts.getString("watt_hours"))
                .contains(texts.getString("forecast"))
                .contains(texts.getString("quarter") + " 18:00–18:15");
    }

    @Test
    void everyLanguageHasEveryText() {
        Set<String> keys = texts("").keySet();
        for (String language : List.of("nl", "fr", "de")) {
            ResourceBundle texts = texts(language);
            assertThat(texts.getLocale().getLanguage()).isEqualTo(language);
            assertThat(texts.keySet()).isEqualTo(keys);
            assertThat(texts.getString("forecast")).isNotEqualTo(texts("").getString("forecast"));
        }
    }

    @Test
    void refusesWhatItCannotDraw() {
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

    private BufferedImage png(List<QuarterPoint> points) throws IOException {
        Path file = folder.resolve("plot.png");
        plot.draw(LinesOfQuarter.of(points), file);
        return ImageIO.read(file.toFile());
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
            points.add(QuarterPoint.of(state.outlook()));
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
                Energy.ofWattHours(200));
    }

    private static ResourceBundle texts(String language) {
        return ResourceBundle.getBundle(
                "be.bsmr.home.plot.texts",
                Locale.forLanguageTag(language),
                ResourceBundle.Control.getNoFallbackControl(
                        ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    private static String words(Path svg) throws IOException {
        return Files.readString(svg);
    }

    private static Set<Color> colours(BufferedImage image) {
        Set<Color> colours = new HashSet<>();
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < plotBottom(image); y++) {
                colours.add(new Color(image.getRGB(x, y)));
            }
        }
        return colours;
    }

    private static Sheet sheet(String language) {
        return new Sheet(SiteSettings.BELGIUM, Locale.forLanguageTag(language), Look.LIGHT);
    }

    /** The legend, below, has the same colours. */
    private static int plotBottom(BufferedImage image) {
        return image.getHeight() - 100;
    }

    private static boolean has(BufferedImage image, int x, Color colour) {
        for (int y = 0; y < plotBottom(image); y++) {
            if (image.getRGB(x, y) == colour.getRGB()) {
                return true;
            }
        }
        return false;
    }

    private static int row(BufferedImage image, int x, Color colour) {
        for (int y = 0; y < plotBottom(image); y++) {
            if (image.getRGB(x, y) == colour.getRGB()) {
                return y;
            }
        }
        throw new AssertionError("no " + colour + " above " + x);
    }

    private static int leftmost(BufferedImage image, Color colour) {
        int x = 0;
        while (!has(image, x, colour)) {
            x++;
        }
        return x;
    }

    private static int rightmost(BufferedImage image, Color colour) {
        int x = image.getWidth() - 1;
        while (!has(image, x, colour)) {
            x--;
        }
        return x;
    }

    private static org.assertj.core.data.Offset<Integer> within(int pixels) {
        return org.assertj.core.data.Offset.offset(pixels);
    }
}
