package be.bsmr.home.words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All that the program says to people, in one language. The sentences stand in {@code nl.json},
 * {@code fr.json}, {@code de.json} and {@code en.json} beside this class, in a section for each
 * place where they are read, and are asked for by section and key: {@code journal.load_shed}.
 */
public final class Words {

    private record Source(Class<?> beside, Language language) {}

    private static final Map<Source, Words> READ = new ConcurrentHashMap<>();

    private final Language language;
    private final Map<String, String> sentences = new LinkedHashMap<>();

    private Words(Source source) {
        language = source.language;
        String file = language + ".json";
        try (InputStream in = source.beside.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing: install the program again");
            }
            for (Map.Entry<String, JsonNode> section : new JsonMapper().readTree(in).properties()) {
                section.getValue()
                        .properties()
                        .forEach(
                                e ->
                                        sentences.put(
                                                section.getKey() + "." + e.getKey(),
                                                e.getValue().asText()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the file of a language once. */
    public static Words in(Language language) {
        return beside(Words.class, language);
    }

    /** Another program's, whose files stand beside this class of it; read once, too. */
    public static Words beside(Class<?> other, Language language) {
        return READ.computeIfAbsent(new Source(other, language), Words::new);
    }

    public Language language() {
        return language;
    }

    public boolean has(String key) {
        return sentences.containsKey(key);
    }

    /**
     * A sentence without blanks.
     *
     * @param key section and key, such as {@code command.bill.total}
     * @throws IllegalArgumentException when there is no such sentence, or it has blanks
     */
    public String say(String key) {
        return say(key, Map.of());
    }

    /**
     * A sentence with its blanks filled. Decimal numbers are written as the language writes them,
     * with the decimals that they have; anything else as it writes itself.
     *
     * @param values by the names of the blanks; more than the sentence wants do no harm
     * @throws IllegalArgumentException when there is no such sentence, or a value is missing
     */
    public String say(String key, Map<String, ?> values) {
        String text = sentences.get(key);
        if (text == null) {
            throw new IllegalArgumentException(key + " is no key of " + language + ".json");
        }
        return new Sentence(text).filled(language, values, this::written);
    }

    /**
     * The sentences of a section as they are written, blanks and all, in the order of the file.
     *
     * @return by key, without the section
     */
    public Map<String, String> section(String name) {
        Map<String, String> section = new LinkedHashMap<>();
        String prefix = name + ".";
        sentences.forEach(
                (key, text) -> {
                    if (key.startsWith(prefix)) {
                        section.put(key.substring(prefix.length()), text);
                    }
                });
        return section;
    }

    /** All sentences as they are written, by section and key, in the order of the file. */
    public Map<String, String> sentences() {
        return Collections.unmodifiableMap(sentences);
    }

    /** With exactly so many decimals. */
    public String number(double value, int decimals) {
        return String.format(language.locale(), "%,." + decimals + "f", value);
    }

    /** With the decimals that it has. */
    public String number(BigDecimal value) {
        return String.format(language.locale(), "%,." + Math.max(0, value.scale()) + "f", value);
    }

    private String written(Object value) {
        return value instanceof BigDecimal number ? number(number) : value.toString();
    }
}
