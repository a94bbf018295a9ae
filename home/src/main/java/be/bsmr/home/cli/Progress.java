package be.bsmr.home.cli;

import java.io.PrintStream;

/** A bar on the standard error that grows as work is done; nothing where nobody watches. */
final class Progress implements AutoCloseable {

    private static final int WIDTH = 30;

    private final String label;
    private final PrintStream out;
    private final boolean watched;
    private int shown = -1;

    /**
     * @param label what is worked at
     */
    Progress(String label) {
        this(label, System.err, Terminal.is(2));
    }

    Progress(String label, PrintStream out, boolean watched) {
        this.label = label;
        this.out = out;
        this.watched = watched;
    }

    /**
     * @param share of the work that is done, 0…1
     */
    void at(double share) {
        int percent = (int) Math.floor(100 * Math.max(0, Math.min(1, share)));
        if (!watched || percent == shown) {
            return;
        }
        shown = percent;
        int full = percent * WIDTH / 100;
        out.print(
                "\r"
                        + label
                        + "  "
                        + "█".repeat(full)
                        + "░".repeat(WIDTH - full)
                        + " "
                        + percent
                        + " %");
        out.flush();
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        if (shown >= 0) {
            out.print("\r" + " ".repeat(label.length() + WIDTH + 8) + "\r");
            out.flush();
        }
    }
}
