package be.bsmr.p1;

import be.bsmr.unit.Energy;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The values of one line, what stands between each pair of parentheses, read one after the other. A
 * cursor that is used again and again, so that looking at a line allocates nothing.
 *
 * <p>A number may have a unit behind it, {@code 00.512*kW}. The star is missing on some meters, the
 * unit on others; a missing unit means the register's usual one.
 */
final class Line {

    /** A number that is not there, or no number, or in another unit. */
    static final int NONE = -1;

    /** So many digits before the point; with those behind it, so many that joules fit a long. */
    private static final int MOST_WHOLE_DIGITS = 12;

    private static final int MOST_DIGITS = 15;
    private static final int MOST_DECIMALS = 6;
    private static final long[] POWERS_OF_TEN = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };

    private static final long JOULES_PER_WATT_HOUR = 3600;

    private static final long NO_UNIT = 0;
    private static final long W = unit("w");
    private static final long KW = unit("kw");
    private static final long VA = unit("va");
    private static final long KVA = unit("kva");
    private static final long WH = unit("wh");
    private static final long KWH = unit("kwh");
    private static final long V = unit("v");
    private static final long KV = unit("kv");
    private static final long A = unit("a");
    private static final long KA = unit("ka");
    private static final long S = unit("s");

    private byte[] bytes = {};
    private int from;
    private int to;

    /** Behind the value that is looked at. */
    private int at;

    /** The value that is looked at. */
    private int valueFrom;

    private int valueTo;

    /** The number in it, times ten to the power of {@link #decimals}. */
    private long number;

    private int decimals;
    private long unit;
    private int unitFrom;

    /**
     * Begins to look at {@code newBytes[newFrom, newTo)}.
     *
     * @param open where the first parenthesis is
     */
    void lookAt(byte[] newBytes, int newFrom, int newTo, int open) {
        bytes = newBytes;
        from = newFrom;
        to = newTo;
        at = open;
    }

    /** The whole line; of one that goes on below, without the break. */
    String whole() {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)
                .replaceAll("[\r\n]+", "");
    }

    /**
     * Goes to the next value; false when there is none, or none that is closed, and then the value
     * looked at is blank. Text behind the last one is passed over: a telegram copied by hand may
     * carry some.
     */
    boolean next() {
        if (!enter()) {
            return false;
        }
        int close = valueFrom;
        while (close < to && bytes[close] != ')' && !isBreak(bytes[close])) {
            close++;
        }
        return close < to && bytes[close] == ')' && leave(close);
    }

    /** Goes to the next value to read a number there; false when there is none. */
    boolean enter() {
        valueFrom = at < to ? at + 1 : to;
        valueTo = valueFrom;
        return at < to && bytes[at] == '(';
    }

    private boolean leave(int close) {
        valueTo = close;
        at = close + 1;
        // DSMR 2.2 and 3.0 meters put the gas reading on the next line.
        while (at < to && isBreak(bytes[at])) {
            at++;
        }
        return true;
    }

    /** Whether all of the line is read. */
    boolean isDone() {
        return at == to;
    }

    /** Goes over {@code count} values; false when there are fewer. */
    boolean skip(int count) {
        boolean there = true;
        for (int i = 0; i < count && there; i++) {
            there = next();
        }
        return there;
    }

    int length() {
        return valueTo - valueFrom;
    }

    byte at(int index) {
        return bytes[valueFrom + index];
    }

    boolean isBlank() {
        for (int i = valueFrom; i < valueTo; i++) {
            if (bytes[i] != ' ') {
                return false;
            }
        }
        return true;
    }

    boolean contains(char c) {
        for (int i = valueFrom; i < valueTo; i++) {
            if (bytes[i] == c) {
                return true;
            }
        }
        return false;
    }

    String text() {
        return new String(bytes, valueFrom, length(), StandardCharsets.ISO_8859_1);
    }

    /** A whole number without a unit, at most {@code most}, or {@link #NONE}. */
    int count(int most) {
        return readsNumber() && decimals == 0 && unitFrom == valueTo && number <= most
                ? (int) number
                : NONE;
    }

    /** Whole watts, or {@link #NONE}. */
    int watts() {
        if (!readsNumber()) {
            return NONE;
        }
        // A limiter in kVA is compared with kW by the meter itself, so it is read as such.
        if (unit == KW || unit == NO_UNIT || unit == KVA) {
            return scaled(3);
        }
        return unit == W || unit == VA ? scaled(0) : NONE;
    }

    /** Null when it is no energy. */
    @Nullable Energy energy() {
        if (!readsNumber() || (unit != KWH && unit != NO_UNIT && unit != WH)) {
            return null;
        }
        int toWattHours = unit == WH ? 0 : 3;
        long joules = number * JOULES_PER_WATT_HOUR;
        return new Energy(
                decimals <= toWattHours
                        ? joules * POWERS_OF_TEN[toWattHours - decimals]
                        : divided(joules, decimals - toWattHours));
    }

    /** Millivolts, or {@link #NONE}. */
    int millivolts() {
        return !readsNumber() ? NONE : thousandths(V, KV);
    }

    /** Milliamperes, or {@link #NONE}. */
    int milliamperes() {
        return !readsNumber() ? NONE : thousandths(A, KA);
    }

    /** Whole seconds, or {@link #NONE}. */
    int seconds() {
        return readsNumber() && (unit == S || unit == NO_UNIT) ? scaled(0) : NONE;
    }

    /** The number as it is written; null when it is none. */
    @Nullable BigDecimal decimal() {
        return readsNumber() ? BigDecimal.valueOf(number, decimals) : null;
    }

    /** The unit behind {@link #decimal}; null when there is none. */
    @Nullable String unitText() {
        return unitFrom == valueTo
                ? null
                : new String(bytes, unitFrom, valueTo - unitFrom, StandardCharsets.ISO_8859_1);
    }

    private int thousandths(long plain, long kilo) {
        if (unit == plain || unit == NO_UNIT) {
            return scaled(3);
        }
        return unit == kilo ? scaled(6) : NONE;
    }

    /** Reads {@code digits[.digits][[*]unit])} from where the value begins. */
    private boolean readsNumber() {
        int i = valueFrom;
        long read = 0;
        while (i < to && isDigit(bytes[i])) {
            read = read * 10 + bytes[i] - '0';
            i++;
        }
        int digits = i - valueFrom;
        if (digits == 0 || digits > MOST_WHOLE_DIGITS) {
            return false;
        }
        int fraction = 0;
        if (i < to && bytes[i] == '.') {
            int point = i++;
            while (i < to && isDigit(bytes[i]) && i - point <= MOST_DECIMALS + 1) {
                read = read * 10 + bytes[i] - '0';
                i++;
            }
            fraction = i - point - 1;
            if (fraction == 0 || fraction > MOST_DECIMALS || digits + fraction > MOST_DIGITS) {
                return false;
            }
        }
        number = read;
        decimals = fraction;
        return readsUnit(i);
    }

    private boolean readsUnit(int begin) {
        boolean star = begin < to && bytes[begin] == '*';
        unitFrom = star ? begin + 1 : begin;
        unit = NO_UNIT;
        int i = unitFrom;
        while (i < to && bytes[i] != ')') {
            int lower = bytes[i] | 0x20;
            boolean letter = lower >= 'a' && lower <= 'z';
            if (!letter && (i == unitFrom || !isDigit(bytes[i]))) {
                return false;
            }
            unit = unit << 8 | (letter ? lower : bytes[i]);
            i++;
        }
        return i < to && !(star && i == unitFrom) && leave(i);
    }

    /** A unit in lower case, a byte for each letter, as {@link #readsUnit} makes it. */
    private static long unit(String lower) {
        long packed = 0;
        for (int i = 0; i < lower.length(); i++) {
            packed = packed << 8 | lower.charAt(i);
        }
        return packed;
    }

    static boolean isBreak(byte b) {
        return b == '\r' || b == '\n';
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /**
     * The number times ten to the power of {@code digits}, or {@link #NONE} when that is no int.
     */
    private int scaled(int digits) {
        long scaled;
        if (digits >= decimals) {
            scaled = Math.min(number, Integer.MAX_VALUE + 1L) * POWERS_OF_TEN[digits - decimals];
        } else {
            scaled = divided(number, decimals - digits);
        }
        return scaled > Integer.MAX_VALUE ? NONE : (int) scaled;
    }

    /** Divided by ten to the power of {@code digits}, half up. */
    private static long divided(long value, int digits) {
        long divisor = POWERS_OF_TEN[digits];
        return (value + divisor / 2) / divisor;
    }
}
