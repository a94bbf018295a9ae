package be.bsmr.community;

import be.bsmr.otherwise.Lived;
import be.bsmr.otherwise.Lived.Quarter;
import be.bsmr.otherwise.Month;
import be.bsmr.otherwise.Savings;
import be.bsmr.otherwise.WithBattery;
import be.bsmr.quarter.QuarterDemand;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.simulator.Battery;
import be.bsmr.tariff.CapacityTariff;
import be.bsmr.tariff.MonthPeak;
import be.bsmr.tariff.PeakHistory;
import be.bsmr.tariff.PeakTarget;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a community's months would have come to with more cars, or with a battery that it shares.
 *
 * @param past as it was
 * @param months with cars, {@code most} is the peak when all charge as soon as they are home, and
 *     {@code would} when they charge in the quarters of the night that are lowest without them,
 *     which are known here and would have to be foreseen
 * @param added energy that would have been imported more
 */
public record CommunityWhatIf(Lived past, List<Month> months, Energy added) {

    private static final double SECONDS = QuarterHour.LENGTH.toSeconds();

    /** How exactly the level of a night is looked for, J: a watt. */
    private static final double STEP = SECONDS;

    public CommunityWhatIf {
        months = List.copyOf(months);
    }

    /**
     * A community's past, to ask about.
     *
     * @param quarters what all its houses imported, summed, oldest first; one that is not known of
     *     all of them is not complete, and no peak
     */
    public static Lived past(ZoneId zone, List<QuarterDemand> quarters) {
        PeakHistory peaks = PeakHistory.EMPTY;
        List<Quarter> lived = new ArrayList<>(quarters.size());
        for (QuarterDemand q : quarters) {
            lived.add(new Quarter(q.quarter(), q.imported(), Energy.ZERO, q.complete()));
            if (q.complete()) {
                YearMonth month = YearMonth.from(q.quarter().start().atZone(zone));
                peaks =
                        peaks.with(
                                new MonthPeak(
                                        month,
                                        q.demand(),
                                        q.quarter().end(),
                                        MonthPeak.Source.COUNTED));
            }
        }
        return new Lived(zone, lived, peaks, Lived.Control.NONE, List.of());
    }

    /**
     * With a battery that all share.
     *
     * @param target what the community keeps to
     */
    public static CommunityWhatIf withBattery(Lived past, Battery.Make make, PeakTarget target) {
        WithBattery with = WithBattery.of(past, make, target, share -> {});
        return new CommunityWhatIf(
                past, with.months(), with.importAfter().minus(with.importBefore()));
    }

    /** With more cars; a night of which a quarter is not known is left as it was. */
    public static CommunityWhatIf withCars(Lived past, Cars cars) {
        SortedMap<Instant, Quarter> quarters = new TreeMap<>();
        past.quarters().forEach(q -> quarters.put(q.quarter().start(), q));
        Map<Instant, Double> atOnce = new HashMap<>();
        Map<Instant, Double> lowest = new HashMap<>();
        if (!quarters.isEmpty()) {
            LocalDate last = quarters.lastKey().atZone(past.zone()).toLocalDate();
            LocalDate evening = quarters.firstKey().atZone(past.zone()).toLocalDate();
            for (; !evening.isAfter(last); evening = evening.plusDays(1)) {
                List<Quarter> night = night(quarters, cars, evening, past.zone());
                if (!night.isEmpty()) {
                    chargeAtOnce(night, cars, atOnce);
                    chargeWhereLowest(night, cars, lowest);
                }
            }
        }
        SortedMap<YearMonth, Power> would = peaks(past, lowest);
        SortedMap<YearMonth, Power> most = peaks(past, atOnce);
        List<Month> months = new ArrayList<>();
        peaks(past, Map.of()).forEach((month, was) -> months.add(month(month, was, would, most)));
        double added = lowest.values().stream().mapToDouble(Double::doubleValue).sum();
        return new CommunityWhatIf(past, months, new Energy(Math.round(added)));
    }

    private static Month month(
            YearMonth month, Power was, Map<YearMonth, Power> would, Map<YearMonth, Power> most) {
        Power lowest = would.getOrDefault(month, was);
        return new Month(month, was, lowest, lowest, most.getOrDefault(month, was));
    }

    /** The whole quarters between coming home and leaving; none when one of them is not known. */
    private static List<Quarter> night(
            SortedMap<Instant, Quarter> quarters, Cars cars, LocalDate evening, ZoneId zone) {
        Instant leave = cars.leave(evening, zone);
        QuarterHour arrived = QuarterHour.of(cars.arrive(evening, zone));
        List<Quarter> night = new ArrayList<>();
        for (QuarterHour q = arrived; !q.end().isAfter(leave); q = q.later(1)) {
            Quarter known = quarters.get(q.start());
            if (known == null || !known.complete()) {
                return List.of();
            }
            night.add(known);
        }
        return night;
    }

    private static void chargeAtOnce(List<Quarter> night, Cars cars, Map<Instant, Double> added) {
        double rest = cars.joules();
        for (Quarter q : night) {
            double joules = Math.min(rest, cars.watts() * SECONDS);
            add(q, joules, added);
            rest -= joules;
        }
    }

    /** Fills the quarters up to one level, none with more than all cars together draw. */
    private static void chargeWhereLowest(
            List<Quarter> night, Cars cars, Map<Instant, Double> added) {
        double most = cars.watts() * SECONDS;
        double low = 0;
        double high = most + night.stream().mapToDouble(q -> q.imported().joules()).max().orElse(0);
        while (high - low > STEP) {
            double level = (low + high) / 2;
            double charged = night.stream().mapToDouble(q -> below(q, level, most)).sum();
            if (charged < cars.joules()) {
                low = level;
            } else {
                high = level;
            }
        }
        double level = high;
        // A watt too much at most, which is taken off everywhere alike.
        double charged = night.stream().mapToDouble(q -> below(q, level, most)).sum();
        double part = charged > 0 ? Math.min(1, cars.joules() / charged) : 0;
        night.forEach(q -> add(q, part * below(q, level, most), added));
    }

    private static double below(Quarter q, double level, double most) {
        return Math.min(most, Math.max(0, level - q.imported().joules()));
    }

    private static void add(Quarter q, double joules, Map<Instant, Double> added) {
        added.merge(q.quarter().start(), joules, Double::sum);
    }

    private static SortedMap<YearMonth, Power> peaks(Lived past, Map<Instant, Double> added) {
        SortedMap<YearMonth, Power> peaks = new TreeMap<>();
        for (Quarter q : past.quarters()) {
            if (q.complete()) {
                double joules =
                        q.imported().joules() + added.getOrDefault(q.quarter().start(), 0.0);
                peaks.merge(
                        past.month(q.quarter().start()),
                        Power.ofWatts(Math.round(joules / SECONDS)),
                        Power::max);
            }
        }
        return peaks;
    }

    /**
     * The network bill of the last twelve months as it is, and as it would be, for a community that
     * is billed for its peaks together.
     *
     * @param would which of a month's values is taken
     * @return empty when that year's rates are not known
     */
    public Optional<Savings> savings(CapacityTariff tariff, Function<Month, Power> would) {
        return Savings.of(tariff, past.peaks(), months, would, new Savings.Volume(null, null));
    }
}
