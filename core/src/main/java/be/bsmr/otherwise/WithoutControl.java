package be.bsmr.otherwise;

import static java.util.Comparator.naturalOrder;

import be.bsmr.control.Actuation;
import be.bsmr.control.Load;
import be.bsmr.control.LoadMemory;
import be.bsmr.otherwise.Lived.Quarter;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Energy;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The past had nothing held a load back, as far as it was recorded.
 *
 * <p>Three numbers of each month. At least: the peak that was measured. Likely: the highest of that
 * and of what quarters were foreseen to come to when something was held back. At most: as if each
 * load that was withheld had drawn all its power all that time. What a load drew later because it
 * had been withheld is not taken off again, and nobody knows whether a load would have drawn at
 * all; hence bounds.
 *
 * @param months those of which the loads are recorded, {@code was} being their peak
 * @param from since when loads are recorded; months that began before are known in part only
 * @param times how often a load was shed
 * @param longest the longest that one load was shed
 * @param withheld what the loads would have drawn meanwhile, at most
 * @param unknown ids of loads that were held back and whose power is not known
 */
public record WithoutControl(
        List<Month> months,
        Instant from,
        int times,
        Duration longest,
        Energy withheld,
        List<String> unknown) {

    private static final double SECONDS = QuarterHour.LENGTH.toSeconds();

    /** A load drew up to {@code watts} less than it might have. */
    private record Stretch(Instant from, Instant until, boolean shed, double watts) {}

    /**
     * Puts back what was withheld.
     *
     * @param loads as they are configured
     * @return empty when nothing was recorded of any load
     */
    public static Optional<WithoutControl> of(Lived lived, List<Load> loads) {
        Instant since = lived.control().since();
        if (since == null || lived.quarters().isEmpty()) {
            return Optional.empty();
        }
        TreeSet<String> unknown = new TreeSet<>();
        Instant end = lived.quarters().get(lived.quarters().size() - 1).quarter().end();
        List<Stretch> stretches = stretches(lived, loads, end, unknown);
        List<Duration> times =
                stretches.stream()
                        .filter(Stretch::shed)
                        .map(s -> Duration.between(s.from, s.until))
                        .toList();
        Map<Instant, Double> added = new HashMap<>();
        stretches.forEach(s -> add(s, added));
        Map<YearMonth, Power> foreseen = new HashMap<>();
        for (Lived.Foreseen f : lived.control().foreseen()) {
            foreseen.merge(lived.month(f.at()), f.demand(), Power::max);
        }
        List<Month> months = new ArrayList<>();
        lived.months()
                .forEach(
                        (month, quarters) -> {
                            if (!month.isBefore(lived.month(since))) {
                                months.add(month(month, quarters, foreseen, added));
                            }
                        });
        return Optional.of(
                new WithoutControl(
                        List.copyOf(months),
                        since,
                        times.size(),
                        times.stream().max(naturalOrder()).orElse(Duration.ZERO),
                        new Energy(
                                Math.round(
                                        added.values().stream()
                                                .mapToDouble(Double::doubleValue)
                                                .sum())),
                        List.copyOf(unknown)));
    }

    private static Month month(
            YearMonth month,
            List<Quarter> quarters,
            Map<YearMonth, Power> foreseen,
            Map<Instant, Double> added) {
        Power was = Lived.highest(quarters);
        Power most = was;
        for (Quarter q : quarters) {
            double more = added.getOrDefault(q.quarter().start(), 0.0) - q.exported().joules();
            if (q.complete() && more > 0) {
                most =
                        most.max(
                                Power.ofWatts(
                                        Math.round((q.imported().joules() + more) / SECONDS)));
            }
        }
        Power likely = was.max(foreseen.getOrDefault(month, Power.ZERO));
        return new Month(month, was, was, likely, most.max(likely));
    }

    private static void add(Stretch s, Map<Instant, Double> added) {
        for (QuarterHour q = QuarterHour.of(s.from);
                q.start().isBefore(s.until);
                q = new QuarterHour(q.end())) {
            double seconds = q.elapsed(s.until).toSeconds() - q.elapsed(s.from).toSeconds();
            added.merge(q.start(), s.watts * seconds, Double::sum);
        }
    }

    private static List<Stretch> stretches(
            Lived lived, List<Load> loads, Instant end, TreeSet<String> unknown) {
        SortedMap<String, List<Lived.Told>> byLoad = new TreeMap<>();
        for (Lived.Told t : lived.control().told()) {
            byLoad.computeIfAbsent(t.load(), l -> new ArrayList<>()).add(t);
        }
        Map<String, LoadMemory> known = new HashMap<>();
        lived.loads().forEach(m -> known.put(m.load(), m));
        Map<String, Load> configured = new HashMap<>();
        loads.forEach(l -> configured.put(l.id(), l));
        List<Stretch> all = new ArrayList<>();
        byLoad.forEach(
                (id, told) -> {
                    Load load = configured.get(id);
                    double power = Mover.power(load, known.get(id)).watts();
                    if (power == 0 && told.stream().anyMatch(Lived.Told::shed)) {
                        unknown.add(id);
                    }
                    all.addAll(stretches(told, load, power, end));
                });
        return all;
    }

    private static List<Stretch> stretches(
            List<Lived.Told> told, @Nullable Load load, double power, Instant end) {
        List<Stretch> some = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            Lived.Told t = told.get(i);
            Instant until = i + 1 < told.size() ? told.get(i + 1).at() : end;
            double less = less(t, load, power);
            if (less > 0 && t.at().isBefore(until)) {
                some.add(new Stretch(t.at(), until, t.shed(), less));
            }
        }
        return some;
    }

    /** What it may draw less than it could, W; a battery that feeds is held back from nothing. */
    private static double less(Lived.Told told, @Nullable Load load, double power) {
        if (load != null && load.isStore()) {
            return 0;
        }
        if (told.shed()) {
            return power;
        }
        return told.value() != null
                        && load != null
                        && load.actuation() instanceof Actuation.Modulating m
                ? Math.max(0, power - m.power(told.value()).watts())
                : 0;
    }
}
