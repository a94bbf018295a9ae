package be.bsmr.home.source;

import java.util.ArrayList;
import java.util.List;

/** What became of the lines of a trace. Changes as it runs. */
public final class TraceReport {

    private static final int SHOWN = 5;
    private static final int SHOWN_CHARACTERS = 60;

    private final List<String> firstBad = new ArrayList<>();
    private long values;
    private long bad;
    private long missing;
    private long duplicates;

    void value() {
        values++;
    }

    void duplicate() {
        duplicates++;
    }

    void missing() {
        missing++;
    }

    void bad(String file, long line, String text, String why) {
        bad++;
        if (firstBad.size() < SHOWN) {
            String shown =
                    text.length() > SHOWN_CHARACTERS
                            ? text.substring(0, SHOWN_CHARACTERS) + "…"
                            : text;
            firstBad.add(file + ", line " + line + ": '" + shown + "' " + why);
        }
    }

    /** Values or telegrams. */
    public long values() {
        return values;
    }

    /** Lines without a value that can be read. */
    public long badLines() {
        return bad;
    }

    /** The first few, each with its file, its line and what is wrong. */
    public List<String> firstBad() {
        return List.copyOf(firstBad);
    }

    /** Lines that say that they have no value. */
    public long missingValues() {
        return missing;
    }

    /** Values of a time that another line gave already. */
    public long duplicates() {
        return duplicates;
    }
}
