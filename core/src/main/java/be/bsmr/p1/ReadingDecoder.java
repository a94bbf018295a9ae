package be.bsmr.p1;

import be.bsmr.meter.Reading;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns a telegram into a reading. Never throws on what a meter sends: an unreadable field costs
 * that field only, an unknown line is kept. Stateless.
 */
public final class ReadingDecoder {

    private final MeterClock clock;

    /**
     * @param zone the meter's zone, Europe/Brussels in Belgium
     */
    public ReadingDecoder(ZoneId zone) {
        clock = new MeterClock(zone);
    }

    /** The reading; empty when not one register in the telegram could be read. */
    public Optional<Reading> decode(Telegram telegram) {
        List<String> lines = lines(telegram.text());
        ReadingDraft draft = new ReadingDraft(clock);
        boolean anything = false;
        for (String line : lines.subList(1, lines.size())) {
            anything |= decodeLine(line, draft);
        }
        return anything ? Optional.of(draft.finish(lines.get(0))) : Optional.empty();
    }

    /** The header without its slash, then each line that is not empty. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>(40);
        int start = 1;
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || (c == '!' && start == i)) {
                if (i > start || lines.isEmpty()) {
                    lines.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
        return lines;
    }

    private static boolean decodeLine(String line, ReadingDraft draft) {
        int open = line.indexOf('(');
        Optional<Register> register =
                open < 0
                        ? Optional.empty()
                        : ObisCode.parse(line.substring(0, open)).flatMap(Register::of);
        if (register.isEmpty()) {
            draft.unknown.add(line);
            return false;
        }
        List<String> values = values(line, open);
        boolean wellFormed = !values.isEmpty();
        boolean read = register.get().read(wellFormed ? values : List.of(""), draft);
        if (!wellFormed || !read) {
            draft.unreadable.add(line);
            return false;
        }
        return true;
    }

    /**
     * What stands between each pair of parentheses; empty when the first is not closed. Text behind
     * the last one is passed over: a telegram copied by hand may carry some.
     */
    private static List<String> values(String line, int from) {
        List<String> values = new ArrayList<>(3);
        int at = from;
        while (at < line.length() && line.charAt(at) == '(') {
            int close = line.indexOf(')', at);
            if (close < 0) {
                return List.of();
            }
            values.add(line.substring(at + 1, close));
            at = close + 1;
        }
        return values;
    }
}
