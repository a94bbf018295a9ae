package be.bsmr.quarter;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The house's import power of late, in windows of several lengths: what the forecast looks at. Fed
 * once a second; the work and the memory are the same every second.
 *
 * <p>Changes in place; {@link Forecaster} feeds a copy and never changes one that it has shown.
 */
final class PowerFeatures {

    /** Powers of which the rest of the quarter is thought to be a blend. */
    static final int EXPERTS = 10;

    /** Numbers that the forecast is made from. */
    static final int INPUTS = 59;

    /** Powers of late that a straight line weighs. */
    static final int DIFFERENCES = 15;

    /** Time constants of the exponential means, s. */
    private static final int[] CONSTANTS = {5, 15, 30, 60, 120, 300, 900, 3600, 14400};

    /** A house that was not seen long enough is taken to wander as far as most, W. */
    private static final double UNSEEN_DEVIATION = 200;

    private static final int SECONDS = Cycles.LONGEST;
    private static final int HALF_A_MINUTE = 30;
    private static final int MINUTES = 60;

    /** A change of at least this many watts, and of this share, is an appliance that switches. */
    private static final double STEP_WATTS = 100;

    private static final double STEP_SHARE = 0.15;

    private long second;
    private int count;

    /** The last minutes, rings. */
    private final int[] seconds;

    private final int[] nets;

    /** Each of the last 60 minutes, a ring; never changed once filled, so that copies share it. */
    private float[] lows;

    private float[] highs;
    private float[] sums;
    private float[] squares;
    private int minutes;

    private double low;
    private double high;
    private double sum;
    private double square;
    private int inMinute;

    private final double[] means;
    private double deviation15 = UNSEEN_DEVIATION;
    private double deviation60 = UNSEEN_DEVIATION;

    /** The level since the last step, and that before it. */
    private double level;

    private double levelBefore;
    private long stepAt;
    private long upAt;
    private long downAt;
    private double lastStep;
    private double upSize;
    private double downSize;
    private double stepsOf2Minutes;
    private double stepsOf15Minutes;
    private double lastOn = 100;
    private double lastOff = 100;
    private final Cycles cycles;

    PowerFeatures() {
        seconds = new int[SECONDS];
        nets = new int[SECONDS];
        means = new double[CONSTANTS.length];
        lows = new float[MINUTES];
        highs = new float[MINUTES];
        sums = new float[MINUTES];
        squares = new float[MINUTES];
        cycles = new Cycles();
    }

    private PowerFeatures(PowerFeatures r) {
        second = r.second;
        count = r.count;
        seconds = r.seconds.clone();
        nets = r.nets.clone();
        lows = r.lows;
        highs = r.highs;
        sums = r.sums;
        squares = r.squares;
        minutes = r.minutes;
        low = r.low;
        high = r.high;
        sum = r.sum;
        square = r.square;
        inMinute = r.inMinute;
        means = r.means.clone();
        deviation15 = r.deviation15;
        deviation60 = r.deviation60;
        level = r.level;
        levelBefore = r.levelBefore;
        stepAt = r.stepAt;
        upAt = r.upAt;
        downAt = r.downAt;
        lastStep = r.lastStep;
        upSize = r.upSize;
        downSize = r.downSize;
        stepsOf2Minutes = r.stepsOf2Minutes;
        stepsOf15Minutes = r.stepsOf15Minutes;
        lastOn = r.lastOn;
        lastOff = r.lastOff;
        cycles = r.cycles.copy();
    }

    PowerFeatures copy() {
        return new PowerFeatures(this);
    }

    /**
     * The power of one more second.
     *
     * @param own import minus export of what is foreseen, W
     * @param net the same of the whole house, W
     */
    void add(long at, int own, int net) {
        int watts = Math.max(0, own);
        second = at;
        if (count == 0) {
            level = watts;
            levelBefore = watts;
            stepAt = at;
            upAt = at;
            downAt = at;
            startMinute();
        }
        seconds[count % SECONDS] = own;
        nets[count % SECONDS] = net;
        count++;
        for (int i = 0; i < means.length; i++) {
            // A mean of an hour that began a minute ago is that minute's mean.
            means[i] += (watts - means[i]) / Math.min(count, CONSTANTS[i]);
        }
        deviation15 += (Math.abs(watts - means[5]) - deviation15) / 600;
        deviation60 += (Math.abs(watts - means[6]) - deviation60) / 3600;
        step(at, watts);
        cycles.add(at, net);
        if (at % 60 == 0 && inMinute > 0) {
            endMinute();
        }
        low = Math.min(low, watts);
        high = Math.max(high, watts);
        sum += watts;
        square += (double) watts * watts;
        inMinute++;
    }

