package be.bsmr.home.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Bars and lines of characters, an eighth of a row exact, with a vertical axis from zero. A number
 * on the axis belongs to the upper edge of its row.
 */
final class CharacterGrid {

    static final char FULL = '█';
    private static final String EIGHTHS = " ▁▂▃▄▅▆▇█";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    private static final int ROWS = 12;

    /** Into so many parts the rows can be divided by numbers on the axis. */
    private static final List<Integer> PARTS = List.of(4, 6, 3);

    static final int AXIS_WIDTH = 7;

    private final Locale locale;
    private final boolean colour;
    private final int width;
    private final double step;
    private final int parts;

    /** One row more, for what is written above the highest bar. */
    private final char[][] rows;

    private final boolean[][] red;
    private final SortedMap<Integer, String> labels = new TreeMap<>();

    /**
     * @param highest that must fit
     */
    CharacterGrid(int width, double highest, Locale locale, boolean colour) {
        this.locale = locale;
        this.colour = colour;
        this.width = width;
        rows = new char[ROWS + 1][width];
        red = new boolean[ROWS + 1][width];
        for (char[] row : rows) {
            Arrays.fill(row, ' ');
        }
        int best = PARTS.get(0);
        for (int p : PARTS) {
            if (nice(highest / p) * p < nice(highest / best) * best) {
                best = p;
            }
        }
        parts = best;
        step = nice(highest / best);
    }

    /** From zero. */
    void bar(int column, int wide, double value, boolean isRed) {
        int eighths = (int) Math.round(value / top() * ROWS * 8);
        // What is more than nothing shows.
        eighths = Math.max(value > 0 ? 1 : 0, Math.min(ROWS * 8, eighths));
        for (int row = 0; row * 8 < eighths; row++) {
            char block = EIGHTHS.charAt(Math.min(8, eighths - row * 8));
            for (int x = column; x < column + wide; x++) {
                rows[row][x] = block;
                red[row][x] = isRed;
            }
        }
    }

    /** Where there is no bar. */
    void mark(int column, double value, char mark, boolean isRed) {
        int row = (int) Math.ceil(value / top() * ROWS) - 1;
        row = Math.max(0, Math.min(ROWS - 1, row));
        if (rows[row][column] == ' ') {
            rows[row][column] = mark;
            red[row][column] = isRed;
        }
    }

    /** Where nothing else is, from one value up to another. */
    void range(int column, double low, double high, char mark) {
        int last = Math.min(ROWS, (int) Math.ceil(high / top() * ROWS));
        for (int row = Math.max(0, (int) (low / top() * ROWS)); row < last; row++) {
            if (rows[row][column] == ' ') {
                rows[row][column] = mark;
            }
        }
    }

    /** A block of so many eighths; what is more than nothing shows. */
    static char share(double share) {
        return EIGHTHS.charAt((int) Math.ceil(share * 8));
    }

    /** On top of a bar, in red. */
    void write(int middle, double value, String text) {
        int row = Math.min(ROWS, (int) Math.ceil(value / top() * ROWS));
        int from = Math.max(0, Math.min(width - text.length(), middle - text.length() / 2));
        for (int i = 0; i < text.length(); i++) {
            rows[row][from + i] = text.charAt(i);
            red[row][from + i] = true;
        }
    }

    /** Below the horizontal axis, its first letter at the column. */
    void label(int column, String text) {
        labels.put(column, text);
    }

    /** The rows, the axis and its labels, each line with its end. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (int row = ROWS; row >= 0; row--) {
            int each = ROWS / parts;
            boolean numbered = row < ROWS && (row + 1) % each == 0;
            int part = (row + 1) / each;
            String number = numbered ? number(part * step) : "";
            text.append(" ".repeat(Math.max(0, AXIS_WIDTH - 2 - number.length())))
                    .append(number)
                    .append(numbered ? " ┤" : row < ROWS ? " │" : "  ")
                    .append(line(row))
                    .append('\n');
        }
        text.append(" ".repeat(AXIS_WIDTH - 3))
                .append("0 └")
                .append("─".repeat(width))
                .append('\n');
        return text.append(axis(labels)).append('\n').toString();
    }

    private double top() {
        return step * parts;
    }

    private String number(double value) {
        return String.format(locale, step < 10 ? "%.1f" : "%.0f", value);
    }

    /** Of labels by the column of their first letter. */
    static String axis(SortedMap<Integer, String> labels) {
        StringBuilder line = new StringBuilder(" ".repeat(AXIS_WIDTH));
        for (Map.Entry<Integer, String> label : labels.entrySet()) {
            int at = AXIS_WIDTH + label.getKey();
            // Rather none than two in one.
            if (at > line.length() || label.getKey() == 0) {
                line.append(" ".repeat(at - line.length())).append(label.getValue());
            }
        }
        return line.toString();
    }

    private String line(int row) {
        int end = width;
        while (end > 0 && rows[row][end - 1] == ' ') {
            end--;
        }
        StringBuilder line = new StringBuilder();
        boolean now = false;
        for (int x = 0; x < end; x++) {
            if (colour && red[row][x] != now) {
                now = !now;
                line.append(now ? RED : PLAIN);
            }
            line.append(rows[row][x]);
        }
        return line.append(now ? PLAIN : "").toString();
    }

    /** The lowest of 1, 2, 2.5 and 5 times a power of ten that reaches a value, at least 0.1. */
    private static double nice(double value) {
        for (double ten = 0.1; ; ten *= 10) {
            for (double factor : new double[] {1, 2, 2.5, 5}) {
                // Tenths are shown, so 0.25 is not.
                boolean shown = ten >= 1 || factor != 2.5;
                if (shown && ten * factor >= value) {
                    return ten * factor;
                }
            }
        }
    }

    static String red(String text, boolean colour) {
        return colour ? RED + text + PLAIN : text;
    }
}
