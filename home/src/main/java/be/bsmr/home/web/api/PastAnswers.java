package be.bsmr.home.web.api;

import be.bsmr.home.json.OtherwiseJson;
import be.bsmr.home.series.Extent;
import be.bsmr.home.series.Past;
import be.bsmr.otherwise.Lived;
import be.bsmr.otherwise.Question;
import be.bsmr.site.SiteSettings;
import be.bsmr.tariff.CapacityTariff;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What is worked out of what is kept, for people who ask: thirteen months by quarters, or the last
 * days second by second.
 */
public final class PastAnswers {

    private static final int MONTHS_BEFORE = 12;

    /** Reading takes most of the time. */
    private static final double READ = 0.8;

    private final SiteSettings settings;
    private final OtherwiseJson json;
    private final EachSecondAnswers eachSecond;

    /**
     * @param settings with what peaks cost
     * @param kilowattHours import of a year; null = as the quarters tell, if they do
     */
    public PastAnswers(SiteSettings settings, @Nullable BigDecimal kilowattHours) {
        this.settings = settings;
        json = new OtherwiseJson(settings, kilowattHours);
        eachSecond = new EachSecondAnswers(settings);
    }

    /** What energy and peaks cost. */
    public CapacityTariff tariff() {
        return settings.tariff();
    }

    /**
     * How the past would have gone otherwise.
     *
     * @param progress told the share that is done, 0…1; what it throws ends this
     */
    public ObjectNode answer(Past past, Question question, DoubleConsumer progress) {
        if (question instanceof Question.EachSecond each) {
            return eachSecond.answer(past, each, progress);
        }
        return json.answer(
                lived(past, share -> progress.accept(READ * share)),
                question,
                share -> progress.accept(READ + (1 - READ) * share));
    }

    private Lived lived(Past past, DoubleConsumer progress) {
        Optional<Instant> end = past.span().map(Extent::end);
        Instant to = end.orElse(Instant.EPOCH);
        YearMonth running = YearMonth.from(to.minusSeconds(1).atZone(settings.zone()));
        Instant from =
                running.minusMonths(MONTHS_BEFORE)
                        .atDay(1)
                        .atStartOfDay(settings.zone())
                        .toInstant();
        return past.lived(from, to, settings.zone(), progress);
    }
}
