package be.bsmr.control;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether people are warned that the running quarter will pass its target. It follows the break
 * probability, but only what lasts: a hob that switches to and fro is one episode, not thirty.
 *
 * <p>It goes on when passing is likely for a while, or certain; it goes off when passing has been
 * unlikely for a minute, or cannot happen any more. A new quarter ends it unless that one is in
 * danger too.
 *
 * <p>Below the alarm it is said that passing is possible: from a chance of 0.25 on, and until it is
 * below 0.15. Between them stays what was said before.
 *
 * @param on whether there is an alarm
 * @param doubted since when the probability speaks against {@code on}; null while it does not
 * @param possible whether it is worth saying that the quarter may pass its target
 */
public record Alarm(boolean on, @Nullable Instant doubted, boolean possible) {

    public static final Alarm NONE = new Alarm(false, null, false);

    /** Passing the target is likely from here on. */
    public static final double LIKELY = 0.75;

    /** Passing the target is unlikely below this: there is nothing to warn of. */
    public static final double UNLIKELY = 0.35;

    /** Passing the target is worth saying from here on. */
    static final double POSSIBLE = 0.25;

    /** Passing the target is not worth saying any more below this. */
    static final double HARDLY = 0.15;

    /** A quarter of a minute tells a load from a spike; a meter may speak only each ten seconds. */
    private static final Duration RAISED_AFTER = Duration.ofSeconds(15);

    /** An episode lasts so long at least. */
    private static final Duration CLEARED_AFTER = Duration.ofSeconds(60);

    /**
     * The alarm at the next moment.
     *
     * @param at the meter's time
     * @param breaks the probability that the quarter passes its target, 0…1
     * @param certainty what is settled already
     * @param newQuarter whether this is the first that is heard of the quarter
     */
    Alarm next(Instant at, double breaks, Outlook.Certainty certainty, boolean newQuarter) {
        boolean settled = certainty != Outlook.Certainty.OPEN;
        boolean doubtful = on ? breaks < UNLIKELY : breaks >= LIKELY;
        // Of another quarter what was said before says nothing.
        boolean said = possible && !newQuarter;
        boolean mayPass = breaks >= (said ? HARDLY : POSSIBLE);
        if (!doubtful) {
            return new Alarm(on, null, mayPass);
        }
        // When the meter's clock was set back, the time that passed is not known.
        Instant since = doubted == null || doubted.isAfter(at) ? at : doubted;
        Duration patience = on ? CLEARED_AFTER : RAISED_AFTER;
        boolean turns = settled || (on && newQuarter) || !at.isBefore(since.plus(patience));
        return turns ? new Alarm(!on, null, mayPass) : new Alarm(on, since, mayPass);
    }
}
