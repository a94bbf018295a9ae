package be.bsmr.home.nextion;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which page a display shows, and what stands there as far as we know: from that follow the
 * commands that are needed for it to show a picture.
 */
final class ShownPage {

    /** Tells the display something; false when the rest is better told in a second. */
    interface Commands {

        boolean ask(String command) throws IOException;

        boolean points(String command, byte[] heights) throws IOException;
    }

    private static final int NONE = -1;
    private static final int GRAPH = 0;

    /** The first component of each page, and the end. */
    private static final int[] FIRST_NUMBER = {0, 11, Picture.NUMBERS};

    private static final String CLEAR = "cle 4,255";

    private int number = NONE;

    /** Whether the numbers are; null while nobody knows. */
    private @Nullable Boolean hidden;

    private final Map<Integer, Integer> written = new HashMap<>();

    /** The graph; null while nobody knows. */
    private @Nullable List<Column> drawn;

    /** Its number, -1 while it is not known. */
    int number() {
        return number;
    }

    /** A page that comes up shows what stands in its layout. */
    void turned(int to) {
        if (to != number) {
            boolean known = number != NONE;
            number = to;
            unknown();
            hidden = known ? Boolean.FALSE : null;
        }
    }

    /** The display may show anything. */
    void unknown() {
        hidden = null;
        written.clear();
        drawn = null;
    }

    /** Tells what is missing. A page that is none of the original's two is left alone. */
    void show(Picture picture, Commands display) throws IOException {
        int shown = number;
        if (shown < 0 || shown >= FIRST_NUMBER.length - 1) {
            return;
        }
        int first = FIRST_NUMBER[shown];
        int end = FIRST_NUMBER[shown + 1];
        if (!picture.live()) {
            hide(shown == GRAPH, first, end, display);
        } else if (appear(first, end, display)
                && numbers(picture.numbers(), first, end, display)
                && shown == GRAPH) {
            graph(picture.columns(), display);
        }
    }

    /** What nobody knows is not shown: the numbers vanish and the graph is empty. */
    private void hide(boolean graph, int first, int end, Commands display) throws IOException {
        if (Boolean.TRUE.equals(hidden)) {
            return;
        }
        drawn = null;
        if (!graph || display.ask(CLEAR)) {
            var unused = visible(first, end, false, display);
        }
    }

    private boolean appear(int first, int end, Commands display) throws IOException {
        return Boolean.FALSE.equals(hidden) || visible(first, end, true, display);
    }

    private boolean visible(int first, int end, boolean visible, Commands display)
            throws IOException {
        for (int n = first; n < end; n++) {
            if (!display.ask("vis n" + n + "," + (visible ? 1 : 0))) {
                return false;
            }
        }
        hidden = !visible;
        return true;
    }

    private boolean numbers(List<Integer> numbers, int first, int end, Commands display)
            throws IOException {
        for (int n = first; n < end; n++) {
            Integer value = numbers.get(n);
            if (!value.equals(written.get(n))) {
                if (!display.ask("n" + n + ".val=" + value)) {
                    return false;
                }
                written.put(n, value);
            }
        }
        return true;
    }

    /** One column more is added; in any other case all is drawn anew. */
    private void graph(List<Column> columns, Commands display) throws IOException {
        List<Column> before = drawn;
        if (columns.equals(before)) {
            return;
        }
        boolean oneMore =
                before != null
                        && columns.size() == before.size() + 1
                        && columns.subList(0, before.size()).equals(before);
        drawn = null;
        boolean done = oneMore || display.ask(CLEAR);
        for (int channel = 0; done && channel < Column.CHANNELS; channel++) {
            done =
                    oneMore
                            ? add(columns.get(columns.size() - 1), channel, display)
                            : addAll(columns, channel, display);
        }
        drawn = done ? columns : null;
    }

    private static boolean add(Column newest, int channel, Commands display) throws IOException {
        return display.ask("add 4," + channel + "," + newest.height(channel));
    }

    private static boolean addAll(List<Column> columns, int channel, Commands display)
            throws IOException {
        byte[] heights = new byte[columns.size()];
        for (int i = 0; i < heights.length; i++) {
            heights[i] = (byte) columns.get(i).height(channel);
        }
        return heights.length == 0
                || display.points("addt 4," + channel + "," + heights.length, heights);
    }
}
