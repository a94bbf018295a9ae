package be.bsmr.home.web;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;

/**
 * What every answer says to the browser that reads it: nothing runs, is shown or is sent but what
 * comes from here, no other site may frame or read it, and nothing is kept unless {@code next} says
 * so.
 */
final class SecurityHeaders implements HttpHandler {

    private final HttpHandler next;

    SecurityHeaders(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        exchange.getResponseHeaders()
                .put(new HttpString("Content-Security-Policy"), policy("'none'"))
                .put(new HttpString("X-Content-Type-Options"), "nosniff")
                .put(new HttpString("X-Frame-Options"), "SAMEORIGIN")
                .put(new HttpString("Referrer-Policy"), "no-referrer")
                .put(new HttpString("Cross-Origin-Resource-Policy"), "same-origin")
                .put(new HttpString("Cross-Origin-Opener-Policy"), "same-origin")
                .put(Headers.CACHE_CONTROL, "no-store");
        if (exchange.getRequestScheme().equals("https")) {
            exchange.getResponseHeaders()
                    .put(new HttpString("Strict-Transport-Security"), "max-age=31536000");
        }
        next.handleRequest(exchange);
    }

    /**
     * @param forms where forms may be sent to, such as {@code 'none'}
     */
    static String policy(String forms) {
        return "default-src 'self'; base-uri 'none'; frame-ancestors 'self'; object-src 'none';"
                + " form-action "
                + forms;
    }
}
