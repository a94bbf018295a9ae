package be.bsmr.home.plot;

import static org.assertj.core.api.Assertions.assertThat;

import be.bsmr.quarter.Estimator;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalPlotTest {

    private static final ZoneId ZONE = SiteSettings.BELGIUM;
    private static final YearMonth JANUARY = YearMonth.of(2026, 1);
    private static final LocalDate PEAK_DAY = LocalDate.of(2026, 1, 13);
    private static final Instant PEAK = Instant.parse("2026-01-13T17:00:00Z");

    /** Of the vertical axis. */
    private static final int AXIS = 7;

    @Test
    void aBarOfAMonthIsAsHighAsItsPeak() {
        List<String> lines = plot("en", false).month(month()).lines().toList();
        // Twelve rows up to 4 kW: days of 2 kW are six, the 13th of 4 kW twelve.
        assertThat(height(lines, AXIS)).isEqualTo(6);
        assertThat(height(lines, AXIS + 2 * 12)).isEqualTo(12);
        assertThat(lines.get(0))
                .isEqualTo("January 2026 – Month peak 4.00 kW, Tuesday 13, 18:00–18:15");
        assertThat(lines).anyMatch(l -> l.startsWith("  4.0 ┤")).anyMatch(l -> l.contains("4.00"));
    }

    @Test
    void onlyTheHighestIsRedAndOnlyWithColour() {
        String red = plot("en", true).month(month());
        // In its twelve rows, its number and its patch in the legend; then the target: twelve
        // days in turns with the floor, of which the last joins the bar, and its dash in the
        // legend.
        assertThat(red.split("\u001b\\[31m", -1)).hasSize(1 + 12 + 1 + 1 + 11 + 1);
        assertThat(red.replaceAll("\u001b\\[\\d+m", ""))
                .isEqualTo(plot("en", false).month(month()));
    }

    @Test
    void theHeatMapHasTheHighestShadeAtTheDayAndHourOfThePeak() {
        List<String> lines = plot("en", false).heatMapOfMonth(heat()).lines().toList();
        // Hour 23 stands first, below the title and a blank line.
        String evening = lines.get(2 + 23 - 18);
        assertThat(evening.substring(AXIS)).isEqualTo("··".repeat(12) + "██" + "··".repeat(18));
        assertThat(lines.get(2 + 23 - 17).substring(AXIS)).isEqualTo("··".repeat(31));
        assertThat(lines).anyMatch(l -> l.contains("█ 4–5 kW"));
    }

    @Test
    void aDayShowsItsTargetAboveItsQuarters() {
        List<String> lines = plot("en", false).day(day()).lines().toList();
        // Up to 4 kW: 2 kW throughout and a target of 3 in the row that ends there.
        assertThat(lines.get(1 + 1 + 3))
                .isEqualTo("  3.0 ┤" + "─".repeat(36) + "█" + "─".repeat(11));
        assertThat(height(lines, AXIS)).isEqualTo(6);
        assertThat(height(lines, AXIS + 36)).isEqualTo(12);
        assertThat(lines).contains("       " + "█".repeat(48) + " export up to 0.25 kW");
        assertThat(lines).contains("         ▄" + " ".repeat(45) + " Boiler in the cellar be…");
    }

    @Test
    void aRunningQuarterIsDrawnAsFarAsItIs() {
        List<QuarterPoint> points =
                IntStream.range(0, 450)
                        .mapToObj(
                                s ->
                                        new QuarterPoint(
                                                PEAK.plusSeconds(s),
                                                Energy.ofWattHours(1000),
                                                Energy.ofWattHours(900),
                                                Energy.ofWattHours(500),
                                                Energy.ofWattHours(400),
                                                Energy.ofWattHours(600),
                                                Energy.ofWattHours(s)))
                        .toList();
        List<String> lines = plot("en", false).quarter(LinesOfQuarter.of(points)).lines().toList();
        assertThat(lines.get(1)).contains("so far, until 18:07:29");
        assertThat(lines.get(3)).isEqualTo(" 1000 ┤" + "─".repeat(30));
        assertThat(lines).anyMatch(l -> l.contains("░░░"));
        // 449 of 1000 Wh in the last of 30 columns.
        assertThat(height(lines, AXIS + 29)).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nl", "fr", "de", "en"})
    void fitsIn80ColumnsInEveryLanguage(String language) {
        TerminalPlot plot = plot(language, false);
        PeakHistory peaks = PeakHistory.EMPTY;
        for (int month = 1; month <= 12; month++) {
            Instant start = LocalDate.of(2026, month, 1).atStartOfDay(ZONE).toInstant();
            peaks = peaks.with(quarter(start, 400 + 100 * month), ZONE);
        }
        PeaksOfYear year = PeaksOfYear.of(JANUARY, peaks, Optional.of(new Power(2500)));
        DemandOfDays heat =
                DemandOfDays.of(
                        LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31), quarters(), ZONE);
        for (String text :
                List.of(
                        plot.month(month()),
                        plot.year(year),
                        plot.day(day()),
                        plot.quarter(LinesOfQuarter.of(QuarterPlotTest.points(PEAK, 600))),
                        plot.heatMapOfMonth(heat()),
                        plot.heatMapOfYear(heat))) {
            assertThat(text.lines())
                    .allMatch(l -> l.length() <= 80)
                    .noneMatch(l -> l.endsWith(" "));
        }
    }

    private static TerminalPlot plot(String language, boolean colour) {
        return new TerminalPlot(
                new Sheet(ZONE, Locale.forLanguageTag(language), Theme.LIGHT), colour);
    }

    private static PeaksOfMonth month() {
        return PeaksOfMonth.of(
                JANUARY,
                quarters(),
                PeakTarget.WITHOUT_GOAL,
                PeakHistory.EMPTY,
                Optional.of(new Power(2500)),
                ZONE);
    }

    private static DemandOfDays heat() {
        List<QuarterDemand> low = new ArrayList<>();
        for (QuarterDemand q : quarters()) {
            boolean peak = q.quarter().start().equals(PEAK);
            low.add(quarter(q.quarter().start(), peak ? 1100 : 100));
        }
        return DemandOfDays.of(JANUARY.atDay(1), JANUARY.atEndOfMonth(), low, ZONE);
    }

    private static PowerOfDay day() {
        Instant start = PEAK_DAY.atStartOfDay(ZONE).toInstant();
        List<PowerOfDay.Minute> minutes =
                IntStream.range(0, 24 * 60)
                        .mapToObj(m -> start.plusSeconds(60L * m))
                        .map(at -> new PowerOfDay.Minute(at, at, 0.5, 0.25))
                        .toList();
        TargetLine target = new TargetLine(List.of(new TargetLine.Step(start, new Power(3000))));
        HeldBack boiler =
                new HeldBack(
                        "Boiler in the cellar below the stairs",
                        List.of(
                                new HeldBack.Period(
                                        start.plusSeconds(3600), start.plusSeconds(5400), true)));
        return PowerOfDay.of(PEAK_DAY, minutes, quarters(), target, List.of(boiler), ZONE);
    }

    /** 2 kW all January, but one quarter of 4 kW. */
    private static List<QuarterDemand> quarters() {
        Instant start = JANUARY.atDay(1).atStartOfDay(ZONE).toInstant();
        return IntStream.range(0, 31 * 96)
                .mapToObj(i -> start.plusSeconds(900L * i))
                .map(at -> quarter(at, at.equals(PEAK) ? 1000 : 500))
                .toList();
    }

    private static QuarterDemand quarter(Instant start, int wattHours) {
        return new QuarterDemand(
                QuarterHour.of(start),
                Energy.ofWattHours(wattHours),
                1,
                Estimator.DEMAND_REGISTER,
                true);
    }

    /** Rows of a bar, also of its last eighths; the legend is further left. */
    private static int height(List<String> lines, int column) {
        return (int)
                lines.stream()
                        .filter(l -> l.contains("┤") || l.contains("│"))
                        .filter(l -> l.length() > column)
                        .filter(l -> "▁▂▃▄▅▆▇█".indexOf(l.charAt(column)) >= 0)
                        .count();
    }
}
