package be.bsmr.home.cli;

import java.text.Normalizer;

/**
 * One row of the terminal view, filled from the left, never wider than the screen. What does not
 * stand in exactly one cell, such as an emoji in the name of a load, is shown as {@code ?}; what
 * would command the terminal is left out.
 */
final class Row {

    /** From here on letters may take two cells: Korean, Chinese, Japanese, emoji. */
    private static final int WIDE = 0x1100;

    /** Between these stand punctuation, arrows, frames and blocks, a cell each. */
    private static final int SIGNS = 0x1E00;

    private static final int BEHIND_SIGNS = 0x2600;

    private final int width;
    private final boolean colours;
    private final StringBuilder written = new StringBuilder();
    private int used;

    /**
     * @param width of the screen, in cells
     */
    Row(int width, boolean colours) {
        this.width = width;
        this.colours = colours;
    }

    Row add(String text) {
        return add(text, Style.PLAIN);
    }

    /** What finds no room ends in {@code …}. */
    Row add(String text, Style style) {
        String cells = cells(text);
        int room = width - used;
        if (room > 0 && !cells.isEmpty()) {
            String shown = cells.length() <= room ? cells : cells.substring(0, room - 1) + "…";
            written.append(colours ? style.of(shown) : shown);
            used += shown.length();
        }
        return this;
    }

    /** Empty cells up to {@code column}, counted from 0; at least one behind what stands there. */
    Row to(int column) {
        return used == 0 && column == 0 ? this : add(" ".repeat(Math.max(1, column - used)));
    }

    /** At the right edge, if there is room. */
    Row right(String text, Style style) {
        String cells = cells(text);
        return used + cells.length() < width ? to(width - cells.length()).add(cells, style) : this;
    }

    /** As the terminal takes it. */
    String written() {
        return written.toString();
    }

    private static String cells(String text) {
        StringBuilder cells = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFC)
                .codePoints()
                .forEach(
                        c -> {
                            switch (Character.getType(c)) {
                                case Character.CONTROL,
                                        Character.FORMAT,
                                        Character.NON_SPACING_MARK,
                                        Character.ENCLOSING_MARK,
                                        Character.LINE_SEPARATOR,
                                        Character.PARAGRAPH_SEPARATOR -> {}
                                default -> cells.append(isNarrow(c) ? (char) c : '?');
                            }
                        });
        return cells.toString();
    }

    private static boolean isNarrow(int c) {
        return c < WIDE || (c >= SIGNS && c < BEHIND_SIGNS && c != 0x231A && c != 0x231B);
    }
}
