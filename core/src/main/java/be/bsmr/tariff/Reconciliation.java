package be.bsmr.tariff;

import be.bsmr.quarter.QuarterDemand;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The peak of a month as each of the three who know it tells it, and why they differ.
 *
 * @param ours the highest quarter that we counted whole
 * @param meters the meter's own memory, of both meters after a swap the higher
 * @param operators what was imported of the grid operator
 * @param reasons at least one when two or more know the month
 */
public record Reconciliation(
        YearMonth month,
        @Nullable MonthPeak ours,
        @Nullable MonthPeak meters,
        @Nullable MonthPeak operators,
        List<Reason> reasons) {

    /** Registers count whole watt-hours: the difference of two may be one off at either end. */
    private static final int TOLERANCE_WATTS = 8;

    /** Who tells a peak. */
    public enum Party {
        OURS,
        METER,
        OPERATOR
    }

    /** Why two numbers differ. */
    public enum Kind {
        /** They do not, but for the rounding of the registers. */
        AGREE,
        /** Only the party knows this month. */
        ONE_ONLY,
        /** We did not count the quarter in which the party has its peak, or not the whole of it. */
        NOT_COUNTED,
        /** We counted the quarter in which the party has its peak, and came to another demand. */
        COUNTED_OTHERWISE,
        /** We counted a higher quarter, which the party does not have. */
        OURS_HIGHER,
        /** What was imported is a part of the month, or another program's: it is at least that. */
        PART,
        /** The meter and the grid operator differ, which is theirs to explain. */
        METER_AND_OPERATOR,
        /** Two meters hung here in this month. */
        METER_SWAPPED
    }

    /**
     * One reason.
     *
     * @param party whose peak is compared with ours
     * @param demand what is to be said: how far they are apart, or what we counted instead; null
     *     when nothing is
     * @param quarterEnd of the quarter that is spoken of; null when it is not known
     */
    public record Reason(
            Kind kind, Party party, @Nullable Power demand, @Nullable Instant quarterEnd) {}

    public Reconciliation {
        reasons = List.copyOf(reasons);
    }

    /**
     * @param peaks what each source says
     * @param counted the quarters of the month that we counted ourselves, whole or not
     * @return nothing for a month that nobody knows
     */
    public static Optional<Reconciliation> of(
            YearMonth month, PeakHistory peaks, List<QuarterDemand> counted) {
        MonthPeak meter = peaks.of(month, MonthPeak.Source.METER).orElse(null);
        MonthPeak before = peaks.of(month, MonthPeak.Source.METER_BEFORE).orElse(null);
        MonthPeak meters = higher(meter, before);
        MonthPeak operators =
                peaks.of(month, MonthPeak.Source.IMPORTED)
                        .or(() -> peaks.of(month, MonthPeak.Source.IMPORTED_PART))
                        .orElse(null);
        MonthPeak ours =
                higher(
                        peaks.of(month, MonthPeak.Source.COUNTED).orElse(null),
                        highest(month, counted));
        List<MonthPeak> known = Stream.of(ours, meters, operators).filter(p -> p != null).toList();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        List<Reason> reasons = new ArrayList<>();
        if (known.size() == 1) {
            Party only = ours != null ? Party.OURS : meters != null ? Party.METER : Party.OPERATOR;
            reasons.add(new Reason(Kind.ONE_ONLY, only, null, null));
        } else {
            compare(Party.METER, ours, meters, counted, reasons);
            compare(Party.OPERATOR, ours, operators, counted, reasons);
            between(meters, operators, reasons);
            if (reasons.isEmpty()) {
                reasons.add(new Reason(Kind.AGREE, Party.OURS, span(known), null));
            }
        }
        if (meter != null && before != null) {
            MonthPeak lower = before.demand().isAbove(meter.demand()) ? meter : before;
            reasons.add(
                    new Reason(
                            Kind.METER_SWAPPED, Party.METER, lower.demand(), lower.quarterEnd()));
        }
        return Optional.of(new Reconciliation(month, ours, meters, operators, reasons));
    }

    private static void compare(
            Party party,
            @Nullable MonthPeak ours,
            @Nullable MonthPeak theirs,
            List<QuarterDemand> counted,
            List<Reason> reasons) {
        if (ours == null || theirs == null || apart(ours, theirs) <= TOLERANCE_WATTS) {
            return;
        }
        Power difference = Power.ofWatts(apart(ours, theirs));
        if (ours.demand().isAbove(theirs.demand())) {
            boolean part = theirs.source() == MonthPeak.Source.IMPORTED_PART;
            reasons.add(
                    new Reason(
                            part ? Kind.PART : Kind.OURS_HIGHER,
                            party,
                            difference,
                            ours.quarterEnd()));
            return;
        }
        Instant end = theirs.quarterEnd();
        Optional<QuarterDemand> same =
                counted.stream()
                        .filter(q -> q.complete() && q.quarter().end().equals(end))
                        .findFirst();
        reasons.add(
                same.map(q -> new Reason(Kind.COUNTED_OTHERWISE, party, q.demand(), end))
                        .orElse(new Reason(Kind.NOT_COUNTED, party, difference, end)));
    }

    private static void between(
            @Nullable MonthPeak meters, @Nullable MonthPeak operators, List<Reason> reasons) {
        if (meters == null || operators == null || apart(meters, operators) <= TOLERANCE_WATTS) {
            return;
        }
        boolean part =
                operators.source() == MonthPeak.Source.IMPORTED_PART
                        && meters.demand().isAbove(operators.demand());
        Kind kind = part ? Kind.PART : Kind.METER_AND_OPERATOR;
        if (reasons.stream().noneMatch(r -> r.kind() == kind)) {
            reasons.add(
                    new Reason(
                            kind,
                            Party.OPERATOR,
                            Power.ofWatts(apart(meters, operators)),
                            operators.quarterEnd()));
        }
    }

    private static int apart(MonthPeak one, MonthPeak other) {
        return Math.abs(one.demand().watts() - other.demand().watts());
    }

    private static Power span(List<MonthPeak> known) {
        int low = known.stream().mapToInt(p -> p.demand().watts()).min().orElse(0);
        int high = known.stream().mapToInt(p -> p.demand().watts()).max().orElse(0);
        return Power.ofWatts(high - low);
    }

    private static @Nullable MonthPeak highest(YearMonth month, List<QuarterDemand> counted) {
        MonthPeak highest = null;
        for (QuarterDemand q : counted) {
            if (q.complete() && (highest == null || q.demand().isAbove(highest.demand()))) {
                highest =
                        new MonthPeak(
                                month, q.demand(), q.quarter().end(), MonthPeak.Source.COUNTED);
            }
        }
        return highest;
    }

    private static @Nullable MonthPeak higher(@Nullable MonthPeak one, @Nullable MonthPeak other) {
        return one == null || (other != null && other.demand().isAbove(one.demand())) ? other : one;
    }
}
