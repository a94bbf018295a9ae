package be.bsmr.p1;

import be.bsmr.meter.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns telegrams into readings. Never throws on what a meter sends, and loses nothing of it: an
 * unreadable field costs that field only, and each line ends in the reading as a value, among those
 * without a name or among the unreadable, unless it says nothing or says the same twice. One meter,
 * one decoder, one thread.
 *
 * <p>A meter says nearly the same every second. The decoder remembers the last telegram: when the
 * next one has its lines in the same places, only those lines are read again in which a byte
 * differs. What comes out is the same as that of a decoder that remembers nothing, but for the time
 * of a telegram around a change of the clock, which goes on from that of the one before ({@link
 * MeterClock}).
 */
public final class ReadingDecoder {

    private static final int SAME = -1;
    private static final int NO_LINE = -1;

    private final MeterClock clock;
    private final Line line = new Line();
    private ReadingDraft draft = new ReadingDraft();

    /** The last telegram and where its lines are; none when it must not be built upon. */
    private final byte[] last = new byte[TelegramFramer.MAX_BYTES];

    private int lastLength;
    private final Layout layout = new Layout();
    private boolean repeatable;

    /**
     * @param zone the meter's zone, Europe/Brussels in Belgium
     */
    public ReadingDecoder(ZoneId zone) {
        clock = new MeterClock(zone);
    }

    /** Reads what follows as if a telegram of this time had come before. */
    public void goesOnFrom(Instant before) {
        clock.goesOnFrom(before);
    }

    /** The reading; empty when not one register in the telegram could be read. */
    public Optional<Reading> decode(Telegram telegram) {
        byte[] bytes = telegram.bytes;
        int from = telegram.from;
        clock.heardAt(telegram.receivedAt());
        if (repeatable && telegram.length == lastLength && rereads(bytes, from)) {
            return Optional.of(draft.reading());
        }
        return readAll(bytes, from, telegram.length)
                ? Optional.of(draft.reading())
                : Optional.empty();
    }

    // ---- the telegram as a whole

    private boolean readAll(byte[] bytes, int from, int length) {
        System.arraycopy(bytes, from, last, 0, length);
        lastLength = length;
        draft = new ReadingDraft();
        layout.clear();
        List<String> unknown = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        boolean anything = false;
        int at = endOfLine(last, 1, length);
        draft.who.header = new String(last, 1, at - 1, StandardCharsets.ISO_8859_1);
        while (at < length) {
            int lineFrom = startOfLine(last, at, length);
            at = lineFrom < length ? endOfLogicalLine(last, lineFrom, length) : length;
            if (at > lineFrom) {
                Register register = lookAtLine(lineFrom, at);
                if (register == null) {
                    unknown.add(line.whole());
                    continue;
                }
                int earlier = layout.saidBy(register);
                if (earlier != NO_LINE) {
                    if (!layout.isAlike(earlier, last, lineFrom, at)) {
                        unreadable.add(line.whole());
                    }
                    continue;
                }
                boolean read = register.read(line, draft, clock);
                anything |= read;
                if (!read || !line.isClear()) {
                    unreadable.add(line.whole());
                    layout.lastIsUnreadable();
                } else if (!line.isEmpty()) {
                    layout.lastSays(register);
                }
            }
        }
        draft.unknown = List.copyOf(unknown);
        draft.unreadable = List.copyOf(unreadable);
        layout.end(length);
        repeatable = anything && layout.repeatable;
        return anything;
    }

    /** Null when the line is of no register that we know. */
    private @Nullable Register lookAtLine(int from, int to) {
        int open = from;
        while (open < to && last[open] != '(') {
            open++;
        }
        Register register = open == to ? null : Register.of(ObisCode.in(last, from, open));
        line.lookAt(last, from, to, open);
        layout.add(from, open, to, register);
        return register;
    }

