package be.bsmr.home.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DayPlotTest {

    private static final ZoneId ZONE = SiteSettings.BELGIUM;
    private static final LocalDate TUESDAY = LocalDate.of(2026, 1, 13);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Power THREE = new Power(3000);

    @TempDir Path folder;

    @Test
    void drawsTargetDemandAndPowerWhereTheirValuesAre() throws Exception {
        SvgPicture picture = svg(day(TUESDAY, DAY));
        double kilowatt = picture.y("0.0") - picture.y("1.0");
        assertThat(picture.y("0.0") - picture.bounds("power").getMinY())
                .isCloseTo(kilowatt, within(0.5));
        assertThat(picture.y("0.0") - picture.bounds("demand").getMinY())
                .isCloseTo(2 * kilowatt, within(0.5));
        assertThat(picture.y("0.0") - picture.bounds("target").getMinY())
                .isCloseTo(3 * kilowatt, within(0.5));
        assertThat(picture.has("export")).isFalse();
        assertThat(picture.has("lane")).isFalse();
    }

    @Test
    void whatWasExportedLiesBelowZero() throws Exception {
        SvgPicture picture = svg(day(TUESDAY, DAY, 0.5, 1.5, List.of()));
        double kilowatt = picture.y("0") - picture.y("1");
        Rectangle2D export = picture.bounds("export");
        assertThat(export.getMinY()).isCloseTo(picture.y("0"), within(0.5));
        assertThat(export.getHeight()).isCloseTo(1.5 * kilowatt, within(0.5));
        assertThat(picture.texts()).contains("−2", "Export, mean of a minute");
    }

    @Test
    void aLoadHasARowThatShowsWhenItWasHeldBack() throws Exception {
        Instant six = TUESDAY.atTime(6, 0).atZone(ZONE).toInstant();
        HeldBack.Period off = new HeldBack.Period(six, six.plusSeconds(7200), true);
        HeldBack.Period lower =
                new HeldBack.Period(six.plusSeconds(7200), six.plusSeconds(7260), false);
        String name = "Warmtepompboiler van de bovenburen links";
        SvgPicture picture =
                svg(day(TUESDAY, DAY, 1, 0, List.of(new HeldBack(name, List.of(off, lower)))));
        // The row itself and two stretches.
        assertThat(picture.paths("lane")).isEqualTo(3);
        assertThat(picture.texts("lane"))
                .singleElement()
                .asString()
                .startsWith("Warmtepomp")
                .endsWith("…");
        assertThat(picture.texts("legend")).contains("Load switched off", "Load set lower");
        assertThat(picture.collisions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "en, 'Tuesday, 13 January 2026 – highest quarter 2.00 kW, 00:00–00:15'",
        "nl, 'dinsdag 13 januari 2026 – hoogste kwartier 2,00 kW, 00:00–00:15'",
        "fr, 'mardi 13 janvier 2026 – quart d’heure le plus haut 2,00 kW, 00:00–00:15'",
        "de, 'Dienstag, 13. Januar 2026 – höchste Viertelstunde 2,00 kW, 00:00–00:15'"
    })
    void saysInTheReadersLanguageWhichQuarterWasTheHighest(String language, String title)
            throws Exception {
        Locale locale = language.equals("en") ? Locale.UK : new Locale(language, "BE");
        HeldBack boiler =
                new HeldBack(
                        "Boiler",
                        List.of(
                                new HeldBack.Period(
                                        start(TUESDAY), start(TUESDAY).plusSeconds(900), true)));
        Path file = folder.resolve("day.svg");
        new DayPlot(new Sheet(ZONE, locale, Theme.LIGHT))
                .draw(day(TUESDAY, DAY, 1, 0.2, List.of(boiler)), file);
        SvgPicture picture = new SvgPicture(file);
        assertThat(picture.title()).isEqualTo(title);
        assertThat(picture.language()).isEqualTo(language);
        assertThat(picture.collisions()).isEmpty();
        // Each row of the legend on one line.
        assertThat(picture.words("legend").stream().map(SvgPicture.Words::baseline).distinct())
                .hasSizeBetween(1, 2);
    }

    @Test
    void aDayThatRunsEndsWhereItIsAndSaysSo() throws Exception {
        SvgPicture whole = svg(day(TUESDAY, DAY));
        SvgPicture morning = svg(day(TUESDAY, DAY.dividedBy(2)));
        assertThat(morning.bounds("target").getWidth())
                .isCloseTo(whole.bounds("target").getWidth() / 2, within(1.0));
        assertThat(morning.title()).contains("(so far, until 11:59)");
    }

    @ParameterizedTest
    @CsvSource({"2026-03-29, 92, 0 4 6", "2026-10-25, 100, 0 2 2 4 6"})
    void aDayOfAClockChangeHasItsQuartersAndHours(LocalDate day, int quarters, String hours)
            throws Exception {
        SvgPicture picture = svg(day(day, Duration.ofMinutes(15L * quarters)));
        // Up from zero, along each quarter, and down.
        assertThat(picture.points("demand")).hasSize(2 * quarters + 2);
        assertThat(String.join(" ", picture.texts("horizontal")))
                .startsWith(hours)
                .contains("22 24");
    }

    @Test
    void anImportedDayHasItsQuartersAndTheTargetThatFollows() throws Exception {
        PowerOfDay imported =
                PowerOfDay.of(
                        TUESDAY,
                        List.of(),
                        quarters(TUESDAY, DAY),
                        target(TUESDAY),
                        List.of(),
                        ZONE);
        assertThat(imported.isOver()).isTrue();
        SvgPicture picture = svg(imported);
        assertThat(picture.has("power")).isFalse();
        assertThat(picture.has("target")).isTrue();
    }

    @Test
    void leavesWhatNobodyMeasuredOpen() throws Exception {
        List<PowerOfDay.Minute> minutes = new ArrayList<>(minutes(TUESDAY, DAY, 1, 0));
        minutes.subList(600, 840).clear();
        SvgPicture picture =
                svg(PowerOfDay.of(TUESDAY, minutes, List.of(), target(TUESDAY), List.of(), ZONE));
        assertThat(picture.runs("power")).isEqualTo(2);
        assertThat(picture.has("demand")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.02, 180})
    void theAxisFitsWhatIsDrawn(double kilowatts) throws Exception {
        PowerOfDay day =
                PowerOfDay.of(
                        TUESDAY,
                        minutes(TUESDAY, DAY, kilowatts, 0),
                        List.of(),
                        TargetLine.NONE,
                        List.of(),
                        ZONE);
        SvgPicture picture = svg(day);
        assertThat(picture.texts("vertical")).hasSizeBetween(4, 10).doesNotHaveDuplicates();
        assertThat(picture.collisions()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void aPngHasThePaperOfItsLook(Theme look) throws IOException {
        Path file = folder.resolve("day.png");
        plot(look).draw(day(TUESDAY, DAY), file);
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo(2000);
        assertThat(new Color(image.getRGB(0, 0))).isEqualTo(look.paper);
        assertThat(new Color(image.getRGB(1000, row(image, look.limit)))).isEqualTo(look.limit);
    }

    @Test
    void refusesADayOfWhichNothingIsKnown() {
        List<QuarterDemand> ofToday = quarters(TUESDAY, DAY);
        LocalDate tomorrow = TUESDAY.plusDays(1);
        assertThatThrownBy(
                        () ->
                                PowerOfDay.of(
                                        tomorrow,
                                        List.of(),
                                        ofToday,
                                        TargetLine.NONE,
                                        List.of(),
                                        ZONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing is stored of 2026-01-14");
    }

    @Test
    void theTargetRisesWithThePeaksOfTheMonthUntilThen() {
        Instant noon = TUESDAY.atTime(12, 0).atZone(ZONE).toInstant();
        List<QuarterDemand> quarters =
                List.of(
                        quarter(start(TUESDAY.withDayOfMonth(2)), 650),
                        quarter(start(TUESDAY).plusSeconds(3600), 675),
                        quarter(start(TUESDAY).plusSeconds(7200), 660));
        MonthPeak later = new MonthPeak(YearMonth.of(2026, 1), THREE, noon, MonthPeak.Source.METER);
        TargetLine line =
                TargetLine.of(
                        PeakTarget.WITHOUT_GOAL,
                        PeakHistory.EMPTY.with(later),
                        quarters,
                        start(TUESDAY),
                        start(TUESDAY.plusDays(1)),
                        ZONE);
        assertThat(line.steps())
                .containsExactly(
                        new TargetLine.Step(start(TUESDAY), new Power(2600)),
                        new TargetLine.Step(start(TUESDAY).plusSeconds(4500), new Power(2700)),
                        new TargetLine.Step(noon, THREE));
    }

    private SvgPicture svg(PowerOfDay day) throws Exception {
        Path file = folder.resolve("day.svg");
        plot(Theme.LIGHT).draw(day, file);
        return new SvgPicture(file);
    }

    private static DayPlot plot(Theme look) {
        return new DayPlot(new Sheet(ZONE, Locale.ENGLISH, look));
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZONE).toInstant();
    }

    private static PowerOfDay day(LocalDate day, Duration length) {
        return day(day, length, 1, 0, List.of());
    }

    private static PowerOfDay day(
            LocalDate day, Duration length, double in, double out, List<HeldBack> loads) {
        return PowerOfDay.of(
                day,
                minutes(day, length, in, out),
                quarters(day, length),
                target(day),
                loads,
                ZONE);
    }

    /** Of 3 kW. */
    private static TargetLine target(LocalDate day) {
        return new TargetLine(List.of(new TargetLine.Step(start(day), THREE)));
    }

    private static List<PowerOfDay.Minute> minutes(
            LocalDate day, Duration length, double in, double out) {
        List<PowerOfDay.Minute> minutes = new ArrayList<>();
        for (long m = 0; m < length.toMinutes(); m++) {
            Instant at = start(day).plusSeconds(60 * m);
            minutes.add(new PowerOfDay.Minute(at, at.plusSeconds(50), in, out));
        }
        return minutes;
    }

    /** Of 2 kW; the last of a day that runs is not over. */
    private static List<QuarterDemand> quarters(LocalDate day, Duration length) {
        List<QuarterDemand> quarters = new ArrayList<>();
        long count = length.toMinutes() / 15 - (length.equals(DAY.dividedBy(2)) ? 1 : 0);
        for (int i = 0; i < count; i++) {
            quarters.add(quarter(start(day).plusSeconds(900L * i), 500));
        }
        return quarters;
    }

    private static QuarterDemand quarter(Instant start, int wattHours) {
        return new QuarterDemand(
                QuarterHour.of(start),
                Energy.ofWattHours(wattHours),
                1,
                Estimator.DEMAND_REGISTER,
                true);
    }

    private static int row(BufferedImage image, Color colour) {
        for (int y = 0; y < image.getHeight(); y++) {
            if (image.getRGB(image.getWidth() / 2, y) == colour.getRGB()) {
                return y;
            }
        }
        throw new AssertionError("no " + colour);
    }
}
