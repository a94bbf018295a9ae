package be.bsmr.home.web;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.server.handlers.CookieImpl;
import java.time.Duration;
import java.util.Optional;

/**
 * How a browser shows that it has signed in. No script reads it and no other site sends it; over
 * TLS its name makes the browser see to it that nobody else has set it.
 */
final class SessionCookie {

    private static final String PLAIN = "bsmr";
    private static final String SECURE = "__Host-bsmr";

    private SessionCookie() {}

    static Optional<String> of(HttpServerExchange exchange) {
        return Optional.ofNullable(exchange.getRequestCookie(name(exchange))).map(Cookie::getValue);
    }

    static void set(HttpServerExchange exchange, String id, Duration age) {
        exchange.setResponseCookie(
                new CookieImpl(name(exchange), id)
                        .setPath("/")
                        .setMaxAge((int) age.toSeconds())
                        .setHttpOnly(true)
                        .setSecure(isSecure(exchange))
                        .setSameSiteMode("Strict"));
    }

    static void clear(HttpServerExchange exchange) {
        set(exchange, "", Duration.ZERO);
    }

    private static String name(HttpServerExchange exchange) {
        return isSecure(exchange) ? SECURE : PLAIN;
    }

    private static boolean isSecure(HttpServerExchange exchange) {
        return exchange.getRequestScheme().equals("https");
    }
}
