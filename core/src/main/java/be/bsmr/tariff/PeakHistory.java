package be.bsmr.tariff;

import be.bsmr.meter.DemandReading;
import be.bsmr.meter.HistoricPeak;
import be.bsmr.meter.MeterPeak;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The peak of each month, whoever knows it: the meter's memory gives twelve months on day one, our
 * own complete quarters the running month on meters that keep none.
 *
 * @param months at most the newest {@value #MOST_MONTHS}
 */
public record PeakHistory(SortedMap<YearMonth, MonthPeak> months) {

    private static final int MOST_MONTHS = 25;

    public static final PeakHistory EMPTY = new PeakHistory(Collections.emptySortedMap());

    public PeakHistory {
        months = Collections.unmodifiableSortedMap(new TreeMap<>(months));
    }

    public Optional<MonthPeak> of(YearMonth month) {
        return Optional.ofNullable(months.get(month));
    }

    /** With a peak added; the higher of two for one month stays. */
    public PeakHistory with(MonthPeak peak) {
        MonthPeak known = months.get(peak.month());
        if (known != null && !peak.demand().isAbove(known.demand())) {
            return this;
        }
        SortedMap<YearMonth, MonthPeak> next = new TreeMap<>(months);
        next.put(peak.month(), peak);
        while (next.size() > MOST_MONTHS) {
            next.remove(next.firstKey());
        }
        return new PeakHistory(next);
    }

    /** With a quarter of our own; an incomplete one changes nothing. */
    public PeakHistory with(QuarterDemand quarter, ZoneId zone) {
        if (!quarter.complete()) {
            return this;
        }
        return with(
                new MonthPeak(
                        YearMonth.from(quarter.quarter().start().atZone(zone)),
                        quarter.demand(),
                        quarter.quarter().end(),
                        MonthPeak.Source.COUNTED));
    }

    /**
     * With what the meter remembers. Placeholders without a date or without a demand say nothing.
     */
    public PeakHistory with(DemandReading meter, ZoneId zone) {
        PeakHistory next = this;
        MeterPeak running = meter.monthPeak();
        if (running != null && running.quarterEnd() != null) {
            next =
                    next.remembered(
                            running.demand(), running.quarterEnd(), running.quarterEnd(), zone);
        }
        for (HistoricPeak p : meter.history()) {
            if (p.quarterEnd() != null) {
                next = next.remembered(p.demand(), p.quarterEnd(), p.capturedAt(), zone);
            }
        }
        return next;
    }

    /**
     * A stamp is a quarter's end, a capture the first instant of the next month: both belong to the
     * time before.
     */
    private PeakHistory remembered(
            Power demand, Instant quarterEnd, Instant belongsBefore, ZoneId zone) {
        if (demand.equals(Power.ZERO)) {
            return this;
        }
        YearMonth month = YearMonth.from(belongsBefore.minusSeconds(1).atZone(zone));
        return with(new MonthPeak(month, demand, quarterEnd, MonthPeak.Source.METER));
    }
}
