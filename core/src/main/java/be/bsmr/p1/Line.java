package be.bsmr.p1;

import be.bsmr.unit.Energy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The values of one line, what stands between each pair of parentheses, read one after the other. A
 * cursor that is used again and again, so that looking at a line allocates nothing.
 *
 * <p>A number may have a unit behind it, {@code 00.512*kW}, with any prefix from milli to giga. The
 * star is missing on some meters, the unit on others; a missing unit means the register's usual
 * one. Digits beyond those that matter are rounded.
 */
final class Line {

    /** A number that is not there, or no number, or in another unit. */
    static final int NONE = -1;

    /** So many that joules fit a long. */
    static final int MOST_DIGITS = 15;

    static final int MOST_DECIMALS = 9;
    private static final long[] POWERS_OF_TEN = {
        1,
        10,
        100,
        1_000,
        10_000,
        100_000,
        1_000_000,
        10_000_000,
        100_000_000,
        1_000_000_000,
        10_000_000_000L,
        100_000_000_000L,
        1_000_000_000_000L
    };

    private static final long JOULES_PER_WATT_HOUR = 3600;
    private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(0xFFFF_FFFFL);

    private static final long NO_UNIT = 0;

    /** A unit without prefix. Upper and lower case mean the same. */
    enum Unit {
        WATT("w"),
        WATT_HOUR("wh"),
        VAR("var"),
        VAR_HOUR("varh"),
        VOLT_AMPERE("va"),
        VOLT_AMPERE_HOUR("vah"),
        VOLT("v"),
        AMPERE("a"),
        HERTZ("hz"),
        SECOND("s"),
        NONE("");

        private final long packed;
        private final int bits;

        Unit(String lower) {
            packed = packed(lower);
            bits = lower.length() * Byte.SIZE;
        }
    }

    /** Another unit. */
    private static final int OTHER = Integer.MIN_VALUE;

    /** The power of ten that "kilo" is. */
    static final int KILO = 3;

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
    private boolean negative;
    private long unit;
    private int unitFrom;

