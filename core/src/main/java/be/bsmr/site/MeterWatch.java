package be.bsmr.site;

import be.bsmr.control.Decision;
import be.bsmr.site.SiteInput.MeterRead;
import java.time.Duration;
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
 * @param heardAt when a telegram counted last, host clock; null before the first
 * @param pauses before the newest telegrams that counted; those that come in a bundle are one
 */
public record MeterWatch(
        Speakers speakers, ClockWatch clock, @Nullable Instant heardAt, List<Duration> pauses) {

    static final MeterWatch NEW = new MeterWatch(Speakers.NONE, ClockWatch.NEW, null, List.of());

    /** One long pause, or two, are no habit. */
    private static final int HABIT = 3;

    private static final Duration BUNDLE = Duration.ofMillis(500);

    /** A meter that speaks less often than this is silent in between. */
    private static final Duration LONGEST_HABIT = Duration.ofMinutes(2);

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

    public MeterWatch {
        pauses = List.copyOf(pauses);
    }

    /**
     * @param last the last that counted; null before the first
     */
    Heard hear(MeterRead read, @Nullable MeterRead last, SiteSettings settings) {
        Speakers.Heard who =
                speakers.hear(read.reading().identity().meter(), read.at(), settings.meter());
        if (who.voice() == Speakers.Voice.OTHER) {
            MeterWatch next = new MeterWatch(who.next(), clock, heardAt, pauses);
            return new Heard(next, null, false, false, news(who.news(), null));
        }
        boolean swapped = who.voice() == Speakers.Voice.SWAPPED;
        // Another meter has another clock.
        ClockWatch.Heard when = swapped ? ClockWatch.NEW.hear(read, null) : clock.hear(read, last);
        MeterWatch next =
                when.taken() == null
                        ? new MeterWatch(who.next(), when.next(), heardAt, pauses)
                        : new MeterWatch(
                                who.next(), when.next(), read.at(), pausesUntil(read.at()));
        return new Heard(next, when.taken(), swapped, when.anew(), news(who.news(), when.news()));
    }

    /** How long the meter may take for its next telegram: what was allowed, or its own habit. */
    Duration patience(Duration allowed) {
        Duration habit = pauses.stream().min(Duration::compareTo).orElse(Duration.ZERO);
        Duration counted = habit.compareTo(LONGEST_HABIT) > 0 ? LONGEST_HABIT : habit;
        Duration enough = counted.multipliedBy(5).dividedBy(2);
        return enough.compareTo(allowed) > 0 ? enough : allowed;
    }

    private List<Duration> pausesUntil(Instant at) {
        if (heardAt == null) {
            return pauses;
        }
        Duration pause = Duration.between(heardAt, at).abs();
        if (pause.compareTo(BUNDLE) < 0) {
            return pauses;
        }
        List<Duration> more = new ArrayList<>(pauses);
        more.add(pause);
        return more.size() > HABIT ? more.subList(1, more.size()) : more;
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
