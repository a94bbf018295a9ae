package be.bsmr.quarter;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a house has taught the small forecast: straight lines, each of which foresees the mean of so
 * many next minutes from powers of late; whether to trust them or what is drawn now; and how far
 * they were off. No nets, and no examples to learn from again.
 *
 * <p>Never changes; {@link #with} gives the next.
 */
final class LearnedLines implements Learned {

    /** The layout of {@link #bytes}; another one is not read. */
    private static final int VERSION = 1;

    /** A line for each of these, s; between two of them lies what both foresee. */
    private static final int[] HORIZONS = {60, 180, 300, 600, 840};

    /** Beside the powers, so that a line need not go through zero. */
    private static final double ONE = 0.1;

    private static final double KEEP = 0.9999;
    private static final double DOUBT = 1;

    /** Errors beyond this pull no harder, W of a quarter: one oven is no law. */
    private static final double HUBER = 100;

    private final LeastSquares[] lines;
    private final Judgement judgement;
    private final DailyProfile habits;
    private final long lessons;

    private LearnedLines(
            LeastSquares[] lines, Judgement judgement, DailyProfile habits, long lessons) {
        this.lines = lines;
        this.judgement = judgement;
        this.habits = habits;
        this.lessons = lessons;
    }

    static LearnedLines nothing() {
        LeastSquares[] lines = new LeastSquares[HORIZONS.length];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = LeastSquares.starting(DOUBT, new double[1 + PowerFeatures.DIFFERENCES]);
        }
        return new LearnedLines(lines, Judgement.unknown(), DailyProfile.unknown(), 0);
    }

    @Override
    public DailyProfile habits() {
        return habits;
    }

    @Override
    public LearnedLines with(DailyProfile next) {
        return new LearnedLines(lines, judgement, next, lessons);
    }

    @Override
    public Judgement judgement() {
        return judgement;
    }

    @Override
    public Guess guess(PowerFeatures recent, long at, int horizon) {
        double otherwise = recent.mean15Minutes();
        float[] differences =
                recent.differences(habits.usual(at, otherwise), habits.yesterday(at, otherwise));
        double power = Math.max(0, recent.steady() + 1000 * ahead(inputs(differences), horizon));
        float scale = (float) recent.scale();
        NeuralNet.Example seen =
                new NeuralNet.Example(differences, new float[0], scale, horizon, 0);
        return judgement.guess(seen, power, scale, recent, lessons);
    }

    private double ahead(double[] x, int horizon) {
        int i = 0;
        while (i < HORIZONS.length - 2 && horizon > HORIZONS[i + 1]) {
            i++;
        }
        double share = (horizon - HORIZONS[i]) / (double) (HORIZONS[i + 1] - HORIZONS[i]);
        double later = Math.max(0, Math.min(1, share));
        return (1 - later) * lines[i].of(x) + later * lines[i + 1].of(x);
    }

    private static double[] inputs(float[] differences) {
        double[] x = new double[1 + differences.length];
        x[0] = ONE;
        for (int i = 0; i < differences.length; i++) {
            x[i + 1] = differences[i];
        }
        return x;
    }

    @Override
    public LearnedLines with(Guess guess, double came) {
        int nearest = 0;
        for (int i = 1; i < HORIZONS.length; i++) {
            if (Math.abs(HORIZONS[i] - guess.horizon())
                    < Math.abs(HORIZONS[nearest] - guess.horizon())) {
                nearest = i;
            }
        }
        double off =
                (came - guess.learned()) * guess.horizon() / QuarterHour.LENGTH.toSeconds() / HUBER;
        LeastSquares[] next = lines.clone();
        next[nearest] =
                lines[nearest].with(
                        inputs(guess.seen().x()),
                        (came - guess.plain()) / 1000,
                        KEEP,
                        1 / Math.sqrt(1 + off * off));
        return new LearnedLines(next, judgement.with(guess, came), habits, lessons + 1);
    }

    @Override
    public byte[] bytes() {
        Memory to = new Memory();
        to.putInt(VERSION);
        to.putLong(lessons);
        for (LeastSquares line : lines) {
            line.save(to);
        }
        judgement.save(to);
        habits.save(to);
        return to.bytes();
    }

    /** What {@link #bytes} gave; empty when it is of another version or damaged. */
    static Optional<LearnedLines> of(byte[] bytes) {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        try {
            if (from.getInt() != VERSION) {
                return Optional.empty();
            }
            long lessons = from.getLong();
            LeastSquares[] lines = new LeastSquares[HORIZONS.length];
            for (int i = 0; i < lines.length; i++) {
                lines[i] = LeastSquares.load(from, 1 + PowerFeatures.DIFFERENCES);
            }
            return Optional.of(
                    new LearnedLines(
                            lines, Judgement.load(from), DailyProfile.load(from), lessons));
        } catch (BufferUnderflowException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }
}