    private boolean doubtful;
    private boolean empty;

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
        doubtful = false;
        empty = false;
    }

    /** To be called by who reads the line and makes no sense of a part of it. */
    void doubt() {
        doubtful = true;
    }

    /** To be called by who reads the line and sees that it says nothing. */
    void saysNothing() {
        empty = true;
    }

    /** Whether all that was read in the line makes sense, and nothing follows. */
    boolean isClear() {
        return !doubtful && isDone();
    }

    boolean isEmpty() {
        return empty;
    }

    /** The whole line; of one that goes on below, without the break. */
    String whole() {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)
                .replaceAll("[\r\n]+", "");
    }

    /**
     * Goes to the next value; false when there is none, or none that is closed, and then the value
     * looked at is blank.
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

    /** Whether all of the line is read. Behind it may stand blanks, and ends that were escaped. */
    private boolean isDone() {
        while (at < to && (bytes[at] == ' ' || isBreak(bytes[at]))) {
            at++;
        }
        return at == to || isEscapedEnd();
    }

    /** A telegram that went through a program's source or log ends its lines in {@code \r}. */
    private boolean isEscapedEnd() {
        return to - at == 2 && bytes[at] == '\\' && (bytes[at + 1] == 'r' || bytes[at + 1] == 'n');
    }

    /** How many values there are from the one on that is looked at. */
    int valuesLeft() {
        int count = 0;
        for (int i = valueFrom - 1; i < to; i++) {
            count += bytes[i] == '(' ? 1 : 0;
        }
        return count;
    }

    /** The OBIS code that the value is, or {@link ObisCode#NONE}. */
    long code() {
        return ObisCode.in(bytes, valueFrom, valueTo);
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
        return readsNumber(false) && decimals == 0 && unitFrom == valueTo && number <= most
                ? (int) number
                : NONE;
    }

    /** Whole watts, or {@link #NONE}. A limiter in kVA is compared with kW by the meter itself. */
    int watts() {
        if (!readsNumber(false)) {
            return NONE;
        }
        int power = power(Unit.WATT, KILO);
        return scaled(power == OTHER ? power(Unit.VOLT_AMPERE, KILO) : power);
    }

    /** Null when it is no energy. */
    @Nullable Energy energy() {
        int power = readsNumber(false) ? power(Unit.WATT_HOUR, KILO) : OTHER;
        if (power == OTHER) {
            return null;
        }
        long joules = number * JOULES_PER_WATT_HOUR;
        int shift = power - decimals;
        if (shift <= 0) {
            return new Energy(divided(joules, -shift));
        }
        return joules > Long.MAX_VALUE / POWERS_OF_TEN[shift]
                ? null
                : new Energy(joules * POWERS_OF_TEN[shift]);
    }

    /** Millivolts, or {@link #NONE}. */
    int millivolts() {
        return thousandths(Unit.VOLT);
    }

    /** Milliamperes, or {@link #NONE}. */
    int milliamperes() {
        return thousandths(Unit.AMPERE);
    }

    /** Whole seconds up to those of 32 bits, or {@link #NONE}. */
    long seconds() {
        int power = readsNumber(false) ? power(Unit.SECOND, 0) : OTHER;
        if (power == OTHER) {
            return NONE;
        }
        BigDecimal seconds = BigDecimal.valueOf(number, decimals).scaleByPowerOfTen(power);
        return seconds.compareTo(MOST_SECONDS) > 0
                ? NONE
                : seconds.setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    /**
     * A number with or without sign in {@code base}; null when it is none.
     *
     * @param usual the prefix, as a power of ten, where no unit is written
     */
    @Nullable BigDecimal measured(Unit base, int usual) {
        int power = readsNumber(true) ? power(base, usual) : OTHER;
        if (power == OTHER) {
            return null;
        }
        BigDecimal value =
                BigDecimal.valueOf(negative ? -number : number, decimals)
                        .scaleByPowerOfTen(power)
                        .stripTrailingZeros();
        int scale = Math.max(0, Math.min(MOST_DECIMALS, value.scale()));
        boolean fits = value.precision() - value.scale() <= MOST_DIGITS;
        return fits ? value.setScale(scale, RoundingMode.HALF_UP) : null;
    }

    /** The number as it is written; null when it is none. */
    @Nullable BigDecimal decimal() {
        return readsNumber(false) ? BigDecimal.valueOf(number, decimals) : null;
    }

    /** The unit behind {@link #decimal}; null when there is none. */
    @Nullable String unitText() {
        return unitFrom == valueTo
                ? null
                : new String(bytes, unitFrom, valueTo - unitFrom, StandardCharsets.ISO_8859_1);
    }

    private int thousandths(Unit base) {
        int power = readsNumber(false) ? power(base, 0) : OTHER;
        return power == OTHER ? NONE : scaled(power + 3);
    }

    /** The prefix of the unit as a power of ten, or {@link #OTHER}. */
    private int power(Unit base, int usual) {
        if (unit == NO_UNIT) {
            return usual;
        }
        long prefix = unit ^ base.packed;
        if (prefix == 0) {
            return 0;
        }
        // Beside the base there must be exactly one letter, before it.
        long letter = prefix >>> base.bits;
        boolean prefixed =
                base.bits > 0 && letter << base.bits == prefix && letter > 0 && letter <= 0xFF;
        return prefixed ? prefix(bytes[unitFrom]) : OTHER;
    }

    private static int prefix(byte letter) {
        return switch (letter) {
            case 'm' -> -3;
            case 'k', 'K' -> KILO;
            case 'M' -> 6;
            case 'g', 'G' -> 9;
            default -> OTHER;
        };
    }

    /** Reads {@code [-]digits[.digits][[*]unit])} from where the value begins. */
    private boolean readsNumber(boolean signed) {
        int i = valueFrom;
        negative = signed && i < to && bytes[i] == '-';
        i += negative ? 1 : 0;
        int first = i;
        while (i < to && bytes[i] == '0') {
            i++;
        }
        int significant = i;
        long read = 0;
        while (i < to && isDigit(bytes[i]) && i - significant <= MOST_DIGITS) {
            read = read * 10 + bytes[i] - '0';
            i++;
        }
        int digits = i - significant;
        if (i == first || digits > MOST_DIGITS) {
            return false;
        }
        int fraction = 0;
        if (i < to && bytes[i] == '.') {
            int point = i++;
            int most = Math.min(MOST_DECIMALS, MOST_DIGITS - digits);
            while (i < to && isDigit(bytes[i])) {
                if (fraction < most) {
                    read = read * 10 + bytes[i] - '0';
                    fraction++;
                } else if (i == point + 1 + most) {
                    read += bytes[i] >= '5' ? 1 : 0;
                }
                i++;
            }
            if (i == point + 1) {
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
    private static long packed(String lower) {
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
        if (digits == OTHER) {
            return NONE;
        }
        int shift = digits - decimals;
        if (shift > 0 && number > Integer.MAX_VALUE / POWERS_OF_TEN[shift]) {
            return NONE;
        }
        long scaled = shift > 0 ? number * POWERS_OF_TEN[shift] : divided(number, -shift);
        return scaled > Integer.MAX_VALUE ? NONE : (int) scaled;
    }

    /** Divided by ten to the power of {@code digits}, half up. */
    private static long divided(long value, int digits) {
        long divisor = POWERS_OF_TEN[digits];
        return (value + divisor / 2) / divisor;
    }
}
