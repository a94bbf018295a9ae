package be.bsmr.home.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import be.bsmr.quarter.AlarmLine;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class QuarterPlotTest {

    private static final ZoneId BRUSSELS = ZoneId.of("Europe/Brussels");
    private static final Instant START = Instant.parse("2026-01-13T17:00:00Z");

    @TempDir private Path directory;

    @Test
    void drawsTheFourLinesInTheColoursOfTheOriginal() throws IOException {
        Path file = directory.resolve("quarter.png");
        new QuarterPlot(BRUSSELS, Locale.ENGLISH).quarter(START, false, points(900), file);
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(pixels(image, 0xC62828)).as("limit, red").isGreaterThan(500);
        assertThat(pixels(image, 0x1565C0)).as("alarm line, blue").isGreaterThan(300);
        assertThat(pixels(image, 0xE0A800)).as("forecast, yellow").isGreaterThan(300);
        assertThat(pixels(image, 0x2E7D32)).as("import so far, green").isGreaterThan(300);
    }

    @Test
    void writesSvg() throws Exception {
        Path file = directory.resolve("quarter.svg");
        new QuarterPlot(BRUSSELS, Locale.forLanguageTag("nl-BE"))
                .quarter(START, true, points(400), file);
        Document svg = parsed(file);
        assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
        String text = Files.readString(file);
        // xchart draws letters as shapes: the lines are what can be read back.
        assertThat(text)
                .contains("rgb(198,40,40)")
                .contains("rgb(21,101,192)")
                .contains("rgb(224,168,0)")
                .contains("rgb(46,125,50)");
    }

    @Test
    void speaksTheFourLanguages() {
        for (String language : List.of("en", "nl", "fr", "de")) {
            ResourceBundle texts = QuarterPlot.texts(Locale.forLanguageTag(language));
            assertThat(texts.getLocale().getLanguage())
                    .isEqualTo(language.equals("en") ? "" : language);
            assertThat(texts.keySet()).hasSize(8);
        }
    }

    @Test
    void drawsADay() throws Exception {
        Path file = directory.resolve("day.svg");
        List<QuarterPoint> points = new ArrayList<>();
        for (int q = 0; q < 96; q++) {
            points.addAll(points(900, START.plus(Duration.ofMinutes(15L * q))));
        }
        new QuarterPlot(BRUSSELS, Locale.FRENCH).day(START, Duration.ofHours(24), points, file);
        assertThat(parsed(file).getDocumentElement().getTagName()).isEqualTo("svg");
    }

    @Test
    void refusesAnotherFormatAndAnEmptyPicture() {
        QuarterPlot plot = new QuarterPlot(BRUSSELS, Locale.ENGLISH);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plot.quarter(START, false, points(9), directory.resolve("a.gif")))
                .withMessageContaining(".png or .svg");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plot.quarter(START, false, List.of(), directory.resolve("a.png")))
                .withMessageContaining("no readings");
    }

    private static Document parsed(Path svg) throws Exception {
        DocumentBuilderFactory offline = DocumentBuilderFactory.newInstance();
        offline.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return offline.newDocumentBuilder().parse(svg.toFile());
    }

    private static List<QuarterPoint> points(int seconds) {
        return points(seconds, START);
    }

    private static List<QuarterPoint> points(int seconds, Instant start) {
        Energy limit = new Power(2500).during(Duration.ofMinutes(15));
        List<QuarterPoint> points = new ArrayList<>();
        for (int s = 0; s < seconds; s += 5) {
            Duration elapsed = Duration.ofSeconds(s);
            points.add(
                    new QuarterPoint(
                            start.plus(elapsed),
                            limit,
                            AlarmLine.ORIGINAL.at(elapsed, limit),
                            Energy.ofWattHours(450 + s % 60),
                            Energy.ofWattHours(s / 2)));
        }
        return points;
    }

    private static long pixels(BufferedImage image, int colour) {
        long count = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                if ((image.getRGB(x, y) & 0xFFFFFF) == colour) {
                    count++;
                }
            }
        }
        return count;
    }
}
