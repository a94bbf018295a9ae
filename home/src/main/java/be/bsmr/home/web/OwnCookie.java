package be.bsmr.home.web;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.server.handlers.CookieImpl;
import java.time.Duration;
import java.util.Optional;

/**
 * How a browser shows who it is. No script reads it and no other site sends it; over TLS its name
 * makes the browser see to it that nobody else has set it.
 */
enum OwnCookie {
    /** A person has signed in. */
    SESSION("bsmr"),
    /** A display on the wall: the cookie holds its token. */
    PANEL("bsmr-panel");

    private final String plain;

    OwnCookie(String plain) {
        this.plain = plain;
    }

    Optional<String> of(HttpServerExchange exchange) {
        return Optional.ofNullable(exchange.getRequestCookie(name(exchange))).map(Cookie::getValue);
    }

    void set(HttpServerExchange exchange, String value, Duration age) {
        exchange.setResponseCookie(
                new CookieImpl(name(exchange), value)
                        .setPath("/")
                        .setMaxAge((int) age.toSeconds())
                        .setHttpOnly(true)
                        .setSecure(isSecure(exchange))
                        .setSameSiteMode("Strict"));
    }

    void clear(HttpServerExchange exchange) {
        set(exchange, "", Duration.ZERO);
    }

    private String name(HttpServerExchange exchange) {
        return isSecure(exchange) ? "__Host-" + plain : plain;
    }

    private static boolean isSecure(HttpServerExchange exchange) {
        return exchange.getRequestScheme().equals("https");
    }
}
