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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The peak of each month, whoever knows it: the meter's memory gives twelve months on day one, our
 * own complete quarters the running month on meters that keep none.
 *
 * <p>Each source has its own value of a month, so that they can be compared. The meter's counts: it
 * is what is billed; then what the grid operator gave, then what we counted, unless a part of the
 * month that was imported has a higher one. A quarter that we counted too high is therefore
 * forgotten as soon as the meter speaks of that month. After a swap the higher of the two meters
 * counts, since the month is billed on both.
 *
 * <p>At most the newest {@value #MOST_MONTHS} months; of each, one value per source.
 */
public final class PeakHistory {

    private static final int MOST_MONTHS = 25;

    public static final PeakHistory EMPTY = new PeakHistory(new TreeMap<>());

    private final SortedMap<YearMonth, Map<MonthPeak.Source, MonthPeak>> sides;
    private final SortedMap<YearMonth, MonthPeak> months;

    /**
     * @param sides nobody else's, and none of its values changes any more
     */
    private PeakHistory(SortedMap<YearMonth, Map<MonthPeak.Source, MonthPeak>> sides) {
        while (sides.size() > MOST_MONTHS) {
            sides.remove(sides.firstKey());
        }
        this.sides = Collections.unmodifiableSortedMap(sides);
        months = Collections.unmodifiableSortedMap(counting(sides));
    }

    /**
     * What each source says of each month, all at once: {@link #told} one after the other comes to
     * the same and takes far longer.
     */
    public static PeakHistory of(List<MonthPeak> said) {
        SortedMap<YearMonth, Map<MonthPeak.Source, MonthPeak>> sides = new TreeMap<>();
        for (MonthPeak peak : said) {
            sides.computeIfAbsent(peak.month(), m -> new EnumMap<>(MonthPeak.Source.class))
                    .put(peak.source(), peak);
        }
        sides.replaceAll((month, peaks) -> Collections.unmodifiableMap(peaks));
        return new PeakHistory(sides);
    }

    /** What each source says of each month, the oldest first. */
    public SortedMap<YearMonth, Map<MonthPeak.Source, MonthPeak>> sides() {
        return sides;
    }

    /** Of each month the value that counts, the oldest first. */
    public SortedMap<YearMonth, MonthPeak> months() {
        return months;
    }

    /** The value that counts. */
    public Optional<MonthPeak> of(YearMonth month) {
        return Optional.ofNullable(months.get(month));
    }

    /** What one source says. */
    public Optional<MonthPeak> of(YearMonth month, MonthPeak.Source source) {
        return Optional.ofNullable(sides.getOrDefault(month, Map.of()).get(source));
    }

    /**
     * With a peak added. The higher of two by one source stays, but a new import replaces an older
     * one: the grid operator corrects estimates.
     */
    public PeakHistory with(MonthPeak peak) {
        MonthPeak same = sides.getOrDefault(peak.month(), Map.of()).get(peak.source());
        boolean stays =
                !peak.source().isImported()
                        && same != null
                        && !peak.demand().isAbove(same.demand());
        return stays ? this : told(peak);
    }

    /** With what a source says now, in the place of what it said before, were it lower. */
    public PeakHistory told(MonthPeak peak) {
        Map<MonthPeak.Source, MonthPeak> known = sides.getOrDefault(peak.month(), Map.of());
        if (peak.equals(known.get(peak.source()))) {
            return this;
        }
        Map<MonthPeak.Source, MonthPeak> month = new EnumMap<>(MonthPeak.Source.class);
        month.putAll(known);
        month.put(peak.source(), peak);
        SortedMap<YearMonth, Map<MonthPeak.Source, MonthPeak>> next = new TreeMap<>(sides);
        next.put(peak.month(), Collections.unmodifiableMap(month));
        return new PeakHistory(next);
    }

    /** What counts, as if no month had passed {@code most}. */
    public PeakHistory withoutPassing(Power most) {
        Map<YearMonth, Power> lower = new TreeMap<>();
        months.forEach(
                (month, peak) -> {
                    if (peak.demand().isAbove(most)) {
                        lower.put(month, most);
                    }
                });
        return instead(lower);
    }

    /** What counts, as if some months had other peaks. */
    public PeakHistory instead(Map<YearMonth, Power> others) {
        PeakHistory next = EMPTY;
        for (MonthPeak p : months.values()) {
            Power other = others.get(p.month());
            next = next.with(other == null ? p : new MonthPeak(p.month(), other, null, p.source()));
        }
        return next;
    }

    /** After a meter swap: what the meter said was said by the one before. */
    public PeakHistory afterSwap() {
        PeakHistory next = EMPTY;
        for (Map<MonthPeak.Source, MonthPeak> month : sides.values()) {
            for (MonthPeak p : month.values()) {
                boolean meters = p.source() == MonthPeak.Source.METER;
                next =
                        next.with(
                                meters
                                        ? new MonthPeak(
                                                p.month(),
                                                p.demand(),
                                                p.quarterEnd(),
                                                MonthPeak.Source.METER_BEFORE)
                                        : p);
            }
        }
        return next;
    }

    private static SortedMap<YearMonth, MonthPeak> counting(
            SortedMap<YearMonth, Map<MonthPeak.Source, MonthPeak>> sides) {
        SortedMap<YearMonth, MonthPeak> months = new TreeMap<>();
        sides.forEach((month, said) -> months.put(month, counting(said)));
        return months;
    }

    private static MonthPeak counting(Map<MonthPeak.Source, MonthPeak> said) {
        MonthPeak meter = said.get(MonthPeak.Source.METER);
        MonthPeak before = said.get(MonthPeak.Source.METER_BEFORE);
        if (meter != null && before != null) {
            return before.demand().isAbove(meter.demand()) ? before : meter;
        }
        MonthPeak counted = said.get(MonthPeak.Source.COUNTED);
        MonthPeak part = said.get(MonthPeak.Source.IMPORTED_PART);
        if (counted != null && part != null && said.size() == 2) {
            return part.demand().isAbove(counted.demand()) ? part : counted;
        }
        // The map is in the order of belief.
        return said.values().iterator().next();
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
     * With what the meter remembers. It is the newest that it says that counts, were it lower: a
     * telegram may be wrong, and a wrong peak would stand for the whole month. Not believed is what
     * no such register can show, and a month that has not come. A placeholder without a demand says
     * nothing; of the running month also one without a date, since nothing else tells the month.
     *
     * @param at the meter's time of the telegram
     */
    public PeakHistory with(DemandReading meter, Instant at, ZoneId zone) {
        SortedMap<YearMonth, MonthPeak> said = new TreeMap<>();
        MeterPeak running = meter.monthPeak();
        if (running != null && running.quarterEnd() != null) {
            remembered(running.demand(), running.quarterEnd(), running.quarterEnd(), zone)
                    .ifPresent(p -> said.put(p.month(), p));
        }
        for (HistoricPeak h : meter.history()) {
            remembered(h.demand(), h.quarterEnd(), h.capturedAt(), zone)
                    .ifPresent(p -> said.merge(p.month(), p, PeakHistory::higher));
        }
        PeakHistory next = this;
        YearMonth month = YearMonth.from(at.atZone(zone));
        for (MonthPeak peak : said.values()) {
            if (!peak.month().isAfter(month)) {
                next = next.told(peak);
            }
        }
        return next;
    }

    private static MonthPeak higher(MonthPeak one, MonthPeak other) {
        return other.demand().isAbove(one.demand()) ? other : one;
    }

    /**
     * A stamp is a quarter's end, a capture the first instant of the next month: both belong to the
     * time before.
     */
    private static Optional<MonthPeak> remembered(
            Power demand, @Nullable Instant quarterEnd, Instant belongsBefore, ZoneId zone) {
        if (demand.equals(Power.ZERO) || demand.isAbove(Power.MOST_SHOWN)) {
            return Optional.empty();
        }
        YearMonth month = YearMonth.from(belongsBefore.minusSeconds(1).atZone(zone));
        return Optional.of(new MonthPeak(month, demand, quarterEnd, MonthPeak.Source.METER));
    }

    /** Equal if every source says the same of every month. */
    @Override
    public boolean equals(Object other) {
        return other instanceof PeakHistory p && sides.equals(p.sides);
    }

    @Override
    public int hashCode() {
        return sides.hashCode();
    }

    @Override
    public String toString() {
        return "PeakHistory" + sides;
    }
}
