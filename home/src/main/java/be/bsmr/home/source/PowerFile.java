package be.bsmr.home.source;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of times and powers, one pair a line, read from its beginning to its end. It finds out by
 * itself what separates columns, which of them is the time, and whether there is a header.
 */
final class PowerFile implements Closeable {

    /** A power and when it was written, ms since 1970. */
    record Value(long at, double watts) {}

    private static final int SEARCHED_LINES = 50;

    private static final Set<String> MISSING =
            Set.of("", "?", "-", "nan", "na", "n/a", "null", "none", "unknown", "unavailable");

    private static final Pattern POWER_NAME =
            Pattern.compile("(?i).*(power|watt|kw(?!h)|vermogen|puissance|leistung).*|w|p");

    private static final Pattern KILOWATT = Pattern.compile("(?i).*kw(?!h).*|global_active_power");

    private static final Pattern NUMBER = Pattern.compile("[+-]?[\\d.,]+([eE][+-]?\\d+)?");

    /** More than any house: the largest connection without a transformer of its own is 250 kW. */
    private static final double LARGEST_WATTS = 1e6;

    private final TraceReport report;
    private final String name;
    private final BufferedReader lines;
    private final TraceClock clock;
    private final TraceWish wish;

    /** Lines that were read to find the columns, and are still to be read. */
    private final Deque<String> ahead = new ArrayDeque<>();

    private char separator = ',';
    private int timeColumn;
    private boolean dateApart;
    private int powerColumn;
    private double factor = 1;
    private long lineNumber;
    private long last = Long.MIN_VALUE;

