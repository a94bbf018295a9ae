package be.bsmr.site;

import be.bsmr.control.Decision;
import be.bsmr.site.SiteInput.MeterRead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comes between a telegram and the count: is it of our meter, is it new, what time is it of,
 * and how long may the next one take.
 *
 * @param speakers which meter is followed
 * @param clock whether its stamps count
 * @param pauses between telegrams that count, host clock
 * @param silent whether the meter has been silent too long; until its next telegram that counts
 */
public record MeterWatch(Speakers speakers, ClockWatch clock, Pauses pauses, boolean silent) {

    static final MeterWatch NEW = new MeterWatch(Speakers.NONE, ClockWatch.NEW, Pauses.NONE, false);

    /**
     * What becomes of a telegram.
     *
     * @param taken the telegram with the time that counts; null when it is passed over
     * @param swapped whether it is the first of another meter
     * @param anew whether its time does not go on from that of the last
     */
    record Heard(
            MeterWatch next,
            @Nullable MeterRead taken,
            boolean swapped,
            boolean anew,
            List<Decision.What> news) {}

    /**
     * @param last the last that counted; null before the first
     */
    Heard hear(MeterRead read, @Nullable MeterRead last, SiteSettings settings) {
        Speakers.Heard who =
                speakers.hear(
                        read.reading().identity().meter(), read.at(), settings.listening().meter());
        if (who.voice() == Speakers.Voice.OTHER) {
            MeterWatch next = new MeterWatch(who.next(), clock, pauses, silent);
            return new Heard(next, null, false, false, news(who.news(), null));
        }
        boolean swapped = who.voice() == Speakers.Voice.SWAPPED;
        // Another meter has another clock.
        ClockWatch.Heard when = swapped ? ClockWatch.NEW.hear(read, null) : clock.hear(read, last);
        boolean counts = when.taken() != null;
        MeterWatch next =
                new MeterWatch(
                        who.next(),
                        when.next(),
                        counts ? pauses.heard(read.at()) : pauses,
                        silent && !counts);
        return new Heard(next, when.taken(), swapped, when.anew(), news(who.news(), when.news()));
    }

    /**
     * Whether the next telegram should have come by now.
     *
     * @param at host clock
     * @param last the last that counted; null before the first, then none is missed
     */
    boolean isOverdue(Instant at, @Nullable MeterRead last, SiteSettings settings) {
        return last != null
                && at.isAfter(last.at().plus(pauses.patience(settings.listening().silence())));
    }

    MeterWatch silent(boolean now) {
        return new MeterWatch(speakers, clock, pauses, now);
    }

    private static List<Decision.What> news(
            Decision.@Nullable What first, Decision.@Nullable What second) {
        if (first == null && second == null) {
            return List.of();
        }
        List<Decision.What> news = new ArrayList<>();
        if (first != null) {
            news.add(first);
        }
        if (second != null) {
            news.add(second);
        }
        return news;
    }
}
