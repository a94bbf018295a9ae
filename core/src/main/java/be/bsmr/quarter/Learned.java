package be.bsmr.quarter;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the house has taught the forecast: a few small nets, whose mean is better than the best of
 * them; the examples they learn from; how far they were off; and whether to trust them or, while
 * they know little, the mean of the last 30 seconds.
 *
 * <p>Never changes; {@link #with} gives the next.
 */
final class Learned {

    /** The layout of {@link #bytes}; another one is not read. */
    private static final int VERSION = 1;

    private static final int NETS = 4;

    /** So many old examples are learned again with each new one. */
    private static final int AGAIN = 6;

    /** Forecasts of about the same horizon err alike; s. */
    private static final int[] HORIZONS = {45, 120, 240, 390, 540, 690};

    /**
     * Above the lowest power of late by less than these W: idle, something on, something large on.
     */
    private static final int[] ABOVE_BASE = {150, 1000};

    private static final int KINDS = (HORIZONS.length + 1) * (ABOVE_BASE.length + 1);

    private static final double FORGET = 0.9998;
    private static final double MOST_OFF = 10;

    /** In units of how much the power wanders: a net that has seen little may fear far too much. */
    private static final double MOST_ERROR = 5;

    /** What is expected of the next minutes. */
    record Guess(
            Net.Example seen,
            int kind,
            double power,
            double error,
            double netPower,
            double plain) {}

    private final Net[] nets;
    private final Examples examples;
    private final Errors[] errors;

    /** Least squares of what came against the nets' difference from the plain mean, per horizon. */
    private final double[] agreed;

    private final double[] claimed;
    private final Habits habits;

    private Learned(
            Net[] nets,
            Examples examples,
            Errors[] errors,
            double[] agreed,
            double[] claimed,
            Habits habits) {
        this.nets = nets;
        this.examples = examples;
        this.errors = errors;
        this.agreed = agreed;
        this.claimed = claimed;
        this.habits = habits;
    }

    static Learned nothing() {
        Net[] nets = new Net[NETS];
        for (int i = 0; i < NETS; i++) {
            nets[i] = Net.untaught(i + 1);
        }
        Errors[] errors = new Errors[KINDS];
        Arrays.fill(errors, Errors.unknown());
        double[] agreed = new double[HORIZONS.length + 1];
        double[] claimed = new double[HORIZONS.length + 1];
        Arrays.fill(agreed, 0.5 * 3);
        Arrays.fill(claimed, 3);
        return new Learned(nets, Examples.none(), errors, agreed, claimed, Habits.unknown());
    }

    Habits habits() {
        return habits;
    }

    Learned with(Habits next) {
        return new Learned(nets, examples, errors, agreed, claimed, next);
    }

    /**
     * What the next {@code horizon} seconds will draw.
     *
     * @param at s since 1970
     */
    Guess guess(Recent recent, long at, int horizon) {
        float[] x = new float[Recent.INPUTS];
        float[] experts = new float[Recent.EXPERTS];
        double otherwise = recent.mean15Minutes();
        recent.look(
                horizon,
                habits.usual(at, otherwise),
                habits.usual(at + 900, otherwise),
                experts,
                x);
        float scale = (float) recent.scale();
        Net.Pass pass = new Net.Pass();
        double power = 0;
        double error = 0;
        for (Net net : nets) {
            net.look(x, experts, scale, pass);
            power += Math.max(0, pass.power);
            error += pass.error;
        }
        power /= NETS;
        error = Math.min(error / NETS, MOST_ERROR * scale);
        double plain = recent.mean30();
        int h = classOf(horizon, HORIZONS);
        double trust = Math.max(0, Math.min(1, agreed[h] / claimed[h]));
        double mixed = trust * power + (1 - trust) * plain;
        int kind =
                h * (ABOVE_BASE.length + 1)
                        + classOf((int) Math.round(recent.aboveBase()), ABOVE_BASE);
        return new Guess(
                new Net.Example(x, experts, scale, horizon, 0), kind, mixed, error, power, plain);
    }

    /** No quarter comes so much above what is foreseen: a connection of 40 A and 230 V. */
    private static final double MOST_MORE_WATTS = 9_200;

    /** Mean power of the guessed minutes that is not passed with each probability, W. */
    double[] quantiles(Guess guess) {
        double[] q = errors[guess.kind].quantiles();
        for (int i = 0; i < q.length; i++) {
            double more = Math.min(guess.error * q[i], MOST_MORE_WATTS);
            q[i] = Math.max(0, guess.power + more);
        }
        return q;
    }

    /** After the minutes of a guess have drawn {@code came} W on average. */
    Learned with(Guess guess, double came) {
        Errors[] nextErrors = errors.clone();
        nextErrors[guess.kind] = errors[guess.kind].with((came - guess.power) / guess.error);

        int h = guess.kind / (ABOVE_BASE.length + 1);
        double claim = bounded((guess.netPower - guess.plain) / guess.seen.scale());
        double truth = bounded((came - guess.plain) / guess.seen.scale());
        double[] nextAgreed = agreed.clone();
        double[] nextClaimed = claimed.clone();
        nextAgreed[h] = agreed[h] * FORGET + claim * truth;
        nextClaimed[h] = claimed[h] * FORGET + claim * claim;

        Net.Example example = guess.seen.thatCameTo((float) came);
        Net[] next = new Net[NETS];
        for (int k = 0; k < NETS; k++) {
            Net.Example[] lesson = new Net.Example[examples.size() == 0 ? 1 : 1 + AGAIN];
            lesson[0] = example;
            for (int i = 1; i < lesson.length; i++) {
                long draw = (examples.seen() * NETS + k) * AGAIN + i;
                lesson[i] = examples.get((int) Chance.below(draw, examples.size()));
            }
            next[k] = nets[k].taught(lesson);
        }
        return new Learned(
                next, examples.with(example), nextErrors, nextAgreed, nextClaimed, habits);
    }

    private static double bounded(double x) {
        return Math.max(-MOST_OFF, Math.min(MOST_OFF, x));
    }

    private static int classOf(int value, int[] limits) {
        int c = 0;
        while (c < limits.length && value > limits[c]) {
            c++;
        }
        return c;
    }

    byte[] bytes() {
        Memory to = new Memory();
        to.putInt(VERSION);
        to.putInt(Recent.INPUTS);
        for (Net net : nets) {
            net.save(to);
        }
        for (Errors e : errors) {
            e.save(to);
        }
        to.put(agreed);
        to.put(claimed);
        habits.save(to);
        examples.save(to);
        return to.bytes();
    }

    /** What {@link #bytes} gave; empty when it is of another version or damaged. */
    static Optional<Learned> of(byte[] bytes) {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        try {
            if (from.getInt() != VERSION || from.getInt() != Recent.INPUTS) {
                return Optional.empty();
            }
            Net[] nets = new Net[NETS];
            for (int i = 0; i < NETS; i++) {
                nets[i] = Net.load(from);
            }
            Errors[] errors = new Errors[KINDS];
            for (int i = 0; i < KINDS; i++) {
                errors[i] = Errors.load(from);
            }
            double[] agreed = Memory.doubles(from, HORIZONS.length + 1);
            double[] claimed = Memory.doubles(from, HORIZONS.length + 1);
            Habits habits = Habits.load(from);
            Examples examples = Examples.load(from);
            return Optional.of(new Learned(nets, examples, errors, agreed, claimed, habits));
        } catch (BufferUnderflowException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }
}
