package be.bsmr.home.mqtt;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * What strangers do wrong is worth a line the first time, then at most every ten minutes, with how
 * often it happened meanwhile. Safe for many threads.
 */
final class Complaints {

    private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** Strangers make up names without end; we do not log without end. */
    private static final int MOST_KINDS = 64;

    private static final String REST = "others";

    private static final int LONGEST_QUOTE = 60;

    private final Logger log;
    private final Map<String, Kind> kinds = new HashMap<>();

    private static final class Kind {
        long saidAt;
        long since;
    }

    Complaints(Logger log) {
        this.log = log;
    }

    /**
     * Counts once more.
     *
     * @param kind what is counted together
     * @param line for the log
     */
    void say(String kind, String line) {
        long since;
        synchronized (kinds) {
            boolean room = kinds.containsKey(kind) || kinds.size() < MOST_KINDS;
            Kind seen = kinds.get(room ? kind : REST);
            if (seen != null && System.nanoTime() - seen.saidAt < PERIOD_NANOS) {
                seen.since++;
                return;
            }
            if (seen == null) {
                seen = new Kind();
                kinds.put(room ? kind : REST, seen);
            }
            seen.saidAt = System.nanoTime();
            since = seen.since;
            seen.since = 0;
        }
        log.warn(
                "MQTT broker: {}{}",
                line,
                since == 0 ? "" : " (and " + since + " times since it was said last)");
    }

    /** What a stranger sent must neither fill the log nor fake a line of it. */
    static String quoted(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029']", " ");
        return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
    }
}
