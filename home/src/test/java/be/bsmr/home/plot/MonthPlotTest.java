package be.bsmr.home.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.awt.geom.Rectangle2D;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MonthPlotTest {

    private static final YearMonth JANUARY = YearMonth.of(2026, 1);
    private static final Power FLOOR = new Power(2500);

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(Theme.class)
    void marksOnlyTheHighestDayAndDrawsNoIncompleteQuarter(Theme look) throws Exception {
        SvgPicture picture = svg("en", look, january(Optional.of(FLOOR)));
        assertThat(picture.runs("day_peak")).isEqualTo(27);
        assertThat(picture.runs("month_peak")).isEqualTo(1);
        assertThat(picture.bounds("month_peak").getHeight())
                .isCloseTo(2 * picture.bounds("day_peak").getHeight(), within(0.5));
        assertThat(picture.texts()).contains("4.00 kW");
    }

    @Test
    void theTargetRisesWithThePeakAndTheFloorStays() throws Exception {
        SvgPicture picture = svg("en", Theme.LIGHT, january(Optional.of(FLOOR)));
        double kilowatt = picture.y("0") - picture.y("1");
        List<double[]> target = picture.points("target");
        assertThat(picture.y("0") - target.get(0)[1]).isCloseTo(2.5 * kilowatt, within(0.5));
        assertThat(picture.y("0") - target.get(3)[1]).isCloseTo(4 * kilowatt, within(0.5));
        // At 18:15 of the 13th, and to the end of the last quarter that is known.
        Rectangle2D all = picture.bounds("floor");
        assertThat((target.get(2)[0] - all.getMinX()) / all.getWidth() * 31)
                .isCloseTo(12 + 18.25 / 24, within(0.05));
        assertThat((target.get(3)[0] - all.getMinX()) / all.getWidth() * 31)
                .isCloseTo(27 + 18.25 / 24, within(0.05));
        assertThat(picture.y("0") - all.getMinY()).isCloseTo(2.5 * kilowatt, within(0.5));
        assertThat(picture.texts("legend")).contains("Target", "Floor: the least that counts");
    }

    @Test
    void whereNoPeakIsBilledThereIsNoFloor() throws Exception {
        SvgPicture picture = svg("en", Theme.LIGHT, january(Optional.empty()));
        assertThat(picture.has("floor")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31})
    void aMonthOfOneDayHasNoOtherBars(int day) throws Exception {
        PeaksOfMonth one = peaks(List.of(quarter(day, 45_000, true)), Optional.of(FLOOR));
        SvgPicture picture = svg("nl", Theme.LIGHT, one);
        assertThat(picture.has("day_peak")).isFalse();
        assertThat(picture.texts()).contains("180,00 kW");
        assertThat(picture.collisions()).isEmpty();
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
        SvgPicture picture = svg(language, Theme.LIGHT, january(Optional.of(FLOOR)));
        assertThat(picture.title()).isEqualTo(title);
        assertThat(picture.texts()).contains(axis);
        assertThat(picture.collisions()).isEmpty();
    }

    @Test
    void refusesAMonthOfWhichNothingIsKnown() {
        List<QuarterDemand> incomplete = List.of(quarter(3, 900, false));
        assertThatThrownBy(() -> peaks(incomplete, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no complete quarter is stored of 2026-01");
    }

    /** Four weeks of 2 kW, but 4 kW on the 13th; and more on the 20th, as far as is known. */
    private static PeaksOfMonth january(Optional<Power> floor) {
        List<QuarterDemand> quarters = new ArrayList<>();
        for (int day = 1; day <= 28; day++) {
            quarters.add(quarter(day, day == 13 ? 1000 : 500, true));
        }
        quarters.add(quarter(20, 4000, false));
        return peaks(quarters, floor);
    }

    private static PeaksOfMonth peaks(List<QuarterDemand> quarters, Optional<Power> floor) {
        return PeaksOfMonth.of(
                JANUARY,
                quarters,
                PeakTarget.WITHOUT_GOAL,
                PeakHistory.EMPTY,
                floor,
                SiteSettings.BELGIUM);
    }

    private SvgPicture svg(String language, Theme look, PeaksOfMonth peaks) throws Exception {
        Path file = folder.resolve("month.svg");
        Sheet sheet = new Sheet(SiteSettings.BELGIUM, Locale.forLanguageTag(language), look);
        new MonthPlot(sheet).draw(peaks, file);
        return new SvgPicture(file);
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
}