    /**
     * @param name as people call the file
     * @throws IllegalArgumentException when it has no column of the name or number wished for
     */
    PowerFile(String name, InputStream in, TraceWish wish, TraceReport report) throws IOException {
        this.name = name;
        this.wish = wish;
        this.report = report;
        clock = new TraceClock(wish.zone());
        lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1), 1 << 16);
        findColumns(wish.zone());
    }

    /** The next value, later than the last; null at the end. */
    @Nullable Value next() throws IOException {
        for (String line = line(); line != null; line = line()) {
            lineNumber++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Value value = value(line);
            if (value == null) {
                continue;
            }
            if (value.at > last) {
                last = value.at;
                report.value();
                return value;
            }
            if (value.at == last) {
                report.duplicate();
            } else {
                bad(line, "is earlier than the line before it; sort the file by time");
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private @Nullable String line() throws IOException {
        String line = ahead.isEmpty() ? lines.readLine() : ahead.poll();
        return line != null && lineNumber == 0 ? withoutByteOrderMark(line) : line;
    }

    /** Read as ISO 8859-1, so that no byte is wrong. */
    private static String withoutByteOrderMark(String line) {
        return line.startsWith("\u00ef\u00bb\u00bf") ? line.substring(3) : line;
    }

    private @Nullable Value value(String line) {
        List<String> columns = columns(line);
        if (columns.size() <= Math.max(powerColumn, timeColumn + (dateApart ? 1 : 0))) {
            bad(line, "has too few columns");
            return null;
        }
        String time = time(columns);
        OptionalLong at = clock.millis(time);
        if (at.isEmpty()) {
            bad(line, "has no time; write 2026-01-13T18:00:00 or seconds since 1970");
            return null;
        }
        String power = columns.get(powerColumn);
        if (power.length() < 12 && MISSING.contains(power.toLowerCase(Locale.ROOT))) {
            report.missing();
            return null;
        }
        double watts = number(power) * factor;
        if (!(Math.abs(watts) <= LARGEST_WATTS)) {
            bad(line, "has no power in column " + (powerColumn + 1));
            return null;
        }
        return new Value(at.getAsLong(), watts);
    }

    private String time(List<String> columns) {
        String time = columns.get(timeColumn);
        return dateApart ? time + ' ' + columns.get(timeColumn + 1) : time;
    }

    private double number(String text) {
        String point = separator != ',' && text.indexOf('.') < 0 ? text.replace(',', '.') : text;
        try {
            return Double.parseDouble(point);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private void bad(String line, String why) {
        report.bad(name, lineNumber, line, why);
    }

    private List<String> columns(String line) {
        List<String> columns = new ArrayList<>(4);
        if (separator == ' ') {
            columns.addAll(List.of(line.strip().split("\\s+")));
            return columns;
        }
        int from = 0;
        for (int to = line.indexOf(separator); to >= 0; to = line.indexOf(separator, from)) {
            columns.add(bare(line, from, to));
            from = to + 1;
        }
        columns.add(bare(line, from, line.length()));
        return columns;
    }

    private static String bare(String line, int from, int to) {
        String column = line.substring(from, to).strip();
        boolean quoted = column.length() > 1 && column.startsWith("\"") && column.endsWith("\"");
        return quoted ? column.substring(1, column.length() - 1).strip() : column;
    }

    /**
     * The first line that has a time shows where the columns are; a line before it with as many
     * columns is the header, and what stands above is no trace yet.
     */
    private void findColumns(ZoneId zone) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            ahead.add(line);
            String bare = ahead.size() == 1 ? withoutByteOrderMark(line) : line;
            separator = separatorOf(bare);
            List<String> columns = columns(bare);
            if (findTime(columns, zone)) {
                findPower(columns, header(columns.size()));
                return;
            }
            if (ahead.size() == SEARCHED_LINES) {
                break;
            }
        }
        throw new IllegalArgumentException(
                name
                        + ": no line begins like a trace; write lines such as"
                        + " 2026-01-13T18:00:00,1520 or give telegrams");
    }

    /** Takes the lines up to the header; empty when there is none. */
    private List<String> header(int width) {
        List<String> header = List.of();
        int lineOfHeader = 0;
        int n = 0;
        for (String line : ahead) {
            n++;
            List<String> columns = columns(n == 1 ? withoutByteOrderMark(line) : line);
            if (n < ahead.size() && columns.size() == width) {
                header = columns;
                lineOfHeader = n;
            }
        }
        for (; lineNumber < lineOfHeader; lineNumber++) {
            ahead.poll();
        }
        return header;
    }

    private static char separatorOf(String line) {
        for (char c : new char[] {';', '\t', ','}) {
            if (line.indexOf(c) >= 0) {
                return c;
            }
        }
        return ' ';
    }

    private boolean findTime(List<String> columns, ZoneId zone) {
        for (int i = 0; i < columns.size(); i++) {
            if (new TraceClock(zone).millis(columns.get(i)).isPresent()) {
                timeColumn = i;
                dateApart = false;
                return columns.size() > 1;
            }
            if (i + 1 < columns.size()
                    && new TraceClock(zone)
                            .millis(columns.get(i) + ' ' + columns.get(i + 1))
                            .isPresent()) {
                timeColumn = i;
                dateApart = true;
                return columns.size() > 2;
            }
        }
        return false;
    }

    private void findPower(List<String> columns, List<String> header) {
        powerColumn = wish.column() == null ? likeliest(columns, header) : wished(columns, header);
        boolean saysKilowatt =
                !header.isEmpty() && KILOWATT.matcher(header.get(powerColumn)).matches();
        factor =
                switch (wish.unit()) {
                    case AUTO -> saysKilowatt ? 1000 : 1;
                    case WATT -> 1;
                    case KILOWATT -> 1000;
                };
    }

    private int likeliest(List<String> columns, List<String> header) {
        int after = timeColumn + (dateApart ? 2 : 1);
        for (int i = after; i < header.size(); i++) {
            if (POWER_NAME.matcher(header.get(i)).matches()) {
                return i;
            }
        }
        for (int i = after; i < columns.size(); i++) {
            String text = columns.get(i);
            if (NUMBER.matcher(text).matches() || MISSING.contains(text.toLowerCase(Locale.ROOT))) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                name + ": no column of numbers behind the time; name one with --column");
    }

    private int wished(List<String> columns, List<String> header) {
        String wished = wish.column();
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i).equalsIgnoreCase(wished)) {
                return i;
            }
        }
        if (wished != null && wished.matches("\\d{1,3}")) {
            int number = Integer.parseInt(wished);
            if (number >= 1 && number <= columns.size()) {
                return number - 1;
            }
        }
        throw new IllegalArgumentException(
                name
                        + ": no column "
                        + wished
                        + "; there are "
                        + (header.isEmpty()
                                ? "1 to " + columns.size()
                                : String.join(", ", header)));
    }
}
