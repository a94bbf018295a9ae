package be.bsmr.home.json;

import be.bsmr.control.Decision;
import be.bsmr.home.words.Language;
import be.bsmr.home.words.Words;
import be.bsmr.unit.Power;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was decided, as a sentence with its numbers: the section {@code journal} of {@link Words},
 * which the page reads too.
 */
public final class DecisionWords {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final double KILO = 1000;
    private static final int PERCENT = 100;

    private final ZoneId zone;

    /**
     * @param zone in which times of day are said
     */
    public DecisionWords(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * One sentence.
     *
     * @param name what people call the load; null when it is about the house
     */
    public String text(Decision d, Language language, @Nullable String name) {
        Locale locale = language.locale();
        Words words = Words.in(language);
        Map<String, String> values = new HashMap<>();
        values.put("load", name == null ? "–" : name);
        values.put("demand", kilowatts(d.demand(), locale));
        values.put("target", kilowatts(d.target(), locale));
        values.put("other", kilowatts(d.other(), locale));
        values.put("power", kilowatts(d.power(), locale));
        values.put("given", kilowatts(given(d.power()), locale));
        values.put(
                "chance", d.probability() == null ? "–" : String.valueOf(percent(d.probability())));
        Decision.Span span = d.span();
        values.put("from", span == null ? "–" : clock(span.from()));
        values.put("until", span == null ? "–" : clock(span.until()));
        values.put("euro", euro(d.euro(), locale));
        values.put("saved", euro(d.saved(), locale));
        String cost =
                d.euro() == null
                        ? ""
                        : words.say("journal.cost", Map.of("euro", euro(d.euro(), locale)));
        values.put("cost", cost);
        String said = words.say("journal." + Fields.lower(d.what()), values);
        return d.shadow() ? words.say("journal.shadow", Map.of("words", said)) : said;
    }

    private static String euro(@Nullable BigDecimal euro, Locale locale) {
        return euro == null ? "–" : String.format(locale, "%.2f", euro);
    }

    private String clock(Instant at) {
        return CLOCK.format(at.atZone(zone));
    }

    /** What is not certain is never said as 0 or 100. */
    private static long percent(double probability) {
        long percent = Math.round(probability * PERCENT);
        return probability > 0 && probability < 1
                ? Math.max(1, Math.min(PERCENT - 1, percent))
                : percent;
    }

    /** What a battery gives, where {@code power} is what it draws. */
    private static @Nullable Power given(@Nullable Power power) {
        return power == null ? null : new Power(Math.abs(power.watts()));
    }

    private static String kilowatts(@Nullable Power power, Locale locale) {
        return power == null ? "–" : String.format(locale, "%.2f", power.watts() / KILO);
    }
}
