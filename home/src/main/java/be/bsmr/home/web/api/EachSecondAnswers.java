package be.bsmr.home.web.api;

import be.bsmr.home.json.EachSecondJson;
import be.bsmr.home.series.Extent;
import be.bsmr.home.series.Past;
import be.bsmr.otherwise.Lived;
import be.bsmr.otherwise.Question;
import be.bsmr.otherwise.SecondBySecond;
import be.bsmr.quarter.QuarterHour;
import be.bsmr.site.SiteInput.MeterRead;
import be.bsmr.site.SiteSettings;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/**
 * Goes through the site once more with the seconds that are kept, a quarter in memory at a time.
 */
final class EachSecondAnswers {

    /** Where less than four days are kept, of so many parts one teaches the forecast. */
    private static final int LEARNS_ONE_IN = 4;

    private final SiteSettings settings;
    private final EachSecondJson json;

    EachSecondAnswers(SiteSettings settings) {
        this.settings = settings;
        json = new EachSecondJson(settings);
    }

    /**
     * @param progress told the share that is done, 0…1; what it throws ends this
     */
    ObjectNode answer(Past past, Question.EachSecond question, DoubleConsumer progress) {
        Optional<Extent> kept = past.seconds();
        if (kept.isEmpty()) {
            return EachSecondJson.nothing(question);
        }
        Span span = Span.of(kept.get(), question.days());
        Lived lived =
                past.lived(span.learned, span.end, settings.zone(), share -> progress.accept(0));
        SecondBySecond again = begin(question.of(), lived, span.counted);
        double all = Duration.between(span.learned, span.end).toSeconds();
        for (Instant at = span.learned; at.isBefore(span.end); at = at.plus(QuarterHour.LENGTH)) {
            Instant last = at.plus(QuarterHour.LENGTH).minusSeconds(1);
            for (MeterRead read : past.readings(at, last)) {
                again.take(read);
            }
            progress.accept(Duration.between(span.learned, last).toSeconds() / all);
        }
        return json.answer(
                question, span.learned, span.counted, lived.since(span.counted), again.result());
    }

    private SecondBySecond begin(Question question, Lived lived, Instant counted) {
        if (question instanceof Question.Stored stored) {
            return SecondBySecond.withBattery(settings, stored.battery(), counted);
        }
        if (question instanceof Question.Aimed aimed) {
            return SecondBySecond.under(aimed.target(), lived, settings, counted);
        }
        throw new IllegalArgumentException("nothing goes through the site for " + question);
    }

    /**
     * What is gone through.
     *
     * @param learned from when on the forecast learns: a day before {@code counted}, or a quarter
     *     of what is kept where that is shorter; the start of a quarter-hour
     * @param counted from when on it counts, also the start of one
     */
    private record Span(Instant learned, Instant counted, Instant end) {

        static Span of(Extent kept, int days) {
            Duration all = Duration.between(kept.begin(), kept.end());
            Duration part =
                    QuarterHour.LENGTH.multipliedBy(
                            all.dividedBy(QuarterHour.LENGTH.multipliedBy(LEARNS_ONE_IN)));
            Duration learns =
                    part.compareTo(SecondBySecond.WARM_UP) < 0 ? part : SecondBySecond.WARM_UP;
            Instant asked = kept.end().minus(Duration.ofDays(days));
            Instant earliest = kept.begin().plus(learns);
            Instant counted = asked.isAfter(earliest) ? asked : earliest;
            return new Span(counted.minus(learns), counted, kept.end());
        }
    }
}
