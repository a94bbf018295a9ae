package be.bsmr.home.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import be.bsmr.home.words.Language;
import be.bsmr.home.words.Words;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page for who has not come in, with the words of its reader filled in: he may not ask for words
 * yet. Which part is seen follows from the state, by the style sheet.
 */
final class FilledPage {

    private static final Pattern WORD = Pattern.compile("data-t=\"(\\w+)\">");

    private final String page;

    /**
     * @param file of the page
     */
    FilledPage(String file) {
        page = StaticFiles.text(file);
    }

    /**
     * @param state {@code out}, {@code wrong}, {@code early} or {@code in}
     * @param values of the blanks in its words
     */
    void send(HttpServerExchange exchange, String state, Map<String, ?> values) {
        Language language = language(exchange);
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, "text/html; charset=UTF-8")
                .put(new HttpString("Content-Security-Policy"), SecurityHeaders.policy("'self'"))
                // Under a stricter one a browser would not say whose page posts the form.
                .put(new HttpString("Referrer-Policy"), "same-origin");
        exchange.getResponseSender().send(filled(state, language, values), UTF_8);
    }

    private String filled(String state, Language language, Map<String, ?> values) {
        Map<String, Object> blanks = new HashMap<>(Map.of("name", "", "seconds", ""));
        blanks.putAll(values);
        Words words = Words.in(language);
        return WORD.matcher(page)
                .replaceAll(
                        (MatchResult found) -> escaped(words.say("page." + found.group(1), blanks)))
                .replace("{state}", state)
                .replace("{language}", language.name());
    }

    /** Chosen on the page, else the browser's first that we speak. */
    static Language language(HttpServerExchange exchange) {
        Deque<String> chosen = exchange.getQueryParameters().get("lang");
        String asked = exchange.getRequestHeaders().getFirst(Headers.ACCEPT_LANGUAGE);
        return Stream.concat(
                        Stream.ofNullable(chosen).flatMap(Deque::stream),
                        Stream.ofNullable(asked).flatMap(tags -> Arrays.stream(tags.split(","))))
                .flatMap(tag -> named(tag).stream())
                .findFirst()
                .orElse(Language.en);
    }

    private static Optional<Language> named(String tag) {
        String code = tag.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(Language.values())
                .filter(one -> code.startsWith(one.name()))
                .findFirst();
    }

    private static String escaped(String text) {
        return ">"
                + text.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("$", "&#36;");
    }
}
