package be.bsmr.home.json;

import be.bsmr.control.Decision;
import be.bsmr.unit.Power;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was decided, in plain Dutch, French, German and English, with its numbers. The page reads
 * the same words.
 */
public final class DecisionWords {

    public static final List<String> LANGUAGES = List.of("nl", "fr", "de", "en");

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final double KILO = 1000;
    private static final int PERCENT = 100;

    private final JsonNode words = read();
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
     * @param language one of {@link #LANGUAGES}
     * @param name what people call the load; null when it is about the house
     */
    public String text(Decision d, String language, @Nullable String name) {
        Locale locale = language.equals("en") ? Locale.UK : Locale.forLanguageTag(language + "-BE");
        Map<String, String> values = new HashMap<>();
        values.put("load", name == null ? "–" : name);
        values.put("demand", kilowatts(d.demand(), locale));
        values.put("target", kilowatts(d.target(), locale));
        values.put("other", kilowatts(d.other(), locale));
        values.put("power", kilowatts(d.power(), locale));
        values.put(
                "chance", d.probability() == null ? "–" : String.valueOf(percent(d.probability())));
        Decision.Span span = d.span();
        if (span != null) {
            values.put("from", clock(span.from()));
            values.put("until", clock(span.until()));
        }
        BigDecimal euro = d.euro();
        String cost =
                euro == null
                        ? ""
                        : filled(
                                word(language, "cost"),
                                Map.of("euro", String.format(locale, "%.2f", euro)));
        values.put("cost", cost);
        String said = filled(word(language, Fields.lower(d.what())), values);
        return d.shadow() ? filled(word(language, "shadow"), Map.of("words", said)) : said;
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

    private String word(String language, String key) {
        return words.path(language).path(key).asText(key);
    }

    private static String filled(String text, Map<String, String> values) {
        String said = text;
        for (Map.Entry<String, String> v : values.entrySet()) {
            said = said.replace("{" + v.getKey() + "}", v.getValue());
        }
        return said;
    }

    private static String kilowatts(@Nullable Power power, Locale locale) {
        return power == null ? "–" : String.format(locale, "%.2f", power.watts() / KILO);
    }

    private static JsonNode read() {
        try (InputStream in = DecisionWords.class.getResourceAsStream("decisions.json")) {
            if (in == null) {
                throw new IllegalStateException("decisions.json is missing: install again");
            }
            return new JsonMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
