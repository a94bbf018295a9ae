package be.bsmr.quarter;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the house has taught the forecast: a few small nets, whose mean is better than the best of
 * them; the examples they learn from; how far they were off; and whether to trust them or, while
 * they know little, the mean of the last 30 seconds.
 *
 * <p>Never changes; {@link #with} gives the next.
 */
final class LearnedModel {

    /** The layout of {@link #bytes}; another one is not read. */
    private static final int VERSION = 3;

    private static final int NETS = 4;

    /** So many old examples are learned again with each new one. */
    private static final int AGAIN = 6;

    /** The nets are trusted for each of these horizons apart; s. */
    private static final int[] HORIZONS = {45, 120, 240, 390, 540, 690};

    private static final double FORGET = 0.9998;
    private static final double MOST_OFF = 10;

    /** In units of how much the power wanders: a net that has seen little may fear far too much. */
    private static final double MOST_ERROR = 5;

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

    /**
     * What is expected of the next minutes.
     *
     * @param signs what {@code error} was foreseen from: see {@link Spread#signs}
     * @param error how far it is expected to be off, by what this house has shown, W
     * @param unseen the scale of what this house may do and has not shown, W
     * @param most so much above {@code power} they do not come, W
     */
    @SuppressWarnings("ArrayRecordComponent") // stays within this room and is never changed
    record Guess(
            NeuralNet.Example seen,
            double power,
            double[] signs,
            double error,
            double unseen,
            double most,
            double netPower,
            double plain) {

        int horizon() {
            return (int) seen.horizon();
        }
    }

    private final NeuralNet[] nets;
    private final Examples examples;
    private final Spread spread;

    /** Least squares of what came against the nets' difference from the plain mean, per horizon. */
    private final double[] agreed;

    private final double[] claimed;
    private final DailyProfile habits;

    private LearnedModel(
            NeuralNet[] nets,
            Examples examples,
            Spread spread,
            double[] agreed,
            double[] claimed,
            DailyProfile habits) {
        this.nets = nets;
        this.examples = examples;
        this.spread = spread;
        this.agreed = agreed;
        this.claimed = claimed;
        this.habits = habits;
    }

    static LearnedModel nothing() {
        NeuralNet[] nets = new NeuralNet[NETS];
        for (int i = 0; i < NETS; i++) {
            nets[i] = NeuralNet.untaught(i + 1);
        }
        double[] agreed = new double[HORIZONS.length + 1];
        double[] claimed = new double[HORIZONS.length + 1];
        Arrays.fill(claimed, DOUBT);
        return new LearnedModel(
                nets, Examples.none(), Spread.unknown(), agreed, claimed, DailyProfile.unknown());
    }

    DailyProfile habits() {
        return habits;
    }

    LearnedModel with(DailyProfile next) {
        return new LearnedModel(nets, examples, spread, agreed, claimed, next);
    }

    /**
     * What the next {@code horizon} seconds will draw.
     *
     * @param at s since 1970
     */
    Guess guess(PowerFeatures recent, long at, int horizon) {
        float[] x = new float[PowerFeatures.INPUTS];
        float[] experts = new float[PowerFeatures.EXPERTS];
        double otherwise = recent.mean15Minutes();
        recent.look(
                horizon,
                habits.usual(at, otherwise),
                habits.usual(at + 900, otherwise),
                experts,
                x);
        float scale = (float) recent.scale();
        NeuralNet.Pass pass = new NeuralNet.Pass();
        double power = 0;
        double error = 0;
        for (NeuralNet net : nets) {
            net.look(x, experts, scale, pass);
            power += Math.max(0, pass.power);
            error += pass.error;
        }
        power /= NETS;
        error = Math.min(error / NETS, MOST_ERROR * scale);
        double plain = recent.steady();
        double untaught = UNSEEN_LESSONS / (UNSEEN_LESSONS + examples.seen());
        double unseen =
                untaught
                        * untaught
                        * Math.min(
                                UNSEEN_AT_REST + recent.range(),
                                Math.max(UNSEEN_WATTS, UNSEEN_SHARE * plain));
        double most = Math.max(MOST_MORE, recent.highest());
        int h = Classes.of(horizon, HORIZONS);
        double trust = Math.max(0, Math.min(1, agreed[h] / claimed[h]));
        double mixed = trust * power + (1 - trust) * plain;
        double[] signs = Spread.signs(horizon, scale, plain, power, error, mixed);
        return new Guess(
                new NeuralNet.Example(x, experts, scale, horizon, 0),
                mixed,
                signs,
                spread.unit(signs),
                unseen,
                most,
                power,
                plain);
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
        return quantiles(guess, guess.unseen);
    }

    private double[] quantiles(Guess guess, double unseen) {
        double[] q = spread.quantiles(guess.horizon(), guess.error);
        for (int i = 0; i < q.length; i++) {
            double more = guess.error * q[i] + unseen * UNSEEN[i];
            q[i] = Math.max(0, guess.power + Math.min(more, guess.most));
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
    LearnedModel with(Guess guess, double came) {
        int h = Classes.of(guess.horizon(), HORIZONS);
        double claim = bounded((guess.netPower - guess.plain) / guess.seen.scale());
        double truth = bounded((came - guess.plain) / guess.seen.scale());
        double[] nextAgreed = agreed.clone();
        double[] nextClaimed = claimed.clone();
        nextAgreed[h] = agreed[h] * FORGET + claim * truth;
        nextClaimed[h] = claimed[h] * FORGET + claim * claim;

        NeuralNet.Example example = guess.seen.thatCameTo((float) came);
        NeuralNet[] next = new NeuralNet[NETS];
        for (int k = 0; k < NETS; k++) {
            NeuralNet.Example[] lesson =
                    new NeuralNet.Example[examples.size() == 0 ? 1 : 1 + AGAIN];
            lesson[0] = example;
            for (int i = 1; i < lesson.length; i++) {
                long draw = (examples.seen() * NETS + k) * AGAIN + i;
                lesson[i] = examples.get((int) Chance.below(draw, examples.size()));
            }
            next[k] = nets[k].taught(lesson);
        }
        return new LearnedModel(
                next,
                examples.with(example),
                spread.with(guess.horizon(), guess.signs, guess.error, came - guess.power),
                nextAgreed,
                nextClaimed,
                habits);
    }

    private static double bounded(double x) {
        return Math.max(-MOST_OFF, Math.min(MOST_OFF, x));
    }

    byte[] bytes() {
        Memory to = new Memory();
        to.putInt(VERSION);
        to.putInt(PowerFeatures.INPUTS);
        for (NeuralNet net : nets) {
            net.save(to);
        }
        spread.save(to);
        to.put(agreed);
        to.put(claimed);
        habits.save(to);
        examples.save(to);
        return to.bytes();
    }

    /** What {@link #bytes} gave; empty when it is of another version or damaged. */
    static Optional<LearnedModel> of(byte[] bytes) {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        try {
            if (from.getInt() != VERSION || from.getInt() != PowerFeatures.INPUTS) {
                return Optional.empty();
            }
            NeuralNet[] nets = new NeuralNet[NETS];
            for (int i = 0; i < NETS; i++) {
                nets[i] = NeuralNet.load(from);
            }
            Spread spread = Spread.load(from);
            double[] agreed = Memory.doubles(from, HORIZONS.length + 1);
            double[] claimed = Memory.doubles(from, HORIZONS.length + 1);
            DailyProfile habits = DailyProfile.load(from);
            Examples examples = Examples.load(from);
            return Optional.of(new LearnedModel(nets, examples, spread, agreed, claimed, habits));
        } catch (BufferUnderflowException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }
}
