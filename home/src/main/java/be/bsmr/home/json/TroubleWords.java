package be.bsmr.home.json;

import be.bsmr.home.words.Language;
import be.bsmr.home.words.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is the matter with a source, for the people in the house. A source says it in the operator's
 * English, for the log; that sentence is looked up in the section {@code trouble} of {@link Words}
 * and said in another language, as gettext does. What stands there not stays English.
 */
public final class TroubleWords {

    /** What the two sides of a source with a fallback are told with. */
    private static final String IN_ITS_PLACE = "; in its place: ";

    /** Behind it stands, in brackets, what the machine said. */
    private static final String OF_BROKER = "broker.";

    private static final Pattern BLANK = Pattern.compile("\\{(\\w+)}");

    private final List<Known> known = new ArrayList<>();

    /**
     * @param blanks the names of the groups of the English, in their order
     */
    private record Known(String key, Pattern english, List<String> blanks) {}

    public TroubleWords() {
        Words.in(Language.en)
                .section("trouble")
                .forEach(
                        (key, english) ->
                                known.add(
                                        known(
                                                key,
                                                key.startsWith(OF_BROKER)
                                                        ? english + " ({said})"
                                                        : english)));
    }

    /**
     * The sentence in another language.
     *
     * @return empty when it is not known there
     */
    public Optional<String> in(Language language, String english) {
        int place = english.indexOf(IN_ITS_PLACE);
        if (place >= 0) {
            String instead = english.substring(place + IN_ITS_PLACE.length());
            return in(language, english.substring(0, place))
                    .flatMap(a -> in(language, instead).map(b -> a + " → " + b));
        }
        for (Known sentence : known) {
            Matcher m = sentence.english.matcher(english);
            if (m.matches()) {
                return Optional.of(said(language, sentence, m));
            }
        }
        return Optional.empty();
    }

    /** A cause that is a sentence of its own is said in the same language. */
    private String said(Language language, Known sentence, Matcher english) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < sentence.blanks.size(); i++) {
            String value = english.group(i + 1);
            values.put(sentence.blanks.get(i), in(language, value).orElse(value));
        }
        String said = Words.in(language).say("trouble." + sentence.key, values);
        return sentence.key.startsWith(OF_BROKER) ? said + " (" + values.get("said") + ")" : said;
    }

    private static Known known(String key, String english) {
        StringBuilder pattern = new StringBuilder();
        List<String> blanks = new ArrayList<>();
        Matcher blank = BLANK.matcher(english);
        int from = 0;
        while (blank.find()) {
            pattern.append(Pattern.quote(english.substring(from, blank.start()))).append("(.+?)");
            blanks.add(blank.group(1));
            from = blank.end();
        }
        pattern.append(Pattern.quote(english.substring(from)));
        return new Known(key, Pattern.compile(pattern.toString()), blanks);
    }
}
