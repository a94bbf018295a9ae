package be.bsmr.home.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import be.bsmr.home.web.manual.Manual;
import be.bsmr.home.words.Language;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.util.Deque;
import java.util.Optional;

/**
 * The manual at {@code /docs/}, for whoever sees everything: a page for each document, in the
 * language of its reader ({@code ?lang=nl}), and what is found in all of them ({@code ?q=words}).
 * Its pictures are files as all others.
 */
final class ManualPages implements HttpHandler {

    private static final String PATH = "/docs";

    private static final int LONGEST_QUERY = 80;

    /** Nothing of it is there before somebody reads in it. */
    private static final class Shelf {
        static final Manual MANUAL = new Manual();
    }

    private final HttpHandler next;

    /**
     * @param next has all else, pictures too
     */
    ManualPages(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String path = exchange.getRequestPath();
        boolean picture = path.endsWith(".png") || path.endsWith(".svg");
        if (path.equals(PATH)) {
            exchange.setStatusCode(StatusCodes.SEE_OTHER);
            exchange.getResponseHeaders().put(Headers.LOCATION, "docs/");
            exchange.endExchange();
        } else if (!path.startsWith(PATH + "/") || picture) {
            next.handleRequest(exchange);
        } else {
            // To make a page takes longer than others should wait.
            exchange.dispatch(this::answer);
        }
    }

    private void answer(HttpServerExchange exchange) throws Exception {
        String name = exchange.getRequestPath().substring(PATH.length() + 1);
        Optional<String> file = Shelf.MANUAL.file(name);
        if (file.isPresent()) {
            send(exchange, "text/plain", file.get());
            return;
        }
        Language reader = FilledPage.language(exchange);
        Deque<String> query = exchange.getQueryParameters().get("q");
        Optional<String> page =
                name.isEmpty() && query != null
                        ? Optional.of(Shelf.MANUAL.found(shortened(query.getFirst()), reader))
                        : Shelf.MANUAL.page(name, reader);
        if (page.isEmpty()) {
            next.handleRequest(exchange);
            return;
        }
        // The form in which words to search are typed.
        exchange.getResponseHeaders()
                .put(new HttpString("Content-Security-Policy"), SecurityHeaders.policy("'self'"));
        send(exchange, "text/html", page.get());
    }

    private static String shortened(String query) {
        return query.strip().substring(0, Math.min(query.strip().length(), LONGEST_QUERY));
    }

    private static void send(HttpServerExchange exchange, String type, String text) {
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, type + "; charset=UTF-8")
                .put(Headers.VARY, "Accept-Encoding, Accept-Language");
        exchange.getResponseSender().send(text, UTF_8);
    }
}
