package be.bsmr.home.cli;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the commands say, in the four languages of the people in the house. */
final class Texts {

    private static final Pattern BLANK = Pattern.compile("\\{(\\w+)(?:\\|([^|{}]*)\\|([^|{}]*))?}");

    private final Locale locale;
    private final ZoneId zone;
    private final ResourceBundle texts;

    /**
     * @param zone of the times that are said
     */
    Texts(Language language, ZoneId zone) {
        this.zone = zone;
        locale = language.locale();
        texts =
                ResourceBundle.getBundle(
                        "be.bsmr.home.cli.texts",
                        locale,
                        ResourceBundle.Control.getNoFallbackControl(
                                ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** As {@code nl}. */
    String language() {
        return locale.getLanguage();
    }

    Locale locale() {
        return locale;
    }

    boolean has(String key) {
        return texts.containsKey(key);
    }

    String text(String key) {
        return texts.getString(key);
    }

    /**
     * With each {@code {name}} filled in; a name that is not given becomes a dash. {@code
     * {name|row|rows}} is the word that goes with that number, which is not said by it.
     */
    String text(String key, Map<String, ?> values) {
        return BLANK.matcher(text(key))
                .replaceAll(
                        blank ->
                                Matcher.quoteReplacement(
                                        blank.group(2) == null
                                                ? filled(blank.group(1), values)
                                                : isOne(values.get(blank.group(1)))
                                                        ? blank.group(2)
                                                        : blank.group(3)));
    }

    private String filled(String name, Map<String, ?> values) {
        Object value = values.get(name);
        return value == null ? "–" : said(value);
    }

    private static boolean isOne(@Nullable Object count) {
        return count instanceof Number number
                ? number.doubleValue() == 1
                : "1".equals(String.valueOf(count));
    }

    /** Tue 13 Jan 2026 18:44:50. */
    String time(Instant at) {
        return format("EEE d MMM yyyy HH:mm:ss", at);
    }

    /** Tue 13 Jan 2026 18:45. */
    String minute(Instant at) {
        return format("EEE d MMM yyyy HH:mm", at);
    }

    /** January 2026. */
    String month(Instant within) {
        return format("LLLL yyyy", within);
    }

    /** With exactly so many decimals. */
    String number(double value, int decimals) {
        return String.format(locale, "%,." + decimals + "f", value);
    }

    /** With the decimals that it has. */
    String number(BigDecimal value) {
        return String.format(locale, "%,." + Math.max(0, value.scale()) + "f", value);
    }

    private String format(String pattern, Instant at) {
        ZonedDateTime local = at.atZone(zone);
        return DateTimeFormatter.ofPattern(pattern, locale).format(local);
    }

    private String said(Object value) {
        return value instanceof Instant at
                ? time(at)
                : value instanceof BigDecimal number ? number(number) : value.toString();
    }
}
