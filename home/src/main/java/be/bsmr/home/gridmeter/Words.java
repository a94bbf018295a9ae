package be.bsmr.home.gridmeter;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Registers of 16 bits in blocks; between the blocks there is nothing. One thread. */
final class Words {

    private static final int BITS = 16;
    private static final int MASK = 0xFFFF;

    private final NavigableMap<Integer, int[]> blocks = new TreeMap<>();

    /** Adds a block in which each register holds {@code filled}. */
    Words block(int address, int length, int filled) {
        int[] block = new int[length];
        Arrays.fill(block, filled);
        blocks.put(address, block);
        return this;
    }

    /**
     * Sets one register, in a block that is there.
     *
     * @throws IllegalArgumentException when there is none
     */
    Words put(int address, int word) {
        Map.Entry<Integer, int[]> block = blocks.floorEntry(address);
        if (block == null || address - block.getKey() >= block.getValue().length) {
            throw new IllegalArgumentException("no register " + address);
        }
        block.getValue()[address - block.getKey()] = word & MASK;
        return this;
    }

    Words highFirst(int address, int number) {
        return put(address, number >>> BITS).put(address + 1, number);
    }

    Words lowFirst(int address, int number) {
        return put(address, number).put(address + 1, number >>> BITS);
    }

    Words real(int address, double number) {
        return highFirst(address, Float.floatToIntBits((float) number));
    }

    /** Two characters a register, the rest zero; what does not fit is cut off. */
    Words text(int address, int registers, String text) {
        byte[] bytes =
                Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), registers * Short.BYTES);
        for (int i = 0; i < registers; i++) {
            put(address + i, ((bytes[2 * i] & 0xFF) << Byte.SIZE) | (bytes[2 * i + 1] & 0xFF));
        }
        return this;
    }

    /** Registers in a row, all of one block; empty when some are not there. */
    Optional<int[]> read(int address, int count) {
        Map.Entry<Integer, int[]> block = blocks.floorEntry(address);
        if (block == null || address - block.getKey() + count > block.getValue().length) {
            return Optional.empty();
        }
        int start = address - block.getKey();
        return Optional.of(Arrays.copyOfRange(block.getValue(), start, start + count));
    }

    /**
     * A value times a power of ten as a whole number.
     *
     * @param decimals what the register is counted in: 1 for tenths
     */
    static int scaled(JsonNode value, int decimals) {
        BigDecimal number = value.decimalValue().movePointRight(decimals);
        return number.setScale(0, RoundingMode.HALF_UP).intValue();
    }
}
