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
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HeatMapTest {

    private static final LocalDate JANUARY = LocalDate.of(2026, 1, 1);

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(Theme.class)
    void thePeakIsASpotAtItsDayAndHour(Theme look) throws Exception {
        SvgPicture picture = svg("en", look, january());
        Rectangle2D all = picture.bounds("heat0");
        Rectangle2D peak = picture.bounds("heat8");
        // The 13th of 31 days, a quarter past six.
        double day = (peak.getCenterX() - all.getMinX()) / all.getWidth();
        double hour = (all.getMaxY() - peak.getCenterY()) / all.getHeight() * 24;
        assertThat(day).isCloseTo(12.5 / 31, within(0.005));
        assertThat(hour).isCloseTo(18.125, within(0.15));
        assertThat(peak.getWidth()).as("a day wide").isCloseTo(all.getWidth() / 31, within(0.1));
    }

    @Test
    void aPngHasThePaperOfItsLookAndTheColourOfThePeak() throws Exception {
        Path file = folder.resolve("heat.png");
        new HeatMap(sheet("en", Theme.DARK)).month(january(), file);
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(new Color(image.getRGB(0, 0))).isEqualTo(Theme.DARK.paper);
        Color highest = Theme.DARK.heat(8, HeatClasses.upTo(4, HeatMap.CLASSES));
        int dots = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 400; y < image.getHeight(); y++) {
                dots += image.getRGB(x, y) == highest.getRGB() ? 1 : 0;
            }
        }
        assertThat(dots).isGreaterThan(300);
    }

    @ParameterizedTest
    @CsvSource({
        "en, 'January 2026 – highest quarter 4.00 kW, Tuesday 13, 18:00–18:15', not known",
        "nl, 'januari 2026 – hoogste kwartier 4,00 kW, dinsdag 13, 18:00–18:15', niet gekend",
        "fr, 'janvier 2026 – quart d’heure le plus haut 4,00 kW, mardi 13, 18:00–18:15', inconnu",
        "de, 'Januar 2026 – höchste Viertelstunde 4,00 kW, Dienstag 13, 18:00–18:15', unbekannt"
    })
    void saysInTheReadersLanguageWhatTheColoursMean(String language, String title, String unknown)
            throws Exception {
        SvgPicture picture = svg(language, Theme.LIGHT, january());
        assertThat(picture.title()).isEqualTo(title);
        String[] classes = {
            "0–0.5", "0.5–1", "1–1.5", "1.5–2", "2–2.5", "2.5–3", "3–3.5", "3.5–4", "4–4.5 kW"
        };
        assertThat(picture.texts("legend"))
                .as("also those that are nowhere in the picture")
                .startsWith(
                        Stream.of(classes)
                                .map(c -> language.equals("en") ? c : c.replace('.', ','))
                                .toArray(String[]::new))
                .endsWith(unknown)
                .hasSize(10);
        assertThat(picture.collisions()).isEmpty();
    }

    /** A highest quarter of 2.46 kW makes ten classes with long names. */
    @ParameterizedTest
    @CsvSource({"en", "nl", "fr", "de"})
    void theLegendHoldsEveryNumberOfClasses(String language) throws Exception {
        for (int wattHours : List.of(20, 49, 122, 240, 490, 615, 2400, 9_900, 249_000)) {
            SvgPicture picture = svg(language, Theme.DARK, january(wattHours));
            for (Rectangle2D patch : picture.patches("legend")) {
                assertThat(patch.getMaxX())
                        .as("a patch of %s for %d Wh", language, wattHours)
                        .isLessThanOrEqualTo(Sheet.WIDTH - 28.0);
            }
            assertThat(picture.collisions()).as("%d Wh", wattHours).isEmpty();
        }
    }

    @Test
    void aScaleThatIsTooLongForARowGoesOnInTheNext() throws Exception {
        Sheet sheet = sheet("en", Theme.LIGHT);
        Axis axis = new Axis(0, 1, List.of(), "", false);
        Chart chart = new Chart(sheet, new Heading("a", "b"), axis, axis);
        for (int i = 0; i < 30; i++) {
            chart.step("from " + i + " to " + (i + 1), Theme.LIGHT.heat(0, new HeatClasses(1, 1)));
        }
        Path file = folder.resolve("long.svg");
        sheet.write(chart, file);
        SvgPicture picture = new SvgPicture(file);
        assertThat(picture.texts("legend")).hasSize(30);
        assertThat(picture.collisions()).isEmpty();
        assertThat(picture.patches("legend").stream().map(Rectangle2D::getMinY).distinct())
                .hasSizeGreaterThan(1);
    }

    @Test
    void ofTheHourThatOctoberHasTwiceTheHigherCountsAndThatOfMarchIsMissing() {
        Instant summer = Instant.parse("2026-10-25T00:00:00Z");
        Instant winter = Instant.parse("2026-10-25T01:00:00Z");
        LocalDate october = LocalDate.of(2026, 10, 25);
        DemandOfDays autumn = days(october, List.of(quarter(summer, 700), quarter(winter, 300)));
        assertThat(autumn.kilowatts(october, 8)).contains(2.8);
        LocalDate march = LocalDate.of(2026, 3, 29);
        List<QuarterDemand> all = new ArrayList<>();
        ZonedDateTime midnight = march.atStartOfDay(SiteSettings.BELGIUM);
        for (int i = 0; i < 92; i++) {
            all.add(quarter(midnight.toInstant().plusSeconds(900L * i), 100));
        }
        DemandOfDays spring = days(march, all);
        assertThat(spring.kilowatts(march, 7)).isPresent();
        assertThat(spring.kilowatts(march, 8)).isEmpty();
        assertThat(spring.kilowatts(march, 11)).isEmpty();
        assertThat(spring.kilowatts(march, 95)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"2026-01-01, Jan, Dec", "2025-09-01, Sep 2025, Aug"})
    void drawsTwelveMonthsWithTheirNames(LocalDate first, String begins, String ends)
            throws Exception {
        DemandOfDays year =
                DemandOfDays.of(
                        first, first.plusYears(1).minusDays(1), quarters(), SiteSettings.BELGIUM);
        Path file = folder.resolve("year.svg");
        new HeatMap(sheet("en", Theme.LIGHT)).year(year, file);
        SvgPicture picture = new SvgPicture(file);
        Rectangle2D unknown = picture.bounds("unknown");
        Rectangle2D january = picture.bounds("heat0");
        assertThat(january.getWidth() / unknown.createUnion(january).getWidth())
                .as("a twelfth is known")
                .isCloseTo(1 / 12.0, within(0.01));
        assertThat(picture.texts("horizontal")).startsWith(begins).endsWith(ends).hasSize(12);
        assertThat(picture.collisions()).isEmpty();
    }

    @Test
    void refusesDaysOfWhichNothingIsKnown() {
        LocalDate february = JANUARY.plusMonths(1);
        List<QuarterDemand> ofJanuary = quarters();
        assertThatThrownBy(() -> days(february, ofJanuary))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no complete quarter is stored of 2026-02-01 to 2026-02-01");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.1, 1",
        "0.95, 0.1, 10",
        "4, 0.5, 9",
        "9.9, 1, 10",
        "56, 10, 6",
        "500, 100, 6",
        "2000, 200.2, 10"
    })
    void theClassesReachUpToTheHighest(double highest, double step, int count) {
        HeatClasses classes = HeatClasses.upTo(highest, 10);
        assertThat(classes.stepKw()).isCloseTo(step, within(0.1));
        assertThat(classes.count()).isEqualTo(count);
        assertThat(classes.of(highest)).isEqualTo(count - 1);
        assertThat(classes.of(0)).isZero();
    }

    /** 0.4 kW but for one quarter of 4 kW, and two days of which nothing is known. */
    private static DemandOfDays january() {
        return january(1000);
    }

    private static DemandOfDays january(int peak) {
        return DemandOfDays.of(
                JANUARY, LocalDate.of(2026, 1, 31), quarters(peak), SiteSettings.BELGIUM);
    }

    private static List<QuarterDemand> quarters() {
        return quarters(1000);
    }

    private static List<QuarterDemand> quarters(int highest) {
        Instant peak = Instant.parse("2026-01-13T17:00:00Z");
        Instant start = JANUARY.atStartOfDay(SiteSettings.BELGIUM).toInstant();
        List<QuarterDemand> all = new ArrayList<>();
        for (int i = 0; i < 31 * 96; i++) {
            Instant at = start.plusSeconds(900L * i);
            if (i / 96 != 19 && i / 96 != 20) {
                all.add(quarter(at, at.equals(peak) ? highest : Math.min(100, highest)));
            }
        }
        return all;
    }

    private static DemandOfDays days(LocalDate day, List<QuarterDemand> all) {
        return DemandOfDays.of(day, day, all, SiteSettings.BELGIUM);
    }

    private static QuarterDemand quarter(Instant start, int wattHours) {
        return new QuarterDemand(
                QuarterHour.of(start),
                Energy.ofWattHours(wattHours),
                1,
                Estimator.DEMAND_REGISTER,
                true);
    }

    private SvgPicture svg(String language, Theme look, DemandOfDays days) throws Exception {
        Path file = folder.resolve("heat.svg");
        new HeatMap(sheet(language, look)).month(days, file);
        return new SvgPicture(file);
    }

    private static Sheet sheet(String language, Theme look) {
        return new Sheet(SiteSettings.BELGIUM, Locale.forLanguageTag(language), look);
    }
}
