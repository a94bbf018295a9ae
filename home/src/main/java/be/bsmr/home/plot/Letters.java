package be.bsmr.home.plot;

/**
 * How wide a text may become. Fonts are the reader's: these are the widths of DejaVu Sans, the
 * widest of those in common use, so that what fits here fits everywhere.
 */
final class Letters {

    private static final double BOLD = 1.11;

    private Letters() {}

    /**
     * @param size of the font, in dots
     * @return in dots
     */
    static double width(String text, double size, boolean bold) {
        double width = text.chars().mapToDouble(Letters::width).sum();
        return width * size * (bold ? BOLD : 1);
    }

    /** Of the size. */
    private static double width(int letter) {
        if ("ijlI'|.,:; ·".indexOf(letter) >= 0) {
            return 0.32;
        }
        if ("frt()-/".indexOf(letter) >= 0) {
            return 0.40;
        }
        if ("mMwWœ%–".indexOf(letter) >= 0) {
            return 0.98;
        }
        return Character.isUpperCase(letter) ? 0.74 : 0.635;
    }

    /** The beginning, as far as it fits, and an ellipsis; all of it when it does. */
    static String shortened(String text, double size, double room) {
        if (width(text, size, false) <= room) {
            return text;
        }
        int end = text.length();
        while (end > 0 && width(text.substring(0, end) + "…", size, false) > room) {
            end--;
        }
        return text.substring(0, end).strip() + "…";
    }
}