    private void step(long at, int watts) {
        stepsOf2Minutes *= 1 - 1 / 120.0;
        stepsOf15Minutes *= 1 - 1 / 900.0;
        double change = watts - level;
        if (Math.abs(change) <= Math.max(STEP_WATTS, STEP_SHARE * level)) {
            level += change * 0.1;
            return;
        }
        stepsOf2Minutes += 1 / 4.0;
        stepsOf15Minutes += 1 / 15.0;
        if (change > 0) {
            lastOff = at - stepAt;
        } else {
            lastOn = at - stepAt;
        }
        // A ramp of a few seconds is one step, not several.
        if (at - stepAt > 5) {
            levelBefore = level;
        }
        stepAt = at;
        lastStep = watts - levelBefore;
        if (lastStep > 0) {
            upAt = at;
            upSize = lastStep;
        } else {
            downAt = at;
            downSize = -lastStep;
        }
        level = watts;
    }

    private void startMinute() {
        low = Double.MAX_VALUE;
        high = 0;
        sum = 0;
        square = 0;
        inMinute = 0;
    }

    private void endMinute() {
        int i = minutes % MINUTES;
        lows = with(lows, i, low);
        highs = with(highs, i, high);
        sums = with(sums, i, sum / inMinute);
        squares = with(squares, i, square / inMinute);
        minutes++;
        startMinute();
    }

