package be.bsmr.home.web;

import be.bsmr.home.guard.Guesses;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for the one name and password of the settings (HTTP Basic, UTF-8). Takes as long for a wrong
 * one as for a right; who guesses is answered 429 and when he may try again, and nothing waits for
 * him here.
 */
final class Login implements HttpHandler {

    private static final Logger log = LoggerFactory.getLogger(Login.class);
    private static final String BASIC = "basic ";

    private record Given(String user, String password) {}

    private final byte[] user;
    private final byte[] password;
    private final Guesses guesses;
    private final HttpHandler next;

    Login(WebSettings settings, Guesses guesses, HttpHandler next) {
        user = utf8(Objects.requireNonNull(settings.user()));
        password = utf8(Objects.requireNonNull(settings.password()));
        this.guesses = guesses;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        Optional<Given> read = given(exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION));
        if (read.isEmpty()) {
            ask(exchange);
            return;
        }
        Given given = read.get();
        InetAddress from = exchange.getSourceAddress().getAddress();
        Instant now = Guesses.now();
        Duration wait = guesses.waits(from, given.user, now);
        if (!wait.isZero()) {
            exchange.setStatusCode(StatusCodes.TOO_MANY_REQUESTS);
            exchange.getResponseHeaders()
                    .put(Headers.RETRY_AFTER, wait.plusMillis(999).toSeconds())
                    .put(Headers.CONTENT_TYPE, "text/plain; charset=UTF-8");
            exchange.getResponseSender().send("Too many wrong passwords: wait a minute\n");
        } else if (isRight(given)) {
            guesses.succeeded(from, given.user, now);
            next.handleRequest(exchange);
        } else {
            guesses.failed(from, given.user, given.password, now).ifPresent(log::warn);
            ask(exchange);
        }
    }

    private static void ask(HttpServerExchange exchange) {
        exchange.setStatusCode(StatusCodes.UNAUTHORIZED);
        exchange.getResponseHeaders()
                .put(Headers.WWW_AUTHENTICATE, "Basic realm=\"BSMR\", charset=\"UTF-8\"");
        exchange.endExchange();
    }

    private boolean isRight(Given given) {
        boolean rightUser = MessageDigest.isEqual(user, utf8(given.user));
        boolean rightPassword = MessageDigest.isEqual(password, utf8(given.password));
        return rightUser && rightPassword;
    }

    /** Empty when it is not there or is no name and password. */
    private static Optional<Given> given(@Nullable String header) {
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
            String both = new String(bytes, StandardCharsets.UTF_8);
            int colon = both.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Given(both.substring(0, colon), both.substring(colon + 1)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
