package be.bsmr.p1;

import be.bsmr.meter.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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

    private final MeterClock clock;
    private final TelegramLayouts layouts;
    private final Line line;
    private ReadingDraft draft = new ReadingDraft();

    /** The last telegram. */
    private byte[] last = {};

    /** Where its lines are; null when it must not be built upon. */
    private @Nullable TelegramLayout layout;

    /**
     * @param zone the meter's zone, Europe/Brussels in Belgium
     */
    public ReadingDecoder(ZoneId zone) {
        this(zone, new TelegramLayouts());
    }

    /**
     * One of many on one thread.
     *
     * @param zone the meter's zone, Europe/Brussels in Belgium
     * @param layouts those of all decoders of this thread
     */
    public ReadingDecoder(ZoneId zone, TelegramLayouts layouts) {
        clock = new MeterClock(zone);
        this.layouts = layouts;
        line = layouts.line;
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
        TelegramLayout known = layout;
        if (known != null && telegram.length == last.length && rereads(bytes, from, known)) {
            return Optional.of(draft.reading());
        }
        return readAll(bytes, from, telegram.length)
                ? Optional.of(draft.reading())
                : Optional.empty();
    }

    // ---- the telegram as a whole

    private boolean readAll(byte[] bytes, int from, int length) {
        if (last.length != length) {
            last = new byte[length];
        }
        System.arraycopy(bytes, from, last, 0, length);
        draft = new ReadingDraft();
        layouts.begin();
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
                int earlier = layouts.saidBy(register);
                if (earlier != TelegramLayouts.NO_LINE) {
                    if (!layouts.isAlike(earlier, last, lineFrom, at)) {
                        unreadable.add(line.whole());
                    }
                    continue;
                }
                boolean read = register.read(line, draft, clock);
                anything |= read;
                if (!read || !line.isClear()) {
                    unreadable.add(line.whole());
                    layouts.lastIsUnreadable();
                } else if (!line.isEmpty()) {
                    layouts.lastSays(register);
                }
            }
        }
        draft.unknown = List.copyOf(unknown);
        draft.unreadable = List.copyOf(unreadable);
        layout = anything ? layouts.end(length) : null;
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
        layouts.add(from, open, to, register);
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
    private boolean rereads(byte[] bytes, int from, TelegramLayout known) {
        int at = 0;
        for (int differs = difference(bytes, from, at); differs != SAME; ) {
            int index = known.lineAt[differs];
            if (differs <= known.open[index]) {
                return false;
            }
            Register register = known.register[index];
            at = known.to[index];
            line.lookAt(bytes, from + known.from[index], from + at, from + known.open[index]);
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
        int differs = Arrays.mismatch(bytes, from + at, from + last.length, last, at, last.length);
        return differs < 0 ? SAME : at + differs;
    }
}
