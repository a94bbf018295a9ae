package be.bsmr.fleet.bridge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much each sender has said in the minute that runs, so that one who says too much takes
 * nothing from the others. Safe for many threads.
 */
final class Senders {

    /** The rest share one row: names that nobody checks must not fill the memory. */
    private static final int MOST_SENDERS = 200_000;

    private static final String REST = "(others)";

    private static final long MINUTE = 60;

    /**
     * What a sender said above what it may.
     *
     * @param minute when the minute began
     * @param messages that were dropped
     */
    record Excess(String sender, Instant minute, long messages) {}

    private static final class Row {
        private long messages;
        private long letters;
        private long dropped;
    }

    private final int mostMessages;
    private final int mostLetters;
    private final Map<String, Row> rows = new HashMap<>();
    private List<Excess> ended = new ArrayList<>();
    private long minute = Long.MIN_VALUE;

    /**
     * @param mostMessages of one sender a minute that are taken
     * @param mostLetters of them that become dead letters one by one
     */
    Senders(int mostMessages, int mostLetters) {
        this.mostMessages = mostMessages;
        this.mostLetters = mostLetters;
    }

    /** Whether what comes from {@code sender} now is still taken; if not it is counted. */
    synchronized boolean mayPass(String sender, Instant now) {
        Row row = row(sender, now);
        boolean may = ++row.messages <= mostMessages;
        row.dropped += may ? 0 : 1;
        return may;
    }

    /** Whether a dead letter of {@code sender} is still kept; if not it is counted. */
    synchronized boolean mayBeKept(String sender, Instant now) {
        Row row = row(sender, now);
        boolean may = ++row.letters <= mostLetters;
        row.dropped += may ? 0 : 1;
        return may;
    }

    /** What was dropped in the minutes that are over and was not told yet. */
    synchronized List<Excess> ended(Instant now) {
        turn(now);
        List<Excess> told = ended;
        ended = new ArrayList<>();
        return told;
    }

    private Row row(String sender, Instant now) {
        turn(now);
        Row row = rows.get(sender);
        if (row != null) {
            return row;
        }
        String name = rows.size() < MOST_SENDERS ? sender : REST;
        return rows.computeIfAbsent(name, unused -> new Row());
    }

    private void turn(Instant now) {
        long current = Math.floorDiv(now.getEpochSecond(), MINUTE);
        if (current == minute) {
            return;
        }
        Instant began = Instant.ofEpochSecond(minute == Long.MIN_VALUE ? 0 : minute * MINUTE);
        rows.forEach(
                (sender, row) -> {
                    if (row.dropped > 0) {
                        ended.add(new Excess(sender, began, row.dropped));
                    }
                });
        rows.clear();
        minute = current;
    }
}
