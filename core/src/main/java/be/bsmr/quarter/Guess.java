package be.bsmr.quarter;

import java.nio.ByteBuffer;

/**
 * What is expected of the next minutes.
 *
 * @param power what is foreseen, W
 * @param signs what {@code error} was foreseen from: see {@link Spread#signs}
 * @param error how far it is expected to be off, by what this house has shown, W
 * @param unseen the scale of what this house may do and has not shown, W
 * @param most so much above {@code power} they do not come, W
 * @param learned what was learned foresees, W
 * @param learnedError how far off it thinks it is, W
 * @param plain what the house draws if all goes on as it is, W
 */
@SuppressWarnings("ArrayRecordComponent") // stays within this room and is never changed
record Guess(
        NeuralNet.Example seen,
        double power,
        double[] signs,
        double error,
        double unseen,
        double most,
        double learned,
        double learnedError,
        double plain) {

    /** Of how many seconds. */
    int horizon() {
        return (int) seen.horizon();
    }

    /** What is needed to learn from it when its minutes have passed. */
    void save(Memory to) {
        float[] x = seen.x();
        float[] experts = seen.experts();
        to.put(new byte[] {(byte) x.length, (byte) experts.length});
        to.put(x);
        to.put(experts);
        to.put(new float[] {seen.scale(), seen.horizon()});
        to.put(new double[] {power, error, learned, learnedError, plain});
    }

    /** What {@link #save} gave. */
    static Guess load(ByteBuffer from) {
        int inputs = Memory.within(from.get(), PowerFeatures.INPUTS);
        int experts = Memory.within(from.get(), PowerFeatures.EXPERTS);
        float[] x = Memory.floats(from, inputs);
        float[] powers = Memory.floats(from, experts);
        float scale = from.getFloat();
        int horizon =
                Memory.within(Math.round(from.getFloat()), (int) QuarterHour.LENGTH.toSeconds());
        double[] w = Memory.doubles(from, 5);
        double[] signs = Spread.signs(horizon, scale, w[4], w[2], w[3], w[0]);
        NeuralNet.Example seen = new NeuralNet.Example(x, powers, scale, horizon, 0);
        return new Guess(seen, w[0], signs, w[1], 0, 0, w[2], w[3], w[4]);
    }
}
