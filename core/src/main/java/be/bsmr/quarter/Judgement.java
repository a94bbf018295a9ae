package be.bsmr.quarter;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How far to trust what was learned, against what the house draws if all goes on as it is; and how
 * far a forecast may be off then.
 *
 * <p>Never changes; {@link #with} gives the next.
 */
final class Judgement {

    /** What was learned is trusted for each of these horizons apart; s. */
    private static final int[] HORIZONS = {45, 120, 240, 390, 540, 690};

    private static final double FORGET = 0.9998;
    private static final double MOST_OFF = 10;

    /**
     * In a house that nobody knows yet, more may be switched on than was seen. The scale of what it
     * has not shown is as far as its power went up and down within the hour, W: where nothing
     * moves, nobody is about; where they cook, more will follow. At least so much,
     */
    private static final double UNSEEN_AT_REST = 45;

    /** And no more than so much, W, or this share of what is drawn. */
    private static final double UNSEEN_WATTS = 500;

    private static final double UNSEEN_SHARE = 0.05;

    /** It reaches further up than down: what is on is known, what comes on is not. */
    private static final double UNSEEN_UPWARDS = 3;

    private static final double UNSEEN_DOWNWARDS = 1.2;

    /** How far it reaches at each probability of a distribution, in its scale. */
    private static final double[] UNSEEN =
            IntStream.range(0, DemandDistribution.size())
                    .mapToDouble(i -> lopsided(DemandDistribution.level(i)))
                    .toArray();

    /** A quarter of it is left when so many lessons were learned, those of 160 minutes. */
    private static final double UNSEEN_LESSONS = 960;

    /**
     * So much that they claimed, and that did not come, stands against the nets at the start: what
     * one evening taught is no law. In squares of how much the power wanders.
     */
    private static final double DOUBT = 23;

    /**
     * Forecasts do not come out higher than this above what was foreseen, but in a house that has
     * drawn more within the hour, W: 40 A at 230 V, the most common connection.
     */
    private static final double MOST_MORE = 9_200;

    private final Spread spread;

    /** Least squares of what came against what was learned, both against the plain mean. */
    private final double[] agreed;

    private final double[] claimed;

    private Judgement(Spread spread, double[] agreed, double[] claimed) {
        this.spread = spread;
        this.agreed = agreed;
        this.claimed = claimed;
    }

    static Judgement unknown() {
        double[] claimed = new double[HORIZONS.length + 1];
        Arrays.fill(claimed, DOUBT);
        return new Judgement(Spread.unknown(), new double[HORIZONS.length + 1], claimed);
    }

    /**
     * What is foreseen in the end.
     *
     * @param seen with the horizon and the scale
     * @param learned what was learned foresees, W
     * @param learnedError how far off it thinks it is, W
     * @param lessons how many were learned
     */
    Guess guess(
            NeuralNet.Example seen,
            double learned,
            double learnedError,
            PowerFeatures recent,
            long lessons) {
        int horizon = (int) seen.horizon();
        double plain = recent.steady();
        double untaught = UNSEEN_LESSONS / (UNSEEN_LESSONS + lessons);
        double unseen =
                untaught
                        * untaught
                        * Math.min(
                                UNSEEN_AT_REST + recent.range(),
                                Math.max(UNSEEN_WATTS, UNSEEN_SHARE * plain));
        double most = Math.max(MOST_MORE, recent.highest());
        int h = Classes.of(horizon, HORIZONS);
        double trust = Math.max(0, Math.min(1, agreed[h] / claimed[h]));
        double mixed = trust * learned + (1 - trust) * plain;
        double[] signs = Spread.signs(horizon, seen.scale(), plain, learned, learnedError, mixed);
        return new Guess(
                seen, mixed, signs, spread.unit(signs), unseen, most, learned, learnedError, plain);
    }

    /**
     * Mean power of the guessed minutes that is not passed with each probability, W, as far as this
     * house has given reason to expect.
     */
    double[] evident(Guess guess) {
        return quantiles(guess, 0);
    }

    /** With what nobody has seen this house do yet; further from the middle, never less. */
    double[] likely(Guess guess) {
        return quantiles(guess, guess.unseen());
    }

    private double[] quantiles(Guess guess, double unseen) {
        double[] q = spread.quantiles(guess.horizon(), guess.error());
        for (int i = 0; i < q.length; i++) {
            double more = guess.error() * q[i] + unseen * UNSEEN[i];
            q[i] = Math.max(0, guess.power() + Math.min(more, guess.most()));
        }
        return q;
    }

    /** Laplace's law, further up than down, in its scale. */
    private static double lopsided(double level) {
        return level < 0.5
                ? UNSEEN_DOWNWARDS * StrictMath.log(2 * level)
                : -UNSEEN_UPWARDS * StrictMath.log(2 * (1 - level));
    }

    /** After the minutes of a guess have drawn {@code came} W on average. */
    Judgement with(Guess guess, double came) {
        int h = Classes.of(guess.horizon(), HORIZONS);
        double claim = bounded((guess.learned() - guess.plain()) / guess.seen().scale());
        double truth = bounded((came - guess.plain()) / guess.seen().scale());
        double[] nextAgreed = agreed.clone();
        double[] nextClaimed = claimed.clone();
        nextAgreed[h] = agreed[h] * FORGET + claim * truth;
        nextClaimed[h] = claimed[h] * FORGET + claim * claim;
        return new Judgement(
                spread.with(guess.horizon(), guess.signs(), guess.error(), came - guess.power()),
                nextAgreed,
                nextClaimed);
    }

    private static double bounded(double x) {
        return Math.max(-MOST_OFF, Math.min(MOST_OFF, x));
    }

    void save(Memory to) {
        spread.save(to);
        to.put(agreed);
        to.put(claimed);
    }

    static Judgement load(ByteBuffer from) {
        return new Judgement(
                Spread.load(from),
                Memory.doubles(from, HORIZONS.length + 1),
                Memory.doubles(from, HORIZONS.length + 1));
    }
}
