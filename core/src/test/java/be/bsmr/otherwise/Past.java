package be.bsmr.otherwise;

import be.bsmr.control.LoadMemory;
import be.bsmr.otherwise.Lived.Quarter;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

/** A past that is written down quarter by quarter. */
final class Past {

    /** Midnight in Belgium. */
    static final Instant JANUARY = Instant.parse("2025-12-31T23:00:00Z");

    static final Instant FEBRUARY = Instant.parse("2026-01-31T23:00:00Z");
    static final YearMonth MONTH = YearMonth.of(2026, 1);

    private final List<Quarter> quarters = new ArrayList<>();
    private Lived.Control control = Lived.Control.NONE;
    private List<LoadMemory> loads = List.of();
    private Instant next = JANUARY;

    Past from(Instant at) {
        next = at;
        return this;
    }

    /** So many quarters at one power; below zero is export. */
    Past quarters(int count, int watts) {
        for (int i = 0; i < count; i++) {
            quarter(Math.max(0, watts), Math.max(0, -watts), true);
        }
        return this;
    }

    Past quarter(int imported, int exported, boolean complete) {
        QuarterHour quarter = new QuarterHour(next);
        quarters.add(
                new Quarter(
                        quarter,
                        new Power(imported).during(QuarterHour.LENGTH),
                        new Power(exported).during(QuarterHour.LENGTH),
                        complete));
        next = quarter.end();
        return this;
    }

    Past controlled(Lived.Control as) {
        control = as;
        return this;
    }

    Past with(LoadMemory... known) {
        loads = List.of(known);
        return this;
    }

    Lived lived() {
        PeakHistory peaks = PeakHistory.EMPTY;
        for (Quarter q : quarters) {
            YearMonth month = YearMonth.from(q.quarter().start().atZone(SiteSettings.BELGIUM));
            if (q.complete()) {
                peaks =
                        peaks.with(
                                new MonthPeak(
                                        month,
                                        q.demand(),
                                        q.quarter().end(),
                                        MonthPeak.Source.COUNTED));
            }
        }
        return new Lived(SiteSettings.BELGIUM, quarters, peaks, control, loads);
    }
}
