package be.bsmr.control;

import be.bsmr.quarter.QuarterHour;
import be.bsmr.unit.Power;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The demand that is aimed for on purpose where the target cannot be kept: what is due by a time of
 * day has to be drawn, and what can only be on or off has to run. The lowest peak comes of one even
 * level: what is due fills the coming quarters like water, the emptiest first.
 */
final class Level {

    private static final double QUARTER = QuarterHour.LENGTH.toSeconds();

    /** The level is found to within this, W. */
    private static final double EXACT = 10;

    /** A load that must run so long at a stretch cannot share a quarter with another. */
    private static final Duration INDIVISIBLE = Duration.ofMinutes(10);

    /** A load that runs for less than this share of the day does not decide about the level. */
    private static final double RARE = 0.03;

    /**
     * Of the quarters of the coming day, the rest of the house leaves so many to an indivisible.
     */
    private static final double OFTEN = 0.85;

    /** It rises by at least this share of what is missing. */
    private static final double RISE = 0.2;

    private static final double RISE_QUARTERS = 8;

    /**
     * What is aimed for.
     *
     * @param now in the quarter that begins: it rises by and by; zero when the target needs no help
     * @param wanted where it rises to; at least {@code now}
     * @param because id of the load that asks for most of it; null when it is zero
     */
    record Aim(Power now, Power wanted, @Nullable String because) {}

    private final List<LoadNow> loads;
    private final View view;
    private final Coming coming;

    private Level(List<LoadNow> loads, View view, Coming coming) {
        this.loads = loads;
        this.view = view;
        this.coming = coming;
    }

    /**
     * What is aimed for in the quarter that begins.
     *
     * @param view with the level of the quarter before
     */
    static Aim of(List<LoadNow> loads, View view, Coming coming) {
        return new Level(loads, view, coming).next();
    }

    private Aim next() {
        List<Duty> duties = Duty.pending(loads, view);
        Optional<LoadNow> whole = indivisible();
        double filling = filling(duties);
        double beside = whole.map(this::besideTheHouse).orElse(0.0);
        double wanted = Math.max(filling, beside);
        double before = view.level().watts();
        double now = wanted;
        if (wanted > before) {
            int quarters = duties.isEmpty() ? 1 : coming.until(last(duties));
            double share = Math.max(RISE, Math.min(1, RISE_QUARTERS / quarters));
            now = before + share * (wanted - before);
        }
        String because =
                filling >= beside
                        ? duties.stream()
                                .max(Comparator.comparingDouble(Duty::joules))
                                .map(Duty::load)
                                .orElse(null)
                        : whole.map(s -> s.load().id()).orElse(null);
        return new Aim(watts(now), watts(wanted), because);
    }

    private static Power watts(double watts) {
        return Power.ofWatts(Math.round(watts));
    }

    private static Instant last(List<Duty> duties) {
        return duties.get(duties.size() - 1).until();
    }

    /** Up to which demand the quarters are filled so that all is drawn in time, W; 0 without. */
    private double filling(List<Duty> duties) {
        if (duties.isEmpty()) {
            return 0;
        }
        List<Double> house = new ArrayList<>();
        int all = Math.min(Coming.QUARTERS, coming.until(last(duties)));
        for (int i = 0; i < all; i++) {
            house.add(coming.house(i) + coming.others(i));
        }
        double level = 0;
        double joules = 0;
        double watts = 0;
        for (Duty duty : duties) {
            joules += duty.joules();
            watts += duty.watts();
            int quarters = Math.min(all, coming.until(duty.until()));
            level = Math.max(level, filled(house.subList(0, quarters), joules, watts));
        }
        return level;
    }

    private static double filled(List<Double> house, double joules, double watts) {
        double low = 0;
        double high = watts + Collections.max(house);
        while (high - low > EXACT) {
            double level = (low + high) / 2;
            double fits = 0;
            for (double quarter : house) {
                fits += QUARTER * Math.max(0, Math.min(watts, level - quarter));
            }
            if (fits < joules) {
                low = level;
            } else {
                high = level;
            }
        }
        return high;
    }

    // ---- what is on or off

    /** The largest load that must run whole quarters. */
    private Optional<LoadNow> indivisible() {
        return loads.stream()
                .filter(Level::isIndivisible)
                .filter(s -> s.day().meanWatts() >= RARE * s.usually().watts())
                .max(Comparator.comparingInt(s -> s.usually().watts()));
    }

    private static boolean isIndivisible(LoadNow s) {
        Limits limits = s.load().limits();
        return s.load().actuation() instanceof Actuation.OnOff
                && (limits.minOn().compareTo(INDIVISIBLE) >= 0 || limits.switchesPerDay() > 0);
    }

    /** What the house comes to with it, W. */
    private double besideTheHouse(LoadNow whole) {
        double[] day = new double[Coming.QUARTERS];
        Arrays.setAll(day, coming::house);
        Arrays.sort(day);
        double together = whole.usually().watts() + day[(int) (OFTEN * (Coming.QUARTERS - 1))];
        return Math.max(0, together - Batteries.most(loads, view.now()));
    }
}