    /** The {@code !} that ends a telegram is no line. */
    static int startOfLine(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && Line.isBreak(bytes[at])) {
            at++;
        }
        return at == to - 1 && bytes[at] == '!' ? to : at;
    }

    static int endOfLine(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && !Line.isBreak(bytes[at])) {
            at++;
        }
        return at;
    }

    /** DSMR 2.2 and 3.0 meters begin the second line of a gas reading with a parenthesis. */
    static int endOfLogicalLine(byte[] bytes, int from, int to) {
        int end = endOfLine(bytes, from, to);
        int next = startOfLine(bytes, end, to);
        return next < to && bytes[next] == '(' ? endOfLogicalLine(bytes, next, to) : end;
    }

    // ---- what differs from the last telegram

    /** False when the lines are not in the same places, or one of them reads badly now. */
    private boolean rereads(byte[] bytes, int from) {
        int at = 0;
        for (int differs = difference(bytes, from, at); differs != SAME; ) {
            int index = layout.lineAt[differs];
            if (differs <= layout.open[index]) {
                return false;
            }
            Register register = layout.register[index];
            at = layout.to[index];
            line.lookAt(bytes, from + layout.from[index], from + at, from + layout.open[index]);
            if (register == null || !register.read(line, draft, clock) || !line.isClear()) {
                return false;
            }
            System.arraycopy(bytes, from + differs, last, differs, at - differs);
            differs = difference(bytes, from, at);
        }
        return true;
    }

    /** The first place from {@code at} on where the telegram is not like the last. */
    private int difference(byte[] bytes, int from, int at) {
        int differs = Arrays.mismatch(bytes, from + at, from + lastLength, last, at, lastLength);
        return differs < 0 ? SAME : at + differs;
    }

    /** Where the lines of a telegram are and which register each of them is. */
    private static final class Layout {

        private static final int MOST_LINES = 256;

        /** The line that a byte belongs to; for those between lines, the one that comes next. */
        final short[] lineAt = new short[TelegramFramer.MAX_BYTES];

        int count;
        final int[] from = new int[MOST_LINES];
        final int[] open = new int[MOST_LINES + 1];
        final int[] to = new int[MOST_LINES];

        /** Null for a line that must not be read alone. */
        final @Nullable Register[] register = new Register[MOST_LINES];

        private final Set<Register> present = new HashSet<>();

        /** The line that says what a register has to say. */
        private final Map<Register, Integer> said = new HashMap<>();

        boolean repeatable;
        private int filled;

        void clear() {
            count = 0;
            filled = 0;
            present.clear();
            said.clear();
            repeatable = true;
        }

        void add(int lineFrom, int lineOpen, int lineTo, @Nullable Register lineRegister) {
            // Of two lines for one place the first counts, whichever of them differs.
            repeatable &= lineRegister == null || present.add(lineRegister.place());
            if (count == MOST_LINES) {
                repeatable = false;
                return;
            }
            Arrays.fill(lineAt, filled, lineTo, (short) count);
            filled = lineTo;
            from[count] = lineFrom;
            open[count] = lineOpen;
            to[count] = lineTo;
            register[count] =
                    lineRegister != null && lineRegister.isReadAlone() ? lineRegister : null;
            count++;
        }

        /** The last line has said what {@code ofIt} has to say. */
        void lastSays(Register ofIt) {
            said.put(ofIt.place(), count - 1);
        }

        /** The line that has said what {@code register} has to say, or {@link #NO_LINE}. */
        int saidBy(Register ofIt) {
            return said.getOrDefault(ofIt.place(), NO_LINE);
        }

        boolean isAlike(int line, byte[] bytes, int lineFrom, int lineTo) {
            return Arrays.equals(bytes, from[line], to[line], bytes, lineFrom, lineTo);
        }

        /** What comes behind the last line never opens a parenthesis. */
        void end(int length) {
            Arrays.fill(lineAt, filled, length, (short) count);
            open[count] = length;
        }

        /** The whole telegram must be read when it changes: it stands in a list of such lines. */
        void lastIsUnreadable() {
            register[count - 1] = null;
        }
    }
}
