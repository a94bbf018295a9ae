package be.bsmr.home.plot;

import be.bsmr.quarter.QuarterDemand;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The target during a part of a month: it rises when a quarter becomes the month's highest. It is
 * not stored but follows from the peaks until then and from the goal as it is set now.
 *
 * @param steps each from when on, in order of time; empty when no target is known
 */
public record TargetLine(List<Step> steps) {

    public static final TargetLine NONE = new TargetLine(List.of());

    /**
     * A target.
     *
     * @param from the first instant at which it held
     */
    public record Step(Instant from, Power target) {

        double kilowatts() {
            return target.watts() / 1000.0;
        }
    }

    public TargetLine {
        steps = List.copyOf(steps);
    }

    /**
     * @param goal what the owner aims for
     * @param stored the peaks of months; one without a time says nothing here
     * @param quarters of the month from its start, in any order
     * @param from in the month
     * @param until not after the month's end
     */
    public static TargetLine of(
            PeakTarget goal,
            PeakHistory stored,
            List<QuarterDemand> quarters,
            Instant from,
            Instant until,
            ZoneId zone) {
        YearMonth month = YearMonth.from(from.atZone(zone));
        Stream<MonthPeak> counted =
                quarters.stream()
                        .map(q -> PeakHistory.EMPTY.with(q, zone).of(month))
                        .flatMap(Optional::stream);
        List<MonthPeak> peaks =
                Stream.concat(stored.of(month).stream(), counted)
                        .filter(p -> p.quarterEnd() != null)
                        .sorted(Comparator.comparing(MonthPeak::quarterEnd))
                        .toList();
        PeakHistory known = PeakHistory.EMPTY;
        List<Step> steps = new ArrayList<>(List.of(new Step(from, goal.in(month, known))));
        for (MonthPeak peak : peaks) {
            known = known.with(peak);
            Step last = steps.get(steps.size() - 1);
            Power target = goal.in(month, known);
            Instant end = peak.quarterEnd();
            if (end == null || !end.isBefore(until) || target.equals(last.target())) {
                continue;
            }
            if (!end.isAfter(last.from())) {
                steps.remove(steps.size() - 1);
            }
            steps.add(new Step(end.isAfter(from) ? end : from, target));
        }
        return new TargetLine(steps);
    }

    /**
     * @return kW; empty before the first step
     */
    Optional<Double> kilowatts(Instant at) {
        return steps.stream()
                .filter(s -> !s.from().isAfter(at))
                .reduce((a, b) -> b)
                .map(Step::kilowatts);
    }

    /** 0 when there is none. */
    double highest() {
        return steps.stream().mapToDouble(Step::kilowatts).max().orElse(0);
    }

    /**
     * @param until where it ends
     * @param x of an instant on the horizontal axis
     */
    Track track(Instant until, ToDoubleFunction<Instant> x) {
        Track track = new Track();
        for (int i = 0; i < steps.size(); i++) {
            double kilowatts = steps.get(i).kilowatts();
            track.to(x.applyAsDouble(steps.get(i).from()), kilowatts);
            Instant end = i + 1 < steps.size() ? steps.get(i + 1).from() : until;
            track.to(x.applyAsDouble(end), kilowatts);
        }
        return track;
    }
}
