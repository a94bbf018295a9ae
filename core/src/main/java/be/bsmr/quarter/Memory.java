package be.bsmr.quarter;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Numbers as bytes, one after the other: how what was learned survives a restart. */
final class Memory {

    private ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

    void putLong(long v) {
        room(Long.BYTES).putLong(v);
    }

    void putInt(int v) {
        room(Integer.BYTES).putInt(v);
    }

    void put(byte[] bytes) {
        room(bytes.length).put(bytes);
    }

    void put(float[] numbers) {
        ByteBuffer to = room(numbers.length * Float.BYTES);
        for (float f : numbers) {
            to.putFloat(f);
        }
    }

    void put(double[] numbers) {
        ByteBuffer to = room(numbers.length * Double.BYTES);
        for (double d : numbers) {
            to.putDouble(d);
        }
    }

    byte[] bytes() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    static float[] floats(ByteBuffer from, int n) {
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = from.getFloat();
            finite(numbers[i]);
        }
        return numbers;
    }

    static double[] doubles(ByteBuffer from, int n) {
        double[] numbers = new double[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = from.getDouble();
            finite(numbers[i]);
        }
        return numbers;
    }

    static int within(int value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(value + " is not 0 to " + most);
        }
        return value;
    }

    private static void finite(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(number + " cannot have been learned");
        }
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            ByteBuffer larger =
                    ByteBuffer.allocate(Math.max(2 * buffer.capacity(), buffer.position() + bytes));
            buffer = larger.put(buffer.flip());
        }
        return buffer;
    }
}
