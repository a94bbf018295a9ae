package be.bsmr.quarter;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What the house usually draws at each quarter of the day, how far it strays from it, and how long
 * it stays astray: the forecast of quarters that have not begun. Days are UTC days.
 *
 * <p>Never changes; {@link #with} gives the next.
 */
final class DailyProfile {

    static final int OF_A_DAY = 96;

    /** Weight of the newest day; the first days weigh more. */
    private static final double NEWEST = 0.15;

    private static final double FORGET = 0.998;

    /** No need to count further. */
    private static final int FEW_YEARS = 1000 * OF_A_DAY;

    /** Before a day is known, a house strays as far as this share of what it draws. */
    private static final double UNKNOWN_STRAY = 0.6;

    private static final double LEAST_STRAY = 50;

    /** Leads of 1, 2, 3–4, 5–8, … 65 and more quarters. */
    private static final int LEADS = 8;

    /** Saved in the place of a demand that is not known. */
    private static final double NOT_KNOWN = -1;

    /** Quarters seen. */
    private final int seen;

    private final double[] usual;
    private final double[] stray;

    /** Demand of each quarter of the last day, W; NaN where it is not known. */
    private final double[] lately;

    private final double[] stays;
    private final ErrorHistogram[] errors;

    private DailyProfile(
            int seen,
            double[] usual,
            double[] stray,
            double[] lately,
            double[] stays,
            ErrorHistogram[] errors) {
        this.seen = seen;
        this.usual = usual;
        this.stray = stray;
        this.lately = lately;
        this.stays = stays;
        this.errors = errors;
    }

    static DailyProfile unknown() {
        ErrorHistogram[] errors = new ErrorHistogram[LEADS];
        Arrays.fill(errors, ErrorHistogram.unknown());
        double[] lately = new double[OF_A_DAY];
        Arrays.fill(lately, Double.NaN);
        return new DailyProfile(
                0, new double[0], new double[0], lately, new double[] {0.5 * 4, 4}, errors);
    }

    boolean isKnown() {
        return seen > 0;
    }

    /** Whether each quarter of the day may have been seen once. */
    boolean knowADay() {
        return seen >= OF_A_DAY;
    }

    /**
     * Usual power of the quarter that starts at {@code start}, W; {@code otherwise} while unknown.
     */
    double usual(long start, double otherwise) {
        return isKnown() ? usual[slot(start)] : otherwise;
    }

    /**
     * What the quarter in which {@code at} lies came to a day ago, W; what it usually does while
     * that is not known, and {@code otherwise} while nothing is.
     */
    double yesterday(long at, double otherwise) {
        double then = lately[slot(at)];
        return Double.isNaN(then) ? usual(at, otherwise) : then;
    }

    /**
     * After the quarter that started at {@code start} came to {@code watts}.
     *
     * @param start s since 1970
     */
    DailyProfile with(long start, double watts) {
        int q = slot(start);
        double[] u = usual.clone();
        double[] s = stray.clone();
        if (!isKnown()) {
            u = new double[OF_A_DAY];
            s = new double[OF_A_DAY];
            Arrays.fill(u, watts);
            Arrays.fill(s, Math.max(LEAST_STRAY, UNKNOWN_STRAY * watts));
        }
        DailyProfile before = new DailyProfile(seen, u, s, lately, stays, errors);
        ErrorHistogram[] e = errors.clone();
        for (int lead = 1; lead < OF_A_DAY; lead *= 2) {
            double then = lately[slot(start - lead * 900L)];
            if (!Double.isNaN(then)) {
                int c = leadClass(lead);
                e[c] = e[c].with((watts - before.after(start, lead, then)) / before.stray(q));
            }
        }
        double[] st = stays.clone();
        double previous = lately[slot(start - 900)];
        int days = seen / OF_A_DAY;
        // On the first day everything is unusual.
        if (days > 0 && !Double.isNaN(previous)) {
            double unit = before.stray(q);
            double x = (previous - u[slot(start - 900)]) / unit;
            double y = (watts - u[q]) / unit;
            st[0] = st[0] * FORGET + Math.max(-9, Math.min(9, x * y));
            st[1] = st[1] * FORGET + Math.min(9, x * x);
        }
        double[] l = lately.clone();
        l[q] = watts;
        s[q] += (Math.abs(watts - u[q]) - s[q]) * Math.max(NEWEST, 1.0 / (days + 2));
        u[q] += (watts - u[q]) * Math.max(NEWEST, 1.0 / (days + 1));
        return new DailyProfile(Math.min(seen, FEW_YEARS) + 1, u, s, l, st, e);
    }

    /** Nothing is known of what was lately. */
    DailyProfile interrupted() {
        double[] l = new double[OF_A_DAY];
        Arrays.fill(l, Double.NaN);
        return new DailyProfile(seen, usual, stray, l, stays, errors);
    }

    /**
     * The demand of the quarter that starts at {@code start}.
     *
     * @param lead quarters between now and then, 1 = the next
     * @param now what is drawn now, W
     */
    DemandDistribution ahead(long start, int lead, double now) {
        double expected = isKnown() ? Math.max(0, after(start, lead, now)) : now;
        double unit = isKnown() ? stray(slot(start)) : Math.max(LEAST_STRAY, UNKNOWN_STRAY * now);
        double[] quantiles = errors[leadClass(Math.max(1, lead))].quantiles();
        for (int i = 0; i < quantiles.length; i++) {
            quantiles[i] = Math.max(0, expected + quantiles[i] * unit);
        }
        return DemandDistribution.of(expected, quantiles);
    }

    /** The usual demand, and the share of what is unusual now that will be left then. */
    private double after(long start, int lead, double now) {
        double left = StrictMath.pow(Math.max(0, Math.min(0.99, stays[0] / stays[1])), lead);
        return usual[slot(start)] + left * (now - usual[slot(start - lead * 900L)]);
    }

    private double stray(int q) {
        return Math.max(LEAST_STRAY, stray[q]);
    }

    private static int slot(long start) {
        return (int) (Math.floorMod(start, 86_400L) / 900);
    }

    private static int leadClass(int lead) {
        return Math.min(LEADS - 1, 32 - Integer.numberOfLeadingZeros(lead - 1));
    }

    void save(Memory to) {
        to.putInt(seen);
        to.put(usual);
        to.put(stray);
        to.put(stays);
        for (ErrorHistogram e : errors) {
            e.save(to);
        }
    }

    static DailyProfile load(ByteBuffer from) {
        int seen = from.getInt();
        if (seen < 0) {
            throw new IllegalArgumentException(seen + " quarters cannot have been seen");
        }
        int known = seen == 0 ? 0 : OF_A_DAY;
        DailyProfile none = unknown();
        double[] usual = Memory.doubles(from, known);
        double[] stray = Memory.doubles(from, known);
        double[] stays = Memory.doubles(from, none.stays.length);
        ErrorHistogram[] errors = new ErrorHistogram[LEADS];
        for (int i = 0; i < LEADS; i++) {
            errors[i] = ErrorHistogram.load(from);
        }
        return new DailyProfile(seen, usual, stray, none.lately, stays, errors);
    }

    /** What was lately, which {@link #save} leaves out. */
    void saveLately(Memory to) {
        double[] known = lately.clone();
        for (int i = 0; i < OF_A_DAY; i++) {
            known[i] = Double.isNaN(known[i]) ? NOT_KNOWN : known[i];
        }
        to.put(known);
    }

    /** With what {@link #saveLately} gave. */
    DailyProfile withLately(ByteBuffer from) {
        double[] known = Memory.doubles(from, OF_A_DAY);
        for (int i = 0; i < OF_A_DAY; i++) {
            known[i] = known[i] == NOT_KNOWN ? Double.NaN : known[i];
        }
        return new DailyProfile(seen, usual, stray, known, stays, errors);
    }
}
