package be.bsmr.control;

import be.bsmr.control.Costs.Price;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Puts what is due into the cheapest of the coming quarters, so that none passes what it may come
 * to. It leaves room on every side: what was foreseen of the house is not certain, and what waited
 * too long would have to be drawn whatever the peak.
 */
final class Cheapest {

    private static final double QUARTER = QuarterHour.LENGTH.toSeconds();
    private static final double JOULES_PER_KWH = 3_600_000;

    /** So much of what a quarter may come to is filled at most. */
    static final double FILLED = 0.9;

    /** A load is taken to draw this share of its power: with all of it, waiting would be a risk. */
    private static final double UNHURRIED = 0.75;

    /**
     * Prices within so much, €/kWh, are alike, counted from the lowest: of those the earlier
     * quarter is taken, as a few cents are not worth switching each quarter.
     */
    private static final double ALIKE = 0.02;

    /** A peak above the target must bring so much more than it costs, €. */
    private static final double WORTH = 0.5;

    /** Peaks above the target that are compared, W. */
    private static final int STEP = 250;

    private final QuarterHour first;
    private final double[] base;
    private final List<Duty> duties;
    private final List<Price> prices;

    /**
     * @param first the first of the quarters
     * @param base what each comes to without what is due, W
     * @param duties the earliest end first
     * @param prices of each quarter
     */
    Cheapest(QuarterHour first, double[] base, List<Duty> duties, List<Price> prices) {
        this.first = first;
        this.base = base;
        this.duties = duties;
        this.prices = prices;
    }

    /**
     * The prices of a day of quarters. One that is not known yet is taken to be like the mean of
     * those that are: no reason to wait for it, none to hurry.
     *
     * @return empty when none is known
     */
    static List<Price> prices(List<QuarterHour> quarters, Costs costs) {
        List<Optional<Price>> all = quarters.stream().map(costs.energy()).toList();
        List<Price> known = all.stream().flatMap(Optional::stream).toList();
        if (known.isEmpty()) {
            return List.of();
        }
        Price mean =
                new Price(
                        known.stream().mapToDouble(Price::imported).average().orElseThrow(),
                        known.stream().mapToDouble(Price::exported).average().orElseThrow());
        return all.stream().map(p -> p.orElse(mean)).toList();
    }

    /**
     * What each draws in each quarter, J.
     *
     * @param most what a quarter may come to, W
     * @return empty when not all finds room in time: then there is nothing to choose
     */
    Optional<double[][]> upTo(double most) {
        double[][] drawn = new double[duties.size()][base.length];
        double[] used = new double[base.length];
        for (int d = 0; d < duties.size(); d++) {
            double missing = duties.get(d).joules();
            for (Room room : rooms(duties.get(d), FILLED * most, used)) {
                double left = UNHURRIED * duties.get(d).watts() * QUARTER - drawn[d][room.quarter];
                double takes = Math.min(Math.min(room.joules, left), missing);
                if (takes > 0) {
                    drawn[d][room.quarter] += takes;
                    used[room.quarter] += takes;
                    missing -= takes;
                }
            }
            if (missing > 1) {
                return Optional.empty();
            }
        }
        return Optional.of(drawn);
    }

    /**
     * Up to which demand the quarters are worth filling: up to {@code target}, or above where
     * energy gets cheaper by more than that peak costs.
     *
     * @param target what a quarter may come to anyway
     */
    Plan.Priced worth(Power target, Costs costs) {
        Optional<double[][]> within = upTo(target.watts());
        if (within.isEmpty()) {
            return Plan.Priced.NONE;
        }
        Plan.Priced best = new Plan.Priced(prices, target, 0, null);
        double least = euro(within.get()) - WORTH;
        double highest = Arrays.stream(base).max().orElse(0);
        double all = highest + duties.stream().mapToDouble(Duty::watts).sum();
        for (int more = STEP; target.watts() + more <= all / FILLED; more += STEP) {
            Power above = new Power(target.watts() + more);
            Optional<BigDecimal> peak = costs.peak().apply(target, above);
            Optional<double[][]> drawn = upTo(above.watts());
            if (peak.isPresent() && drawn.isPresent()) {
                double euro = euro(drawn.get()) + peak.get().doubleValue();
                if (euro < least) {
                    least = euro;
                    best = new Plan.Priced(prices, above, 0, peak.get());
                }
            }
        }
        return best;
    }

    /** What is drawn costs, €. */
    double euro(double[][] drawn) {
        double euro = 0;
        for (int i = 0; i < base.length; i++) {
            double joules = 0;
            for (double[] ofDuty : drawn) {
                joules += ofDuty[i];
            }
            double own = Math.min(joules, surplus(i));
            Price price = prices.get(i);
            euro += (own * price.exported() + (joules - own) * price.imported()) / JOULES_PER_KWH;
        }
        return euro;
    }

    /** What the house would feed into the grid in a quarter, J. */
    private double surplus(int quarter) {
        return Math.max(0, -base[quarter] * QUARTER);
    }

    /** Part of a quarter, at one price. */
    private record Room(int quarter, double joules, double price) {}

    /** Where something may be drawn, the cheapest first, of those alike the earliest. */
    private List<Room> rooms(Duty duty, double most, double[] used) {
        List<Room> rooms = new ArrayList<>();
        for (int i = 0; i < base.length; i++) {
            Instant end = first.later(i).end();
            if (!end.isAfter(duty.from()) || end.isAfter(duty.until())) {
                continue;
            }
            Price price = prices.get(i);
            double own = Math.max(0, surplus(i) - used[i]);
            double bought = Math.max(0, (most - base[i]) * QUARTER - used[i] - own);
            // Who may feed in for more than it costs to draw draws its own all the same first.
            rooms.add(new Room(i, own, Math.min(price.exported(), price.imported())));
            rooms.add(new Room(i, bought, price.imported()));
        }
        rooms.removeIf(r -> r.joules == 0);
        double lowest = rooms.stream().mapToDouble(Room::price).min().orElse(0);
        rooms.sort(
                Comparator.comparingLong((Room r) -> (long) ((r.price - lowest) / ALIKE))
                        .thenComparingInt(Room::quarter));
        return rooms;
    }
}
