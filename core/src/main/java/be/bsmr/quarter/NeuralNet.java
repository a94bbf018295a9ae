package be.bsmr.quarter;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * A small network that foresees the mean power of the next minutes: it weighs the {@link
 * PowerFeatures#EXPERTS}, adds a correction, and says how far it usually errs. It learns from each
 * example as it comes (Adam, Huber's loss), so that it needs no training beforehand; untaught it is
 * a blend of means.
 *
 * <p>Never changes; {@link #taught} gives the next.
 */
final class NeuralNet {

    /** An example to learn from: what was seen, and what came. */
    @SuppressWarnings("ArrayRecordComponent") // stays within this room and is never changed
    record Example(float[] x, float[] experts, float scale, float horizon, float came) {

        Example thatCameTo(float power) {
            return new Example(x, experts, scale, horizon, power);
        }
    }

    private static final int IN = PowerFeatures.INPUTS;
    private static final int H1 = 16;
    private static final int H2 = 8;
    private static final int EXPERTS = PowerFeatures.EXPERTS;
    private static final int OUT = EXPERTS + 2;
    private static final int CORRECTION = EXPERTS;
    private static final int ERROR = EXPERTS + 1;
    private static final int LAYER2 = IN * H1;
    private static final int LAYER3 = LAYER2 + (H1 + 1) * H2;
    static final int SIZE = LAYER3 + (H2 + 1) * OUT;

    /** Slope of the rectifiers below zero. */
    private static final float LEAK = 0.05f;

    /**
     * ErrorHistogram beyond this many scales pull no harder: one oven must not upset a night's
     * learning.
     */
    private static final float HUBER = 0.3f;

    private static final float RATE = 0.005f;
    private static final double HALVED_AFTER = 10_000;

    /** After years it still follows the house. */
    private static final double LEAST_RATE = 0.0002;

    private final float[] w;
    private final float[] mean;
    private final float[] square;
    private final int steps;

    private NeuralNet(float[] w, float[] mean, float[] square, int steps) {
        this.w = w;
        this.mean = mean;
        this.square = square;
        this.steps = steps;
    }

    static NeuralNet untaught(long seed) {
        Random random = new Random(seed);
        float[] w = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            double spread =
                    i < LAYER2 ? Math.sqrt(1.0 / IN) : i < LAYER3 ? Math.sqrt(1.0 / H1) : 0.05;
            int place = i < LAYER2 ? i % H1 * IN + i / H1 : i;
            w[place] = (float) (random.nextGaussian() * spread);
        }
        // It has nothing to correct yet: a blend of means, until it has seen what follows on them.
        for (int j = 0; j <= H2; j++) {
            w[LAYER3 + j * OUT + CORRECTION] = 0;
        }
        int bias = LAYER3 + H2 * OUT;
        w[bias + 2] = 1; // the mean of 30 s
        w[bias + 3] = 1; // of 2 min
        w[bias + 6] = 0.5f; // of an hour
        return new NeuralNet(w, new float[SIZE], new float[SIZE], 0);
    }

    /** Where one pass leaves its numbers. */
    static final class Pass {
        final float[] h1 = new float[H1];
        final float[] h2 = new float[H2];
        final float[] out = new float[OUT];
        float blend;

        /** Mean power of the horizon, W. */
        float power;

        /** Usual error of it, W. */
        float error;
    }

    void look(float[] x, float[] experts, float scale, Pass p) {
        float[] h1 = p.h1;
        for (int i = 0; i < H1; i += 4) {
            four(x, i, h1);
        }
        for (int i = 0; i < H1; i++) {
            h1[i] = h1[i] > 0 ? h1[i] : LEAK * h1[i];
        }
        float[] h2 = p.h2;
        System.arraycopy(w, LAYER2 + H1 * H2, h2, 0, H2);
        for (int j = 0, k = LAYER2; j < H1; j++, k += H2) {
            for (int i = 0; i < H2; i++) {
                h2[i] += w[k + i] * h1[j];
            }
        }
        for (int i = 0; i < H2; i++) {
            h2[i] = h2[i] > 0 ? h2[i] : LEAK * h2[i];
        }
        float[] out = p.out;
        System.arraycopy(w, LAYER3 + H2 * OUT, out, 0, OUT);
        for (int j = 0, k = LAYER3; j < H2; j++, k += OUT) {
            for (int i = 0; i < OUT; i++) {
                out[i] += w[k + i] * h2[j];
            }
        }
        float top = out[0];
        for (int i = 1; i < EXPERTS; i++) {
            top = Math.max(top, out[i]);
        }
        float all = 0;
        for (int i = 0; i < EXPERTS; i++) {
            out[i] = exp(out[i] - top);
            all += out[i];
        }
        float blend = 0;
        for (int i = 0; i < EXPERTS; i++) {
            out[i] /= all;
            blend += out[i] * experts[i];
        }
        p.blend = blend;
        p.power = blend + out[CORRECTION] * scale;
        out[ERROR] = Math.max(-4, Math.min(4, out[ERROR]));
        p.error = scale * exp(out[ERROR]);
    }

    /** Four units at once, as no sum then waits for another: twice as fast as one by one. */
    private void four(float[] x, int unit, float[] to) {
        int k = unit * IN;
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int j = 0; j < IN; j++, k++) {
            float xj = x[j];
            a += w[k] * xj;
            b += w[k + IN] * xj;
            c += w[k + 2 * IN] * xj;
            d += w[k + 3 * IN] * xj;
        }
        to[unit] = a;
        to[unit + 1] = b;
        to[unit + 2] = c;
        to[unit + 3] = d;
    }

    /**
     * About e to the power of x, x up to 4: within 4 % from −4 on, and ten times as fast as {@link
     * StrictMath#exp}, which is half of all that a forecast costs.
     */
    private static float exp(float x) {
        float power = 1 + Math.max(-200, x) / 256;
        for (int i = 0; i < 8; i++) {
            power *= power;
        }
        return power;
    }

    /** The net after one step along the mean slope of some examples. */
    NeuralNet taught(Example[] examples) {
        float[] slope = new float[SIZE];
        Pass p = new Pass();
        float[] g1 = new float[H1];
        float[] g2 = new float[H2];
        float[] go = new float[OUT];
        for (Example e : examples) {
            look(e.x, e.experts, e.scale, p);
            float off = p.power - e.came;
            float weight = (float) Math.sqrt(e.horizon / 900);
            float pull =
                    Math.max(-HUBER, Math.min(HUBER, off / e.scale))
                            * weight
                            * (float) Math.sqrt(e.scale / 300);
            for (int i = 0; i < EXPERTS; i++) {
                go[i] = pull * p.out[i] * (e.experts[i] - p.blend) / e.scale;
            }
            go[CORRECTION] = pull;
            go[ERROR] = 0.1f * (1 - Math.min(5, Math.abs(off) / p.error));
            back(e, p, go, g1, g2, slope);
        }
        return stepped(slope, examples.length);
    }

    private void back(Example e, Pass p, float[] go, float[] g1, float[] g2, float[] slope) {
        for (int j = 0, k = LAYER3; j < H2; j++, k += OUT) {
            float g = 0;
            for (int i = 0; i < OUT; i++) {
                g += go[i] * w[k + i];
                slope[k + i] += go[i] * p.h2[j];
            }
            g2[j] = p.h2[j] < 0 ? LEAK * g : g;
        }
        for (int i = 0; i < OUT; i++) {
            slope[LAYER3 + H2 * OUT + i] += go[i];
        }
        for (int j = 0, k = LAYER2; j < H1; j++, k += H2) {
            float g = 0;
            for (int i = 0; i < H2; i++) {
                g += g2[i] * w[k + i];
                slope[k + i] += g2[i] * p.h1[j];
            }
            g1[j] = p.h1[j] < 0 ? LEAK * g : g;
        }
        for (int i = 0; i < H2; i++) {
            slope[LAYER2 + H1 * H2 + i] += g2[i];
        }
        for (int i = 0, k = 0; i < H1; i++, k += IN) {
            float g = g1[i];
            for (int j = 0; j < IN; j++) {
                slope[k + j] += g * e.x[j];
            }
        }
    }

    private NeuralNet stepped(float[] slope, int n) {
        float[] nw = w.clone();
        float[] nm = mean.clone();
        float[] ns = square.clone();
        float rate = (float) Math.max(LEAST_RATE, RATE / (1 + steps / HALVED_AFTER));
        for (int i = 0; i < SIZE; i++) {
            float g = slope[i] / n;
            nm[i] += 0.1f * (g - nm[i]);
            ns[i] += 0.002f * (g * g - ns[i]);
            nw[i] -= rate * nm[i] / ((float) Math.sqrt(ns[i]) + 1e-4f);
        }
        return new NeuralNet(nw, nm, ns, steps + 1);
    }

    void save(Memory to) {
        to.putInt(steps);
        to.put(w);
        to.put(mean);
        to.put(square);
    }

    static NeuralNet load(ByteBuffer from) {
        int steps = Memory.within(from.getInt(), Integer.MAX_VALUE);
        return new NeuralNet(
                Memory.floats(from, SIZE),
                Memory.floats(from, SIZE),
                Memory.floats(from, SIZE),
                steps);
    }
}
