package be.bsmr.home.notify;

import java.time.Duration;
import java.util.Locale;

/** What people may be told of. */
public enum Rule {
    /** The running quarter will pass its target, and people can still do something about it. */
    QUARTER(Urgency.HIGH, 8, Duration.ofMinutes(15)),
    /** The month has a new peak that costs. */
    MONTH_PEAK(Urgency.NORMAL, 4, Duration.ofHours(12)),
    /** A load does not obey, or switching it has no effect. */
    LOAD(Urgency.NORMAL, 6, Duration.ofHours(12)),
    /** The meter has been silent for minutes, or is back. */
    METER(Urgency.NORMAL, 4, Duration.ofHours(12)),
    /** What is measured is not kept, or is again. */
    DISK(Urgency.NORMAL, 2, Duration.ofHours(24)),
    /** No copy of the database can be made, or can again. */
    BACKUP(Urgency.LOW, 1, Duration.ofHours(24)),
    /** What the last month came to. */
    MONTH(Urgency.LOW, 1, Duration.ofDays(7)),
    /** What the last year came to. */
    YEAR(Urgency.LOW, 1, Duration.ofDays(7));

    private final Urgency level;
    private final int mostPerDay;
    private final Duration fresh;

    Rule(Urgency level, int mostPerDay, Duration fresh) {
        this.level = level;
        this.mostPerDay = mostPerDay;
        this.fresh = fresh;
    }

    /** So long a message is worth sending. */
    Duration fresh() {
        return fresh;
    }

    RuleSettings usual() {
        return new RuleSettings(level, null, mostPerDay);
    }

    /** The key of its settings and of its words. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
