package be.bsmr.home.store;

import be.bsmr.home.store.Imports.Contradicted;
import be.bsmr.home.store.Imports.Month;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The month peaks that a recording tells, beside those that were there before it. What the meter
 * was heard to say of a month stays; only of a month that was still running when it was heard last
 * can a recording know more: a higher quarter that came later. The quarters that are counted from
 * it count as our own.
 */
final class RecordedPeaks {

    private final PeakHistory before;
    private final @Nullable Instant heardUntil;
    private final ZoneId zone;

    /**
     * What its meter says of a month.
     *
     * @param at when it said so
     */
    private record Word(MonthPeak peak, Instant at) {}

    private final SortedMap<YearMonth, Map<MonthPeak.Source, Word>> words = new TreeMap<>();
    private final Set<QuarterHour> quarters = new HashSet<>();
    private PeakHistory heard = PeakHistory.EMPTY;
    private PeakHistory counted = PeakHistory.EMPTY;
    private boolean ofAnother;

    /**
     * @param before those that were known, imported ones too
     * @param heardUntil when the meter was heard last; null when it never was
     */
    RecordedPeaks(PeakHistory before, @Nullable Instant heardUntil, ZoneId zone) {
        this.before = before;
        this.heardUntil = heardUntil;
        this.zone = zone;
    }

    /** It is of another meter than the one that was heard: each of the two remembers for itself. */
    void areOfAnotherMeter() {
        ofAnother = true;
    }

    /**
     * Takes what its meter remembers by now. However the pieces of a recording lie, it is what was
     * said last that holds.
     *
     * @param at the meter's time
     */
    void heard(PeakHistory now, Instant at) {
        if (now.equals(heard)) {
            return;
        }
        for (Map<MonthPeak.Source, MonthPeak> month : now.sides().values()) {
            for (MonthPeak peak : month.values()) {
                boolean meters =
                        peak.source() == MonthPeak.Source.METER
                                || peak.source() == MonthPeak.Source.METER_BEFORE;
                boolean news = heard.of(peak.month(), peak.source()).filter(peak::equals).isEmpty();
                if (meters && news) {
                    hear(new Word(ofAnother ? beforeSwap(peak) : peak, at));
                }
            }
        }
        heard = now;
    }

    private void hear(Word word) {
        words.computeIfAbsent(word.peak.month(), m -> new EnumMap<>(MonthPeak.Source.class))
                .merge(
                        word.peak.source(),
                        word,
                        (known, next) -> next.at.isBefore(known.at) ? known : next);
    }

    private static MonthPeak beforeSwap(MonthPeak peak) {
        return new MonthPeak(
                peak.month(), peak.demand(), peak.quarterEnd(), MonthPeak.Source.METER_BEFORE);
    }

    /** Takes a quarter that is kept as the recording has it. */
    void counted(QuarterDemand quarter) {
        counted = counted.with(quarter, zone);
        quarters.add(quarter.quarter());
    }

    /** What its meter says that is not known better. */
    List<MonthPeak> taken() {
        List<MonthPeak> taken = new ArrayList<>();
        for (Word word : allWords()) {
            if (isTaken(word.peak)) {
                taken.add(word.peak);
            }
        }
        return taken;
    }

    /** With what is taken of it. */
    PeakHistory into(PeakHistory stored, List<MonthPeak> taken) {
        PeakHistory all = stored;
        for (MonthPeak peak : taken) {
            all = all.told(peak);
        }
        for (MonthPeak peak : counted.months().values()) {
            all = all.with(peak);
        }
        return all;
    }

    /** The months that count otherwise with it than before. */
    List<Month> changed() {
        List<Month> months = new ArrayList<>();
        into(before, taken())
                .months()
                .forEach(
                        (month, peak) -> {
                            if (before.of(month).filter(peak::equals).isEmpty()) {
                                months.add(
                                        new Month(
                                                month, peak, countedOf(month), quartersOf(month)));
                            }
                        });
        return months;
    }

    /** What its meter says otherwise than it was heard to before. */
    List<Contradicted> contradicted() {
        List<Contradicted> contradicted = new ArrayList<>();
        for (Word word : allWords()) {
            MonthPeak peak = word.peak;
            MonthPeak known = before.of(peak.month(), peak.source()).orElse(null);
            if (known != null && !isTaken(peak) && !isOlder(word, known)) {
                contradicted.add(new Contradicted(peak, known));
            }
        }
        return contradicted;
    }

    private boolean isTaken(MonthPeak peak) {
        MonthPeak known = before.of(peak.month(), peak.source()).orElse(null);
        if (known == null) {
            return true;
        }
        boolean ran =
                heardUntil != null
                        && !YearMonth.from(heardUntil.atZone(zone)).isAfter(peak.month());
        boolean later =
                heardUntil != null
                        && (peak.quarterEnd() == null || peak.quarterEnd().isAfter(heardUntil));
        return ran && later && peak.demand().isAbove(known.demand());
    }

    /** Whether it was said in the course of the month, before its highest quarter came. */
    private boolean isOlder(Word word, MonthPeak known) {
        MonthPeak peak = word.peak;
        boolean ran = YearMonth.from(word.at.atZone(zone)).equals(peak.month());
        boolean same = known.demand().equals(peak.demand());
        return same || (ran && known.demand().isAbove(peak.demand()) && isEarlier(peak, known));
    }

    private static boolean isEarlier(MonthPeak peak, MonthPeak known) {
        return peak.quarterEnd() == null
                || known.quarterEnd() == null
                || peak.quarterEnd().isBefore(known.quarterEnd());
    }

    private List<Word> allWords() {
        return words.values().stream().flatMap(month -> month.values().stream()).toList();
    }

    private int countedOf(YearMonth month) {
        return (int)
                quarters.stream()
                        .filter(q -> YearMonth.from(q.start().atZone(zone)).equals(month))
                        .count();
    }

    private int quartersOf(YearMonth month) {
        LocalDate first = month.atDay(1);
        long minutes =
                ChronoUnit.MINUTES.between(
                        first.atStartOfDay(zone), first.plusMonths(1).atStartOfDay(zone));
        return (int) (minutes / 15);
    }
}
