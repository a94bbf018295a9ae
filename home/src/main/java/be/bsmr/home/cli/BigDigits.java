package be.bsmr.home.cli;

import java.util.ArrayList;
import java.util.List;

/** A number in digits three rows high, of half blocks. */
final class BigDigits {

    static final int ROWS = 3;

    private static final int LINES = 6;
    private static final String KNOWN = "0123456789.,–";

    /** Six lines of each of {@link #KNOWN}, {@code #} = filled. */
    private static final String[] SHAPES = {
        "### #.# #.# #.# ### ...",
        ".#. ##. .#. .#. ### ...",
        "### ..# ### #.. ### ...",
        "### ..# ### ..# ### ...",
        "#.# #.# ### ..# ..# ...",
        "### #.. ### ..# ### ...",
        "### #.. ### #.# ### ...",
        "### ..# ..# ..# ..# ...",
        "### #.# ### #.# ### ...",
        "### #.# ### ..# ### ...",
        ". . . . # .",
        ". . . . # #",
        "... ... ### ... ... ..."
    };

    private BigDigits() {}

    /**
     * @param number of digits, a point or a comma; {@code –} where there is none
     */
    static List<String> rows(String number) {
        List<String> rows = new ArrayList<>();
        for (int line = 0; line < LINES; line += 2) {
            StringBuilder row = new StringBuilder();
            for (int i = 0; i < number.length(); i++) {
                int known = KNOWN.indexOf(number.charAt(i));
                if (known >= 0) {
                    String[] shape = SHAPES[known].split(" ", -1);
                    for (int x = 0; x < shape[line].length(); x++) {
                        row.append(
                                cell(
                                        shape[line].charAt(x) == '#',
                                        shape[line + 1].charAt(x) == '#'));
                    }
                    row.append(' ');
                }
            }
            rows.add(row.toString());
        }
        return rows;
    }

    private static char cell(boolean upper, boolean lower) {
        if (upper) {
            return lower ? '█' : '▀';
        }
        return lower ? '▄' : ' ';
    }
}
