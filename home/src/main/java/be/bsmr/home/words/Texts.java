package be.bsmr.home.words;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What the commands say: the section {@code command} of {@link Words}, and times of one zone. */
public final class Texts {

    private static final String SECTION = "command.";

    private final Words words;
    private final ZoneId zone;

    /**
     * @param zone of the times that are said
     */
    public Texts(Language language, ZoneId zone) {
        this.zone = zone;
        words = Words.in(language);
    }

    public Language language() {
        return words.language();
    }

    public boolean has(String key) {
        return words.has(SECTION + key);
    }

    public String text(String key) {
        return words.say(SECTION + key);
    }

    /** With each blank filled; an instant is said to the second. */
    public String text(String key, Map<String, ?> values) {
        Map<String, Object> said = new HashMap<>(values);
        said.replaceAll((name, value) -> value instanceof Instant at ? time(at) : value);
        return words.say(SECTION + key, said);
    }

    /** Tue 13 Jan 2026 18:44:50. */
    public String time(Instant at) {
        return format("EEE d MMM yyyy HH:mm:ss", at);
    }

    /** Tue 13 Jan 2026 18:45. */
    public String minute(Instant at) {
        return format("EEE d MMM yyyy HH:mm", at);
    }

    /** January 2026. */
    public String month(Instant within) {
        return format("LLLL yyyy", within);
    }

    /** With exactly so many decimals. */
    public String number(double value, int decimals) {
        return words.number(value, decimals);
    }

    /** With the decimals that it has. */
    public String number(BigDecimal value) {
        return words.number(value);
    }

    private String format(String pattern, Instant at) {
        Locale locale = words.language().locale();
        return DateTimeFormatter.ofPattern(pattern, locale).format(at.atZone(zone));
    }
}