    private static float[] with(float[] ring, int i, double value) {
        float[] next = ring.clone();
        next[i] = (float) value;
        return next;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int last() {
        return count == 0 ? 0 : Math.max(0, seconds[(count - 1) % SECONDS]);
    }

    /** Mean of the last 30 s, W. */
    double mean30() {
        return mean(seconds, HALF_A_MINUTE, PowerFeatures::imported);
    }

    /**
     * The mean of the last 30 s or, while something switches to and fro, of its last whole cycle:
     * what the house draws if all goes on as it is, W.
     */
    double steady() {
        return mean(seconds, Math.max(HALF_A_MINUTE, cycleSeconds()), PowerFeatures::imported);
    }

    /**
     * What the loads that are controlled add to {@link #steady}, W: they draw first what is
     * exported.
     *
     * @param planned what they draw from now on, unless they switch to and fro of themselves
     * @param settled so many seconds ago they were last told anything
     */
    double added(int planned, long settled) {
        int whole = cycleSeconds();
        return whole > 0 && settled >= whole
                ? mean(nets, whole, PowerFeatures::imported)
                        - mean(seconds, whole, PowerFeatures::imported)
                : mean(seconds, HALF_A_MINUTE, w -> Math.max(0, w + planned) - Math.max(0, w));
    }

    /** A whole number of cycles of what switches to and fro now, s; 0 when nothing does. */
    int cycleSeconds() {
        return cycles.whole(second);
    }

    /** Mean of import minus export over the last 30 s, W. */
    double netMean30() {
        return mean(nets, HALF_A_MINUTE, w -> w);
    }

    /** Mean import over the last 30 s, W: import and export are never both above zero. */
    double importMean30() {
        return mean(nets, HALF_A_MINUTE, PowerFeatures::imported);
    }

    /** Of the last {@code length} seconds, or as many as were seen. */
    private double mean(int[] ring, int length, IntUnaryOperator of) {
        int n = Math.min(count, length);
        long all = 0;
        for (int i = 1; i <= n; i++) {
            all += of.applyAsInt(ring[(count - i) % SECONDS]);
        }
        return n == 0 ? 0 : all / (double) n;
    }

    /** Mean of the last quarter of an hour, W. */
    double mean15Minutes() {
        return means[6];
    }

    /** How much the power wanders of late, W: the unit in which the forecast errs. */
    double scale() {
        return 30 + 0.5 * (deviation15 + 0.5 * deviation60 + 0.5 * Math.abs(means[3] - means[5]));
    }

    /** The highest power of the last hour, W. */
    double highest() {
        return window(MINUTES).high;
    }

    /** From the lowest to the highest power of the last hour, W. */
    double range() {
        Window hour = window(MINUTES);
        return hour.high - hour.low;
    }

    private record Window(double low, double high, double mean, double deviation) {}

    /** The running minute and {@code length} whole ones before it. */
    private Window window(int length) {
        double least = low;
        double most = high;
        double mean = sum;
        double meanSquare = square;
        double n = inMinute;
        int known = Math.min(length, Math.min(minutes, MINUTES));
        for (int k = 1; k <= known; k++) {
            int i = (minutes - k) % MINUTES;
            least = Math.min(least, lows[i]);
            most = Math.max(most, highs[i]);
            mean += 60.0 * sums[i];
            meanSquare += 60.0 * squares[i];
            n += 60;
        }
        mean /= n;
        return new Window(least, most, mean, Math.sqrt(Math.max(0, meanSquare / n - mean * mean)));
    }

    /**
     * What a forecast of the next {@code horizon} seconds is made from.
     *
     * @param habit what the house usually draws now, W
     * @param nextHabit and a quarter of an hour later
     * @param experts filled with {@link #EXPERTS} powers, W
     * @param x filled with {@link #INPUTS} numbers of about −3…4
     */
    void look(int horizon, double habit, double nextHabit, float[] experts, float[] x) {
        Window m1 = window(1);
        Window m2 = window(2);
        Window m5 = window(5);
        Window m10 = window(10);
        Window m15 = window(15);
        Window m60 = window(60);
        Window back = window(Math.max(0, Math.round(horizon / 60f) - 1));
        double now = last();
        double half = mean30();
        double scale = scale();

        int e = 0;
        experts[e++] = (float) now;
        experts[e++] = (float) means[1];
        experts[e++] = (float) half;
        experts[e++] = (float) means[4];
        experts[e++] = (float) means[5];
        experts[e++] = (float) means[6];
        experts[e++] = (float) means[7];
        experts[e++] = (float) m15.low;
        experts[e++] = (float) Math.min(levelBefore, now);
        experts[e] = (float) habit;

        int i = 0;
        float h = horizon / 900f;
        x[i++] = 1;
        x[i++] = h;
        x[i++] = h * h;
        x[i++] = log(now);
        for (int k = 1; k < means.length; k++) {
            x[i++] = log(means[k]);
        }
        x[i++] = log(half);
        x[i++] = log(m15.low);
        x[i++] = log(m60.low);
        x[i++] = log(m60.high);
        x[i++] = log(high);
        x[i++] = log(habit);
        x[i++] = log(nextHabit);
        x[i++] = log(levelBefore);
        x[i++] = log(level);
        x[i++] = (float) (Math.signum(lastStep) * StrictMath.log1p(Math.abs(lastStep) / 100));
        x[i++] = age((double) (second - stepAt));
        x[i++] = age((double) (second - upAt));
        x[i++] = age((double) (second - downAt));
        x[i++] = log(upSize);
        x[i++] = log(downSize);
        double hour = Math.floorMod(second, 86_400L) / 86_400.0 * 2 * Math.PI;
        x[i++] = (float) StrictMath.sin(hour);
        x[i++] = (float) StrictMath.cos(hour);
        x[i++] = (float) StrictMath.sin(2 * hour);
        x[i++] = (float) StrictMath.cos(2 * hour);
        x[i++] = capped((now - m15.low) / 1000);
        x[i++] = capped((now - levelBefore) / 1000);
        x[i++] = log(now - m15.low);
        x[i++] = log(back.mean);
        x[i++] = log(m1.mean);
        x[i++] = log(m5.mean);
        x[i++] = log(m15.mean);
        x[i++] = log(m1.deviation) / 2;
        x[i++] = log(m5.deviation) / 2;
        x[i++] = log(m15.deviation) / 2;
        x[i++] = log(m2.low);
        x[i++] = log(m5.low);
        x[i++] = log(m10.low);
        x[i++] = log(m2.high);
        x[i++] = log(m5.high);
        x[i++] = log(m15.high);
        x[i++] = (float) Math.sqrt(stepsOf2Minutes) / 2;
        x[i++] = (float) Math.sqrt(stepsOf15Minutes) / 2;
        x[i++] = age(lastOn);
        x[i++] = age(lastOff);
        x[i++] = capped((half - m5.low) / scale);
        x[i++] = capped((half - m5.high) / scale);
        x[i++] = capped((half - back.mean) / scale);
        x[i++] = capped((half - means[5]) / scale);
        x[i++] = capped((half - means[7]) / scale);
        x[i++] = capped((now - half) / scale);
        x[i++] = capped((half - habit) / scale);
        x[i] =
                Math.floorMod(second / 86_400, 7L) == 2 || Math.floorMod(second / 86_400, 7L) == 3
                        ? 1
                        : 0;
        if (i != INPUTS - 1 || e != EXPERTS - 1) {
            throw new IllegalStateException(i + " inputs, " + e + " experts");
        }
    }

    /**
     * What a straight line foresees the next minutes from: how far powers of late are from {@link
     * #steady}, kW.
     *
     * @param habit what the house usually draws now, W
     * @param yesterday what it drew at this time, W
     */
    float[] differences(double habit, double yesterday) {
        Window m5 = window(5);
        Window m15 = window(15);
        double[] watts = {
            last(),
            mean(seconds, 60, PowerFeatures::imported),
            mean(seconds, 120, PowerFeatures::imported),
            m5.mean,
            window(10).mean,
            m15.mean,
            window(30).mean,
            window(MINUTES).mean,
            means[8],
            m5.low,
            m15.low,
            habit,
            yesterday,
            m15.high,
            Math.min(levelBefore, last())
        };
        double steady = steady();
        float[] x = new float[DIFFERENCES];
        for (int i = 0; i < DIFFERENCES; i++) {
            x[i] = (float) ((watts[i] - steady) / 1000);
        }
        return x;
    }

    void save(Memory to) {
        to.putLong(second);
        to.putInt(count);
        for (int i = 0; i < SECONDS; i++) {
            to.putInt(seconds[i]);
            to.putInt(nets[i]);
        }
        for (float[] ring : List.of(lows, highs, sums, squares)) {
            to.put(ring);
        }
        to.putInt(minutes);
        to.putInt(inMinute);
        to.put(means);
        to.put(
                new double[] {
                    low,
                    high,
                    sum,
                    square,
                    deviation15,
                    deviation60,
                    level,
                    levelBefore,
                    lastStep,
                    upSize,
                    downSize,
                    stepsOf2Minutes,
                    stepsOf15Minutes,
                    lastOn,
                    lastOff
                });
        to.putLong(stepAt);
        to.putLong(upAt);
        to.putLong(downAt);
        cycles.save(to);
    }

    /** What {@link #save} gave. */
    static PowerFeatures load(ByteBuffer from) {
        return new PowerFeatures(from);
    }

    private PowerFeatures(ByteBuffer from) {
        second = from.getLong();
        count = Memory.within(from.getInt(), Integer.MAX_VALUE);
        seconds = new int[SECONDS];
        nets = new int[SECONDS];
        for (int i = 0; i < SECONDS; i++) {
            seconds[i] = from.getInt();
            nets[i] = from.getInt();
        }
        lows = Memory.floats(from, MINUTES);
        highs = Memory.floats(from, MINUTES);
        sums = Memory.floats(from, MINUTES);
        squares = Memory.floats(from, MINUTES);
        minutes = Memory.within(from.getInt(), Integer.MAX_VALUE);
        inMinute = Memory.within(from.getInt(), Integer.MAX_VALUE);
        means = Memory.doubles(from, CONSTANTS.length);
        double[] w = Memory.doubles(from, 15);
        low = w[0];
        high = w[1];
        sum = w[2];
        square = w[3];
        deviation15 = w[4];
        deviation60 = w[5];
        level = w[6];
        levelBefore = w[7];
        lastStep = w[8];
        upSize = w[9];
        downSize = w[10];
        stepsOf2Minutes = w[11];
        stepsOf15Minutes = w[12];
        lastOn = w[13];
        lastOff = w[14];
        stepAt = from.getLong();
        upAt = from.getLong();
        downAt = from.getLong();
        cycles = Cycles.load(from);
    }

    private static float log(double watts) {
        return (float) StrictMath.log1p(Math.max(0, watts) / 100) - 2;
    }

    private static float age(double seconds) {
        return (float) StrictMath.log1p(Math.min(seconds, 100_000) / 10) / 2 - 1;
    }

    private static float capped(double x) {
        return (float) Math.max(-3, Math.min(3, x));
    }

    /** Of a net power, W, what is taken from the grid. */
    private static int imported(int watts) {
        return Math.max(0, watts);
    }
}
