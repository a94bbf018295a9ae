package be.bsmr.site;

import be.bsmr.control.Decision;
import be.bsmr.site.SiteInput.MeterRead;
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
 */
public record MeterWatch(Speakers speakers, ClockWatch clock, Pauses pauses) {

    static final MeterWatch NEW = new MeterWatch(Speakers.NONE, ClockWatch.NEW, Pauses.NONE);

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
                speakers.hear(read.reading().identity().meter(), read.at(), settings.meter());
        if (who.voice() == Speakers.Voice.OTHER) {
            MeterWatch next = new MeterWatch(who.next(), clock, pauses);
            return new Heard(next, null, false, false, news(who.news(), null));
        }
        boolean swapped = who.voice() == Speakers.Voice.SWAPPED;
        // Another meter has another clock.
        ClockWatch.Heard when = swapped ? ClockWatch.NEW.hear(read, null) : clock.hear(read, last);
        Pauses heard = when.taken() == null ? pauses : pauses.heard(read.at());
        MeterWatch next = new MeterWatch(who.next(), when.next(), heard);
        return new Heard(next, when.taken(), swapped, when.anew(), news(who.news(), when.news()));
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
