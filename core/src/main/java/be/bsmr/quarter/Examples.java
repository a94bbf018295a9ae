package be.bsmr.quarter;

import java.nio.ByteBuffer;

/**
 * Examples of the past to learn from again and again, a fair sample of the last weeks: a new one
 * takes the place of any old one.
 *
 * <p>Never changes; {@link #with} gives the next and copies one page only.
 */
final class Examples {

    /** So many are kept; with 85 bytes each the greatest part of what the forecast remembers. */
    static final int MOST = 9_600;

    private static final int PAGE = 48;

    /** Inputs are kept in steps of 1/32, powers in W, the scale in W. */
    private static final float STEP = 32;

    private static final int BYTES = PowerFeatures.INPUTS + 2 * PowerFeatures.EXPERTS + 6;

    private static final Examples NONE = new Examples(new byte[0][], 0, 0);

    private final byte[][] pages;
    private final int size;

    /** How many there have been in all. */
    private final long seen;

    private Examples(byte[][] pages, int size, long seen) {
        this.pages = pages;
        this.size = size;
        this.seen = seen;
    }

    static Examples none() {
        return NONE;
    }

    int size() {
        return size;
    }

    long seen() {
        return seen;
    }

    Examples with(NeuralNet.Example e) {
        int place = size < MOST ? size : (int) Chance.below(seen, MOST);
        int page = place / PAGE;
        byte[][] next = new byte[Math.max(pages.length, page + 1)][];
        System.arraycopy(pages, 0, next, 0, pages.length);
        next[page] = page < pages.length ? pages[page].clone() : new byte[PAGE * BYTES];
        write(e, ByteBuffer.wrap(next[page], place % PAGE * BYTES, BYTES));
        return new Examples(next, Math.min(MOST, size + 1), seen + 1);
    }

    /**
     * @param i 0 to {@link #size} − 1
     */
    NeuralNet.Example get(int i) {
        return read(ByteBuffer.wrap(pages[i / PAGE], i % PAGE * BYTES, BYTES));
    }

    private static void write(NeuralNet.Example e, ByteBuffer to) {
        for (float x : e.x()) {
            to.put((byte) Math.max(-128, Math.min(127, Math.round(x * STEP))));
        }
        for (float w : e.experts()) {
            to.putChar(watts(w));
        }
        to.putChar(watts(e.scale()));
        to.putChar(watts(e.horizon()));
        to.putChar(watts(e.came()));
    }

    private static char watts(float w) {
        return (char) Math.max(0, Math.min(Character.MAX_VALUE, Math.round(w)));
    }

    private static NeuralNet.Example read(ByteBuffer from) {
        float[] x = new float[PowerFeatures.INPUTS];
        for (int i = 0; i < x.length; i++) {
            x[i] = from.get() / STEP;
        }
        float[] experts = new float[PowerFeatures.EXPERTS];
        for (int i = 0; i < experts.length; i++) {
            experts[i] = from.getChar();
        }
        return new NeuralNet.Example(x, experts, from.getChar(), from.getChar(), from.getChar());
    }

    void save(Memory to) {
        to.putLong(seen);
        to.putInt(size);
        for (byte[] page : pages) {
            to.put(page);
        }
    }

    static Examples load(ByteBuffer from) {
        long seen = from.getLong();
        int size = Memory.within(from.getInt(), MOST);
        byte[][] pages = new byte[(size + PAGE - 1) / PAGE][];
        for (int i = 0; i < pages.length; i++) {
            pages[i] = new byte[PAGE * BYTES];
            from.get(pages[i]);
        }
        return new Examples(pages, size, seen);
    }
}
