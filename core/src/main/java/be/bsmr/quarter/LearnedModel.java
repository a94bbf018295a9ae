package be.bsmr.quarter;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What the house has taught the forecast: a few small nets, whose mean is better than the best of
 * them; the examples they learn from; how far they were off; and whether to trust them or, while
 * they know little, the mean of the last 30 seconds.
 *
 * <p>Never changes; {@link #with} gives the next.
 */
final class LearnedModel implements Learned {

    /** The layout of {@link #bytes}; another one is not read. */
    private static final int VERSION = 3;

    private static final int NETS = 4;

    /** So many old examples are learned again with each new one. */
    private static final int AGAIN = 6;

    /** In units of how much the power wanders: a net that has seen little may fear far too much. */
    private static final double MOST_ERROR = 5;

    private final NeuralNet[] nets;
    private final Examples examples;
    private final Judgement judgement;
    private final DailyProfile habits;

    private LearnedModel(
            NeuralNet[] nets, Examples examples, Judgement judgement, DailyProfile habits) {
        this.nets = nets;
        this.examples = examples;
        this.judgement = judgement;
        this.habits = habits;
    }

    static LearnedModel nothing() {
        NeuralNet[] nets = new NeuralNet[NETS];
        for (int i = 0; i < NETS; i++) {
            nets[i] = NeuralNet.untaught(i + 1);
        }
        return new LearnedModel(nets, Examples.none(), Judgement.unknown(), DailyProfile.unknown());
    }

    @Override
    public DailyProfile habits() {
        return habits;
    }

    @Override
    public LearnedModel with(DailyProfile next) {
        return new LearnedModel(nets, examples, judgement, next);
    }

    @Override
    public Judgement judgement() {
        return judgement;
    }

    @Override
    public Guess guess(PowerFeatures recent, long at, int horizon) {
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
        NeuralNet.Example seen = new NeuralNet.Example(x, experts, scale, horizon, 0);
        return judgement.guess(seen, power, error, recent, examples.seen());
    }

    @Override
    public LearnedModel with(Guess guess, double came) {
        NeuralNet.Example example = guess.seen().thatCameTo((float) came);
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
        return new LearnedModel(next, examples.with(example), judgement.with(guess, came), habits);
    }

    @Override
    public byte[] bytes() {
        Memory to = new Memory();
        to.putInt(VERSION);
        to.putInt(PowerFeatures.INPUTS);
        for (NeuralNet net : nets) {
            net.save(to);
        }
        judgement.save(to);
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
            Judgement judgement = Judgement.load(from);
            DailyProfile habits = DailyProfile.load(from);
            Examples examples = Examples.load(from);
            return Optional.of(new LearnedModel(nets, examples, judgement, habits));
        } catch (BufferUnderflowException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }
}
