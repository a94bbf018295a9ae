package be.bsmr.home.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is the matter with a source, for the people in the house. A source says it in the operator's
 * English, for the log; that sentence is the key under which the other languages stand, as in
 * gettext, with {@code {1}}, {@code {2}} … for names and numbers. What stands there not stays
 * English.
 */
public final class TroubleWords {

    /** Besides English. */
    public static final List<String> LANGUAGES = List.of("nl", "fr", "de");

    /** What the two sides of a source with a fallback are told with. */
    private static final String IN_ITS_PLACE = "; in its place: ";

    private static final Pattern BLANK = Pattern.compile("\\{(\\d)}");

    private final List<Sentence> sentences = read();

    private record Sentence(Pattern english, JsonNode others) {}

    /**
     * The same in another language.
     *
     * @param language one of {@link #LANGUAGES}
     * @return empty when it is not known there
     */
    public Optional<String> in(String language, String english) {
        int place = english.indexOf(IN_ITS_PLACE);
        if (place >= 0) {
            String instead = english.substring(place + IN_ITS_PLACE.length());
            return in(language, english.substring(0, place))
                    .flatMap(a -> in(language, instead).map(b -> a + " → " + b));
        }
        for (Sentence sentence : sentences) {
            Matcher m = sentence.english.matcher(english);
            if (m.matches()) {
                return Optional.of(filled(language, sentence.others.path(language).asText(), m));
            }
        }
        return Optional.empty();
    }

    /** A cause that is a sentence of its own is said in the same language. */
    private String filled(String language, String text, Matcher values) {
        return BLANK.matcher(text)
                .replaceAll(
                        b -> {
                            String value = values.group(Integer.parseInt(b.group(1)));
                            return Matcher.quoteReplacement(in(language, value).orElse(value));
                        });
    }

    private static List<Sentence> read() {
        try (InputStream in = TroubleWords.class.getResourceAsStream("troubles.json")) {
            if (in == null) {
                throw new IllegalStateException("troubles.json is missing: install again");
            }
            List<Sentence> sentences = new ArrayList<>();
            for (JsonNode each : new JsonMapper().readTree(in)) {
                sentences.add(new Sentence(pattern(each.path("en").asText()), each));
            }
            return sentences;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Pattern pattern(String english) {
        StringBuilder pattern = new StringBuilder();
        Matcher blank = BLANK.matcher(english);
        int from = 0;
        while (blank.find()) {
            pattern.append(Pattern.quote(english.substring(from, blank.start()))).append("(.+?)");
            from = blank.end();
        }
        return Pattern.compile(pattern.append(Pattern.quote(english.substring(from))).toString());
    }
}
